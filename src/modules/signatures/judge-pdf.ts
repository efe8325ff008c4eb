import { createHash } from 'node:crypto'
import {
  decodePdfStream,
  findSecurityStore,
  isArray,
  isDictionary,
  isStream,
  listDuplicateObjects,
  listSignatureFields,
  type PdfFile,
  PdfProblem,
  readPdf,
  readRevision,
} from '#modules/pdfs'
import { certifiedPermission, judgeByteRange } from './judge-byte-range.ts'
import { readCertificates, type TrustBasis } from './judge-chain.ts'
import { type ChangedStep, judgeChanges } from './judge-changes.ts'
import { readRevocation, rememberAnswers } from './judge-revocation.ts'
import { judgeSignature, type SignatureInPdf, type SignatureJudgement, verdictOf } from './judge-signature.ts'
import type { FileVerdict, Finding, JudgeOptions, SignatureReport, VerificationReport } from './report.ts'

const mostSignatures = 50
const mostStoreEntries = 500

type Rest = Pick<VerificationReport, 'verdict' | 'signatures' | 'changes' | 'findings'>

/** Judges a PDF; see `verifyPdf`. */
export async function judgePdf(bytes: Uint8Array, options: JudgeOptions): Promise<VerificationReport> {
  const rest = await judgeOrRefuse(bytes, options)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { sha256, sizeBytes: bytes.length, mediaType: 'application/pdf', judgedAt: options.at, ...rest }
}

const unreadable = (code: string): Rest => ({
  verdict: 'unreadable',
  signatures: [],
  changes: [],
  findings: [{ code, weight: 'grave' }],
})

async function judgeOrRefuse(bytes: Uint8Array, options: JudgeOptions): Promise<Rest> {
  try {
    return await judgeRead(readPdf(bytes), options)
  } catch (error) {
    if (error instanceof PdfProblem) return unreadable(`pdf_${error.code}`)
    throw error
  }
}

async function judgeRead(pdf: PdfFile, options: JudgeOptions): Promise<Rest> {
  const signatures = findSignatures(pdf)
  const removed = judgeRemoved(pdf, signatures)
  if (signatures.length === 0) {
    return {
      verdict: removed.length > 0 ? 'invalid' : 'unsigned',
      signatures: [],
      changes: [],
      findings: removed,
    }
  }
  if (signatures.length > mostSignatures) return unreadable('pdf_too_complex')
  const steps = judgeChanges(pdf, signatures)
  const judgements = await judgeAll(pdf, signatures, options)
  const reports = judgements.map((_, index) => finish(pdf, { signatures, judgements, steps, index }))
  const findings = [...removed, ...judgeFile(pdf)]
  const lastSigned = Math.max(
    ...signatures.map(({ range }, index) => (isApproval(judgements, index) ? (range.revision ?? -1) : -1)),
  )
  return {
    verdict: fileVerdict(reports, findings),
    signatures: reports,
    changes: steps.filter(({ from }) => from >= lastSigned).flatMap((step) => step.findings),
    findings,
  }
}

const isApproval = (judgements: readonly SignatureJudgement[], index: number): boolean =>
  judgements[index]?.report.kind === 'signature'

/** In the order they were made: a later one covers more. */
function findSignatures(pdf: PdfFile): readonly SignatureInPdf[] {
  const found = listSignatureFields(pdf).flatMap((field) =>
    isDictionary(field.value)
      ? [{ field, dictionary: field.value, range: judgeByteRange(pdf, field.value) }]
      : [],
  )
  return found.sort((left, right) => left.range.end - right.range.end)
}

/** From the newest to the oldest: a later stamp proves that what stands before it was there. */
async function judgeAll(
  pdf: PdfFile,
  signatures: readonly SignatureInPdf[],
  { trustAnchors, revocation, at }: JudgeOptions,
): Promise<readonly SignatureJudgement[]> {
  const basis: TrustBasis = {
    ...readStore(pdf),
    anchors: readCertificates(trustAnchors),
    lookup: revocation ? rememberAnswers(revocation) : null,
  }
  const judged: SignatureJudgement[] = []
  let existed = { when: at, proven: false }
  for (const signature of signatures.toReversed()) {
    const judgement = await judgeSignature(pdf, signature, basis, existed)
    judged.unshift(judgement)
    existed = judgement.existed
  }
  return judged
}

