import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { button } from './button.ts'
import { messagesOf } from './messages.ts'

export type SearchHeroProps = Readonly<{
  /** The question: heading of the page and label of the field. */
  question: string
  action: string
  help: string
  value?: string
  /** What many look for. */
  often: readonly Readonly<{ text: string; href: string }>[]
  oftenLabel: string
  language: Language
}>

const openDoor = html`<svg class="mc-hero__door" viewBox="0 0 420 360" preserveAspectRatio="xMaxYMax meet" aria-hidden="true"><path d="M190 326 20 360h330l-60-34z" fill="#f6f1e7" opacity=".13"/><path d="M190 326V128a70 70 0 0 1 140 0v198z" fill="#f6f1e7" opacity=".16"/><path d="M182 326V128a78 78 0 0 1 156 0v198" fill="none" stroke="#f6f1e7" stroke-opacity=".75" stroke-width="6"/><path d="M190 122c0-10 2-20 6-29l62-21v272l-68-18z" fill="#9b1f1c"/><path d="M204 126c0-7 1-14 4-20l38-12v96l-42 4zM204 212l42-2v104l-42-11z" fill="none" stroke="#fff8f2" stroke-opacity=".28" stroke-width="2"/><circle cx="247" cy="201" r="5" fill="#f3d9a4"/><path d="M120 326h300" stroke="#f6f1e7" stroke-opacity=".75" stroke-width="6"/></svg>`

/** The first thing on the home page: one question, one field, an open door. Stands outside `mc-main` (`wide`). */
export function searchHero(props: SearchHeroProps): Html {
  const input = {
    class: 'ds-input',
    type: 'search',
    name: 'q',
    value: props.value || null,
    autocomplete: 'off',
  }
  return html`<section class="mc-hero" aria-labelledby="search-question"><div class="mc-hero__in">
${openDoor}
<h1 id="search-question">${props.question}</h1>
<form role="search" aria-labelledby="search-question" action="${props.action}" method="get">
<div class="mc-search"><input${attributes({ ...input, 'aria-labelledby': 'search-question', 'aria-describedby': 'search-help' })}>${button({ text: messagesOf(props.language).search, icon: 'search' })}</div>
<p id="search-help">${props.help}</p>
</form>
<ul class="mc-often" aria-label="${props.oftenLabel}">${props.often.map(({ text, href }) => html`<li><a href="${href}">${text}</a></li>`)}</ul>
</div></section>`
}

export type SearchBoxProps = Readonly<{
  id: string
  label: string
  action: string
  name: string
  value?: string
  description?: Piece
  buttonText: string
  /** The answer is a code, in tabular figures. */
  code?: boolean
}>

/** A field and its button in one line: search again, or look up a dossier by its code. */
export function searchBox(props: SearchBoxProps): Html {
  const { id, label, action, name, value, description, buttonText } = props
  const given = { id, name, value: value || null, type: props.code ? 'text' : 'search', autocomplete: 'off' }
  const spelling = { spellcheck: 'false', autocapitalize: props.code ? 'characters' : null }
  const described = { 'aria-describedby': description ? `${id}-description` : null }
  return html`<form class="mc-form mc-form--tight" role="search" aria-label="${label}" action="${action}" method="get">
<div class="ds-field"><label class="ds-label" for="${id}">${label}</label>${description && html`<div data-field="description" id="${id}-description">${description}</div>`}</div>
<div class="mc-search mc-y0${props.code && ' mc-search--code'}"><input${attributes({ class: 'ds-input', ...given, ...spelling, ...described })}>${button({ text: buttonText })}</div>
</form>`
}
