import type { Temporal } from 'temporal-polyfill'
import { timeZone } from '#modules/calendar'
import { type StepTimeSum, sumStepTimes } from '#modules/dossiers'
import type { OfficerActor } from '#modules/identity'
import { type Agency, findAgencyByCode, getAgency } from '#modules/organisations'
import { listProcedureNames } from '#modules/procedures'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import type { Period } from './rules/period.ts'

/** How many visits there were, how they stood to their due time, and the means of their minutes. */
export type Sum = Omit<StepTimeSum, 'step' | 'procedureCode'>
export type StepSum = Sum & Readonly<{ step: NonNullable<StepTimeSum['step']> }>
export type ProcedureSum = Sum &
  Readonly<{ procedureCode: string; procedureName: string; steps: readonly StepSum[] }>

export type StepTimes = Readonly<{
  agency: Agency
  period: Period
  /** Null when no step ended in the period. */
  total: Sum | null
  steps: readonly StepSum[]
  /** Those with the most visits first. */
  procedures: readonly ProcedureSum[]
}>

/** At most this many sums; an agency has some hundred procedures of five steps. */
const mostSums = 5000

/** The agency whose times `officer` asks for: their own; another, or one below their own, as far as they may look. */
export async function findAgencyOf(
  { db }: Pick<Context, 'db'>,
  officer: OfficerActor,
  agencyCode: string | undefined,
): Promise<Agency> {
  const wanted = agencyCode || officer.agencyCode
  if (wanted === officer.agencyCode) return await getAgency(db, officer.agencyId)
  const agency = await findAgencyByCode(db, wanted)
  if (!agency) throw requestProblem('request.not_found')
  const may = officer.roles.includes('auditor') || agency.parentId === officer.agencyId
  if (!may) throw requestProblem('request.not_allowed')
  return agency
}

/** The times of the steps that an agency finished in a period: in all, by step, by procedure. */
export async function loadStepTimes(
  { db }: Pick<Context, 'db'>,
  agency: Agency,
  period: Period,
): Promise<StepTimes> {
  const [from, to] = [period.from, period.to.add({ days: 1 })].map(startOf) as [
    Temporal.Instant,
    Temporal.Instant,
  ]
  const sums = await sumStepTimes(db, { agencyId: agency.id, from, to, limit: mostSums })
  const codes = sums.flatMap(({ procedureCode, step }) => (procedureCode && !step ? [procedureCode] : []))
  const names = await listProcedureNames(db, codes)
  const stepsOf = (wanted: string | null): StepSum[] =>
    sums
      .flatMap(({ procedureCode, step, ...sum }) =>
        step && procedureCode === wanted ? [{ step, ...sum }] : [],
      )
      .toSorted((a, b) => order.indexOf(a.step) - order.indexOf(b.step))
  const procedures = sums.flatMap(({ procedureCode: code, step, ...sum }): ProcedureSum[] =>
    code && !step
      ? [{ procedureCode: code, procedureName: names.get(code) ?? code, ...sum, steps: stepsOf(code) }]
      : [],
  )
  const all = sums.find(({ procedureCode, step }) => !procedureCode && !step)
  return {
    agency,
    period,
    total: all && all.visits > 0 ? all : null,
    steps: stepsOf(null),
    procedures: procedures.toSorted((a, b) => b.visits - a.visits),
  }
}

const order: readonly string[] = ['reception', 'transfer', 'appraisal', 'approval', 'delivery']

const startOf = (day: Temporal.PlainDate): Temporal.Instant => day.toZonedDateTime(timeZone).toInstant()
