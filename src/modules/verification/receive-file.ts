import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { explainBrokenForm } from '#modules/papers'
import type { Context } from '#platform/context'
import { verificationProblem } from './errors.ts'

export type SentFile = Readonly<{ name: string; content: Buffer }>

/** Reads the one file of a form to judge it; nothing of it is kept. Throws `verification.no_file` and `verification.too_large`. */
export async function receiveFile({ files, config }: Context, request: FastifyRequest): Promise<SentFile> {
  if (!request.isMultipart()) throw verificationProblem('verification.no_file')
  const limit = config.UPLOAD_MAX_BYTES
  const sent = await readParts(files, request, limit).catch((error: unknown) => {
    request.raw.unpipe()
    request.raw.resume()
    throw explainBrokenForm(error)
  })
  if (!sent || (sent.content.length === 0 && sent.name === ''))
    throw verificationProblem('verification.no_file')
  return sent
}

async function readParts(
  files: Context['files'],
  request: FastifyRequest,
  limit: number,
): Promise<SentFile | null> {
  let sent: SentFile | null = null
  for await (const part of request.parts({ limits: { files: 1, fileSize: limit + 1 } })) {
    if (part.type !== 'file') continue
    const received = await files.receive(Readable.from(part.file))
    try {
      if (received.sizeBytes > limit) throw verificationProblem('verification.too_large', { limit })
      sent = { name: part.filename, content: await readFile(received.path) }
    } finally {
      await received.discard()
    }
  }
  return sent
}
