import type { Temporal } from 'temporal-polyfill'
import { calculateDue, type DueTime, loadCalendar, localDay } from '#modules/calendar'
import { findPlaceOf } from '#modules/dossiers'
import type { OfficerActor } from '#modules/identity'
import { type Agency, getAgency, listUnits, type Unit } from '#modules/organisations'
import { getProcedureToday, listOffered, type Procedure, type ProcedureLine } from '#modules/procedures'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { AppError } from '#platform/errors'

/** What the counter can take in, and what the chosen procedure asks for and promises. */
export type Counter = Readonly<{
  agency: Agency
  /** What is applied for at a counter, of its own level first (không phụ thuộc địa giới hành chính, NĐ 118/2025 Đ14). */
  choices: readonly ProcedureLine[]
  procedure: Procedure | null
  /** Where a procedure of communes may be resolved: those of the province in force today, by name. None for the others. */
  communes: readonly Pick<Unit, 'code' | 'fullName'>[]
  /** The commune that was chosen; the counter's own when nothing was, '' where there is none. */
  communeCode: string
  competentAgency: Agency | null
  /** Another agency resolves it: its time runs from when that agency has the dossier (NĐ 118/2025 Đ17 k3). */
  isForAnother: boolean
  /** When the result would be due if it were accepted at this moment. */
  due: DueTime | null
  now: Temporal.Instant
}>

const mostChoices = 100
const byName = new Intl.Collator('vi')

/**
 * What was chosen on the page; `communeCode` undefined: nothing was asked yet. `adapt`: the procedure as the case has it that
 * the answers tell.
 */
type Chosen = Readonly<{
  procedureCode: string
  communeCode: string | undefined
  adapt: (procedure: Procedure) => Procedure
}>

/** Everything the intake page shows besides what was typed. A procedure that is not taken in here is no procedure. */
export async function loadCounter(
  context: Pick<Context, 'db' | 'clock'>,
  officer: OfficerActor,
  chosen: Chosen,
): Promise<Counter> {
  const { db, clock } = context
  const now = clock.now()
  const agency = await getAgency(db, officer.agencyId)
  const own = agency.communeCode ? 'commune' : 'province'
  const [offered, found] = await Promise.all([
    listOffered(db, 'counter', mostChoices),
    findProcedure(context, chosen.procedureCode),
  ])
  const choices = offered.toSorted((one, other) => Number(other.level === own) - Number(one.level === own))
  const procedure = found?.channels.includes('counter') ? chosen.adapt(found) : null
  const communeCode = chosen.communeCode ?? agency.communeCode ?? ''
  const open = { agency, choices, procedure, communeCode, now }
  const communes = procedure?.level === 'commune' ? await listCommunes(db, agency, now) : []
  const isKnown = procedure?.level !== 'commune' || communes.some(({ code }) => code === communeCode)
  const promise = procedure && isKnown ? await findPromise(db, procedure, open, officer) : null
  return { ...open, communes, ...(promise ?? { competentAgency: null, isForAnother: false, due: null }) }
}

async function listCommunes(db: Db, { provinceCode }: Agency, now: Temporal.Instant): Promise<Unit[]> {
  const on = localDay(now).toString()
  const units = await listUnits(db, { level: 'commune', parentCode: provinceCode, on })
  return units.toSorted((one, other) => byName.compare(one.fullName, other.fullName))
}

/** Who resolves it and until when, as a submission from this counter would find it; null when nobody does. */
async function findPromise(
  db: Db,
  procedure: Procedure,
  { communeCode, now }: Pick<Counter, 'communeCode' | 'now'>,
  officer: OfficerActor,
): Promise<Pick<Counter, 'competentAgency' | 'isForAnother' | 'due'> | null> {
  const place = await findPlaceOf(db, procedure, { communeCode }, officer)
  if (!place) return null
  const competentAgency = await getAgency(db, place.competentAgencyId)
  const calendar = await loadCalendar(db, competentAgency.code)
  const due = calculateDue(calendar, procedure.timeLimit, now)
  return { competentAgency, isForAnother: place.startsOnTransfer, due }
}

async function findProcedure(context: Pick<Context, 'db' | 'clock'>, code: string): Promise<Procedure | null> {
  if (code === '') return null
  try {
    return await getProcedureToday(context, code)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
