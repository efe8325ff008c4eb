import { seedDemoAccounts } from '#modules/identity'
import { seedDemoProvince } from '#modules/organisations'
import { loadPacks } from '#modules/packs'
import type { Context } from '#platform/context'

/** Brings what every start needs into the database: the packs; in the demo also the province, its officers and accounts. */
export async function prepareData(context: Context): Promise<void> {
  await loadPacks(context)
  if (context.config.MOTCUA_DEMO !== 'on') return
  await seedDemoProvince(context)
  await seedDemoAccounts(context)
}
