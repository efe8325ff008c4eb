import { Type } from 'typebox'
import { localDay, readCalendarRecord } from '#modules/calendar'
import { findAgencyByCode } from '#modules/organisations'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import type { Language } from '#platform/i18n'
import type { YearView } from './year-view.ts'

/** Years a calendar can be asked for. */
export const yearSchema = Type.Integer({ minimum: 2000, maximum: 2100 })

/** What the page of a year shows. */
export async function loadYear({ db, clock }: Context, year: number, language: Language): Promise<YearView> {
  const record = await readCalendarRecord(db)
  const codes = [...record.hours, ...record.interruptions].map(({ agencyCode }) => agencyCode)
  const agencyNames = await namesOf(db, codes)
  return { year, record, today: localDay(clock.now()), agencyNames, language }
}

/** The names of the agencies that bear these codes; few agencies have hours of their own. */
export async function namesOf(db: Db, codes: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const distinct = [...new Set(codes.filter((code) => code !== null))]
  const found = await Promise.all(distinct.map((code) => findAgencyByCode(db, code)))
  return new Map(distinct.map((code, index) => [code, found[index]?.name ?? code]))
}
