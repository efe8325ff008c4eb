import type { VerificationReport } from '#modules/signatures'
import { verifyPdf, verifyXml } from '#modules/signatures'
import type { Context } from '#platform/context'
import { verificationProblem } from './errors.ts'
import type { Trust } from './ports.ts'
import { type JudgedType, judgedTypeOf } from './rules/file-kind.ts'

/** The largest file whose signatures are judged: the whole of it is looked at at once. */
export const mostJudgedBytes = 26_214_400

// It holds a whole file in memory, and many objects of it.
const mostAtOnce = 1
const mostWaiting = 20
const queue: (() => void)[] = []
let judging = 0

/** Judges the signatures of a PDF or XML file. Throws `verification.type_not_judged` for anything else, and `verification.busy`. */
export async function judgeContent(
  { clock }: Pick<Context, 'clock'>,
  content: Uint8Array,
  trust: Trust,
): Promise<VerificationReport> {
  const type = judgedTypeOf(content)
  if (!type) throw verificationProblem('verification.type_not_judged')
  await takeTurn()
  try {
    return await judge(content, type, trust, clock)
  } finally {
    judging -= 1
    queue.shift()?.()
  }
}

async function judge(content: Uint8Array, type: JudgedType, trust: Trust, clock: Context['clock']) {
  const trustAnchors = await trust.listAnchors()
  const judgeBy = type === 'application/pdf' ? verifyPdf : verifyXml
  return await judgeBy(content, { trustAnchors, revocation: trust.revocation, at: clock.now() })
}

async function takeTurn(): Promise<void> {
  if (queue.length >= mostWaiting) throw verificationProblem('verification.busy')
  if (judging >= mostAtOnce) await new Promise<void>((resolve) => queue.push(resolve))
  judging += 1
}

/** Reads a kept content whole; null when it is larger than what is judged. */
export async function readWhole({ files }: Pick<Context, 'files'>, sha256: string): Promise<Uint8Array | null> {
  if ((await files.sizeOf(sha256)) > mostJudgedBytes) return null
  const parts: Buffer[] = []
  for await (const part of files.read(sha256)) parts.push(part as Buffer)
  return Buffer.concat(parts)
}
