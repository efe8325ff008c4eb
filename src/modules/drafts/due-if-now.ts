import { calculateDue, formatMoment, loadCalendar } from '#modules/calendar'
import { findCompetentAgency } from '#modules/organisations'
import type { Context } from '#platform/context'
import type { Language } from '#platform/i18n'
import { placeAnswersOf } from './check-draft.ts'
import type { DraftView } from './read-draft.ts'

/** Now, and when the result would be due if the dossier were accepted now; null while it is open who decides. */
export async function findDueIfNow(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  view: DraftView,
  language: Language,
): Promise<Readonly<{ now: string; due: string }> | null> {
  const { level, departmentKey, timeLimit } = view.procedure
  const { commune } = placeAnswersOf(view)
  const communeCode = typeof commune === 'string' ? commune : null
  const agency = await findCompetentAgency(db, { level, communeCode, departmentKey })
  if (!agency) return null
  const now = clock.now()
  const { dueAt } = calculateDue(await loadCalendar(db, agency.code), timeLimit, now)
  return { now: formatMoment(now, language), due: formatMoment(dueAt, language) }
}
