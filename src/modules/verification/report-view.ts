import { type Answer, answers } from '#components/answers'
import { notice } from '#components/notice'
import { say, type Tone } from '#components/say'
import { section } from '#components/sheet'
import { formatMoment, formatShortDay, localDay } from '#modules/calendar'
import { formatBytes } from '#modules/papers'
import {
  explainFinding,
  type FileVerdict,
  type Finding,
  type SignatureReport,
  type VerificationReport,
} from '#modules/signatures'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messages } from './messages.ts'

const toneOf: Readonly<Record<FileVerdict, Tone>> = {
  valid: 'ok',
  indeterminate: 'warn',
  invalid: 'bad',
  unsigned: 'mute',
  unreadable: 'bad',
}

/** The report on a file in words a clerk understands: the verdict first, then each signature, then the file. */
export function reportView(report: VerificationReport, language: Language): Html {
  const words = messages(language)
  const { verdict, signatures, changes, findings } = report
  return html`<div class="mc-t2">${verdictNotice(verdict, language)}</div>
${findingList(words.notes, findings, language)}
${signatures.map((signature) => signatureView(signature, language))}
${findingList(words.changes, changes, language)}
${section({ id: 'file', title: words.fileFacts, small: true, body: answers(fileAnswers(report, language), 'ruled') })}`
}

function verdictNotice(verdict: FileVerdict, language: Language): Html {
  const words = messages(language)
  const body = html`<h2 class="mc-h">${words[`verdict_${verdict}`]}</h2><p class="mc-t0">${words[`verdictBody_${verdict}`]}</p>`
  return notice({ tone: verdict === 'valid' ? 'done' : 'warn', live: true, body })
}

function signatureView(signature: SignatureReport, language: Language): Html {
  const words = messages(language)
  const { kind, number, signer } = signature
  const title =
    kind === 'signature'
      ? words.signature(number, signer?.commonName ?? words.unknownSigner)
      : words.documentTimestamp(number)
  const body = html`${answers(signatureAnswers(signature, language), 'ruled')}${findingList(null, signature.findings, language)}`
  return section({ id: `signature-${number}`, title, small: true, body })
}

function signatureAnswers(signature: SignatureReport, language: Language): Answer[] {
  const words = messages(language)
  const { verdict, integrity, coverage, chain, revocation, level, signer, reason } = signature
  const mark = (tone: Tone, text: string) => say(tone, text)
  const asked: (Answer | false)[] = [
    { term: words.result, answer: mark(toneOf[verdict], words[`ofSignature_${verdict}`]) },
    {
      term: words.integrity,
      answer: mark(integrity === 'intact' ? 'ok' : 'bad', words[`ofIntegrity_${integrity}`]),
    },
    { term: words.coverage, answer: words[`ofCoverage_${coverage}`] },
    ...signerAnswers(signature, language),
    { term: words.signedAt, answer: timeOf(signature, language) },
    { term: words.chain, answer: mark(chain === 'trusted' ? 'ok' : 'warn', words[`ofChain_${chain}`]) },
    { term: words.revocation, answer: mark(toneOfRevocation[revocation], words[`ofRevocation_${revocation}`]) },
    signature.kind === 'signature' && { term: words.level, answer: words[levelKeys[level]] },
    reason !== null && { term: words.reason, answer: reason },
  ]
  return asked.filter(
    (answer) => answer !== false && (signer !== null || answer.term !== words.validity),
  ) as Answer[]
}

const levelKeys = {
  none: 'ofLevel_none',
  'B-B': 'ofLevel_BB',
  'B-T': 'ofLevel_BT',
  'B-LT': 'ofLevel_BLT',
  'B-LTA': 'ofLevel_BLTA',
} as const

const toneOfRevocation: Readonly<Record<SignatureReport['revocation'], Tone>> = {
  good: 'ok',
  revoked: 'bad',
  unknown: 'warn',
  not_judged: 'mute',
}

function signerAnswers({ signer }: SignatureReport, language: Language): Answer[] {
  if (!signer) return []
  const words = messages(language)
  const day = (at: typeof signer.validFrom) => formatShortDay(localDay(at))
  return [
    { term: words.signer, answer: signer.commonName, note: signer.organisation },
    { term: words.issuer, answer: signer.issuer },
    { term: words.validity, answer: words.validFromTo(day(signer.validFrom), day(signer.validTo)) },
  ]
}

function timeOf({ signedAt }: SignatureReport, language: Language): string {
  const words = messages(language)
  if (!signedAt) return words.noTime
  const at = formatMoment(signedAt.instant, language)
  return signedAt.proof === 'timestamp' ? words.byTimestamp(at) : words.byClaim(at)
}

const toneOfWeight: Readonly<Record<Finding['weight'], Tone>> = { grave: 'bad', doubt: 'warn', note: 'mute' }

function findingList(title: string | null, findings: readonly Finding[], language: Language): Piece {
  if (findings.length === 0) return null
  const items = findings.map(
    (finding) => html`<li>${say(toneOfWeight[finding.weight], explainFinding(finding, language))}</li>`,
  )
  return html`${title && html`<h3 class="mc-h mc-t2">${title}</h3>`}<ul class="mc-list mc-t0">${items}</ul>`
}

function fileAnswers({ sizeBytes, sha256, judgedAt }: VerificationReport, language: Language): Answer[] {
  const words = messages(language)
  return [
    { term: words.size, answer: formatBytes(sizeBytes, language) },
    { term: words.hash, answer: breakable(sha256) },
    { term: words.judgedAt, answer: formatMoment(judgedAt, language) },
  ]
}

/** A hash that may break between its groups: it is longer than a telephone is wide. */
const breakable = (hash: string): Html =>
  html`<span class="mc-num">${(hash.match(/.{1,8}/g) ?? []).map((group) => html`${group}<wbr>`)}</span>`

/** What was found of a paper's signatures, in a line beside its name; nothing where it carries none. */
export function signatureLine(report: VerificationReport | undefined, language: Language): Html | null {
  if (!report || report.verdict === 'unsigned') return null
  const { verdict, signatures } = report
  const line = messages(language)[`line_${verdict}`]
  const names = signatures.flatMap(({ kind, signer }) =>
    kind === 'signature' && signer ? [signer.commonName] : [],
  )
  return say(toneOf[verdict], typeof line === 'string' ? line : line([...new Set(names)].join(', ')))
}
