import type { FastifyRequest } from 'fastify'
import { attributes, type Html, html } from '#platform/html'
import { defineMessages, type Language } from '#platform/i18n'
import { fold } from './fold.ts'

/** What a reader may choose, by cookie, and the first value is the default. */
export const displayChoices = {
  text: ['1', '2', '3'],
  scheme: ['auto', 'light', 'dark'],
  contrast: ['normal', 'more'],
  density: ['compact', 'roomy'],
  language: ['vi', 'en'],
} as const

export type DisplaySetting = keyof typeof displayChoices
/** How one reader wants to see every page. */
export type Display = Readonly<{ [Setting in DisplaySetting]: (typeof displayChoices)[Setting][number] }>

const chosen = <const Choice extends string>(choices: readonly [Choice, ...Choice[]], given?: string): Choice =>
  choices.find((choice) => choice === given) ?? choices[0]

/** The reader's choices; what is missing or unknown is the default. */
export function displayOf({ cookies = {} }: Pick<FastifyRequest, 'cookies'>): Display {
  return {
    text: chosen(displayChoices.text, cookies.mc_text),
    scheme: chosen(displayChoices.scheme, cookies.mc_scheme),
    contrast: chosen(displayChoices.contrast, cookies.mc_contrast),
    density: chosen(displayChoices.density, cookies.mc_density),
    language: chosen(displayChoices.language, cookies.mc_language),
  }
}

const messagesOf = defineMessages(
  {
    summary: 'Cỡ chữ, màu sắc, độ tương phản',
    text: 'Cỡ chữ',
    text1: 'Vừa',
    text2: 'Lớn',
    text3: 'Rất lớn',
    scheme: 'Màu nền',
    schemeauto: 'Theo máy',
    schemelight: 'Sáng',
    schemedark: 'Tối',
    contrast: 'Độ tương phản',
    contrastnormal: 'Theo máy',
    contrastmore: 'Cao',
    density: 'Khoảng cách',
    densitycompact: 'Gọn',
    densityroomy: 'Thoáng',
    save: 'Lưu cách hiển thị',
  },
  {
    summary: 'Text size, colours, contrast',
    text: 'Text size',
    text1: 'Medium',
    text2: 'Large',
    text3: 'Very large',
    scheme: 'Background',
    schemeauto: 'As the device',
    schemelight: 'Light',
    schemedark: 'Dark',
    contrast: 'Contrast',
    contrastnormal: 'As the device',
    contrastmore: 'High',
    density: 'Spacing',
    densitycompact: 'Compact',
    densityroomy: 'Roomy',
    save: 'Save the display settings',
  },
)

type Shown = Exclude<DisplaySetting, 'language'>

function choice(setting: Shown, display: Display): Html {
  const say: Readonly<Record<string, string>> = messagesOf(display.language)
  const radios = displayChoices[setting].map(
    (value) =>
      html`<label><input${attributes({ type: 'radio', name: setting, value, checked: display[setting] === value })}> ${say[setting + value]}</label>`,
  )
  return html`<fieldset><legend>${say[setting]}</legend>${radios}</fieldset>`
}

/** The form of the footer; it works without JavaScript and comes back to `back`. */
export function displayForm(display: Display, back: string, settings: readonly Shown[]): Html {
  const say = messagesOf(display.language)
  const body = html`<form method="post" action="/display"><input type="hidden" name="back" value="${back}">
${settings.map((setting) => choice(setting, display))}
<button class="ds-button" data-variant="secondary" type="submit">${say.save}</button></form>`
  return fold({ summary: say.summary, body, look: 'plain' })
}

/** The way to the other language, named in that language. */
export function languageForm(language: Language, back: string): Html {
  const other = language === 'vi' ? 'en' : 'vi'
  return html`<form class="mc-language" method="post" action="/display"><input type="hidden" name="back" value="${back}"><button class="mc-linklike" type="submit" name="language" value="${other}" lang="${other}">${other === 'en' ? 'English' : 'Tiếng Việt'}</button></form>`
}
