import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { dateField, fileField, selectField, textField } from '#components/field'
import { notice } from '#components/notice'
import { writeDay } from '#components/read-step'
import { say as stated } from '#components/say'
import { narrow, zone } from '#components/sheet'
import type { AgencySeal } from '#modules/signing'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { adminMessages } from './admin-messages.ts'
import { signingMessages } from './messages.ts'
import { settingsHead } from './words.ts'

export const sealsUrl = '/admin/signing/seals'

const names = ['agency', 'provider', 'account', 'secret', 'certificate', 'from', 'to', 'picture'] as const
export type SealField = (typeof names)[number]
export type TypedSeal = Readonly<Partial<Record<SealField, string>>>

export type SealsPage = Readonly<{
  seals: readonly AgencySeal[]
  agencies: readonly Readonly<{ id: string; name: string }>[]
  providers: readonly Readonly<{ key: string; name: string }>[]
  typed: TypedSeal
  problems: readonly Problem[]
  news: string
  /** The day today ('2026-11-26'). */
  today: string
}>

/** The seals of the agencies, and the form of a new one. */
export function sealsPage(page: SealsPage, language: Language): Html {
  const { seals, problems, news } = page
  const say = adminMessages(language)
  const told = { saved: say.sealSaved, retired: say.sealRetired }[news]
  const list = html`<ul class="mc-versions mc-t2">${seals.map((seal) => sealItem(seal, page, language))}</ul>`
  return html`${errorSummary({ problems, language })}${settingsHead('seals', language)}
${told && notice({ tone: 'done', live: true, body: html`<p>${told}</p>` })}
${seals.length > 0 ? list : notice({ body: html`<p>${say.noSeals}</p>` })}
<div class="mc-t3">${narrow(zone({ id: 'add', title: say.addSeal, body: form(page, language) }))}</div>`
}

function stateOf({ retiredAt, validFromOn, validToOn }: AgencySeal, today: string, language: Language): Html {
  const say = adminMessages(language)
  if (retiredAt) return stated('mute', say.retired)
  if (today < validFromOn) return stated('mute', say.notYet)
  return today > validToOn ? stated('warn', say.overOn) : stated('ok', say.inUse)
}

function sealItem(seal: AgencySeal, { providers, today }: SealsPage, language: Language): Html {
  const say = adminMessages(language)
  const provider = providers.find(({ key }) => key === seal.provider)?.name ?? seal.provider
  const days = say.days(writeDay(seal.validFromOn), writeDay(seal.validToOn))
  const retire =
    !seal.retiredAt &&
    html`<form method="post" action="${sealsUrl}/${seal.id}/retire">${button({ text: say.retire, variant: 'tertiary', about: seal.agencyName })}</form>`
  return html`<li><div class="mc-row mc-row--between"><div><strong>${seal.agencyName}</strong> ${stateOf(seal, today, language)}<br><span class="mc-small">${days}. ${provider}, ${seal.certificateName}</span><br><span class="mc-small mc-quiet">${seal.addedName}</span></div>${retire}</div></li>`
}

function form({ agencies, providers, typed, problems }: SealsPage, language: Language): Html {
  const say = adminMessages(language)
  const words = signingMessages(language)
  const field = typedFields<SealField>({ typed, problems }, language)
  const options = providers.map(({ key, name }) => ({ value: key, label: name }))
  if (options.length === 0) return notice({ tone: 'warn', body: html`<p>${words.noProviders}</p>` })
  return html`<form class="mc-form mc-form--tight" method="post" action="${sealsUrl}" enctype="multipart/form-data" novalidate>
${selectField({ ...field('agency'), label: say.agency, options: agencies.map(({ id, name }) => ({ value: id, label: name })) })}
${selectField({ ...field('provider'), label: words.providerLabel, options })}
${textField({ ...field('account'), label: words.accountLabel, description: words.accountHint, maxLength: 120, autocomplete: 'off', spellcheck: false })}
${textField({ ...field('secret'), value: '', label: words.secretLabel, description: words.secretHint, type: 'password', maxLength: 200, autocomplete: 'off', optional: true })}
${textField({ ...field('certificate'), label: say.sealCertificate, description: say.sealCertificateHint, maxLength: 200, autocomplete: 'off', spellcheck: false, optional: true })}
${dateField({ ...field('from'), label: say.validFromLabel })}
${dateField({ ...field('to'), label: say.validToLabel })}
${fileField({ ...field('picture'), label: say.sealPicture, description: say.sealPictureHint, accept: 'image/png', optional: true })}
${actions(button({ text: say.saveSeal }))}</form>`
}
