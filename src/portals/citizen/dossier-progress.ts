import type { Temporal } from 'temporal-polyfill'
import { type WayStep, way } from '#components/door-way'
import { dueBadge } from '#components/due-badge'
import type { StatusFact } from '#components/status'
import { type TraceItem, traceFold } from '#components/trace'
import { type DueTime, explainTrace, formatDuration, formatMoment } from '#modules/calendar'
import {
  type ClockView,
  closedStates,
  type DossierEvent,
  type DossierState,
  dossierMessages,
  eventNames,
  type Step,
  stateNames,
  stepNames,
  waitingStates,
} from '#modules/dossiers'
import type { Agency } from '#modules/organisations'
import type { Html, Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './dossier-messages.ts'

/** How far a dossier has come: as much as everybody may know of it. */
export type Progress = Readonly<{
  state: DossierState
  step: Step
  holder: Agency | null
  due: DueTime | null
  dueAt: Temporal.Instant | null
  clock: ClockView
  competentAgency: Agency
  awaitsTransfer: boolean
}>

export const isWaiting = ({ state }: Pick<Progress, 'state'>): boolean => waitingStates.includes(state)
export const isClosed = ({ state }: Pick<Progress, 'state'>): boolean => closedStates.includes(state)

/** The badge above a status: how near the due time is, or in whose hands it lies. */
export function progressBadge({ state, clock }: Progress, language: Language): Html {
  const say = messagesOf(language)
  if (isWaiting({ state })) return dueBadge({ urgency: 'suspended', word: say.waitingForYou, language })
  if (state === 'registered') return dueBadge({ urgency: 'on_time', word: say.waitingIntake, language })
  return dueBadge({ urgency: clock.urgency, language })
}

/** Who acts now, in a sentence. */
export function progressTitle({ state, step, holder }: Progress, language: Language): string {
  const say = messagesOf(language)
  if (state === 'accepted') return say.acceptedTitle
  if (state !== 'in_progress' || !holder) return stateNames[state][language]
  return step === 'approval' ? say.approvalTitle(holder.name) : say.appraisalTitle(holder.name)
}

/** Until when, and how much working time that still is. */
export function dueFact(progress: Progress, language: Language): StatusFact {
  const { dueAt, due } = progress
  const words = dossierMessages(language)
  if (!dueAt) return { term: words.dueDate, answer: words.notCountingYet }
  const answer = formatMoment(dueAt, language)
  return {
    term: words.dueDate,
    answer,
    note: dueNote(progress, due?.provisional ?? false, language),
  }
}

function dueNote(
  { state, clock, competentAgency, awaitsTransfer }: Progress,
  provisional: boolean,
  language: Language,
): Piece {
  const words = dossierMessages(language)
  if (isWaiting({ state })) return words.clockStands
  if (clock.urgency === 'done') return null
  const nextYear = provisional && words.provisional
  if (awaitsTransfer) return [words.expected(competentAgency.name), nextYear && ` ${nextYear}`]
  const left =
    clock.minutesLate > 0
      ? words.timeOver(formatDuration(clock.minutesLate, language))
      : words.timeLeft(formatDuration(clock.minutesLeft, language))
  return nextYear ? `${left}. ${nextYear}` : left
}

/** Why it is this day: the count of the calendar, and where the clock stood since. Nothing before acceptance. */
export function progressTrace(
  { due, dueAt }: Pick<Progress, 'due' | 'dueAt'>,
  waitingSince: Temporal.Instant | null,
  language: Language,
): Html | null {
  if (!due) return null
  const counted = explainTrace(due.trace, language).map(({ when, text, law, kind }): TraceItem => {
    const look = kind === 'start' || kind === 'count' ? null : kind
    return { when, text, law, kind: look }
  })
  const isMoved = dueAt !== null && dueAt.epochMilliseconds !== due.dueAt.epochMilliseconds
  const end = isMoved ? movedTo(dueAt, language) : counted.at(-1)
  const waiting = waitingSince ? [stood(waitingSince, language)] : []
  return traceFold([...counted.slice(0, -1), ...waiting, ...(end ? [end] : [])], language)
}

const movedTo = (dueAt: Temporal.Instant, language: Language): TraceItem => ({
  when: formatMoment(dueAt, language),
  text: messagesOf(language).stillDue,
  kind: 'due',
})

const stood = (since: Temporal.Instant, language: Language): TraceItem => ({
  when: formatMoment(since, language),
  text: dossierMessages(language).clockStands,
  kind: 'stop',
})

const order: readonly Step[] = ['reception', 'appraisal', 'approval', 'delivery']

/** The whole way: what happened and when (`detail` adds by whom), where it is now, what is still to come. */
export function progressWay<Event extends Pick<DossierEvent, 'type' | 'at'>>(
  progress: Pick<Progress, 'state' | 'step' | 'holder'>,
  events: readonly Event[],
  detail: (event: Event) => Piece,
  language: Language,
): Html {
  const past = events.map((event): WayStep => {
    const title = eventNames[event.type as keyof typeof eventNames][language]
    return { state: 'done', title, detail: [formatMoment(event.at, language), '. ', detail(event)] }
  })
  if (isClosed(progress)) return way(past, language)
  const now: WayStep = {
    state: 'now',
    title: nowTitle(progress, language),
    detail: progress.holder?.name ?? null,
  }
  // Waiting for the applicant is a stop before the step that goes on afterwards.
  const next = order.slice(order.indexOf(progress.step) + (isWaiting(progress) ? 0 : 1)).map(
    (step): WayStep => ({
      state: 'next',
      title: stepNames[step][language],
    }),
  )
  return way([...past, now, ...next], language)
}

function nowTitle({ state, step }: Pick<Progress, 'state' | 'step'>, language: Language): string {
  if (isWaiting({ state })) return stateNames[state][language]
  return state === 'accepted' ? eventNames.transfer[language] : stepNames[step][language]
}
