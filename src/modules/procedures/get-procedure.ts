import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { memoryOf } from '#platform/memory'
import { procedureProblem } from './errors.ts'
import { findVersion, findVersionInForce, isOffered } from './repository.ts'
import type { CatalogueProcedure, Procedure } from './rules/procedure.ts'

// Which version is in force is asked at every submission: it is kept for some seconds, and dropped when packs are loaded.
const inForceOf = memoryOf<Db, CatalogueProcedure | null>(5_000, 5_000)

/** Forgets which versions are in force in `db`, after versions were added. */
export const forgetProcedures = (db: Db): void => inForceOf(db).clear()

/** A code as people type it: at most this long, nothing invisible. */
const codeShape = /^[\p{L}\d._-]{1,40}$/u

/**
 * The version of `code` in force on `on` (YYYY-MM-DD; default: today): `status` says whether it can be applied for.
 * Throws `procedures.not_found`.
 */
export async function getCatalogueProcedure(db: Db, code: string, on?: string): Promise<CatalogueProcedure> {
  const found = codeShape.test(code)
    ? await inForceOf(db).get(`${code} ${on ?? ''}`, () => findVersionInForce(db, code, on ?? null))
    : null
  if (!found) throw procedureProblem('procedures.not_found', { procedure: code.slice(0, 40) })
  return found
}

/** The procedure `code` that people can apply for today, by the clock of the system. Throws as `getProcedure`. */
export const getProcedureToday = (
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  code: string,
): Promise<Procedure> => getProcedure(db, code, dayOf(clock.now()))

/** The calendar day of an instant in Việt Nam, YYYY-MM-DD. */
export const dayOf = (at: Temporal.Instant): string =>
  at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate().toString()

/**
 * The procedure `code` that people can apply for, in the version in force on `on` (YYYY-MM-DD; default: today).
 * Throws `procedures.not_found`, or `procedures.not_offered` when it is only described.
 */
export async function getProcedure(db: Db, code: string, on?: string): Promise<Procedure> {
  const found = await getCatalogueProcedure(db, code, on)
  if (!isOffered(found)) throw procedureProblem('procedures.not_offered', { procedure: found.code })
  return found
}

/** The version a dossier was filed under, or null. Kept in memory: versions never change. */
export async function findProcedureVersion(db: Db, versionId: string): Promise<Procedure | null> {
  const found = await findVersion(db, versionId)
  return isOffered(found) ? found : null
}
