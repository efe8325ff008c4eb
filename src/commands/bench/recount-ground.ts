import type { Temporal } from 'temporal-polyfill'
import { generateDossiers } from '#commands/generate-dossiers'
import { changeCalendar, loadCalendar, localDay, nextWorkingDay } from '#modules/calendar'
import { followCalendar } from '#modules/dossiers'
import type { Context } from '#platform/context'
import { refreshStatistics } from '#platform/db'
import type { Ground } from './figure.ts'

/** Open dossiers that are all due after the next working day, and that day, which a decree will take off. */
export type RecountGround = Readonly<{
  context: Context
  /** Codes of some of them. */
  codes: readonly string[]
  day: Temporal.PlainDate
}>

/** Adds `count` dossiers that were accepted a moment ago and have days to go. */
export async function prepareOpenDossiers(ground: Ground, count: number): Promise<RecountGround> {
  const { context, databaseUrl, say } = ground
  say(`deadlines: generating ${count} open dossiers`)
  await generateDossiers(context, count, () => undefined, 'open')
  // As if reminders had looked at each of them before: they do, in the minute after it was written.
  await context.pool.query(`update dossiers.dossier set alarm_at = step_due_at where alarm_at is not null`)
  await refreshStatistics(databaseUrl)
  const { rows } = await context.pool.query<{ code: string }>(
    `select code from dossiers.dossier where step = 'appraisal' and procedure_code = '2.000648' limit 500`,
  )
  const day = nextWorkingDay(await loadCalendar(context.db), localDay(context.clock.now()))
  return { context, codes: rows.map(({ code }) => code), day }
}

/** Takes the next working day off, as a decree of today does; the worker does the rest. */
export async function decree({ context, day }: RecountGround): Promise<void> {
  const change = {
    decision: {
      number: '1/TB-BENCH',
      on: localDay(context.clock.now()).toString(),
      note: 'A day off, told late',
    },
    days: [{ act: 'add', on: day.toString(), kind: 'holiday', name: 'Ngày nghỉ' }],
  } as const
  const followers = followCalendar(context)
  const answer = await changeCalendar(context, change, { kind: 'system' }, { followers })
  if (!answer.ok) throw new Error(`the decree was not accepted: ${JSON.stringify(answer)}`)
}

/** How far the recounting has come. */
export async function readProgress({ context }: RecountGround) {
  const [latest] = await followCalendar(context).progress(context.db)
  if (!latest) throw new Error('no recounting was queued')
  return latest
}

/** Seconds of one SQL update that writes the same columns of the same rows; rolled back. */
export async function updateSameRows({ context, day }: RecountGround): Promise<number> {
  const client = await context.pool.connect()
  try {
    await client.query('begin')
    const begins = performance.now()
    await client.query(
      `update dossiers.dossier set due_at = due_at + interval '1 day', urgent_at = due_at + interval '1 day',
        step_due_at = step_due_at + interval '1 day', calendar_version = calendar_version + 1, alarm_at = now(),
        revision = revision + 1
      where due_at is not null and resolved_at is null and closed_at is null and due_at >= $1`,
      [`${day.toString()}T00:00:00+07:00`],
    )
    const seconds = (performance.now() - begins) / 1000
    await client.query('rollback')
    return seconds
  } finally {
    client.release()
  }
}
