import { setTimeout as pause } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import {
  type CalendarChanged,
  type CalendarDraft,
  type CalendarFollowers,
  type ChangePreview,
  forgetCalendars,
  type RecountProgress,
  timeZone,
  type WorkCalendar,
} from '#modules/calendar'
import { type Reckoning, type Recountable, recountTimes, urgentAt } from '#modules/lifecycle'
import { getAgency } from '#modules/organisations'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { defineJob, enqueue } from '#platform/jobs'
import { getVersionOf, makeReckoning, reckonWith } from './reckon.ts'
import type { StoredDossier } from './repository.ts'
import {
  appendRecount,
  listCountedPairs,
  listOpenDossiers,
  listRecounts,
  lockRecount,
  type OpenDossier,
  type Recount,
  type Recounted,
  recountQueue,
  saveProgress,
  saveRecounted,
  tallyRecount,
} from './repository-recount.ts'

/** As much of a dossier as says how its time is counted. */
type Counted = Pick<StoredDossier, 'procedureVersionId' | 'variant' | 'competentAgencyId'>
type RecountJob = Readonly<{ recountId: string; isSecond?: boolean }>
const job = { name: 'dossiers.recount' } as const
const portion = 500
// Another process keeps its calendars for a minute: what it counted by the old one is looked at once more after that.
const secondLook = { seconds: 90 }

/** Queues the recounting of the open dossiers, in the transaction that changed the calendar. */
async function requestRecount(tx: Tx, changed: CalendarChanged, now: Temporal.Instant): Promise<void> {
  const { version, changedFrom, reason, actor } = changed
  const id = makeId(now.epochMilliseconds)
  await appendRecount(tx, {
    id,
    version,
    reason,
    changedFrom: startOfDay(changedFrom),
    requestedAt: now,
    requestedBy: actor.fullName ?? actor.kind,
  })
  await enqueue<RecountJob>(tx, job, { recountId: id }, { queue: recountQueue })
  await enqueue<RecountJob>(tx, job, { recountId: id, isSecond: true }, { runAt: now.add(secondLook) })
}

const startOfDay = (day: Temporal.PlainDate): Temporal.Instant => day.toZonedDateTime(timeZone).toInstant()

/**
 * Counts the due times of the open dossiers again, in portions, each one transaction with its events, audit entries and
 * messages and with how far it has come: a worker that dies goes on where it was. What has a result, or is closed, is
 * never rewritten; nor is the first promise.
 */
export const recountDossiers = defineJob<RecountJob, Context>(job.name, async (payload, context) => {
  forgetCalendars(context.db)
  const reckonings = rememberReckonings((dossier) =>
    makeReckoning(context.db, dossier).then(({ reckoning }) => reckoning),
  )
  // Before any transaction: one that holds a connection does not wait for a second.
  for (const pair of await listCountedPairs(context.db)) await reckonings(pair)
  let afterId: string | null = null
  do {
    const at: string | null = afterId
    const begins = performance.now()
    afterId = await context.db
      .transaction()
      .execute((tx): Promise<string | null> => recountPortion(tx, context, payload, at, reckonings))
    // The pages come first: between portions the database is theirs for half as long as a portion takes.
    await pause((performance.now() - begins) / 2)
  } while (afterId !== null)
})

/** Counts one portion; answers the id to go on after, null when it was the last. */
async function recountPortion(
  tx: Tx,
  { clock }: Pick<Context, 'clock'>,
  { recountId, isSecond = false }: RecountJob,
  afterId: string | null,
  reckonings: (dossier: Counted) => Promise<Reckoning>,
): Promise<string | null> {
  const recount = await lockRecount(tx, recountId)
  if (!recount || (recount.finishedAt && !isSecond)) return null
  if (!isSecond && !recount.afterId) await tallyRecount(tx, recount)
  const { changedFrom } = recount
  const page = { changedFrom, afterId: isSecond ? afterId : recount.afterId, limit: portion, lock: true }
  const open = await listOpenDossiers(tx, page)
  const now = clock.now()
  const recounted = await Promise.all(
    open.map(async (one) => recountOne(one, await reckonings(one.dossier), recount, now)),
  )
  const changed = recounted.filter((one) => one !== null)
  await saveRecounted(tx, changed, now)
  const next = open.length === portion ? (open.at(-1)?.dossier.id ?? null) : null
  const moved = changed.filter((one) => one.moved).length
  const lookedAt = isSecond ? 0 : open.length
  await saveProgress(tx, recountId, { lookedAt, moved, afterId: isSecond ? recount.afterId : next, now })
  return next
}

