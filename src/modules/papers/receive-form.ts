import type { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { receiveInspected } from '#modules/inspections'
import type { Environment } from '#platform/config'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { dropUnstorable } from '#platform/storable-text'
import { openQuota } from './quota.ts'
import { keepPapers, type PaperResult, type StagedPaper, stagePaper } from './receive-paper.ts'
import type { PaperRefusal } from './rules/paper.ts'

const mostFiles = 20
const mostFields = 300
const longestField = 65_536
// Boundaries and headers of the parts, beside the files themselves.
const slackBytes = 1_048_576

/** Lets the routes of `app` take multipart forms; registered once, by `app.ts`. */
export async function acceptFiles(app: FastifyInstance, { UPLOAD_MAX_BYTES }: Environment): Promise<void> {
  await app.register(multipart, {
    throwFileSizeLimit: false,
    preservePath: true, // a name that is a path is refused, not silently shortened
    limits: {
      fileSize: UPLOAD_MAX_BYTES + 1,
      files: mostFiles,
      fields: mostFields,
      fieldSize: longestField,
      fieldNameSize: 200,
    },
  })
}

/** A form as it was sent. `papers` names the field each file came in; a field without a chosen file is left out. */
export type ReceivedForm = Readonly<{
  fields: Record<string, string>
  papers: readonly Readonly<{ field: string; result: PaperResult }>[]
}>

type Staged = Readonly<{ field: string; outcome: StagedPaper | PaperRefusal }>

/**
 * Reads a form with fields and files, streaming: memory does not grow with the files. What passes inspection is kept;
 * each refused file is told with its reason. A form that breaks off keeps nothing. A form without files may also come
 * urlencoded. Of a field sent twice the last value counts.
 */
export async function receiveForm(context: Context, request: FastifyRequest): Promise<ReceivedForm> {
  if (!request.isMultipart()) return { fields: { ...(request.body as Record<string, string>) }, papers: [] }
  const { fields, staged } = await stageForm(context, request)
  const passed = staged.flatMap(({ outcome }) => (outcome.ok ? [outcome] : []))
  const kept = await discardOnFailure(passed, () => keepPapers(context, passed, request.actor))
  const papers = staged.map(({ field, outcome }) => ({ field, result: outcome.ok ? toResult(kept) : outcome }))
  return { fields, papers }
}

function toResult(kept: Awaited<ReturnType<typeof keepPapers>>): PaperResult {
  const paper = kept.shift()
  if (!paper) throw new Error('a staged paper was not kept')
  return { ok: true, paper }
}

/** Every part of the form, its files on disk and inspected; the caller keeps or discards them. */
export async function stageForm(
  context: Context,
  request: FastifyRequest,
  stage: typeof stagePaper = stagePaper,
): Promise<{ fields: Record<string, string>; staged: Staged[] }> {
  const most = mostFiles * context.config.UPLOAD_MAX_BYTES + slackBytes
  if (Number(request.headers['content-length'] ?? 0) > most) throw requestProblem('request.too_large')
  const fields: Record<string, string> = {}
  const staged: Staged[] = []
  const passed = () => staged.flatMap(({ outcome }) => (outcome.ok ? [outcome] : []))
  const quota = openQuota(context, request.actor)
  await discardOnFailure(passed, async () => {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = readField(part)
      else {
        const outcome = await stage(context, { name: nameOf(part.filename), content: part.file, quota })
        if (!isNoChoice(part.filename, outcome)) staged.push({ field: part.fieldname, outcome })
      }
    }
  }).catch((error: unknown) => {
    // Whatever is still on its way is dropped, so that the sender hears the answer.
    request.raw.unpipe()
    request.raw.resume()
    throw explainBrokenForm(error)
  })
  return { fields, staged }
}

/** A form whose files stay as they were sent, to the byte, and belong to nobody yet: the caller keeps or discards each. */
export async function receiveFormAsSent(
  context: Context,
  request: FastifyRequest,
): Promise<{ fields: Record<string, string>; files: (StagedPaper | PaperRefusal)[] }> {
  if (!request.isMultipart()) return { fields: { ...(request.body as Record<string, string>) }, files: [] }
  const { fields, staged } = await stageForm(context, request, stageAsSent)
  return { fields, files: staged.map(({ outcome }) => outcome) }
}

/** Takes one file as it was sent, to the byte; it is inspected, and belongs to nobody yet. The sender bounds its size. */
export async function stageAsSent(
  { files, config }: Context,
  { name, content }: Readonly<{ name: string; content: Readable }>,
): Promise<StagedPaper | PaperRefusal> {
  const limit = config.UPLOAD_MAX_BYTES
  const { file, inspection } = await receiveInspected(files, content, { name, limit })
  if (inspection.ok) return { ...inspection, file }
  await file.discard()
  return inspection
}

/** What breaks off, or is no form at all, is told to its sender; any other error stays what it is. */
export const explainBrokenForm = (error: unknown): unknown =>
  isBrokenForm(error) ? requestProblem('request.invalid', { in: 'body', fields: [wholeForm] }) : error

const wholeForm = { field: '(body)', expected: 'multipart/form-data, whole, with its boundary' }

/** What the parser says of a body that is no form, or breaks off; it gives these errors no code. */
const isBrokenForm = (error: unknown): boolean =>
  error instanceof Error &&
  /^(Multipart: |Unexpected end of|Part terminated early|Malformed part)/.test(error.message)

function readField(part: { fieldname: string; value: unknown; valueTruncated: boolean }): string {
  if (!part.valueTruncated) return dropUnstorable(String(part.value ?? ''))
  const expected = `at most ${longestField} bytes`
  throw requestProblem('request.invalid', { in: 'body', fields: [{ field: part.fieldname, expected }] })
}

/** Browsers write quotes and line ends in a file name as %22, %0D and %0A (HTML standard, multipart/form-data). */
const nameOf = (given: string | undefined): string =>
  (given ?? '').replace(/%(22|0A|0D)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

/** Browsers send a file field in which nothing was chosen as a nameless file of 0 bytes. */
const isNoChoice = (name: string | undefined, outcome: Staged['outcome']): boolean => !name && !outcome.ok

/** Runs `work`; when it fails, nothing that was staged stays on disk. */
export async function discardOnFailure<Value>(
  staged: readonly StagedPaper[] | (() => readonly StagedPaper[]),
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    const left = typeof staged === 'function' ? staged() : staged
    for (const { file } of left) await file.discard()
    throw error
  }
}
