import { openTaxAuthority, startStandInTaxAuthority, taxFaults } from '#adapters/tax-authority'
import { type FaultSwitch, openFaultSwitch } from '#app'
import type { TaxAuthority } from '#modules/receipts'
import type { Context } from '#platform/context'
import { canExpire, openSecureLine } from './secure-line.ts'

export type ConnectedTax = Readonly<{
  /** Null: summaries of receipts wait. */
  taxAuthority: TaxAuthority | null
  switches: readonly FaultSwitch[]
  standIns: readonly string[]
  close: () => Promise<void>
}>

const nothing = { switches: [], standIns: [], close: async () => undefined } as const

/** Connects the tax authority that the settings name; in the demo a stand-in where they name none. */
export async function connectTaxAuthority({ config }: Context): Promise<ConnectedTax> {
  if (config.TAX_AUTHORITY_URL) {
    const { TAX_AUTHORITY_URL: url, TAX_AUTHORITY_TOKEN: token } = config
    return { ...nothing, taxAuthority: openTaxAuthority({ url, token }) }
  }
  if (config.MOTCUA_DEMO !== 'on') return { ...nothing, taxAuthority: null }
  const standIn = await startStandInTaxAuthority()
  const line = await openSecureLine(standIn)
  const whole: Parameters<typeof standIn.setFault>[0] = null
  const faults = Object.fromEntries(taxFaults.map((fault) => [fault, fault]))
  return {
    taxAuthority: openTaxAuthority({ url: line.url, token: standIn.token }),
    switches: [
      canExpire(
        openFaultSwitch({ standIn: 'tax_authority', page: standIn.url, whole, faults }, standIn.setFault),
        line,
      ),
    ],
    standIns: [`stand-in tax authority at ${standIn.url}`],
    close: line.stop,
  }
}
