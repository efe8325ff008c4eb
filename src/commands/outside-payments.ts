import { lineFaults } from '#adapters/faulty-line'
import {
  openPaymentPlatform,
  type PlatformFaults,
  soundPlatform,
  startStandInPlatform,
} from '#adapters/payment-platform'
import { type FaultSwitch, openFaultSwitch } from '#app'
import type { FeeAccount, PaymentPlatform } from '#modules/payments'
import type { Environment } from '#platform/config'
import type { Context } from '#platform/context'
import { canExpire, openSecureLine } from './secure-line.ts'

export type ConnectedPayments = Readonly<{
  /** Null: nothing is paid online. */
  payments: PaymentPlatform | null
  switches: readonly FaultSwitch[]
  standIns: readonly string[]
  close: () => Promise<void>
}>

/** Connects the payment platform that the settings name; in the demo a stand-in where they name none. */
export async function connectPayments(context: Context): Promise<ConnectedPayments> {
  const { config, publicUrl, clock } = context
  if (config.PAYMENT_PLATFORM_URL) {
    const payments = openPaymentPlatform({
      url: config.PAYMENT_PLATFORM_URL,
      partnerCode: config.PAYMENT_PARTNER_CODE,
      secret: config.PAYMENT_SECRET ?? '',
      callbackSecret: config.PAYMENT_CALLBACK_SECRET,
      account: accountOf(config),
    })
    return { payments, switches: [], standIns: [], close: async () => undefined }
  }
  if (config.MOTCUA_DEMO !== 'on')
    return { payments: null, switches: [], standIns: [], close: async () => undefined }
  const callbackUrl = `${publicUrl}/api/v1/payments/callbacks/platform`
  const standIn = await startStandInPlatform({ clock, callbackUrl })
  const line = await openSecureLine(standIn)
  const bank = new URL('/bank', standIn.url).href
  return {
    payments: openPaymentPlatform({ ...standIn, url: line.url, pagesUrl: standIn.url }),
    switches: [
      canExpire(
        openFaultSwitch(
          { standIn: 'payment_platform', page: bank, whole: soundPlatform, faults: platformFaults },
          (fault) => {
            standIn.setFaults(fault)
            if (fault.callback === 'once') void standIn.deliver()
          },
        ),
        line,
      ),
    ],
    standIns: [`stand-in payment platform, app of a bank at ${bank}`],
    close: line.stop,
  }
}

const platformFaults: Readonly<Partial<Record<FaultSwitch['faults'][number], PlatformFaults>>> = {
  ...Object.fromEntries(lineFaults.map((line) => [line, { ...soundPlatform, line }])),
  duplicate: { ...soundPlatform, line: 'duplicate', callback: 'twice' },
  reorder: { ...soundPlatform, callback: 'reorder' },
  no_report: { ...soundPlatform, callback: 'never' },
  wrong_sum: { ...soundPlatform, amount: 'wrong' },
}

const accountOf = (config: Environment): FeeAccount | null =>
  config.PAYMENT_BANK_BIN && config.PAYMENT_ACCOUNT_NUMBER
    ? {
        bankBin: config.PAYMENT_BANK_BIN,
        number: config.PAYMENT_ACCOUNT_NUMBER,
        name: config.PAYMENT_ACCOUNT_NAME,
      }
    : null
