import { appendAudit } from '#modules/audit'
import type { MoneyOfficer } from '#modules/payments'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'
import { askSeal } from './ask-seal.ts'
import {
  findStopped,
  listDueSeals,
  listSealless,
  type SealScope,
  type UnsealedFile,
  wakeUnsealed,
} from './repository-seals.ts'

type Server = Pick<Context, 'db' | 'clock'>
type Instant = ReturnType<Context['clock']['now']>

/** So many files a run: a provider that comes back is not overrun. */
const portion = 500

/** The job that looks after what has no seal. */
export const sealWaitingJob = { name: 'receipts.seal_waiting' } as const

/**
 * What lacks its seal because the provider was away or refused, or because the agency had none, is sealed again when its turn
 * comes (NĐ 254/2026 Đ23 k2.g). Where an agency has no seal one file asks for all of them.
 */
export async function sealWaiting({ db, clock }: Server): Promise<void> {
  const at = clock.now()
  for (const { agencyId, ...first } of await listSealless(db))
    await db.transaction().execute(async (tx) => {
      if ((await ask(tx, first, at)) !== 'no_seal') await wakeUnsealed(tx, { agencyId }, ['no_seal'], at)
    })
  for (const due of await listDueSeals(db, at, portion))
    await db.transaction().execute((tx) => ask(tx, due, at))
}

/** Files that were never made, or never kept, are made first. */
async function ask(tx: Tx, file: Pick<UnsealedFile, 'receiptId' | 'media' | 'tries'>, at: Instant) {
  const { receiptId } = file
  const state = await askSeal(tx, file, at)
  if (state === 'to_set')
    await enqueue(tx, { name: 'receipts.set' }, { receiptId }, { key: `receipts.set:${receiptId}` })
  return state
}

/**
 * Seals again what failed, by the will of an officer of the agency: one receipt, or all. False: the agency has no seal in force;
 * nothing is lost, and all is sealed when it has one.
 */
export const sealAgain = async (
  { db, clock }: Server,
  receiptId: string | null,
  officer: MoneyOfficer,
): Promise<boolean> =>
  await db.transaction().execute(async (tx) => {
    const at = clock.now()
    const { agencyId } = officer
    const scope: SealScope = { agencyId, receiptId }
    const first = await findStopped(tx, scope)
    if (!first) return true
    const state = await ask(tx, first, at)
    await appendAudit(tx, {
      ...{ at, actor: officer, action: 'receipts.seal_again', detail: { state: state ?? 'sealed' } },
      ...(receiptId
        ? { subjectKind: 'e_receipt', subjectId: receiptId }
        : { subjectKind: 'agency', subjectId: agencyId }),
    })
    if (state === 'no_seal') return false
    await wakeUnsealed(tx, scope, ['to_set', 'no_seal', 'failed'], at)
    await enqueue(tx, sealWaitingJob, {}, { key: sealWaitingJob.name })
    return true
  })
