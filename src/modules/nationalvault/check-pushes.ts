import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import type { Gauge } from '#platform/telemetry'
import { tallyPushes } from './repository-pushes.ts'
import { mostWaitSeconds } from './rules/patience.ts'

type Server = Pick<Context, 'db' | 'clock' | 'config'>

async function readTally({ db, clock }: Pick<Server, 'db' | 'clock'>) {
  const tally = await tallyPushes(db)
  const oldest = tally.oldestQueuedAt?.epochMilliseconds
  const age = oldest === undefined ? 0 : (clock.now().epochMilliseconds - oldest) / 1000
  return { ...tally, lagSeconds: Math.max(0, Math.floor(age)) }
}

/** Warns when the national vault is not told of our results within half an hour. Where there is none they wait, and that is no fault. */
export const checkNationalVault =
  (context: Server): HealthCheck =>
  async () => {
    const { NATIONAL_VAULT_URL: url, MOTCUA_DEMO: demo } = context.config
    if (!url && demo !== 'on') return { check: 'national_vault', ok: true, found: 'not connected' }
    const { waiting, refused, lagSeconds } = await readTally(context)
    const found = `${waiting} wait, the oldest for ${Math.floor(lagSeconds / 60)} min; ${refused} refused`
    return { check: 'national_vault', ok: true, found, warning: lagSeconds > mostWaitSeconds ? found : null }
  }

/** What of the national vault is measured. */
export const nationalVaultGauges = (context: Pick<Server, 'db' | 'clock'>): readonly Gauge[] => [
  {
    name: 'motcua_national_vault_lag_seconds',
    help: 'How long the result that waits longest to be told to the national vault has waited; 0 when none waits.',
    read: async () => (await readTally(context)).lagSeconds,
  },
  {
    name: 'motcua_national_vault_waiting',
    help: 'Results that wait to be told to the national vault, counted to 10,000.',
    read: async () => (await readTally(context)).waiting,
  },
  {
    name: 'motcua_national_vault_refused',
    help: 'Results that the national vault refused, for a person to look at.',
    read: async () => (await readTally(context)).refused,
  },
]
