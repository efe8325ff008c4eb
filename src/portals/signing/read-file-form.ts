import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { requestProblem } from '#platform/errors'
import type { FileStore } from '#platform/file-store'
import { dropUnstorable } from '#platform/storable-text'

/** A form with at most one small file; `file` null: none was chosen. */
export type FileForm = Readonly<{
  fields: Readonly<Record<string, string | undefined>>
  file: Uint8Array | 'too_large' | null
}>

/** Reads a form whose file is at most `mostBytes`; of what is larger nothing is kept. */
export async function readFileForm(request: FastifyRequest, mostBytes: number): Promise<FileForm> {
  if (!request.isMultipart()) {
    const given = Object.entries((request.body ?? {}) as Record<string, unknown>)
    const fields = given.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
    return { fields: Object.fromEntries(fields), file: null }
  }
  const fields: Record<string, string> = {}
  let file: FileForm['file'] = null
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = dropUnstorable(String(part.value ?? ''))
      else file = (await readBytes(part.file, mostBytes)) ?? file
    }
  } catch (error) {
    request.raw.unpipe()
    request.raw.resume()
    const whole = { field: '(body)', expected: 'multipart/form-data, whole, with its boundary' }
    throw isBroken(error) ? requestProblem('request.invalid', { in: 'body', fields: [whole] }) : error
  }
  return { fields, file }
}

const isBroken = (error: unknown): boolean =>
  error instanceof Error &&
  /^(Multipart: |Unexpected end of|Part terminated early|Malformed part)/.test(error.message)

async function readBytes(content: AsyncIterable<Buffer>, mostBytes: number): Promise<FileForm['file']> {
  const kept: Buffer[] = []
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.length
    if (bytes <= mostBytes) kept.push(chunk)
  }
  if (bytes === 0) return null
  return bytes > mostBytes ? 'too_large' : Buffer.concat(kept)
}

const pngMark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
export const mostPictureBytes = 1_048_576

/** Keeps a picture and gives its hash; null: none was chosen. `wrong`: it is no PNG, or too large. */
export async function keepPicture(files: FileStore, file: FileForm['file']): Promise<string | null | 'wrong'> {
  if (file === null) return null
  if (file === 'too_large' || !pngMark.equals(file.subarray(0, pngMark.length))) return 'wrong'
  const received = await files.receive(Readable.from([file]))
  await received.keep()
  return received.sha256
}
