import { readFile, stat } from 'node:fs/promises'
import { openRevocationSource } from '#adapters/authority'
import {
  explainFinding,
  type Finding,
  type SignatureReport,
  type VerificationReport,
} from '#modules/signatures'
import { loadTrustAnchors } from '#modules/signing'
import { judgeContent, mostJudgedBytes, type Trust } from '#modules/verification'
import { systemClock } from '#platform/clock'
import { AppError } from '#platform/errors'
import { readPemCertificates } from '#platform/pem'
import { type Command, type Output, tellUnreadable, UsageError } from './command.ts'
import { openSystem } from './open-system.ts'
import { readTrustedRoots } from './outside-signing.ts'

export const verifySignaturesCommand: Command = {
  name: 'signatures verify',
  usage: '<file…> [--trust <certificates.pem>]',
  summary:
    'Judges each signature of PDF and XML files: integrity, signer, chain, time, revocation, level. --trust: by these certificates instead of those this system trusts. Exit code 0 only when every file is signed and every signature valid.',
  options: { trust: { type: 'string' } },
  async run({ words, options, output }) {
    if (words.length === 0) throw new UsageError('signatures verify: name at least one file')
    const { trust, close } = await openTrust(options.trust)
    try {
      let isGood = true
      for (const file of words) {
        const verdict = await judgeFile(file, trust, output)
        isGood &&= verdict === 'valid'
      }
      return isGood ? 0 : 1
    } finally {
      await close()
    }
  },
}

type OpenTrust = Readonly<{ trust: Trust; close: () => Promise<void> }>

/** By the certificates of a file, or by those this system trusts today. */
async function openTrust(file: string | boolean | undefined): Promise<OpenTrust> {
  const revocation = openRevocationSource()
  if (typeof file === 'string') {
    const anchors = readPemCertificates(await readText(file))
    if (anchors.length === 0) throw new UsageError(`signatures verify: ${file} holds no certificate (PEM)`)
    return { trust: { listAnchors: async () => anchors, revocation }, close: async () => undefined }
  }
  const { context, close } = await openSystem({ demo: true })
  const anchors = await loadTrustAnchors(context.db, { trustAnchors: readTrustedRoots(context) })
  return { trust: { listAnchors: async () => anchors, revocation }, close }
}

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new UsageError(`signatures verify: ${file} cannot be read`)
  })

async function judgeFile(file: string, trust: Trust, output: Output): Promise<string> {
  const found = await stat(file).catch(() => null)
  if (found && found.size > mostJudgedBytes) return refuse(file, 'verification.too_large', output)
  const content = found?.isFile() ? await readFile(file).catch(() => null) : null
  if (content === null) {
    tellUnreadable(output, file)
    return 'unreadable'
  }
  try {
    const report = await judgeContent({ clock: systemClock }, content, trust)
    tell(file, report, output)
    return report.verdict
  } catch (error) {
    if (error instanceof AppError) return refuse(file, error.code, output)
    throw error
  }
}

function refuse(file: string, code: string, output: Output): string {
  output.record({ file, verdict: 'unreadable', code, signatures: [] })
  output.say(`unreadable  ${file}\n  ${code}`)
  return 'unreadable'
}

function tell(file: string, report: VerificationReport, output: Output): void {
  output.record({ file, ...report })
  output.say(`${report.verdict}  ${file}`)
  for (const signature of report.signatures) output.say(lineOf(signature))
  for (const finding of [...report.findings, ...report.changes]) output.say(`  ${sentenceOf(finding)}`)
}

function lineOf(signature: SignatureReport): string {
  const { number, verdict, level, kind, signer, signedAt, findings } = signature
  const who = signer ? `${signer.commonName}, certified by ${signer.issuer}` : 'signer unknown'
  const when = signedAt ? `${signedAt.instant} (${signedAt.proof})` : 'no time'
  const notes = findings.map((finding) => `\n     ${sentenceOf(finding)}`)
  return `  ${number}. ${verdict}  ${kind} ${level}  ${who}, ${when}${notes.join('')}`
}

const sentenceOf = (finding: Finding): string => `${finding.weight}: ${explainFinding(finding, 'en')}`
