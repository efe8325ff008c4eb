import type { Temporal } from 'temporal-polyfill'
import { calculateDue, type DueTime, loadCalendar } from '#modules/calendar'
import type { OfficerActor } from '#modules/identity'
import { type Agency, findCompetentAgency, getAgency } from '#modules/organisations'
import { getProcedure, type Procedure, searchProcedures } from '#modules/procedures'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'

/** What the counter can take in, and what the chosen procedure asks for and promises. */
export type Counter = Readonly<{
  agency: Agency
  /** Procedures offered here: of the commune at a commune's counter, of the province at the province's. */
  choices: readonly Readonly<{ code: string; name: string; nameEn: string | null }>[]
  procedure: Procedure | null
  competentAgency: Agency | null
  /** When the result would be due if it were accepted at this moment. */
  due: DueTime | null
  now: Temporal.Instant
}>

const mostChoices = 100

/** Everything the intake page shows besides what was typed. A procedure that is not taken in here is no procedure. */
export async function loadCounter(
  context: Pick<Context, 'db' | 'clock'>,
  officer: OfficerActor,
  procedureCode: string,
): Promise<Counter> {
  const { db, clock } = context
  const now = clock.now()
  const agency = await getAgency(db, officer.agencyId)
  const level = agency.communeCode ? 'commune' : 'province'
  const [{ lines }, found] = await Promise.all([
    searchProcedures(db, { text: '', limit: mostChoices }),
    findProcedure(context, procedureCode),
  ])
  const choices = lines
    .filter((line) => line.status === 'offered' && line.level === level)
    .map(({ code, shortName, nameEn }) => ({ code, name: shortName, nameEn }))
  const procedure = found?.level === level && found.channels.includes('counter') ? found : null
  if (!procedure) return { agency, choices, procedure, competentAgency: null, due: null, now }
  const { departmentKey, timeLimit } = procedure
  const { communeCode } = agency
  const competentAgency = await findCompetentAgency(db, { level, communeCode, departmentKey })
  const calendar = competentAgency && (await loadCalendar(db, competentAgency.code))
  const due = calendar && calculateDue(calendar, timeLimit, now)
  return { agency, choices, procedure, competentAgency, due, now }
}

async function findProcedure({ db }: Pick<Context, 'db'>, code: string): Promise<Procedure | null> {
  if (code === '') return null
  try {
    return await getProcedure(db, code)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
