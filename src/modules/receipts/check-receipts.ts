import { localDay } from '#modules/calendar'
import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import type { Gauge } from '#platform/telemetry'
import { listUntoldDays, tallyUntold } from './repository-summaries.ts'

type Server = Pick<Context, 'db' | 'clock' | 'config'>

/** Warns while a receipt of the days before today was not told to the tax authority, or not taken (NĐ 254/2026 Đ29 k3.b). */
export const checkReceipts =
  (context: Server): HealthCheck =>
  async () => {
    const { open, refused, oldestOn, untoldDays } = await readUntold(context)
    const { TAX_AUTHORITY_URL, MOTCUA_DEMO } = context.config
    const isConnected = TAX_AUTHORITY_URL !== undefined || MOTCUA_DEMO === 'on'
    const since = oldestOn ? `, the first of ${oldestOn}` : ''
    const found = `${open} summaries of past days without acceptance (${refused} refused)${since}; ${untoldDays} days with receipts in none`
    return {
      check: 'receipts',
      ok: true,
      found: isConnected ? found : `no tax authority is connected; ${found}`,
      warning: isConnected && open + untoldDays > 0 ? found : null,
    }
  }

/** What of the days before today the tax authority has not accepted, or was not told, and the first such day. */
export async function readUntold({ db, clock }: Pick<Server, 'db' | 'clock'>) {
  const today = localDay(clock.now())
  const yesterday = today.subtract({ days: 1 }).toString()
  const days = await listUntoldDays(db, { from: today.subtract({ days: 60 }).toString(), until: yesterday })
  const summaries = await tallyUntold(db, today.toString())
  const [firstUntold, firstOpen] = [days[0]?.dayOn ?? null, summaries.oldestOn]
  const isUntoldFirst = firstUntold !== null && (firstOpen === null || firstUntold < firstOpen)
  return { ...summaries, oldestOn: isUntoldFirst ? firstUntold : firstOpen, untoldDays: days.length }
}

/** What of receipts is measured. */
export const receiptGauges = (context: Server): readonly Gauge[] => [
  {
    name: 'motcua_receipt_summaries_open',
    help: 'Summaries of receipts of past days that the tax authority has not accepted.',
    read: async () => (await readUntold(context)).open,
  },
]
