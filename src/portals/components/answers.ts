import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { button } from './button.ts'
import { icon } from './icon.ts'
import { messagesOf } from './messages.ts'

/** A question and what was answered. */
export type Answer = Readonly<{ term: string; answer: Piece; note?: Piece; number?: boolean }>

const pair = ({ term, answer, note, number }: Answer): Html =>
  html`<div><dt>${term}</dt><dd${attributes({ class: number ? 'mc-num' : null })}>${answer}${note && html`<small>${note}</small>`}</dd></div>`

/** Pairs to read; `tight` for officers' zones, `ruled` under a heading. */
export const answers = (items: readonly Answer[], look: 'plain' | 'tight' | 'ruled' = 'plain'): Html =>
  html`<dl class="mc-answers${look !== 'plain' && ` mc-answers--${look}`}">${items.map(pair)}</dl>`

export type AnswerGroup = Readonly<{
  id: string
  title: string
  items: readonly Answer[]
  language: Language
  /** Where these answers are changed; left out when they come from a register. */
  changeHref?: string
  /** Said instead of the link when nobody may change them here, e.g. "Từ cơ sở dữ liệu". */
  source?: string
}>

/** One step of a form, to check before sending. */
export function answerGroup({ id, title, items, language, changeHref, source }: AnswerGroup): Html {
  const change =
    changeHref &&
    html`<a href="${changeHref}" class="mc-nowrap">${messagesOf(language).change}<span class="ds-sr-only">: ${title}</span></a>`
  const from = source && html`<span class="mc-say mc-say--mute">${icon('lock')}${source}</span>`
  return html`<section class="mc-t3" aria-labelledby="${id}">
  <div class="mc-row mc-row--between mc-row--title"><h2 class="mc-h" id="${id}">${title}</h2>${change || from}</div>
  ${answers(items, 'ruled')}
</section>`
}

function correction({
  source,
  disputes = [],
  language,
}: Readonly<{ source: string; disputes?: readonly string[]; language: Language }>): Html {
  const say = messagesOf(language)
  if (disputes.length === 0) return html`<p class="mc-known__foot mc-small mc-quiet">${say.correction}</p>`
  const key = button({
    ...{ text: say.dispute, about: source, variant: 'tertiary', formNoValidate: true },
    ...{ name: 'dispute', value: disputes.join(',') },
  })
  return html`<div class="mc-known__foot mc-small"><p class="mc-quiet">${say.disputeHint}</p>${key}</div>`
}

/**
 * What the State knows already: shown with its source, never asked. `source` may say the time too; `correction` says what
 * to do where it is wrong; of the fields of `disputes` a press says so (`dispute=<fields>`), and they are asked.
 */
export const known = (
  props: Readonly<{
    source: string
    items: readonly Answer[]
    language: Language
    correction?: boolean
    disputes?: readonly string[]
  }>,
): Html => {
  const say = messagesOf(props.language)
  return html`<section class="mc-known" aria-label="${say.knownFrom}${props.source}">
  <div class="mc-known__head">${icon('lock')}<p>${say.knownFrom}<strong>${props.source}</strong>${say.knownAfter}</p></div>
  ${answers(props.items)}${props.correction && correction(props)}
</section>`
}
