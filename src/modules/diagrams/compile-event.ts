import { Temporal } from 'temporal-polyfill'
import type { Duration, Timer } from '#modules/processes'
import type { BpmnElement } from '#platform/bpmn'
import { checkFeel } from './check-expressions.ts'
import { type Compiling, checkProperties, many, one, textOf } from './compile-flow.ts'

const eventProperties = [
  'eventDefinitions',
  'eventDefinitionRef',
  'eventDefinitionRefs',
  'properties',
  'dataOutputs',
  'dataInputs',
  'outputSet',
  'inputSet',
  'dataOutputAssociations',
  'dataInputAssociations',
  'isInterrupting',
]

/** What an event is of: `none`, or its only definition with a short word for it; null when it was refused. */
export type EventKind = Readonly<{ kind: string; definition: BpmnElement | null }>

/** Reads the definition of an event, which may have one. */
export function readEvent(
  compiling: Compiling,
  event: BpmnElement,
  more: readonly string[] = [],
): EventKind | null {
  checkProperties(compiling, event, [...eventProperties, ...more])
  const [definition = null, second] = [...many(event, 'eventDefinitions'), ...many(event, 'eventDefinitionRef')]
  if (second) {
    compiling.refuse(event, 'many_event_definitions')
    return null
  }
  if (!definition) return { kind: 'none', definition }
  const kind = definition.$type.replace(/^bpmn:(.*)EventDefinition$/, '$1').toLowerCase()
  if (kind === 'compensate') {
    compiling.refuse(event, 'compensation')
    return null
  }
  return { kind, definition }
}

/** The name of the message; refused without one. */
export function readMessage(compiling: Compiling, event: BpmnElement, named: BpmnElement | null): string {
  const message = named ? one(named, 'messageRef') : null
  if (named && named !== event) checkProperties(compiling, named, ['messageRef'])
  const name = message?.$type === 'bpmn:Message' ? textOf(message, 'name') : null
  if (name === null) compiling.refuse(event, 'no_message')
  return name ?? ''
}

/** The code of the error, or its name where it has none; null when no error is named. */
export function readError(compiling: Compiling, definition: BpmnElement | null): string | null {
  const named = definition ? one(definition, 'errorRef') : null
  const error = named?.$type === 'bpmn:Error' ? named : null
  if (named && !error) compiling.refuse(definition, 'no_error')
  if (definition) checkProperties(compiling, definition, ['errorRef'])
  return textOf(error, 'errorCode') ?? textOf(error, 'name') ?? error?.id ?? null
}

/** When a timer rings; refused when it does not say it in a way that can be counted. */
export function readTimer(compiling: Compiling, event: BpmnElement, definition: BpmnElement | null): Timer {
  const nothing: Timer = { kind: 'after', duration: { amount: 0, unit: 'working_hour' } }
  if (!definition) return nothing
  const { refuse } = compiling
  checkProperties(compiling, definition, ['timeDate', 'timeDuration', 'timeCycle', 'counts'])
  const [date, duration, cycle] = ['timeDate', 'timeDuration', 'timeCycle'].map((name) =>
    textOf(one(definition, name), 'body'),
  )
  const counts = textOf(definition, 'counts') ?? 'working'
  if (counts !== 'working' && counts !== 'calendar') refuse(event, 'bad_counts', counts)
  if (cycle) refuse(event, 'time_cycle')
  else if (!date === !duration) refuse(event, 'no_time')
  else if (duration) {
    const length = parseDuration(duration, counts === 'calendar')
    if (length) return { kind: 'after', duration: length }
    refuse(event, 'bad_duration', duration)
  } else if (date) return { kind: 'at', instant: readInstant(compiling, event, date) }
  return nothing
}

function readInstant({ refuse }: Compiling, event: BpmnElement, text: string): string {
  if (text.startsWith('=')) return checkFeel(refuse, event, text) ?? ''
  if (!isMoment(text)) refuse(event, 'bad_date', text)
  return JSON.stringify(text)
}

function isMoment(text: string): boolean {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? !!Temporal.PlainDate.from(text) : !!Temporal.Instant.from(text)
  } catch {
    return false
  }
}

const isoDuration =
  /^P(?:0+Y)?(?:0+M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/

/**
 * A length of time by ISO 8601. Working time has days or hours, which cannot be added up; calendar time has weeks as well.
 * Months and years are no length.
 */
export function parseDuration(text: string, isCalendar: boolean): Duration | null {
  const [found, ...parts] = isoDuration.exec(text) ?? []
  if (!found || /[PT]$/.test(found)) return null
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0))
  const [wholeDays, clock] = [weeks * 7 + days, hours + minutes / 60 + seconds / 3600]
  if (wholeDays + clock === 0) return null
  if (isCalendar && clock > 0) return { amount: wholeDays * 24 + clock, unit: 'calendar_hour' }
  if (isCalendar) return { amount: wholeDays, unit: 'calendar_day' }
  if (weeks > 0 || (days > 0 && clock > 0)) return null
  return days > 0 ? { amount: days, unit: 'working_day' } : { amount: clock, unit: 'working_hour' }
}

const units = ['working_hour', 'working_day', 'calendar_hour', 'calendar_day'] as const

/** `2 working_day` as an attribute says it; half hours and half days too. */
export function parseTime(text: string): Duration | null {
  const [, amount, name] = /^(\d{1,4}(?:\.5)?) ([a-z_]+)$/.exec(text) ?? []
  const unit = units.find((known) => known === name)
  return unit && Number(amount) > 0 ? { amount: Number(amount), unit } : null
}
