import type { Context } from '#platform/context'
import { foldReports, listToRead, lockSystem, type Touched } from './repository.ts'

const portion = 500

/** Reads again what a mapping that was entered or ended is about, in portions. Answers how many dossiers it looked at. */
export async function readAgain(
  { db }: Pick<Context, 'db'>,
  system: string,
  touched: Touched,
): Promise<number> {
  let count = 0
  for (let after = ''; ; ) {
    const codes = await db.transaction().execute(async (tx) => {
      await lockSystem(tx, system)
      const found = await listToRead(tx, system, touched, { after, limit: portion })
      await foldReports(tx, system, found)
      return found
    })
    count += codes.length
    if (codes.length < portion) return count
    after = codes.at(-1) ?? ''
  }
}
