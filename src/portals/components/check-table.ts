import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import { say, type Tone } from './say.ts'

/** The four official results of a check against a database; `self_declared` where nothing is checked. */
export type CheckResult = 'matches' | 'differs' | 'no_record' | 'not_enough' | 'self_declared'

export type CheckRow = Readonly<{ item: string; declared: Piece; result: CheckResult }>

const toneOf: Readonly<Record<Exclude<CheckResult, 'self_declared'>, Tone>> = {
  matches: 'ok',
  differs: 'bad',
  no_record: 'mute',
  not_enough: 'warn',
}

function resultCell(result: CheckResult, language: Language): Html {
  const words = messagesOf(language)
  if (result === 'self_declared') return html`<span class="mc-small mc-quiet">${words.selfDeclared}</span>`
  const text = {
    matches: words.matches,
    differs: words.differs,
    no_record: words.noRecord,
    not_enough: words.notEnough,
  }
  return say(toneOf[result], text[result])
}

/** What was declared beside what the databases say. */
export function checkTable(
  props: Readonly<{ caption: string; rows: readonly CheckRow[]; language: Language }>,
): Html {
  const words = messagesOf(props.language)
  return html`<table class="mc-check"><caption class="ds-sr-only">${props.caption}</caption>
<thead class="ds-sr-only"><tr><th scope="col">${words.item}</th><th scope="col">${words.declared}</th><th scope="col">${words.checked}</th></tr></thead>
<tbody>${props.rows.map(
    ({ item, declared, result }) =>
      html`<tr${attributes({ 'data-k': result === 'differs' ? 'bad' : null })}><th scope="row">${item}</th><td>${declared}</td><td>${resultCell(result, props.language)}</td></tr>`,
  )}</tbody></table>`
}
