import { actions, button } from '#components/button'
import { type Problem, typedFields } from '#components/error-summary'
import { textAreaField, textField } from '#components/field'
import { findSchemaFault, isTopicCode, type TopicWords } from '#modules/topics'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { topicMessages } from './messages.ts'

export type WordField = 'code' | 'title' | 'summary' | 'contact' | 'schemaText'
export type TypedWords = Readonly<Partial<Record<WordField, string>>>

type Shown = Readonly<{ typed: TypedWords; problems: readonly Problem[] }>

/** The form of what a topic is described by; without the field of its code when it has one. */
export function wordsForm(
  shown: Shown,
  { action, isNew }: Readonly<{ action: string; isNew: boolean }>,
  language: Language,
): Html {
  const say = topicMessages(language)
  const field = typedFields<WordField>(shown, language)
  const code = { maxLength: 40, size: 30, autocomplete: 'off', spellcheck: false, label: say.code }
  return html`<form class="mc-form mc-form--tight" method="post" action="${action}" novalidate>
${isNew && textField({ ...field('code'), ...code, description: say.codeHint })}
${textField({ ...field('title'), label: say.title, maxLength: 200 })}
${textAreaField({ ...field('summary'), label: say.summary, rows: 3, maxLength: 1000 })}
${textField({ ...field('contact'), label: say.contact, maxLength: 200 })}
${textAreaField({ ...field('schemaText'), label: say.schema, description: say.schemaHint, rows: 8, maxLength: 50_000 })}
${actions(button({ text: say.save, variant: isNew ? 'primary' : 'secondary' }))}</form>`
}

type ReadWords = Readonly<{ ok: true; words: TopicWords } | { ok: false; problems: readonly Problem[] }>

/** Reads the form; each thing that is wrong with its field. */
export function readWords(typed: TypedWords, language: Language): ReadWords {
  const say = topicMessages(language)
  const words = {
    code: (typed.code ?? '').trim(),
    title: cleanText(typed.title ?? '').slice(0, 200),
    summary: cleanText(typed.summary ?? '').slice(0, 1000),
    contact: cleanText(typed.contact ?? '').slice(0, 200),
    schemaText: (typed.schemaText ?? '').trim(),
  }
  const isShort = words.schemaText.length <= 50_000
  const fault = isShort ? findSchemaFault(words.schemaText) : null
  const checks: readonly [boolean, WordField, string][] = [
    [isTopicCode(words.code), 'code', say.codeWrong],
    [words.title !== '', 'title', say.titleMissing],
    [words.summary !== '', 'summary', say.summaryMissing],
    [words.contact !== '', 'contact', say.contactMissing],
    [isShort, 'schemaText', say.schemaLong],
    [fault === null, 'schemaText', fault ? say.schemaWrongAt(fault) : say.schemaWrong],
  ]
  const problems = checks
    .filter(([isFine]) => !isFine)
    .map(([, field, sentence]) => ({ field, sentence }) satisfies Problem)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, words }
}
