import { Temporal } from 'temporal-polyfill'
import { localDay, timeZone, type WorkCalendar } from '#modules/calendar'
import { type Facts, reckonWith, type Way } from '#modules/dossiers'
import type { Answers } from '#modules/eforms'
import { adaptToAnswers } from '#modules/guides'
import type { Filing, Reckoning } from '#modules/lifecycle'
import type { Pack, Scenario } from '#modules/packs'
import { makeAsking } from '#modules/processes'
import { completeAnswers } from './complete-answers.ts'

/** What stands still while a scenario runs: the procedure as its case has it, its process, its clock, what was filed. */
export type Ground = Readonly<{
  scenario: Scenario
  procedure: Pack['content']
  way: Way
  calendar: WorkCalendar
  reckoning: Reckoning
  filing: Filing
  facts: Facts
  channel: Pack['content']['channels'][number]
  answers: Answers
}>

/** Makes the ground of one scenario of a pack. */
export function makeGround(pack: Pack, scenario: Scenario, calendar: WorkCalendar): Ground {
  const { given } = scenario
  const submittedAt = readLocal(given.submittedAt)
  const answers = completeAnswers(pack, scenario, localDay(submittedAt).toString())
  const procedure = adaptToAnswers(pack.content, answers)
  const channel = given.channel ?? procedure.channels[0] ?? 'online'
  const elsewhere = given.takenInElsewhere ?? false
  return {
    scenario,
    procedure,
    way: { plan: pack.plan, asking: makeAsking(procedure.decisions ?? []) },
    calendar,
    reckoning: reckonWith(calendar, procedure.timeLimit),
    filing: { submittedAt, startsOnTransfer: elsewhere },
    facts: { answers, dossier: { channel, procedure: procedure.code, elsewhere } },
    channel,
    answers,
  }
}

/** An instant of local time, as scenarios write it: `2026-08-28T15:20`. Throws a RangeError when there is no such time. */
export const readLocal = (text: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(timeZone).toInstant()

/** The same the other way round. */
export const writeLocal = (at: Temporal.Instant): string =>
  at.toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' })
