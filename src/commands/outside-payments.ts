import { readFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { lineFaults } from '#adapters/faulty-line'
import {
  openPaymentPlatform,
  type PlatformFaults,
  soundPlatform,
  startStandInPlatform,
} from '#adapters/payment-platform'
import { type FaultSwitch, openFaultSwitch } from '#app'
import type { FeeAccount, PaymentPlatform } from '#modules/payments'
import { ConfigError, type Environment } from '#platform/config'
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
      accounts: { usual: usualAccount(config), ofAgencies: readAccounts(config.PAYMENT_ACCOUNTS_FILE) },
      feeKindCodes: readFeeKindCodes(config.PAYMENT_FEE_KIND_CODES),
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
  expired: { ...soundPlatform, line: 'expired' },
  duplicate: { ...soundPlatform, line: 'duplicate', callback: 'twice' },
  reorder: { ...soundPlatform, callback: 'reorder' },
  no_report: { ...soundPlatform, callback: 'never' },
  wrong_sum: { ...soundPlatform, amount: 'wrong' },
}

const usualAccount = (config: Environment): FeeAccount | null =>
  config.PAYMENT_BANK_BIN && config.PAYMENT_ACCOUNT_NUMBER
    ? {
        bankBin: config.PAYMENT_BANK_BIN,
        number: config.PAYMENT_ACCOUNT_NUMBER,
        name: config.PAYMENT_ACCOUNT_NAME,
      }
    : null

const said = Type.String({ minLength: 1, maxLength: 200 })
const accountsShape = Type.Array(
  Type.Object(
    {
      agency: said,
      from: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
      bankBin: Type.String({ pattern: '^\\d{6}$' }),
      number: Type.String({ pattern: '^[0-9A-Za-z]{1,19}$' }),
      name: said,
      unitCode: Type.Optional(said),
      treasury: Type.Optional(said),
      treasuryAccount: Type.Optional(said),
    },
    { additionalProperties: false },
  ),
  { maxItems: 5000 },
)

/** The accounts of agencies, as a province lists them. Throws `ConfigError`: money is not sent to a guess. */
export function readAccounts(file: string | undefined): Static<typeof accountsShape> {
  if (!file) return []
  try {
    const listed: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (Check(accountsShape, listed)) return listed
  } catch (error) {
    throw new ConfigError(`PAYMENT_ACCOUNTS_FILE cannot be read: ${(error as Error).message}`)
  }
  throw new ConfigError(
    'PAYMENT_ACCOUNTS_FILE is no list of accounts with agency, bankBin, number and name, and at most from, unitCode, treasury and treasuryAccount',
  )
}

const readFeeKindCodes = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(text.split(/,\s*/).flatMap((pair) => (pair === '' ? [] : [pair.split('=')])))