/** What the security store of the file proves by itself. */
function readStore(pdf: PdfFile): Pick<TrustBasis, 'pool' | 'evidence'> {
  const store = findSecurityStore(pdf)
  const streamsOf = (key: string): readonly Uint8Array[] => {
    const list = pdf.resolve(store?.entries.get(key))
    return (isArray(list) ? list.items.slice(0, mostStoreEntries) : []).flatMap((item) => contentOf(pdf, item))
  }
  const evidence = [
    ...streamsOf('OCSPs').map((der) => readRevocation('ocsp', der)),
    ...streamsOf('CRLs').map((der) => readRevocation('crl', der)),
  ]
  return { pool: readCertificates(streamsOf('Certs')), evidence: evidence.filter((one) => one !== null) }
}

function contentOf(pdf: PdfFile, item: Parameters<PdfFile['resolve']>[0]): readonly Uint8Array[] {
  const found = pdf.resolve(item)
  if (!isStream(found)) return []
  try {
    return [decodePdfStream(pdf, found)]
  } catch {
    return []
  }
}

type Finishing = Readonly<{
  signatures: readonly SignatureInPdf[]
  judgements: readonly SignatureJudgement[]
  steps: readonly ChangedStep[]
  index: number
}>

/** Puts what was changed after a signature, and what the later ones add to its level, into its report. */
function finish(pdf: PdfFile, { signatures, judgements, steps, index }: Finishing): SignatureReport {
  const [signature, judgement] = [signatures[index], judgements[index]]
  if (!signature || !judgement) throw new RangeError('a signature without judgement')
  const { report } = judgement
  const { revision } = signature.range
  const after =
    revision === null ? [] : steps.filter(({ from }) => from >= revision).flatMap((step) => step.findings)
  const findings = [...report.findings, ...judgeCertification(pdf, signature, index), ...unique(after)]
  const level =
    report.kind === 'signature' ? highestLevel(pdf, { signatures, judgements, steps, index }) : 'none'
  return { number: index + 1, ...report, level, verdict: verdictOf(findings), findings }
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((one) => [`${one.code} ${one.detail}`, one])).values()]
}

/** Only the first signature may certify (ISO 32000-1 §12.8.2.2). */
function judgeCertification(pdf: PdfFile, { dictionary }: SignatureInPdf, index: number): readonly Finding[] {
  if (certifiedPermission(pdf, dictionary) === null) return []
  return [index === 0 ? { code: 'certifies', weight: 'note' } : { code: 'certifies_late', weight: 'doubt' }]
}

/** B-LT when the file proves the chain by itself; B-LTA when a stamp covers that proof too (EN 319 142-1 §6.1). */
function highestLevel(pdf: PdfFile, { signatures, judgements, index }: Finishing): SignatureReport['level'] {
  const judgement = judgements[index]
  if (!judgement || judgement.report.level === 'none') return 'none'
  const stamps = judgements.flatMap((later, place) => {
    const isStamp = later.report.kind === 'document_timestamp' && later.stamp?.proves
    return place > index && isStamp ? [signatures[place]?.range.revision ?? null] : []
  })
  const stamped = judgement.report.level === 'B-T' || stamps.length > 0
  if (!stamped) return 'B-B'
  if (!judgement.selfContained || !findSecurityStore(pdf)) return 'B-T'
  const covers = stamps.some((revision) => revision !== null && findSecurityStore(readRevision(pdf, revision)))
  return covers ? 'B-LTA' : 'B-LT'
}

/** Signatures of earlier revisions that the form no longer lists. */
function judgeRemoved(pdf: PdfFile, signatures: readonly SignatureInPdf[]): readonly Finding[] {
  const present = new Set(signatures.map(({ field }) => field.name))
  const earlier = pdf.revisions.slice(-mostSignatures - 1, -1)
  const names = earlier.flatMap((revision) => {
    const before = listSignatureFields(readRevision(pdf, pdf.revisions.indexOf(revision)))
    return before.filter(({ value }) => isDictionary(value)).map(({ name }) => name)
  })
  const gone = [...new Set(names)].filter((name) => !present.has(name))
  return gone.map((detail) => ({ code: 'signature_removed', weight: 'grave', detail }))
}

function judgeFile(pdf: PdfFile): readonly Finding[] {
  const duplicates = listDuplicateObjects(pdf)
  const odd = pdf.listOddities().map((oddity): Finding => ({ code: `pdf_${oddity}`, weight: 'doubt' }))
  if (duplicates.length === 0) return odd
  return [...odd, { code: 'pdf_duplicate_objects', weight: 'doubt', detail: duplicates.join(', ') }]
}

function fileVerdict(reports: readonly SignatureReport[], findings: readonly Finding[]): FileVerdict {
  const worst = [verdictOf(findings), ...reports.map(({ verdict }) => verdict)]
  if (worst.includes('invalid')) return 'invalid'
  return worst.includes('indeterminate') ? 'indeterminate' : 'valid'
}
