import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Temporal } from 'temporal-polyfill'
import {
  ClockError,
  type ClockEvent,
  type ClockPolicy,
  calendarProblem,
  explainTrace,
  foldClock,
  loadCalendar,
  timeZone,
  traceClock,
  type WorkCalendar,
} from '#modules/calendar'
import { findAgencyByCode } from '#modules/organisations'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { type Language, languageOf } from '#platform/i18n'
import { type DueTimeAnswer, type DueTimeQuestion, dueTimeAnswer, dueTimeQuestion } from './due-time-schema.ts'

const previewing = {
  config: { permission: 'calendar.read' },
  schema: {
    summary: 'Calculate a legal due time with its reasons',
    description:
      'Folds a history of receipt, waits and extension into the due time that counts, with every day and every article that made it so. Nothing is written.',
    tags: ['calendar'],
    body: dueTimeQuestion,
    response: { 200: dueTimeAnswer },
  },
} as const

/** `POST /api/v1/deadlines/preview`: when something would be due, and why. */
export const dueTimeRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post('/deadlines/preview', previewing, async ({ body, ...request }) => {
      const calendar = await calendarOf(context, body.agency)
      return answer(calendar, body, body.language ?? languageOf(request))
    })
  }

async function calendarOf({ db }: Context, agency: string | undefined): Promise<WorkCalendar> {
  if (agency === undefined) return await loadCalendar(db)
  if (!(await findAgencyByCode(db, agency))) throw calendarProblem('calendar.agency_unknown', { agency })
  return await loadCalendar(db, agency)
}

/** The answer to a question by `calendar`. Throws the problems of the calendar, each naming its field. */
export function answer(calendar: WorkCalendar, question: DueTimeQuestion, language: Language): DueTimeAnswer {
  const policy = policyOf(question)
  const events = question.events.map(readEvent)
  try {
    const clock = foldClock(calendar, policy, events)
    const { dueAt, dueOn, originalDueAt, longestDueAt, phase } = clock
    if (!dueAt || !dueOn || !originalDueAt || phase === 'not_started') throw new ClockError('not_received', 0)
    const trace = traceClock(calendar, policy, events)
    const said = explainTrace(trace, language)
    return {
      dueOn: dueOn.toString(),
      dueAt: write(dueAt),
      originalDueAt: write(originalDueAt),
      longestDueAt: longestDueAt && write(longestDueAt),
      phase,
      provisional: clock.provisional,
      calendarVersion: clock.calendarVersion,
      trace: trace.map(({ at, law }, index) => ({
        at: at instanceof Temporal.Instant ? write(at) : at.toString(),
        text: said[index]?.text ?? '',
        law,
      })),
    }
  } catch (error) {
    throw explainRefusal(error)
  }
}

const write = (at: Temporal.Instant): string =>
  at.toZonedDateTimeISO(timeZone).toString({ timeZoneName: 'never', smallestUnit: 'second' })

function policyOf(question: DueTimeQuestion): ClockPolicy {
  const { period, longest, policy = 'subtract', convention = 'working_hours', cutOff } = question
  const { firstDayCounted = false, keepsDayOff = false } = question
  return {
    limit: { ...period, convention, firstDayCounted, keepsDayOff, cutOff: cutOff ?? null },
    longest: longest ?? null,
    onResume: { supplement: policy, payment: 'subtract', confirmation: 'subtract' },
  }
}

function readEvent(event: DueTimeQuestion['events'][number], index: number): ClockEvent {
  try {
    const at = Temporal.Instant.from(event.at)
    const year = at.toZonedDateTimeISO(timeZone).year
    if (year < 1990 || year > 2100) throw new RangeError('no year that is counted')
    if (event.type === 'paused') return { type: 'paused', at, ground: event.ground ?? 'supplement' }
    if (event.type !== 'extended') return { type: event.type, at }
    return { type: 'extended', at, until: Temporal.PlainDate.from(event.until) }
  } catch {
    const expected = 'an instant with offset of the years 1990 to 2100; `until` a day'
    throw requestProblem('request.invalid', { fields: [{ field: `events[${index}]`, expected }] })
  }
}

const expectations: Readonly<Record<ClockError['code'], string>> = {
  not_in_order: 'not earlier than the event before it',
  not_received: 'after an event `received`',
  already_received: '`received` once',
  already_paused: 'after the wait has been resumed',
  not_paused: 'after an event `paused`',
  already_ended: 'nothing after `finished` or `stopped`',
  extended_twice: 'one extension (NĐ 61/2018 Đ19 k9)',
  extended_too_late: 'at the latest one day before the due day (NĐ 61/2018 Đ19 k9)',
  extended_not_later: '`until` after the present due day',
}

function explainRefusal(error: unknown): unknown {
  if (error instanceof ClockError) {
    const fields = [{ field: `events[${error.index}]`, expected: expectations[error.code] }]
    return calendarProblem('calendar.history_unlawful', { reason: error.code, fields })
  }
  if (!(error instanceof RangeError)) return error
  const fields = [{ field: 'period', expected: 'whole months and years; an end within the calendar' }]
  return calendarProblem('calendar.period_uncountable', { fields })
}
