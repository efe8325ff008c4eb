import { answers } from '#components/answers'
import { notice } from '#components/notice'
import { say, type Tone } from '#components/say'
import { formatMoment } from '#modules/calendar'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messages } from './messages.ts'
import { fieldName } from './naming.ts'
import type { LookUpRecord } from './repository-records.ts'
import { nextStepOfAll, type Outcome } from './rules/outcome.ts'

const tones: Readonly<Record<Outcome, Tone>> = {
  match: 'ok',
  mismatch: 'bad',
  no_data: 'mute',
  insufficient_grounds: 'warn',
}

/** An outcome with its shape. */
export const sayOutcome = (outcome: Outcome, language: Language): Html =>
  say(tones[outcome], messages(language)[outcome])

const noSources = new Map<never, never>()

/** How a look-up in the population register ended, field by field, with what follows from it: what is not known is asked, never refused. */
export function outcomeList(record: LookUpRecord, language: Language): Html {
  const words = messages(language)
  const { outcomes, failure, answeredAt, isKept, account } = record
  if (failure) {
    const body = html`<p><strong>${words.failed}.</strong> ${words[`failure_${failure}`]} ${words.failedMeans}</p>`
    return notice({ tone: 'warn', body })
  }
  if (!(outcomes && answeredAt)) return notice({ tone: 'warn', body: html`<p>${words.waiting}</p>` })
  const moment = formatMoment(answeredAt, language)
  const next = nextStepOfAll(outcomes)
  return html`${answers(
    record.fields.map((field) => {
      const outcome = outcomes[field] ?? 'no_data'
      return {
        term: fieldName(noSources, record.register, field, language),
        answer: sayOutcome(outcome, language),
      }
    }),
    'tight',
  )}
${next !== 'nothing' && html`<p class="mc-small mc-t1">${words[`next_${next}`]}</p>`}
<p class="mc-small mc-quiet mc-t0">${isKept ? words.keptFrom(moment) : words.answeredAt(moment)}, ${words.askedBy(account.name)}.</p>`
}
