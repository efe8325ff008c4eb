import { answers } from '#components/answers'
import { actions, button, linkButton } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { radioField, textField } from '#components/field'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say as stated } from '#components/say'
import { zone } from '#components/sheet'
import { versions } from '#components/versions'
import { formatMoment } from '#modules/calendar'
import type { BatchSummary, WaitingDocument } from '#modules/signing'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { signingMessages } from './messages.ts'
import { type CertificateWords, pageHead } from './words.ts'

export const signingUrl = '/officer/signing'
export const certificatesUrl = `${signingUrl}/certificates`
export const batchUrl = (id: string): string => `${signingUrl}/batches/${id}`

/** The value of a document's box. */
export const keyOf = ({ subjectKind, subjectId }: Pick<WaitingDocument, 'subjectKind' | 'subjectId'>): string =>
  `${subjectKind}:${subjectId}`

export type ToSignPage = Readonly<{
  waiting: readonly WaitingDocument[]
  batches: readonly BatchSummary[]
  /** What people know a provider as. */
  nameOf: (provider: string) => string
  chosen: ReadonlySet<string>
  problems: readonly Problem[]
  before: string | null
  next: string | null
}>

/** What waits for the signature of the officer, to be chosen; below it what was signed before. */
export function toSignPage(page: ToSignPage, language: Language): Html {
  const { waiting, problems } = page
  const say = signingMessages(language)
  const accounts = linkButton({ text: say.myAccounts, href: certificatesUrl, variant: 'secondary' })
  return html`${errorSummary({ problems, language })}${pageHead(say.title, say.hint, accounts)}
${waiting.length > 0 ? chooser(page, language) : notice({ body: html`<p>${say.nothing}</p>` })}
<div class="mc-t3">${zone({ id: 'recent', title: say.recent, body: recent(page, language) })}</div>`
}

function chooser({ waiting, chosen }: ToSignPage, language: Language): Html {
  const say = signingMessages(language)
  const rows = waiting.map((document, index) => {
    const key = keyOf(document)
    const box = html`<input type="checkbox" name="document" id="${index === 0 ? 'f-document' : `f-document-${index + 1}`}" value="${key}"${chosen.has(key) && html` checked`}>`
    return html`<tr><td><label class="mc-tick">${box}<span class="ds-sr-only">${say.choose}: ${document.title}</span></label></td><th scope="row">${document.title}<br><span class="mc-small mc-quiet">${document.name}</span></th><td>${document.detail}</td><td><a href="${document.href}">${say.open}<span class="ds-sr-only">: ${document.title}</span></a></td></tr>\n`
  })
  return html`<form method="post" action="${signingUrl}/review" class="mc-count mc-box mc-t2" data-choose-all="${say.chooseAll}">
<table class="mc-table mc-tosign"><caption class="ds-sr-only">${say.title}</caption>
<thead><tr><th scope="col"><span class="ds-sr-only">${say.choose}</span></th><th scope="col">${say.document}</th><th scope="col">${say.about}</th><th scope="col"><span class="ds-sr-only">${say.open}</span></th></tr></thead>
<tbody>${rows}</tbody></table>
<div class="mc-bulk mc-bulk--open" role="group" aria-label="${say.signChosen}"><span><span class="mc-bulk__n"></span> ${say.chosen}</span>${button({ text: say.signChosen })}</div></form>`
}

function recent({ batches, nameOf, before, next }: ToSignPage, language: Language): Html {
  const say = signingMessages(language)
  if (batches.length === 0) return html`<p class="mc-quiet">${say.noBatches}</p>`
  const items = batches.map((batch) => ({
    title: batch.reason,
    href: batchUrl(batch.id),
    state: stated(toneOf(batch), say.batchTally(batch.signed, batch.total)),
    dates: formatMoment(batch.startedAt, language),
    detail: say.batchLine(batch.total, nameOf(batch.provider)),
  }))
  return html`${versions(items)}${pagination({
    nextHref: next && `${signingUrl}?before=${next}#recent`,
    firstHref: before && signingUrl,
    language,
  })}`
}

function toneOf({ total, signed, ended }: BatchSummary) {
  if (ended < total) return 'mute'
  return signed === total ? 'ok' : 'warn'
}

/** A certificate that can be chosen: with whom it is, and what it says. */
export type ChoosableCertificate = Readonly<{ provider: string; providerName: string; words: CertificateWords }>

export type ReviewPage = Readonly<{
  documents: readonly WaitingDocument[]
  certificates: readonly ChoosableCertificate[]
  /** Names of the providers that did not answer. */
  away: readonly string[]
  typed: Readonly<{ certificate: string; reason: string }>
  problems: readonly Problem[]
  key: string
}>

/** Everything that is about to be signed, with what, where and why; nothing has been started. */
export function reviewPage(page: ReviewPage, language: Language): Html {
  const { documents, certificates, away, typed, problems, key } = page
  const say = signingMessages(language)
  const field = typedFields<'certificate' | 'reason'>({ typed, problems }, language)
  const usable = certificates.filter(({ words }) => words.usable)
  const options = usable.map(({ provider, providerName, words }) => ({
    value: `${provider}|${words.certificateId}`,
    label: `${words.name}, ${providerName}`,
    description: `${words.validity}. ${say.issuedBy(words.facts?.issuer ?? '')}`,
  }))
  const list = html`<ol class="mc-list">${documents.map(
    ({ title, name, detail, href }) =>
      html`<li><a href="${href}">${title}</a> <span class="mc-small mc-quiet">${name}, ${detail}</span></li>`,
  )}</ol>`
  return html`<div class="mc-narrow mc-stack">${errorSummary({ problems, language })}
<p class="mc-quiet mc-small"><a href="${signingUrl}">${say.back}</a></p>
<h1>${say.review}</h1>
<p><strong>${say.reviewCount(documents.length)}</strong></p>
${list}
${away.map((name) => notice({ tone: 'warn', body: html`<p>${say.away(name)}</p>` }))}
${unusable(certificates)}
${options.length === 0 && notice({ tone: 'warn', body: html`<p>${say.noCertificates} <a href="${certificatesUrl}">${say.myAccounts}</a></p>` })}
<form class="mc-form mc-form--tight" method="post" action="${signingUrl}/batches" novalidate>
<input type="hidden" name="key" value="${key}">${documents.map((document) => html`<input type="hidden" name="document" value="${keyOf(document)}">`)}
${options.length > 0 && radioField({ ...field('certificate'), label: say.certificate, options })}
${textField({ ...field('reason'), label: say.reason, description: say.reasonHint, maxLength: 200 })}
${options.length > 0 && html`<p class="mc-small mc-quiet">${say.confirmed}</p>`}
${actions(options.length > 0 && button({ text: say.startNow }), html`<a href="${signingUrl}">${say.back}</a>`)}
</form></div>`
}

/** Certificates that are there and cannot be used, each with its reason. */
function unusable(certificates: readonly ChoosableCertificate[]): Html | null {
  const refused = certificates.filter(({ words }) => !words.usable)
  if (refused.length === 0) return null
  return answers(
    refused.map(({ providerName, words }) => ({
      term: `${words.name}, ${providerName}`,
      answer: stated('warn', words.validity),
    })),
    'tight',
  )
}

export const reasonUsual = (language: Language): string => signingMessages(language).reasonUsual
