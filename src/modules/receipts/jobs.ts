import { localDay } from '#modules/calendar'
import { listPaidCharges } from '#modules/payments'
import type { SubjectHandler } from '#modules/signing'
import type { Context } from '#platform/context'
import { defineJob, enqueue, type Schedule } from '#platform/jobs'
import { issueReceipt } from './issue-receipt.ts'
import type { TaxAuthority } from './ports.ts'
import { cancelRefunded } from './replace-receipt.ts'
import { appendFile, type Media } from './repository.ts'
import { lockUnsealed, removeUnsealed, saveUnsealed } from './repository-seals.ts'
import { listUntoldDays, listWaiting } from './repository-summaries.ts'
import { spanOf, summaryAt } from './rules/day.ts'
import { nextSealAt } from './rules/seal.ts'
import { sealWaiting, sealWaitingJob } from './seal-again.ts'
import { setReceipt } from './set-receipt.ts'
import { sendSummary, summariseDay } from './summarise-day.ts'

/** What `payments` is handed: a receipt for what was paid, taken back when the fee was given back. */
export const receiptGiver = { give: issueReceipt, takeBack: cancelRefunded } as const

const setReceipts = defineJob<{ receiptId: string }, Context>('receipts.set', ({ receiptId }, context) =>
  setReceipt(context, receiptId),
)

const summarise = defineJob<{ agencyId: string; dayOn: string }, Context>(
  'receipts.summarise',
  async (of, context) => {
    await summariseDay(context, of)
  },
)

const send = (authority: TaxAuthority | null) =>
  defineJob<{ summaryId: string }, Context>('receipts.send_summary', ({ summaryId }, context) =>
    sendSummary(context, authority, summaryId),
  )

const portion = 500

/**
 * What should have happened by itself, and has not: a fee of today or yesterday without a receipt, a receipt that no summary
 * tells, a summary without an answer. Found and done again; there is nothing to find unless a job was lost or given up.
 */
const catchUp = defineJob<unknown, Context>('receipts.catch_up', async (_, context) => {
  const { db, clock, config } = context
  const now = clock.now()
  const today = localDay(now)
  const { from } = spanOf(today.subtract({ days: 1 }))
  const { until } = spanOf(today)
  for (let after: string | null = null; ; ) {
    const charges: string[] = await listPaidCharges(db, { from, until }, { after, limit: portion })
    for (const chargeId of charges) await issueReceipt(context, chargeId)
    after = charges.at(-1) ?? null
    if (charges.length < portion) break
  }
  const isTime = summaryAt(now, config.RECEIPT_SUMMARY_AT).equals(now)
  const last = isTime ? today : today.subtract({ days: 1 })
  const days = { from: today.subtract({ days: 60 }).toString(), until: last.toString() }
  for (const of of await listUntoldDays(db, days)) await summariseDay(context, of)
  const waiting = await listWaiting(db, portion)
  await db.transaction().execute(async (tx) => {
    for (const summaryId of waiting)
      await enqueue(tx, { name: 'receipts.send_summary' }, { summaryId }, { key: `receipts.send:${summaryId}` })
  })
})

const sealAll = defineJob<unknown, Context>(sealWaitingJob.name, (_, context) => sealWaiting(context))

/** What the worker can do for receipts; without a tax authority summaries wait. */
export const receiptJobs = (authority: TaxAuthority | null) =>
  [setReceipts, sealAll, summarise, send(authority), catchUp] as const

/** When it does so by itself. */
export const receiptSchedules: readonly Schedule[] = [
  { job: 'receipts.catch_up', everyMinutes: 30 },
  { job: sealWaitingJob.name, everyMinutes: 10 },
]

/** What signing tells of the seals on receipts: each content is a row, the earlier ones stay; what failed is asked for again. */
const subjectOf = (media: Media): SubjectHandler => {
  const keepSealed = async ({ db, clock }: Context, receiptId: string, state: string, sha256: string) =>
    await db.transaction().execute(async (tx) => {
      await appendFile(tx, receiptId, { media, state, sha256, at: clock.now() })
      await removeUnsealed(tx, { receiptId, media })
    })
  const keepFailed = async ({ db, clock }: Context, receiptId: string) =>
    await db.transaction().execute(async (tx) => {
      const at = clock.now()
      await appendFile(tx, receiptId, { media, state: 'failed', sha256: null, at })
      const unsealed = await lockUnsealed(tx, { receiptId, media })
      if (unsealed?.state === 'asked')
        await saveUnsealed(tx, { ...unsealed, state: 'failed' }, nextSealAt(unsealed.tries, at))
    })
  return {
    onSigned: (context, { subjectId, signedSha256 }) => keepSealed(context, subjectId, 'sealed', signedSha256),
    onStrengthened: (context, { subjectId, signedSha256 }) =>
      keepSealed(context, subjectId, 'strengthened', signedSha256),
    onFailed: (context, { subjectId }) => keepFailed(context, subjectId),
  }
}

export const receiptSubjects = { e_receipt_pdf: subjectOf('pdf'), e_receipt_xml: subjectOf('xml') } as const
