import { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { getAgency } from '#modules/organisations'
import type { MoneyOfficer } from '#modules/payments'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { enqueue } from '#platform/jobs'
import { type TaxAnswer, type TaxAuthority, TaxAuthorityUnreachable } from './ports.ts'
import {
  appendSummary,
  type DaySummary,
  findSummary,
  listLines,
  recordSending,
  reopenSummary,
  takeUntold,
} from './repository-summaries.ts'
import { taxCodeOf } from './rules/series.ts'

type Server = Pick<Context, 'db' | 'clock' | 'config'>

/** The most lines of one summary; a day of more has several. */
const mostLines = 5000

/**
 * Puts what happened to the receipts of an agency on a day, and is in no summary yet, into the next one, and queues its sending.
 * Each receipt and each cancellation is told once, however often this runs. Answers how many summaries were made.
 */
export async function summariseDay(
  { db, clock, config }: Server,
  of: Readonly<{ agencyId: string; dayOn: string }>,
): Promise<number> {
  const agency = await getAgency(db, of.agencyId)
  const taxCode = taxCodeOf(config, agency.code)
  for (let made = 0; ; made += 1) {
    const untold = await db.transaction().execute(async (tx) => {
      const lines = await takeUntold(tx, of, mostLines)
      if (lines.length === 0) return 0
      const summary = { ...of, agencyName: agency.name, taxCode, madeAt: clock.now() }
      const id = await appendSummary(tx, summary, lines)
      await enqueue(tx, { name: 'receipts.send_summary' }, { summaryId: id }, { key: `receipts.send:${id}` })
      return lines.length
    })
    if (untold < mostLines) return untold === 0 ? made : made + 1
  }
}

/**
 * Sends a summary, and keeps the answer. It may be sent as often as it takes: the authority knows it by its id. Without an
 * answer it throws, and is sent again later.
 */
export async function sendSummary(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  authority: TaxAuthority | null,
  summaryId: string,
): Promise<void> {
  const summary = await findSummary(db, summaryId)
  if (!authority || summary?.state !== 'waiting') return
  const told = await ask(authority, summary, await listLines(db, summaryId))
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    const answer = told.state === 'accepted' ? told.reference : told.reason
    await recordSending(tx, summaryId, { at, outcome: told.state, answer })
    await appendAudit(tx, {
      at,
      actor: { kind: 'system' },
      action: `receipts.summary_${told.state}`,
      subjectKind: 'receipt_summary',
      subjectId: summaryId,
      subjectCode: `${summary.dayOn}/${summary.number}`,
      detail: { agency: summary.agencyName, lines: summary.lines, answer: answer.slice(0, 200) },
    })
  })
  if (told.state === 'unreachable') throw told.error
}

type Told = TaxAnswer | Readonly<{ state: 'unreachable'; reason: string; error: Error }>

async function ask(
  authority: TaxAuthority,
  summary: DaySummary,
  lines: Awaited<ReturnType<typeof listLines>>,
): Promise<Told> {
  const { id, agencyName, taxCode, dayOn, number, issuedVnd, cancelledVnd } = summary
  const day = Temporal.PlainDate.from(dayOn)
  try {
    return await authority.send({ id, agencyName, taxCode, day, number, issuedVnd, cancelledVnd, lines })
  } catch (error) {
    if (!(error instanceof TaxAuthorityUnreachable)) throw error
    return { state: 'unreachable', reason: error.message, error }
  }
}

/**
 * A summary that was refused is sent again, once what was wrong is put right: with the name and the tax code that its agency has
 * now, the lines as they were. False: it was not refused. Throws `request.not_found` to officers of another agency.
 */
export const sendAgain = async (
  { db, config }: Pick<Context, 'db' | 'config'>,
  summaryId: string,
  officer: Pick<MoneyOfficer, 'agencyId'>,
): Promise<boolean> =>
  await db.transaction().execute(async (tx) => {
    const summary = await findSummary(tx, summaryId)
    if (summary?.agencyId !== officer.agencyId) throw requestProblem('request.not_found')
    const { name, code } = await getAgency(tx, summary.agencyId)
    const agency = { agencyName: name, taxCode: taxCodeOf(config, code) }
    if (!(await reopenSummary(tx, summaryId, agency))) return false
    await enqueue(tx, { name: 'receipts.send_summary' }, { summaryId }, { key: `receipts.send:${summaryId}` })
    return true
  })
