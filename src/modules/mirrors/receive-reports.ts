import { createHash } from 'node:crypto'
import { findDossier } from '#modules/dossiers'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeStorable } from '#platform/storable-text'
import type { Arrived } from './ports.ts'
import {
  addRefusal,
  addReport,
  type CameBy,
  foldReports,
  lockSystem,
  type MinistrySystem,
  notePull,
  tieToOurs,
} from './repository.ts'
import { listHandedOver } from './repository-hand-over.ts'
import { judgeReport, type Report, type ReportProblem } from './rules/report.ts'

/** What became of a report: kept, known already, or refused with what is wrong. */
export type Outcome =
  | Readonly<{ outcome: 'taken' | 'known' }>
  | Readonly<{ outcome: 'refused'; problem: string }>

const longestKept = 20_000

/**
 * Takes what a ministry's system reports, however often and in whatever order it comes: each report is kept once, and the
 * mirrors of the dossiers become what the newest says. What is wrong with one holds up none of the others. `cursor`: how
 * far the system was read, kept in the same transaction.
 */
export async function receiveReports(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  systemCode: string,
  items: readonly Arrived[],
  { cameBy, cursor }: Readonly<{ cameBy: CameBy; cursor?: string }>,
): Promise<Outcome[]> {
  return await db.transaction().execute(async (tx) => {
    const system = await lockSystem(tx, systemCode)
    if (!system) throw new Error(`no ministry system ${systemCode} is entered`)
    const at = clock.now()
    const outcomes: Outcome[] = []
    const touched = new Set<string>()
    for (const item of makeStorable(items)) {
      const outcome = await receiveOne(tx, system, item, { cameBy, at })
      outcomes.push(outcome)
      if (item.ok && outcome.outcome === 'taken') touched.add(item.report.dossierCode)
    }
    await foldReports(tx, system.code, [...touched])
    await tieMirrors(tx, system.code, [...touched])
    if (cursor !== undefined) await notePull(tx, system.code, { cursor, pulledAt: at })
    return outcomes
  })
}

async function receiveOne(
  tx: Tx,
  { code: system, orderedBy }: MinistrySystem,
  item: Arrived,
  how: Readonly<{ cameBy: CameBy; at: ReturnType<Context['clock']['now']> }>,
): Promise<Outcome> {
  if (!item.ok) return await refuse(tx, { system, theirCode: null, problem: item.problem, raw: item.raw }, how)
  const report: Report = orderedBy === 'time' ? { ...item.report, sequence: null } : item.report
  const problems = judgeReport(report, orderedBy, how.at)
  if (problems.length > 0) {
    const refused = { theirCode: report.dossierCode.slice(0, 60), raw: JSON.stringify(item.report) }
    return await refuse(tx, { system, ...refused, problem: explain(problems) }, how)
  }
  const isNew = await addReport(tx, { system, report, sha256: hashOf(JSON.stringify(report)), ...how })
  return { outcome: isNew ? 'taken' : 'known' }
}

async function refuse(
  tx: Tx,
  {
    system,
    theirCode,
    problem,
    raw,
  }: Readonly<{ system: string; theirCode: string | null; problem: string; raw: string }>,
  how: Readonly<{ cameBy: CameBy; at: ReturnType<Context['clock']['now']> }>,
): Promise<Outcome> {
  const content = raw.slice(0, longestKept)
  await addRefusal(tx, {
    system,
    theirCode,
    problem: problem.slice(0, 500),
    content,
    sha256: hashOf(raw),
    ...how,
  })
  return { outcome: 'refused', problem }
}

const explain = (problems: readonly ReportProblem[]): string =>
  problems.map(({ field, expected }) => `${field}: ${expected}`).join('; ')

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Ties mirrors to the dossiers of ours that were handed over: theirs then stands beside ours, and in no list of others'. */
async function tieMirrors(tx: Tx, system: string, theirCodes: readonly string[]): Promise<void> {
  for (const { theirCode, dossierCode } of await listHandedOver(tx, system, theirCodes)) {
    const ours = await findDossier(tx, dossierCode)
    if (ours) await tieToOurs(tx, system, theirCode, ours.id)
  }
}
