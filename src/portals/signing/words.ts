import type { Temporal } from 'temporal-polyfill'
import { formatDay, localDay } from '#modules/calendar'
import {
  type CertificateFacts,
  readCertificate,
  refuseCertificate,
  type SignerCertificate,
} from '#modules/signing'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { adminMessages } from './admin-messages.ts'
import { signingMessages } from './messages.ts'

/** A certificate as a person sees it: whose it is, how long it holds, and whether they may sign with it now. */
export type CertificateWords = Readonly<{
  certificateId: string
  name: string
  facts: CertificateFacts | null
  /** "có hiệu lực đến hết ngày …", or why not. */
  validity: string
  usable: boolean
}>

/** Describes a certificate at `at`; `fullName` is the person's who would sign, null for an agency. */
export function describeCertificate(
  { certificateId, certificates }: SignerCertificate,
  { at, fullName }: Readonly<{ at: Temporal.Instant; fullName: string | null }>,
  language: Language,
): CertificateWords {
  const say = signingMessages(language)
  const facts = certificates[0] ? readCertificate(certificates[0]) : null
  if (!facts) return { certificateId, name: certificateId, facts, validity: say.unreadable, usable: false }
  const { commonName: name, validFrom, validTo } = facts
  const day = (instant: Temporal.Instant) => formatDay(localDay(instant), language)
  const refusal = refuseCertificate(facts, { at, fullName })
  const validity = {
    certificate_expired: say.expiredOn(day(validTo)),
    certificate_not_yet_valid: say.validFrom(day(validFrom)),
    certificate_of_another: say.ofAnother(name),
    none: say.validUntil(day(validTo)),
  }[refusal ?? 'none']
  return { certificateId, name, facts, validity, usable: refusal === null }
}

/** A page's heading with one sentence under it, and what stands beside it. */
export const pageHead = (title: string, hint: string, beside: Html | null = null): Html =>
  html`<div class="mc-work__head"><h1>${title}</h1>${beside}</div><p class="mc-small mc-quiet">${hint}</p>`

const settings = [
  ['seals', '/admin/signing/seals'],
  ['appearances', '/admin/signing/appearances'],
  ['trust', '/admin/signing/trust'],
] as const

/** The head of a page of the administrator, with the way to its neighbours. */
export function settingsHead(
  current: (typeof settings)[number][0],
  language: Language,
  beside: Html | null = null,
): Html {
  const say = adminMessages(language)
  const links = settings.map(([name, href]) =>
    name === current
      ? html`<strong aria-current="page">${say[name]}</strong>`
      : html`<a href="${href}">${say[name]}</a>`,
  )
  return html`<nav class="mc-row mc-small" aria-label="${say.settings}">${links}</nav>
<div class="mc-t1">${pageHead(say[current], say[`${current}Hint`], beside)}</div>`
}
