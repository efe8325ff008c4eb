import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { fieldId } from './field.ts'
import { shape } from './icon.ts'
import { messagesOf } from './messages.ts'

/** What is wrong with one field, in the reader's language; the same sentence stands at the field. */
export type Problem = Readonly<{ field: string; sentence: string }>

/** What a field of a form is given besides its label: what was typed into it, and what is wrong with that. */
export const typedFields =
  <Name extends string>(
    {
      typed,
      problems,
    }: Readonly<{ typed: Readonly<Partial<Record<Name, string>>>; problems: readonly Problem[] }>,
    language: Language,
  ) =>
  (name: Name) => ({
    name,
    language,
    value: typed[name],
    problem: problems.find(({ field }) => field === name)?.sentence,
  })

/** The list at the top of a form that came back; nothing when nothing is wrong. It takes the focus. */
export function errorSummary(
  props: Readonly<{ problems: readonly Problem[]; language: Language }>,
): Html | null {
  const { problems, language } = props
  if (problems.length === 0) return null
  const links = problems.map(
    ({ field, sentence }) => html`<li><a href="#${fieldId(field)}">${sentence}</a></li>`,
  )
  return html`<div class="ds-error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="error-summary">
  <h2 id="error-summary">${shape('bad')}${messagesOf(language).errorCount(problems.length)}</h2>
  <ul>${links}</ul>
</div>`
}
