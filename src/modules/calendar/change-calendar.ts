import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { type AuditActor, appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { makeId } from '#platform/ids'
import { forgetCalendars } from './load-calendar.ts'
import type { CalendarFollowers } from './ports.ts'
import {
  appendChange,
  appendRevision,
  findChangeByKey,
  lockCalendar,
  readCalendarRecord,
} from './repository.ts'
import { applyChange, type CalendarChange, findChangedFrom } from './rules/calendar-change.ts'
import { type CalendarProblem, checkChange } from './rules/check-change.ts'
import { localDay } from './rules/zone.ts'

export type ChangeOptions = Readonly<{
  followers: Pick<CalendarFollowers, 'onChanged'>
  /** Of the request: the same key again is the same change. */
  key?: string | undefined
  /** The revision the change was written against; left out, whatever is in force now. */
  seen?: number | undefined
}>

/** `changedFrom` is null when a name or a document was corrected and no day counts otherwise. */
export type ChangeAnswer =
  | Readonly<{ ok: true; version: number; changedFrom: Temporal.PlainDate | null }>
  | Readonly<{ ok: false; code: 'not_accepted'; problems: readonly CalendarProblem[] }>
  | Readonly<{ ok: false; code: 'changed_meanwhile'; version: number }>

/**
 * Changes the calendar by one decision: a new revision, its rows, an audit entry and the word to those who follow it,
 * in one transaction. Nothing is written when something is wrong, or when somebody else has changed the calendar since
 * it was seen. Throws `request.key_reused` when the key was used for another change.
 */
export async function changeCalendar(
  context: Context,
  change: CalendarChange,
  actor: AuditActor,
  options: ChangeOptions,
): Promise<ChangeAnswer> {
  const { db, clock } = context
  const at = clock.now()
  const answer = await db.transaction().execute(async (tx): Promise<ChangeAnswer> => {
    await lockCalendar(tx)
    const done = await findEarlier(tx, change, options.key)
    if (done) return done
    const before = await readCalendarRecord(tx)
    if (options.seen !== undefined && options.seen !== before.version)
      return { ok: false, code: 'changed_meanwhile', version: before.version }
    const problems = checkChange(before, change, localDay(at))
    if (problems.length > 0) return { ok: false, code: 'not_accepted', problems }
    return await save(tx, { before, change, actor, options, at })
  })
  // This process sees it at once; another within the minute that its calendars are kept.
  if (answer.ok) forgetCalendars(db)
  return answer
}

async function findEarlier(
  tx: Tx,
  change: CalendarChange,
  key: string | undefined,
): Promise<ChangeAnswer | null> {
  const earlier = key ? await findChangeByKey(tx, key) : null
  if (!earlier) return null
  if (earlier.fingerprint !== fingerprintOf(change)) throw requestProblem('request.key_reused')
  const { version, changedFrom } = earlier
  return { ok: true, version, changedFrom: changedFrom ? Temporal.PlainDate.from(changedFrom) : null }
}

const fingerprintOf = (change: CalendarChange): string =>
  createHash('sha256').update(JSON.stringify(change)).digest('base64url')

type Saving = Readonly<{
  before: Awaited<ReturnType<typeof readCalendarRecord>>
  change: CalendarChange
  actor: AuditActor
  options: ChangeOptions
  at: Temporal.Instant
}>

async function save(tx: Tx, { before, change, actor, options, at }: Saving): Promise<ChangeAnswer> {
  const after = applyChange(before, change, () => makeId(at.epochMilliseconds))
  const changedFrom = findChangedFrom(before, change)
  const version = await appendRevision(tx, {
    change,
    decidedBy: actor.fullName ?? actor.kind,
    changedFrom,
    key: options.key ?? null,
    fingerprint: fingerprintOf(change),
    at,
  })
  await appendChange(tx, version, change, { before, after })
  const { number, on, note } = change.decision
  await appendAudit(tx, {
    at,
    actor,
    action: 'calendar.change',
    subjectKind: 'calendar',
    subjectId: String(version),
    subjectCode: String(version),
    detail: { ...change, decision: { number, on, note }, changedFrom: changedFrom?.toString() ?? null },
  })
  const reason = `${number}: ${note}`
  if (changedFrom) await options.followers.onChanged(tx, { version, changedFrom, reason, actor })
  return { ok: true, version, changedFrom }
}
