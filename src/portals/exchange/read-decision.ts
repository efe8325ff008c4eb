import { Temporal } from 'temporal-polyfill'
import type { Problem } from '#components/error-summary'
import { readDay } from '#components/read-step'
import type { OfferingVersion, SubsystemLine, VersionState } from '#modules/exchange'
import type { Language } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { lifeMessagesOf } from './life-messages.ts'
import { messagesOf } from './messages.ts'
import type { OfferingField, TypedOffering } from './offering-facts.ts'

/** What is wrong with one field of the page of an offering. */
export type OfferingProblem = Problem & Readonly<{ field: OfferingField }>

type Check = readonly [isFine: boolean, field: OfferingField, sentence: string]

const refuse = (
  checks: readonly Check[],
): Readonly<{ ok: false; problems: readonly OfferingProblem[] }> | null => {
  const problems = checks.filter(([isFine]) => !isFine).map(([, field, sentence]) => ({ field, sentence }))
  return problems.length > 0 ? { ok: false, problems } : null
}

const textOf = (typed: TypedOffering, field: OfferingField, most: number): string =>
  cleanText(typed[field] ?? '').slice(0, most)

/** A day that may be left out: null; what cannot be read is undefined. */
function dayOf(typed: TypedOffering, field: OfferingField): string | null | undefined {
  const text = textOf(typed, field, 40)
  return text === '' ? null : (readDay(text) ?? undefined)
}

/** A right to be given: to whom, on what ground, from when to when. */
export function readGrant(typed: TypedOffering, systems: readonly SubsystemLine[], language: Language) {
  const say = messagesOf(language)
  const life = lifeMessagesOf(language)
  const system = systems.find(({ id }) => id === typed.system)
  const basis = textOf(typed, 'basis', 300)
  const [fromOn, untilOn] = [dayOf(typed, 'fromOn'), dayOf(typed, 'untilOn')]
  const refusal = refuse([
    [system !== undefined, 'system', say.systemMissing],
    [basis !== '', 'basis', say.basisMissing],
    [fromOn !== undefined, 'fromOn', life.fromOnWrong],
    [untilOn !== undefined, 'untilOn', life.untilOnWrong],
  ])
  if (refusal) return refusal
  const wish = { subsystemId: system?.id ?? '', basis, fromOn: fromOn ?? null, untilOn: untilOn ?? null }
  return { ok: true, wish } as const
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** A right to be ended: which, after which day, and why. */
export function readRightEnd(typed: TypedOffering, language: Language) {
  const life = lifeMessagesOf(language)
  const right = typed.right ?? ''
  const lastOn = dayOf(typed, 'lastOn')
  const reason = textOf(typed, 'endReason', 300)
  const refusal = refuse([
    [uuid.test(right), 'right', life.rightMissing],
    [lastOn !== undefined, 'lastOn', life.lastOnWrong],
    [reason !== '', 'endReason', life.reasonMissing],
  ])
  return refusal ?? ({ ok: true, wish: { id: right, lastOn: lastOn ?? null, reason } } as const)
}

const states: readonly string[] = ['in_force', 'maintenance', 'withdrawn'] satisfies VersionState[]
const isState = (text: string): text is VersionState => states.includes(text)

/** A version to be changed: the one, as it was seen, into which state, with which notice. */
export function readState(typed: TypedOffering, language: Language) {
  const life = lifeMessagesOf(language)
  const [id = '', seen = ''] = (typed.version ?? '').split(' ')
  const state = typed.state ?? ''
  const notice = textOf(typed, 'notice', 500)
  const missing = refuse([
    [uuid.test(id) && isState(seen), 'version', life.versionMissing],
    [isState(state), 'state', life.stateMissing],
    [state === 'in_force' || notice !== '', 'notice', life.noticeMissing],
  ])
  if (missing || !isState(seen) || !isState(state)) return missing ?? ({ ok: false, problems: [] } as const)
  return { ok: true, wish: { id, seen, state, notice: state === 'in_force' ? null : notice } } as const
}

/** A time of day: `22:00`, `22h`, `22 giờ 30`. */
function readClock(typed: string): string | null {
  const [, hour, minute] = typed.match(/^(\d{1,2})\s*(?:[:hg.]|giờ)\s*(\d{2})?$/i) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute ?? 0) > 59) return null
  return `${hour.padStart(2, '0')}:${minute ?? '00'}`
}

const momentOf = (day: string | null, clock: string | null): Temporal.Instant =>
  Temporal.Instant.from(`${day}T${clock}:00+07:00`)

/** Maintenance to be announced: of what, from when to when, with which notice, and whether short notice is known. */
export function readPlan(typed: TypedOffering, versions: readonly OfferingVersion[], language: Language) {
  const life = lifeMessagesOf(language)
  const versionId = typed.plannedFor === 'all' ? null : typed.plannedFor
  const [fromDay, untilDay] = [dayOf(typed, 'fromDay') ?? null, dayOf(typed, 'untilDay') ?? null]
  const clockOf = (field: 'fromTime' | 'untilTime') => readClock(textOf(typed, field, 20))
  const [fromTime, untilTime] = [clockOf('fromTime'), clockOf('untilTime')]
  const notice = textOf(typed, 'plannedNotice', 500)
  const isChosen = versionId === null || versions.some(({ id }) => id === versionId)
  const refusal = refuse([
    [isChosen, 'plannedFor', life.versionMissing],
    [fromDay !== null, 'fromDay', life.fromDayWrong],
    [fromTime !== null, 'fromTime', life.fromTimeWrong],
    [untilDay !== null, 'untilDay', life.untilDayWrong],
    [untilTime !== null, 'untilTime', life.untilTimeWrong],
    [notice !== '', 'plannedNotice', life.noticeMissing],
  ])
  if (refusal) return refusal
  const [fromAt, untilAt] = [momentOf(fromDay, fromTime), momentOf(untilDay, untilTime)]
  const knowsShort = typed.knowsShort === 'yes'
  return { ok: true, wish: { versionId: versionId ?? null, fromAt, untilAt, notice, knowsShort } } as const
}
