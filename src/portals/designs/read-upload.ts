import type { FastifyRequest } from 'fastify'
import { requestProblem } from '#platform/errors'

const mostBytes = 5_242_880

/** One file that was sent with a form, as text, and the form's fields. `text` null: none was chosen; `'too_large'`. */
export type Upload = Readonly<{
  name: string
  text: string | null
  fault: 'too_large' | 'not_text' | null
  fields: Readonly<Record<string, string>>
}>

/** Reads a form with one file; more files are dropped. What is too large is not kept in memory. */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) return { name: '', text: null, fault: null, fields: {} }
  let upload: Upload = { name: '', text: null, fault: null, fields: {} }
  const fields: Record<string, string> = {}
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = String(part.value ?? '')
      else upload = { ...upload, ...(await readText(part.file)), name: part.filename }
    }
  } catch (error) {
    request.raw.unpipe()
    request.raw.resume()
    const whole = { field: '(body)', expected: 'multipart/form-data, whole, with its boundary' }
    throw isBroken(error) ? requestProblem('request.invalid', { in: 'body', fields: [whole] }) : error
  }
  return { ...upload, fields }
}

const isBroken = (error: unknown): boolean =>
  error instanceof Error &&
  /^(Multipart: |Unexpected end of|Part terminated early|Malformed part)/.test(error.message)

async function readText(file: AsyncIterable<Buffer>): Promise<Pick<Upload, 'text' | 'fault'>> {
  const kept: Buffer[] = []
  let bytes = 0
  for await (const chunk of file) {
    bytes += chunk.length
    if (bytes <= mostBytes) kept.push(chunk)
  }
  if (bytes === 0) return { text: null, fault: null }
  if (bytes > mostBytes) return { text: null, fault: 'too_large' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(kept)), fault: null }
  } catch {
    return { text: null, fault: 'not_text' }
  }
}
