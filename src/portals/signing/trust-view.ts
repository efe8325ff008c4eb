import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { fileField, textField } from '#components/field'
import { notice } from '#components/notice'
import { say as stated } from '#components/say'
import { narrow, zone } from '#components/sheet'
import { formatDay, formatMoment, localDay } from '#modules/calendar'
import type { CertificateFacts, TrustAnchor } from '#modules/signing'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { adminMessages } from './admin-messages.ts'
import { signingMessages } from './messages.ts'
import { settingsHead } from './words.ts'

export const trustUrl = '/admin/signing/trust'

export type TypedAnchor = Readonly<Partial<Record<'name' | 'basis' | 'file', string>>>

export type TrustPage = Readonly<{
  anchors: readonly TrustAnchor[]
  /** Those the settings of the system bring, with their fingerprints. */
  given: readonly Readonly<{ facts: CertificateFacts; sha256: string }>[]
  typed: TypedAnchor
  problems: readonly Problem[]
  news: string
}>

/** What is trusted without further question, and the form of one more. */
export function trustPage(page: TrustPage, language: Language): Html {
  const { anchors, given, problems, news } = page
  const say = adminMessages(language)
  const told = { saved: say.anchorSaved, retired: say.anchorRetired }[news]
  const isEmpty = given.length === 0 && anchors.every(({ retiredAt }) => retiredAt)
  return html`${errorSummary({ problems, language })}${settingsHead('trust', language)}
${told && notice({ tone: 'done', live: true, body: html`<p>${told}</p>` })}
${isEmpty && notice({ tone: 'warn', body: html`<p>${say.noAnchors}</p>` })}
<ul class="mc-versions mc-t2">${given.map((one) => givenItem(one, language))}${anchors.map((one) => anchorItem(one, language))}</ul>
<div class="mc-t3">${narrow(zone({ id: 'add', title: say.addAnchor, body: form(page, language) }))}</div>`
}

type Described = Readonly<{
  name: string
  state: Html
  validTo: TrustAnchor['validTo']
  sha256: string
  source: string
  act: Html | false
}>

function item({ name, state, validTo, sha256, source, act }: Described, language: Language): Html {
  const say = adminMessages(language)
  const until = signingMessages(language).validUntil(formatDay(localDay(validTo), language))
  return html`<li><div class="mc-row mc-row--between"><div><strong>${name}</strong> ${state}<br><span class="mc-small">${until}. ${source}</span><br><span class="mc-small mc-quiet">${say.fingerprint}: ${sha256.replace(/(.{4})(?=.)/g, '$1 ')}</span></div>${act}</div></li>`
}

const givenItem = ({ facts, sha256 }: TrustPage['given'][number], language: Language): Html => {
  const say = adminMessages(language)
  const { commonName: name, validTo } = facts
  const state = stated('ok', say.trustedNow)
  return item({ name, state, validTo, sha256, source: say.fromSettings, act: false }, language)
}

function anchorItem(anchor: TrustAnchor, language: Language): Html {
  const say = adminMessages(language)
  const { name, validTo, sha256, retiredAt } = anchor
  const state = retiredAt ? stated('mute', say.retired) : stated('ok', say.trustedNow)
  const added = say.added(anchor.addedName, formatMoment(anchor.addedAt, language))
  const act =
    !retiredAt &&
    html`<form method="post" action="${trustUrl}/${anchor.id}/retire">${button({ text: say.stopTrust, variant: 'tertiary', about: name })}</form>`
  return item({ name, state, validTo, sha256, source: `${anchor.basis}. ${added}`, act }, language)
}

function form({ typed, problems }: TrustPage, language: Language): Html {
  const say = adminMessages(language)
  const field = typedFields<keyof TypedAnchor>({ typed, problems }, language)
  return html`<form class="mc-form mc-form--tight" method="post" action="${trustUrl}" enctype="multipart/form-data" novalidate>
${fileField({ ...field('file'), label: say.anchorFile, description: say.anchorFileHint })}
${textField({ ...field('name'), label: say.anchorName, maxLength: 200, optional: true })}
${textField({ ...field('basis'), label: say.basis, description: say.basisHint, maxLength: 300 })}
${actions(button({ text: say.saveAnchor }))}</form>`
}
