import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { isName, type PdfDictionary, type PdfField, type PdfFile, readTextString } from '#modules/pdfs'
import type { SignedRange } from './judge-byte-range.ts'
import type { JudgedCertificate } from './judge-certificates.ts'
import { judgeTrust, type TrustBasis, type TrustJudgement } from './judge-chain.ts'
import {
  archivedRevocation,
  attributeOids,
  claimedTime,
  findSigner,
  judgeMessage,
  readSignedMessage,
  type SignedMessage,
  signatureValue,
} from './judge-cms.ts'
import { readRevocation } from './judge-revocation.ts'
import { judgeStamp, type StampJudgement } from './judge-time.ts'
import type { Finding, SignatureReport } from './report.ts'

/** A signature field that holds a signature. */
export type SignatureInPdf = Readonly<{ field: PdfField; dictionary: PdfDictionary; range: SignedRange }>

/** An instant at which something is known to have been there: proven by a stamp, or now. */
export type Existence = Readonly<{ when: Temporal.Instant; proven: boolean }>

/** What a signature is worth before the rest of the file is looked at. */
export type SignatureJudgement = Readonly<{
  report: Omit<SignatureReport, 'number'>
  /** What the next older signature is known to have existed at. */
  existed: Existence
  stamp: StampJudgement | null
  selfContained: boolean
}>

type Outcome = Pick<SignatureReport, 'integrity' | 'signer' | 'chain' | 'revocation' | 'level' | 'signedAt'> &
  Readonly<{ findings: readonly Finding[] }>

const notJudged: Outcome = {
  integrity: 'unreadable',
  signer: null,
  chain: 'not_judged',
  revocation: 'not_judged',
  level: 'none',
  signedAt: null,
  findings: [],
}

/** Judges one signature or document time stamp by itself. */
export async function judgeSignature(
  pdf: PdfFile,
  signature: SignatureInPdf,
  basis: TrustBasis,
  existed: Existence,
): Promise<SignatureJudgement> {
  const { dictionary } = signature
  const format = pdf.resolve(dictionary.entries.get('SubFilter'))
  if (isName(format, 'ETSI.RFC3161')) return await judgeDocumentStamp(signature, basis, existed)
  const known = isName(format) && formats.has(format.value)
  const judged = known
    ? await judgeApproval(pdf, signature, basis, existed)
    : { outcome: { ...notJudged, findings: [doubt('format_not_judged')] }, stamp: null, selfContained: false }
  const reason = readTextString(pdf.resolve(dictionary.entries.get('Reason')))
  const report = makeReport(signature, 'signature', judged.outcome, reason)
  return { report, existed, stamp: judged.stamp, selfContained: judged.selfContained }
}

const formats = new Set(['adbe.pkcs7.detached', 'ETSI.CAdES.detached', 'adbe.pkcs7.sha1'])
const doubt = (code: string, detail?: string): Finding => ({
  code,
  weight: 'doubt',
  ...(detail ? { detail } : {}),
})
const grave = (code: string): Finding => ({ code, weight: 'grave' })

function makeReport(
  { field, range }: SignatureInPdf,
  kind: SignatureReport['kind'],
  { integrity, findings, ...outcome }: Outcome,
  reason: string | null,
): Omit<SignatureReport, 'number'> {
  const all = [...range.findings, ...findings]
  const name = field.name
  return {
    kind,
    field: name,
    verdict: verdictOf(all),
    integrity,
    coverage: range.coverage,
    ...outcome,
    reason,
    findings: all,
  }
}

/** Grave findings make it invalid, doubts indeterminate (EN 319 102-1 §5.1). */
export function verdictOf(findings: readonly Finding[]): SignatureReport['verdict'] {
  if (findings.some(({ weight }) => weight === 'grave')) return 'invalid'
  return findings.some(({ weight }) => weight === 'doubt') ? 'indeterminate' : 'valid'
}

/** A stamp over the whole file proves that everything before it was there. */
async function judgeDocumentStamp(
  signature: SignatureInPdf,
  basis: TrustBasis,
  existed: Existence,
): Promise<SignatureJudgement> {
  const { range } = signature
  if (!range.parts) {
    const outcome = { ...notJudged, integrity: 'broken' } as const
    return {
      report: makeReport(signature, 'document_timestamp', outcome, null),
      existed,
      stamp: null,
      selfContained: false,
    }
  }
  const stamp = await judgeStamp(range.contents, range.parts, basis, existed)
  const unreadable = stamp.instant === null
  const outcome: Outcome = {
    integrity: unreadable ? 'unreadable' : integrityOf(stamp.intact),
    signer: stamp.authority,
    chain: stamp.chain,
    revocation: stamp.revocation,
    level: 'none',
    signedAt: stamp.instant ? { instant: stamp.instant, proof: stamp.proves ? 'timestamp' : 'claim' } : null,
    findings: stamp.findings,
  }
  return {
    report: makeReport(signature, 'document_timestamp', outcome, null),
    existed: stamp.proves && stamp.instant ? { when: stamp.instant, proven: true } : existed,
    stamp,
    selfContained: stamp.selfContained,
  }
}

const integrityOf = (intact: boolean): SignatureReport['integrity'] => (intact ? 'intact' : 'broken')

type Approval = Readonly<{ outcome: Outcome; stamp: StampJudgement | null; selfContained: boolean }>

