import { nextSeedNumber, type SeedPlace, seedDossiers } from '#modules/dossiers'
import { findReceivingDesk, listAgencies } from '#modules/organisations'
import { getProcedure } from '#modules/procedures'
import type { Context } from '#platform/context'

const atOnce = 5000
const communeProcedures = ['1.001193', '1.000894', '2.000815', '1.004873', '2.000635']

/** Adds invented dossiers over the communes and procedures of the demo province, in portions. Answers how many. */
export async function generateDossiers(
  context: Context,
  count: number,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  if (count === 0) return 0
  const places = await listPlaces(context)
  const start = await nextSeedNumber(context.db)
  let made = 0
  while (made < count) {
    const portion = Math.min(atOnce, count - made)
    made += await seedDossiers(context.db, places, start + made, portion, context.clock.now().toString())
    onProgress(made, count)
  }
  return made
}

async function listPlaces({ db }: Context): Promise<SeedPlace[]> {
  const procedures = await Promise.all(communeProcedures.map((code) => getProcedure(db, code)))
  const agencies = await listAgencies(db, { kind: 'peoples_committee' })
  const communes = agencies.filter(({ communeCode }) => communeCode !== null)
  const places = await Promise.all(
    communes.map(async ({ id }) => {
      const desk = await findReceivingDesk(db, id)
      return procedures.map(({ versionId, code, name }) => ({
        receivingAgencyId: desk?.agencyId ?? id,
        competentAgencyId: id,
        intakeCode: desk?.code ?? '',
        procedureVersionId: versionId,
        procedureCode: code,
        procedureName: name,
      }))
    }),
  )
  return places.flat()
}
