import { openNationalVault, startStandInVault, vaultFaults } from '#adapters/national-vault'
import { type FaultSwitch, openFaultSwitch } from '#app'
import type { NationalVault } from '#modules/nationalvault'
import type { Context } from '#platform/context'
import { canExpire, openSecureLine } from './secure-line.ts'

export type ConnectedVault = Readonly<{
  /** Null: it is not connected. */
  nationalVault: NationalVault | null
  switches: readonly FaultSwitch[]
  standIns: readonly string[]
  close: () => Promise<void>
}>

/** Connects the national vault that the settings name, or in the demo its stand-in. */
export async function connectNationalVault({ config }: Pick<Context, 'config'>): Promise<ConnectedVault> {
  const limits = { timeoutMs: config.NATIONAL_VAULT_TIMEOUT_MS, mostBytes: config.UPLOAD_MAX_BYTES }
  const close = async () => undefined
  if (config.NATIONAL_VAULT_URL) {
    const nationalVault = openNationalVault({
      ...limits,
      url: config.NATIONAL_VAULT_URL,
      token: config.NATIONAL_VAULT_TOKEN,
      searchPath: config.NATIONAL_VAULT_SEARCH_PATH,
      filePath: config.NATIONAL_VAULT_FILE_PATH,
      pushPath: config.NATIONAL_VAULT_PUSH_PATH,
    })
    return { nationalVault, switches: [], standIns: [], close }
  }
  if (config.MOTCUA_DEMO !== 'on') return { nationalVault: null, switches: [], standIns: [], close }
  const standIn = await startStandInVault()
  const line = await openSecureLine(standIn)
  const faults = Object.fromEntries(vaultFaults.map((fault) => [fault, fault]))
  const whole: Parameters<typeof standIn.break>[0] = null
  return {
    nationalVault: openNationalVault({ ...standIn.connection, url: line.url, ...limits }),
    switches: [
      canExpire(
        openFaultSwitch({ standIn: 'national_vault', page: standIn.url, whole, faults }, standIn.break),
        line,
      ),
    ],
    standIns: [`stand-in national vault at ${standIn.url}`],
    close: line.stop,
  }
}
