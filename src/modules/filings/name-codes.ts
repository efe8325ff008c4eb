import { listAgencies } from '#modules/organisations'
import { listProcedureNames } from '#modules/procedures'
import type { Db } from '#platform/db'
import type { Language } from '#platform/i18n'

/** The names that codes of ours stand for; a code that is not known has none. */
export type CodeNames = Readonly<Record<'procedure' | 'agency', ReadonlyMap<string, string>>>

/** The names of codes of ours, however many, in two queries. */
export async function nameCodes(
  db: Db,
  codes: Readonly<Record<keyof CodeNames, readonly string[]>>,
  language: Language,
): Promise<CodeNames> {
  const [procedure, agencies] = await Promise.all([
    listProcedureNames(db, codes.procedure, language),
    listAgencies(db, { codes: codes.agency }),
  ])
  return { procedure, agency: new Map(agencies.map(({ code, name }) => [code, name])) }
}
