import { Temporal } from 'temporal-polyfill'
import { actions, button, linkButton } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { radioField, textAreaField, textField } from '#components/field'
import { notice } from '#components/notice'
import { say as stated } from '#components/say'
import { versions } from '#components/versions'
import { formatMoment } from '#modules/calendar'
import type { Appearance, AppearanceSettings } from '#modules/signing'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { adminMessages } from './admin-messages.ts'
import { settingsHead } from './words.ts'

export const appearancesUrl = '/admin/signing/appearances'
export const appearanceUrl = (key: string): string => `${appearancesUrl}/${encodeURIComponent(key)}`

const titleOf = (key: string, language: Language): string => {
  const say = adminMessages(language)
  const known: Readonly<Record<string, string>> = {
    person: say.appearance_person,
    agency_seal: say.appearance_agency_seal,
    form: say.appearance_form,
    form_lying: say.appearance_form_lying,
    result_seal: say.appearance_result_seal,
  }
  return known[key] ?? key
}

/** Every appearance with its place in words, and the way to one more. */
export function appearancesPage(
  { all, isSaved }: Readonly<{ all: readonly Appearance[]; isSaved: boolean }>,
  language: Language,
): Html {
  const say = adminMessages(language)
  const items = all.map(({ key, settings, savedAt, savedName }) => ({
    title: titleOf(key, language),
    href: appearanceUrl(key),
    state: settings.visible ? stated('ok', key) : stated('mute', say.hidden),
    dates: settings.visible ? placeOf(settings, language) : say.hidden,
    detail:
      savedAt && savedName
        ? say.savedBy(savedName, formatMoment(Temporal.Instant.from(savedAt), language))
        : say.asDelivered,
  }))
  const add = linkButton({ text: say.newAppearance, href: `${appearancesUrl}/new`, variant: 'secondary' })
  return html`${settingsHead('appearances', language, add)}
${isSaved && notice({ tone: 'done', live: true, body: html`<p>${say.appearanceSaved}</p>` })}
<div class="mc-t2">${versions(items)}</div>`
}

const placeOf = ({ page, x, y, width, height }: AppearanceSettings, language: Language): string =>
  adminMessages(language).place(page, x, y, width, height)

/** What was typed into the form of an appearance. */
export type TypedAppearance = Readonly<
  Record<'key' | 'visible' | 'page' | 'x' | 'y' | 'width' | 'height' | 'picture' | 'border' | 'lines', string>
>

export type AppearancePage = Readonly<{
  /** Null: one that is not there yet, whose key is asked for. */
  key: string | null
  typed: TypedAppearance
  problems: readonly Problem[]
}>

/** One appearance, to be tried as PDF before it is saved. */
export function appearancePage({ key, typed, problems }: AppearancePage, language: Language): Html {
  const say = adminMessages(language)
  const field = typedFields<keyof TypedAppearance>({ typed, problems }, language)
  const number = (name: 'x' | 'y' | 'width' | 'height', label: string) =>
    textField({ ...field(name), label, inputMode: 'decimal', size: 6, autocomplete: 'off' })
  const yesNo = (yes: string, no: string) => [
    { value: 'yes', label: yes },
    { value: 'no', label: no },
  ]
  const borders = (['none', 'blue', 'red'] as const).map((value) => ({ value, label: say[`border_${value}`] }))
  const action = key === null ? `${appearancesUrl}/new` : appearanceUrl(key)
  return html`<div class="mc-narrow mc-stack">${errorSummary({ problems, language })}
<p class="mc-quiet mc-small"><a href="${appearancesUrl}">${say.appearances}</a></p>
<h1>${key === null ? say.newAppearance : titleOf(key, language)}</h1>
<form class="mc-form mc-form--tight" method="post" action="${action}" novalidate>
${key === null && textField({ ...field('key'), label: say.appearanceKey, description: say.appearanceKeyHint, maxLength: 80, autocomplete: 'off', spellcheck: false })}
${radioField({ ...field('visible'), label: say.visible, options: yesNo(say.visibleYes, say.visibleNo), inline: true })}
${textField({ ...field('page'), label: say.page, description: say.pageHint, inputMode: 'text', size: 6, autocomplete: 'off' })}
<div class="mc-row">${number('x', say.left)}${number('y', say.top)}${number('width', say.width)}${number('height', say.height)}</div>
${radioField({ ...field('picture'), label: say.picture, options: yesNo(say.pictureYes, say.pictureNo), inline: true })}
${radioField({ ...field('border'), label: say.border, options: borders, inline: true })}
${textAreaField({ ...field('lines'), label: say.lines, description: say.linesHint, rows: 4, maxLength: 800 })}
${actions(
  button({ text: say.saveAppearance }),
  button({ text: say.preview, variant: 'secondary', formAction: `${appearancesUrl}/preview.pdf` }),
  html`<a href="${appearancesUrl}">${say.appearances}</a>`,
)}</form></div>`
}

/** The form of settings as they are. */
export const typeSettings = (key: string, settings: AppearanceSettings): TypedAppearance => ({
  key,
  visible: settings.visible ? 'yes' : 'no',
  page: String(settings.page),
  x: String(settings.x),
  y: String(settings.y),
  width: String(settings.width),
  height: String(settings.height),
  picture: settings.picture ? 'yes' : 'no',
  border: settings.border,
  lines: settings.lines.join('\n'),
})
