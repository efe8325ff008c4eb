import type { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { memoryOf } from '#platform/memory'
import {
  type AccessRight,
  findOfferingById,
  listOfferings,
  listOfferingsFor,
  listRightsOn,
  listVersions,
  type Offering,
  type OfferingVersion,
} from './repository.ts'
import { sumTraffic, type TrafficOfOffering } from './repository-traffic.ts'
import type { PlannedMaintenance } from './rules/maintenance.ts'

/**
 * A version whose provider the gateway leaves alone after failures in a row: since when, and from when on the next call
 * tries. `key` is `instance/class/member/subsystem/offering/version`.
 */
export type OpenCircuit = Readonly<{ key: string; since: Temporal.Instant; triesAt: Temporal.Instant }>

/** The circuits that are open now, as the gateway of this process has them. */
export type Circuits = () => readonly OpenCircuit[]

export type CatalogueLine = Readonly<{
  offering: Offering
  versions: readonly OfferingVersion[]
  /** The rights that hold today. */
  rights: readonly AccessRight[]
  traffic: TrafficOfOffering | null
}>

export type Catalogue = Readonly<{
  lines: readonly CatalogueLine[]
  next: string | null
  now: Temporal.Instant
}>

const pageSize = 50
const mostPublic = 2000

/** A page of the catalogue with who uses what, and the figures of the last `hours`. */
export async function loadCatalogue(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { after, hours }: Readonly<{ after?: string | undefined; hours: number }>,
): Promise<Catalogue> {
  const now = clock.now()
  const found = await listOfferings(db, { after, limit: pageSize + 1 })
  const shown = found.slice(0, pageSize)
  const lines = await loadLines(db, shown, { now, hours })
  return { lines, next: found.length > pageSize ? (shown.at(-1)?.id ?? null) : null, now }
}

const publicCatalogues = memoryOf<Db, Catalogue>(60_000)

/** The whole catalogue with the figures of the last `hours`, kept in the process for a minute: anybody may ask for it. */
export const loadPublicCatalogue = (
  context: Pick<Context, 'db' | 'clock'>,
  hours: number,
): Promise<Catalogue> =>
  publicCatalogues(context.db).get(String(hours), async () => {
    const lines: CatalogueLine[] = []
    for (let after: string | undefined; ; ) {
      const page = await loadCatalogue(context, { after, hours })
      lines.push(...page.lines)
      if (page.next === null || lines.length >= mostPublic) return { ...page, lines }
      after = page.next
    }
  })

/** One line of the catalogue with the figures of the last day; null when there is no such offering. */
export async function loadLine(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  offeringId: string,
): Promise<CatalogueLine | null> {
  const offering = await findOfferingById(db, offeringId)
  const [line = null] = offering ? await loadLines(db, [offering], { now: clock.now(), hours: 24 }) : []
  return line
}

async function loadLines(
  db: Db,
  offerings: readonly Offering[],
  { now, hours }: Readonly<{ now: Temporal.Instant; hours: number }>,
): Promise<CatalogueLine[]> {
  const ids = offerings.map(({ id }) => id)
  const [versions, rights, traffic] = await Promise.all([
    listVersions(db, ids, now),
    listRightsOn(db, ids, localDay(now).toString()),
    sumTraffic(db, ids, now.subtract({ hours })),
  ])
  return offerings.map((offering) => ({
    offering,
    versions: versions.get(offering.id) ?? [],
    rights: rights.filter(({ offeringId }) => offeringId === offering.id),
    traffic: traffic.get(offering.id) ?? null,
  }))
}

/** A version that does not answer, or will not, as a system that may call it is told. */
export type MaintenanceNotice = Readonly<{
  offering: Offering
  version: string
  /** Null: by hand, already under way, until further notice. */
  planned: PlannedMaintenance | null
  notice: string | null
}>

/** What is or will be under maintenance of all a subsystem may call, today or later. */
export async function listMaintenanceFor(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  subsystemId: string,
): Promise<MaintenanceNotice[]> {
  const now = clock.now()
  const offerings = await listOfferingsFor(db, subsystemId, localDay(now).toString())
  const versions = await listVersions(
    db,
    offerings.map(({ id }) => id),
    now,
  )
  return offerings.flatMap((offering) =>
    (versions.get(offering.id) ?? []).flatMap(({ version, state, notice, planned }): MaintenanceNotice[] => {
      const announced = planned.map((one) => ({ offering, version, planned: one, notice: one.notice }))
      if (state !== 'maintenance') return announced
      return [{ offering, version, planned: null, notice }, ...announced]
    }),
  )
}
