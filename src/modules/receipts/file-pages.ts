import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { appendAudit } from '#modules/audit'
import { findDossierById, mayReadDossier } from '#modules/dossiers'
import type { Actor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { readReference } from '#platform/ids'
import { fileNameOf } from './ask-seal.ts'
import { receiptMessages } from './messages.ts'
import { type EReceipt, findReceiptByCheckCode, listFiles, listReceipts, type Media } from './repository.ts'
import { writeReference } from './rules/series.ts'
import { setReceipt } from './set-receipt.ts'

const params = Type.Object({ code: Type.String({ maxLength: 40 }) })
const reading = { config: { permission: 'receipts.read' }, schema: { hide: true, params } } as const
const types = { pdf: 'application/pdf', xml: 'application/xml; charset=utf-8' } as const

export const fileHref = (checkCode: string, media: Media): string => `/receipts/${checkCode}/receipt.${media}`

/** `/receipts/:code/receipt.pdf`, `.xml`: a receipt by its check code, for who may read its dossier. */
export const receiptFilePages =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    for (const media of ['pdf', 'xml'] as const) {
      app.get(fileHref(':code', media), reading, async ({ params, actor }, reply) => {
        const file = await findFile(context, actor, params.code, media)
        if (!file) throw requestProblem('request.not_found')
        return await reply
          .header('content-type', types[media])
          .header('content-disposition', `inline; filename="${file.name}.${media}"`)
          .header('cache-control', 'no-store')
          .header('content-length', await context.files.sizeOf(file.sha256))
          .send(context.files.read(file.sha256))
      })
    }
  }

/** What was asked for before the job set it is set on the way. */
async function findFile(context: Context, actor: Actor, typed: string, media: Media) {
  const code = readReference(typed)
  const receipt = code && (await findReceiptByCheckCode(context.db, code))
  if (!receipt || !(await mayReadReceipt(context.db, actor, receipt.dossierId))) return null
  const find = async () => (await listFiles(context.db, receipt.id)).find((file) => file.media === media)
  let file = await find()
  if (!file) {
    await setReceipt(context, receipt.id)
    file = await find()
  }
  if (!file) return null
  await noteReading(context, actor, receipt)
  return { sha256: file.sha256, name: fileNameOf(receipt) }
}

/** A receipt is read by whoever may read its dossier. */
async function mayReadReceipt(db: Db, actor: Actor, dossierId: string): Promise<boolean> {
  if (actor.kind === 'nobody') return false
  const dossier = await findDossierById(db, dossierId)
  return dossier !== null && mayReadDossier(actor, dossier)
}

/** Reading a receipt is recorded as reading its dossier is: it says who paid, and for what. */
export async function noteReading(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  actor: Actor,
  { dossierId, dossierCode, receiptSymbol, number }: EReceipt,
): Promise<void> {
  const about = { subjectKind: 'dossier', subjectId: dossierId, subjectCode: dossierCode }
  const entry = { actor, action: 'receipts.read', ...about, detail: { receiptSymbol, number } }
  await db.transaction().execute((tx) => appendAudit(tx, { at: clock.now(), ...entry }))
}

/** The receipts of each charge of a dossier, as lines for its page: the one in force first. */
export async function describeReceipts(
  db: Db,
  dossierId: string,
  language: Language,
): Promise<ReadonlyMap<string, Html>> {
  const say = receiptMessages(language)
  const lines = (await listReceipts(db, dossierId)).toReversed().map((receipt) => {
    const { chargeId, checkCode, receiptSymbol, number, cancellation } = receipt
    const why = { replaced: say.replacedLine, refunded: say.refundedLine }
    const about = html`<span class="ds-sr-only"> ${writeReference(receiptSymbol, number)}</span>`
    const line = html`<br><a href="${fileHref(checkCode, 'pdf')}">${say.lineOf(writeReference(receiptSymbol, number))}</a> (PDF), <a href="${fileHref(checkCode, 'xml')}">XML${about}</a>${cancellation && html`: ${why[cancellation.kind]}`}`
    return { chargeId, line }
  })
  const grouped = Map.groupBy(lines, ({ chargeId }) => chargeId)
  return new Map([...grouped].map(([chargeId, own]) => [chargeId, html`${own.map(({ line }) => line)}`]))
}