async function judgeApproval(
  pdf: PdfFile,
  { dictionary, range }: SignatureInPdf,
  basis: TrustBasis,
  existed: Existence,
): Promise<Approval> {
  const nothing = { stamp: null, selfContained: false }
  if (!range.parts) return { outcome: { ...notJudged, integrity: 'broken' }, ...nothing }
  let message: SignedMessage
  try {
    message = readSignedMessage(range.contents)
    const pool = [...message.certificates, ...basis.pool]
    const certificate = findSigner({ ...message, certificates: pool })
    if (!certificate) return { outcome: { ...notJudged, findings: [grave('signer_missing')] }, ...nothing }
    const advanced = isName(pdf.resolve(dictionary.entries.get('SubFilter')), 'ETSI.CAdES.detached')
    const claim = readPdfDate(readTextString(pdf.resolve(dictionary.entries.get('M')))) ?? claimedTime(message)
    const whole = { ...basis, pool, evidence: [...basis.evidence, ...evidenceIn(message)] }
    return await judgeRead({ message, certificate, parts: range.parts, advanced, claim }, whole, existed)
  } catch {
    return { outcome: { ...notJudged, findings: [grave('signature_unreadable')] }, ...nothing }
  }
}

function evidenceIn(message: SignedMessage) {
  const { crls, ocsps } = archivedRevocation(message)
  const read = [
    ...ocsps.map((der) => readRevocation('ocsp', der)),
    ...crls.map((der) => readRevocation('crl', der)),
  ]
  return read.filter((one) => one !== null)
}

/** A signature whose message could be read. `advanced`: it says that it is a PAdES one. */
type ReadSignature = Readonly<{
  message: SignedMessage
  certificate: JudgedCertificate
  parts: readonly Uint8Array[]
  advanced: boolean
  claim: Temporal.Instant | null
}>

async function judgeRead(read: ReadSignature, basis: TrustBasis, existed: Existence): Promise<Approval> {
  const { message, certificate, parts, advanced, claim } = read
  const { content, findings: odd } = contentOf(message, parts)
  const { intact, bound, findings } = judgeMessage(message, certificate, content)
  const token = message.unsigned.get(attributeOids.timestampToken)
  const stamp = token ? await judgeStamp(token.whole, [signatureValue(message)], basis, existed) : null
  const time = stamp?.proves && stamp.instant ? { when: stamp.instant, proven: true } : existed
  const trust = await judgeTrust(certificate, basis, 'signature', time)
  const binding: Finding[] = bound
    ? []
    : [{ code: 'certificate_not_bound', weight: advanced ? 'doubt' : 'note' }]
  return {
    outcome: {
      integrity: integrityOf(intact && odd.length === 0),
      signer: certificate.name,
      chain: trust.chain,
      revocation: trust.revocation,
      level: levelOf({ advanced: advanced && bound && intact, stamp }),
      signedAt: signedAt(time, claim),
      findings: [...odd, ...findings, ...binding, ...trust.findings, ...stampFindings(stamp)],
    },
    stamp,
    selfContained: isSelfContained(trust, stamp),
  }
}

const isSelfContained = (trust: TrustJudgement, stamp: StampJudgement | null): boolean =>
  trust.selfContained && (stamp === null || stamp.selfContained)

/** What the message signs: the file itself, or the SHA-1 of it that the message carries (adbe.pkcs7.sha1). */
function contentOf(
  { content }: SignedMessage,
  parts: readonly Uint8Array[],
): Readonly<{ content: readonly Uint8Array[]; findings: readonly Finding[] }> {
  if (!content) return { content: parts, findings: [] }
  const digest = createHash('sha1')
  for (const part of parts) digest.update(part)
  const same = Buffer.compare(digest.digest(), content) === 0
  return { content: [content], findings: same ? [doubt('hash_weak', 'SHA-1')] : [grave('content_changed')] }
}

/** A stamp that proves nothing leaves the signature what it is without. */
function stampFindings(stamp: StampJudgement | null): readonly Finding[] {
  if (!stamp || stamp.proves) return []
  return [doubt('timestamp_proves_nothing', stamp.findings.map(({ code }) => code).join(', '))]
}

function levelOf({
  advanced,
  stamp,
}: Readonly<{ advanced: boolean; stamp: StampJudgement | null }>): 'none' | 'B-B' | 'B-T' {
  if (!advanced) return 'none'
  return stamp?.proves ? 'B-T' : 'B-B'
}

function signedAt(time: Existence, claim: Temporal.Instant | null): SignatureReport['signedAt'] {
  if (time.proven) return { instant: time.when, proof: 'timestamp' }
  return claim ? { instant: claim, proof: 'claim' } : null
}

/** `D:20261122081500+07'00'` (ISO 32000-1 §7.9.4); null for anything else. */
export function readPdfDate(text: string | null): Temporal.Instant | null {
  const found = text?.match(/^D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:Z|([+-])(\d{2})'?(\d{2})?)?/)
  if (!found) return null
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    sign = '+',
    zone = '00',
    rest = '00',
  ] = found
  try {
    return Temporal.Instant.from(`${year}-${month}-${day}T${hour}:${minute}:${second}${sign}${zone}:${rest}`)
  } catch {
    return null
  }
}
