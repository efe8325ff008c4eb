import type { Temporal } from 'temporal-polyfill'
import type { Listed } from '#platform/telling'
import type { Generation } from './generation.ts'
import { filedRows } from './wire.ts'
import { readTime, writeTime } from './wire-time.ts'

type Dated = Readonly<{ at: Temporal.Instant }>

export type DatedList<Row> = Readonly<{
  call: string
  read: (row: unknown) => Row | null
  reached: string | null
  now: Temporal.Instant
}>

/** So far back a list is asked for again: what came to the portal late stands before the place that was reached. */
const overlap = { hours: 72 }

/**
 * A list of the portal from a place on, as far as its rows can be read. One that cannot keeps the place where it is: the list
 * comes again until it can, so that none is passed over.
 */
export async function listDated<Row extends Dated>(
  portal: Pick<Generation, 'list'>,
  { call, read, reached, now }: DatedList<Row>,
): Promise<Listed<Row>> {
  const came = (await portal.list(call, filedRows, { TuNgay: listedFrom(reached) })) ?? []
  const rows = came.map(read).filter((row) => row !== null)
  const unreadable = came.length - rows.length
  return { rows, reached: unreadable > 0 ? reached : reachedBy(rows, reached, now), unreadable }
}

function listedFrom(reached: string | null): string {
  const at = readTime(reached ?? '')
  return at ? writeTime(at.subtract(overlap)) : ''
}

/** The last moment that a row names, and never one to come: a wrong date would pass over all until then. */
const reachedBy = (rows: readonly Dated[], before: string | null, now: Temporal.Instant): string | null =>
  rows
    .map(({ at }) => writeTime(at.epochMilliseconds > now.epochMilliseconds ? now : at))
    .reduce<string | null>((last, at) => (last && last > at ? last : at), before)
