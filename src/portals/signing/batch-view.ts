import { answers } from '#components/answers'
import { actions, button, linkButton } from '#components/button'
import { notice } from '#components/notice'
import { say as stated, type Tone } from '#components/say'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import {
  type Batch,
  calculateProgress,
  type Evidence,
  hasEnded,
  type SigningDocument,
  type SigningTransaction,
} from '#modules/signing'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { explainCode, signingMessages } from './messages.ts'
import { batchUrl, signingUrl } from './sign-view.ts'

export type BatchPage = Readonly<{
  batch: Batch
  documents: readonly SigningDocument[]
  transactions: readonly SigningTransaction[]
  evidence: readonly Evidence[]
  providerName: string
  /** Whether a time-stamping authority is connected at all. */
  stamps: boolean
  throughPage: boolean
  /** Nothing was left to be signed again. */
  wasDone: boolean
}>

/** How a batch stands: the bar, each document, what can be done now, what was checked. */
export function batchPage(page: BatchPage, language: Language): Html {
  const { batch, documents, providerName, wasDone } = page
  const say = signingMessages(language)
  const isRunning = documents.some(({ state }) => !hasEnded(state))
  return html`<p class="mc-quiet mc-small"><a href="${signingUrl}">${say.back}</a></p>
<div class="mc-work__head"><h1>${say.batch}: ${batch.reason}</h1></div>
${wasDone && notice({ live: true, body: html`<p>${say.retried}</p>` })}
<div data-follow${isRunning && html`="running"`}>${progress(page, language)}${isRunning && html`<p class="mc-small mc-quiet">${say.refreshes} <a href="${batchUrl(batch.id)}">${say.reload}</a></p>`}
${isRunning && page.throughPage && plugin(batch, language)}
${documentTable(page, language)}
${buttons(page, language)}</div>
<div class="mc-t3">${zone({ id: 'about', title: say.evidence, body: about(page, providerName, language) })}</div>`
}

function progress({ batch, documents, transactions }: BatchPage, language: Language): Html {
  const say = signingMessages(language)
  const { total, ended, signed } = calculateProgress(documents.map(({ state }) => state))
  const bar = html`<progress class="mc-bar-progress" max="${total}" value="${ended}" aria-label="${say.progress(signed, total)}"></progress>`
  if (ended < total)
    return html`<p role="status"><strong>${say.progress(signed, total)}</strong>${bar}<span class="mc-small">${waitingFor(transactions, language)}</span></p>`
  const isWhole = signed === total
  const sentence = isWhole ? say.allSigned(total) : say.someFailed(signed, total)
  return html`${bar}${notice({ tone: isWhole ? 'done' : 'warn', live: true, body: html`<p>${batch.cancelledAt ? say.cancelled : sentence}</p>` })}`
}

/** Whom the batch waits for. */
function waitingFor(transactions: readonly SigningTransaction[], language: Language): string {
  const say = signingMessages(language)
  if (transactions.some(({ state }) => state === 'pending')) return say.waitingForPerson
  return transactions.some(({ state }) => state === 'asked') ? say.answerUnknown : say.waitingForProvider
}

function documentTable({ batch, documents, stamps }: BatchPage, language: Language): Html {
  const say = signingMessages(language)
  const columns = [{ title: say.document }, { title: say.state }, { title: say.download }]
  const rows = documents.map((document) => [
    document.name,
    html`${stateOf(document, language)}${detailOf(document, stamps, language)}`,
    document.signedSha256 &&
      html`<a href="${batchUrl(batch.id)}/documents/${document.id}/signed.pdf">${say.download}<span class="ds-sr-only">: ${document.name}</span></a>`,
  ])
  return html`<div class="mc-t2">${table({ caption: say.batch, columns, rows, stack: true })}</div>`
}

const tones: Readonly<Record<SigningDocument['state'], Tone>> = {
  waiting: 'mute',
  signing: 'mute',
  signed: 'ok',
  refused: 'bad',
  expired: 'warn',
  failed: 'bad',
  cancelled: 'mute',
}