function recountOne(
  { dossier, deeds }: OpenDossier,
  reckoning: Reckoning,
  { reason }: Recount,
  now: Temporal.Instant,
): Recounted | null {
  const times = recountTimes(dossier, dossier, deeds, dossier, reckoning)
  if (!times || isSame(times, dossier)) return null
  const text = (at: Temporal.Instant | null) => at?.toString() ?? null
  return {
    id: dossier.id,
    audit_id: makeId(now.epochMilliseconds),
    due_at: text(times.dueAt),
    due_provisional: times.dueProvisional,
    calendar_version: times.calendarVersion,
    clock_started_at: text(times.clockStartedAt),
    step_due_at: text(times.stepDueAt),
    urgent_at: text(urgentAt(dossier, { ...dossier, dueAt: times.dueAt })) ?? 'infinity',
    moved: !isEqual(times.dueAt, dossier.dueAt),
    detail: { reason, before: text(dossier.dueAt), after: text(times.dueAt) },
  }
}

const isEqual = (one: Temporal.Instant | null, other: Temporal.Instant | null): boolean =>
  one?.epochMilliseconds === other?.epochMilliseconds

const isSame = (one: Recountable, other: OpenDossier['dossier']): boolean =>
  isEqual(one.dueAt, other.dueAt) &&
  isEqual(one.stepDueAt, other.stepDueAt) &&
  one.dueProvisional === other.dueProvisional &&
  one.calendarVersion === other.calendarVersion

/** The reckonings of the procedures, their cases and the agencies met so far. */
function rememberReckonings(make: (dossier: Counted) => Promise<Reckoning>) {
  const known = new Map<string, Promise<Reckoning>>()
  return (dossier: Counted): Promise<Reckoning> => {
    const name = `${dossier.procedureVersionId} ${dossier.variant} ${dossier.competentAgencyId}`
    const found = known.get(name) ?? make(dossier)
    known.set(name, found)
    return found
  }
}

const mostPreviewed = 20_000
const mostExamples = 20

/** What a change of the calendar would move among the open dossiers, as it is being considered; nothing is written. */
async function previewRecount({ db }: Context, draft: CalendarDraft): Promise<ChangePreview> {
  const changedFrom = startOfDay(draft.changedFrom)
  const reckonings = rememberReckonings((dossier) => reckonBy(db, draft.calendarOf, dossier))
  const moved: { code: string; before: Temporal.Instant; after: Temporal.Instant }[] = []
  let looked = 0
  let afterId: string | null = null
  do {
    const open: OpenDossier[] = await listOpenDossiers(db, {
      changedFrom,
      afterId,
      limit: portion * 4,
      lock: false,
    })
    for (const { dossier, deeds } of open) {
      const times = recountTimes(dossier, dossier, deeds, dossier, await reckonings(dossier))
      const { dueAt: before } = dossier
      if (before && times?.dueAt && !isEqual(before, times.dueAt))
        moved.push({ code: dossier.name, before, after: times.dueAt })
    }
    looked += open.length
    afterId = open.length === portion * 4 ? (open.at(-1)?.dossier.id ?? null) : null
  } while (afterId !== null && looked < mostPreviewed)
  moved.sort((a, b) => Temporal.Instant.compare(a.before, b.before))
  return { looked, moved: moved.length, examples: moved.slice(0, mostExamples), truncated: afterId !== null }
}

async function reckonBy(
  db: Db,
  calendarOf: (agencyCode: string | null) => WorkCalendar,
  dossier: Counted,
): Promise<Reckoning> {
  const [procedure, agency] = await Promise.all([
    getVersionOf(db, dossier),
    getAgency(db, dossier.competentAgencyId),
  ])
  return reckonWith(calendarOf(agency.code), procedure.timeLimit)
}

/** How far the latest recounts have come. */
const readRecounts = async (db: Db): Promise<readonly RecountProgress[]> =>
  (await listRecounts(db)).map(({ version, reason, total, lookedAt, moved, requestedAt, finishedAt }) => ({
    version,
    reason,
    total,
    lookedAt,
    moved,
    requestedAt,
    finishedAt,
  }))

/** The dossiers, as those who follow the calendar: what a change queues, what it would move, how far it has come. */
export const followCalendar = ({ clock }: Pick<Context, 'clock'>): CalendarFollowers => ({
  onChanged: (tx, changed) => requestRecount(tx, changed, clock.now()),
  preview: previewRecount,
  progress: readRecounts,
})
