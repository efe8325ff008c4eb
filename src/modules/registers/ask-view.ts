import { answers } from '#components/answers'
import { actions, button } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { checkboxField, textField } from '#components/field'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { formatMoment } from '#modules/calendar'
import { attributes, type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import type { Told } from './ask-on-record.ts'
import { messages } from './messages.ts'
import { sayOutcome } from './outcome-view.ts'
import type { RegisterSource } from './ports.ts'
import { nextStepOfAll } from './rules/outcome.ts'

export const askUrl = '/officer/registers'

export type AskPage = Readonly<{
  sources: readonly RegisterSource[]
  source: RegisterSource | null
  typed: Readonly<Record<string, string>>
  problems: readonly Problem[]
  told: Told | null
}>

/** A register chosen, what is asked of it and for which dossier, and what it said. */
export function askPage(page: AskPage, language: Language): Html {
  const { sources, source, problems, told } = page
  const words = messages(language)
  const links = sources.map(({ code, names }) => {
    const current = code === source?.code
    return html`<li><a${attributes({ href: `${askUrl}?register=${code}`, 'aria-current': current ? 'page' : null })}>${current ? html`<strong>${names[language]}</strong>` : names[language]}</a></li>`
  })
  return html`<div class="mc-narrow mc-stack">${errorSummary({ problems, language })}
<h1>${words.askTitle}</h1><p class="mc-quiet">${words.askHint}</p>
${sources.length === 0 ? notice({ body: html`<p>${words.noSources}</p>` }) : html`<nav aria-label="${words.choose}"><ul class="mc-list">${links}</ul></nav>`}
${source && told && toldPart(source, told, language)}${source && askForm(page, source, language)}</div>`
}

function askForm({ typed, problems }: AskPage, source: RegisterSource, language: Language): Html {
  const words = messages(language)
  const common = (name: string) => ({
    ...{ name, language, value: typed[name] },
    problem: problems.find(({ field }) => field === name)?.sentence,
    autocomplete: 'off',
  })
  const boxes = source.fields.map(({ name, names }) =>
    checkboxField({
      ...{ name: `field.${name}`, label: names[language], language },
      checked: typed[`field.${name}`] !== undefined,
    }),
  )
  const claims = source.fields.map(({ name, names }) =>
    textField({ ...common(`claim.${name}`), label: names[language], optional: true }),
  )
  const wrong = problems.find(({ field }) => field === 'fields')?.sentence
  return html`<form class="mc-form mc-t2" method="post" action="${askUrl}?register=${source.code}" novalidate>
<h2 class="mc-h">${source.names[language]}</h2>
${textField({ ...common('dossier'), label: words.dossier, size: 30 })}
${textField({ ...common('purpose'), label: words.why, maxLength: 300 })}
${textField({ ...common('key'), label: source.key.names[language], size: 24 })}
<fieldset class="ds-fieldset" id="f-fields"><legend class="ds-label">${words.fields}</legend>${wrong && html`<div class="ds-validation-message">${wrong}</div>`}${boxes}</fieldset>
${fold({ summary: words.compare, body: html`<p class="mc-small mc-quiet">${words.compareHint}</p>${claims}`, look: 'plain', open: source.fields.some(({ name }) => typed[`claim.${name}`]) })}
${actions(button({ text: words.ask }))}</form>`
}

function toldPart({ fields }: RegisterSource, told: Told, language: Language): Html {
  const words = messages(language)
  if (!told.ok) {
    const body = html`<p><strong>${words.failed}.</strong> ${words[`failure_${told.reason}`]} ${words.failedMeans}</p>`
    return notice({ tone: 'warn', body, live: true })
  }
  const asked = fields.filter(({ name }) => told.outcomes[name] !== undefined)
  const moment = formatMoment(told.answeredAt, language)
  const next = nextStepOfAll(told.outcomes)
  return html`<section aria-labelledby="told"><h2 class="mc-h" id="told">${words.answerTitle}</h2>
${answers(
  asked.map(({ name, names }) => ({
    term: names[language],
    answer: told.values[name] ?? sayOutcome(told.outcomes[name] ?? 'no_data', language),
  })),
  'ruled',
)}${next !== 'nothing' && html`<p class="mc-small mc-t1">${words[`next_${next}`]}</p>`}
<p class="mc-small mc-quiet mc-t0">${told.isKept ? words.keptFrom(moment) : words.answeredAt(moment)}.</p></section>`
}