function stateOf({ state, value }: SigningDocument, language: Language): Html {
  const say = signingMessages(language)
  return stated(tones[state], state === 'signing' && value ? say.completing : say[state])
}

function detailOf(document: SigningDocument, stamps: boolean, language: Language): Html | null {
  const { state, code, level, signedAt } = document
  if (state === 'failed' && code) return small(explainCode(code, language))
  if (!level || !signedAt) return null
  const say = signingMessages(language)
  const levels = {
    'B-B': stamps ? say.levelBB : say.levelBBFinal,
    'B-T': say.levelBT,
    'B-LT': say.levelBLT,
    'B-LTA': say.levelBLTA,
  }
  return html`${small(say.signedAt(formatMoment(signedAt, language)))}${small(levels[level])}`
}

const small = (text: string): Html => html`<br><span class="mc-small mc-quiet">${text}</span>`

function buttons({ batch, documents }: BatchPage, language: Language): Html | null {
  const say = signingMessages(language)
  const { total, ended, retriable } = calculateProgress(documents.map(({ state }) => state))
  const form = (act: string, pressed: Html) =>
    html`<form method="post" action="${batchUrl(batch.id)}/${act}">${pressed}</form>`
  if (ended < total)
    return html`<div class="mc-t2">${form('cancel', button({ text: say.cancel, variant: 'secondary' }))}<p class="mc-small mc-quiet">${say.cancelHint}</p></div>`
  if (retriable === 0) return null
  return html`<div class="mc-t2">${actions(form('retry', button({ text: say.retry(retriable) })), linkButton({ text: say.back, href: signingUrl, variant: 'tertiary' }))}</div>`
}

function about({ batch, evidence }: BatchPage, providerName: string, language: Language): Html {
  const say = signingMessages(language)
  const position = batch.signerPosition ? `${batch.signerName}, ${batch.signerPosition}` : batch.signerName
  return answers(
    [
      { term: say.signer, answer: position, note: batch.agencyName },
      { term: say.provider, answer: providerName },
      { term: say.startedAt, answer: formatMoment(batch.startedAt, language) },
      ...shownKinds.flatMap((kind) => describeEvidence(evidence, kind, language) ?? []),
    ],
    'tight',
  )
}

const shownKinds = ['authority', 'certificate', 'revocation'] as const

/** The first thing of a kind that was checked: of certificates, the signer's. */
function describeEvidence(
  evidence: readonly Evidence[],
  kind: (typeof shownKinds)[number],
  language: Language,
): Readonly<{ term: string; answer: string }> | null {
  const say = signingMessages(language)
  const isShown = ({ detail }: Evidence) => kind !== 'certificate' || detail.commonName !== undefined
  const found = evidence.find((one) => one.kind === kind && isShown(one))
  if (!found) return null
  const text = (name: string) => String(found.detail[name] ?? '')
  if (kind === 'authority') return { term: say.authority, answer: text('position') || text('agency') }
  if (kind === 'certificate') {
    const answer = say.evidenceCertificate(text('commonName'), text('serialNumber'))
    return { term: say.certificateSeen, answer }
  }
  const { status } = found.detail
  const known = status === 'good' || status === 'revoked' ? status : 'unknown'
  return { term: say.revocation, answer: say[`revocation_${known}`] }
}

/** The way through a program beside the token: the page takes the hashes there and brings the values back. */
function plugin(batch: Batch, language: Language): Html {
  const say = signingMessages(language)
  return html`<section class="mc-sheet mc-t2" aria-labelledby="plugin" data-plugin="${batchUrl(batch.id)}/plugin" data-missing="${say.pluginMissing}" data-sent="${say.pluginSent}"><h2 class="mc-h" id="plugin">${say.plugin}</h2>
<p>${say.pluginHint}</p><noscript><p>${say.pluginNeedsScript}</p></noscript>${button({ text: say.pluginStart, type: 'button' })}<p role="status"></p></section>`
}
