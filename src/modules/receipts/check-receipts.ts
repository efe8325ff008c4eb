import { localDay } from '#modules/calendar'
import { getAgency } from '#modules/organisations'
import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import type { Gauge } from '#platform/telemetry'
import { tallyUnsealed, type UnsealedTally } from './repository-seals.ts'
import { listCollectors, listUntoldDays, tallyUntold } from './repository-summaries.ts'
import { sealPatienceMinutes } from './rules/seal.ts'
import { taxCodeOf } from './rules/series.ts'

type Server = Pick<Context, 'db' | 'clock' | 'config'>

/**
 * Warns while a receipt of the days before today was not told to the tax authority, or not taken (NĐ 254/2026 Đ29 k3.b), while
 * one lacks the seal of its agency for hours (Đ23 k2.g), and while an agency that collects has no tax code.
 */
export const checkReceipts =
  (context: Server): HealthCheck =>
  async () => {
    const { open, refused, oldestOn, untoldDays } = await readUntold(context)
    const { TAX_AUTHORITY_URL, MOTCUA_DEMO } = context.config
    const isConnected = TAX_AUTHORITY_URL !== undefined || MOTCUA_DEMO === 'on'
    const unsealed = await readUnsealed(context, null)
    const uncoded = await listUncoded(context)
    const since = oldestOn ? `, the first of ${oldestOn}` : ''
    const found = `${open} summaries of past days without acceptance (${refused} refused)${since}; ${untoldDays} days with receipts in none`
    const warnings = [
      isConnected && open + untoldDays > 0 && found,
      unsealed.count > 0 &&
        `${unsealed.count} receipts without the seal of their agency, the first of ${unsealed.oldestAt && localDay(unsealed.oldestAt)}`,
      uncoded.length > 0 && `agencies that collect without a tax code: ${uncoded.slice(0, 10).join(', ')}`,
    ].filter((warning) => warning !== false)
    return {
      check: 'receipts',
      ok: true,
      found: isConnected ? found : `no tax authority is connected; ${found}`,
      warning: warnings.length > 0 ? warnings.join('; ') : null,
    }
  }

/** The codes of the agencies that gave receipts this year and have no tax code: it belongs on each (NĐ 254/2026 Đ23 k2). */
async function listUncoded({ db, clock, config }: Server): Promise<string[]> {
  const collectors = await listCollectors(db, localDay(clock.now()).year)
  const agencies = await Promise.all(collectors.map((id) => getAgency(db, id)))
  return agencies.flatMap(({ code }) => (taxCodeOf(config, code) === null ? code : [])).toSorted()
}

/** Receipts, of an agency or (null) of all, that lack the seal of their agency though it had time to be set. */
export const readUnsealed = (
  { db, clock }: Pick<Server, 'db' | 'clock'>,
  agencyId: string | null,
): Promise<UnsealedTally> =>
  tallyUnsealed(db, { agencyId, before: clock.now().subtract({ minutes: sealPatienceMinutes }) })

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
  {
    name: 'motcua_receipts_unsealed',
    help: 'Receipts that lack the seal of their agency for two hours, counted among the 10,000 oldest files.',
    read: async () => (await readUnsealed(context, null)).count,
  },
]
