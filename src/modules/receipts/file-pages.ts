import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { findDossierById, mayReadDossier } from '#modules/dossiers'
import type { Actor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { readReference } from '#platform/ids'
import { receiptMessages } from './messages.ts'
import { findReceiptByCheckCode, listFiles, listReceipts, type Media } from './repository.ts'
import { writeReference } from './rules/series.ts'
import { fileNameOf, setReceipt } from './set-receipt.ts'

const params = Type.Object({ code: Type.String({ maxLength: 40 }) })
const reading = { config: { permission: 'receipts.read' }, schema: { hide: true, params } } as const
const types = { pdf: 'application/pdf', xml: 'application/xml; charset=utf-8' } as const

export const fileHref = (checkCode: string, media: Media): string => `/receipts/${checkCode}/receipt.${media}`

/** `/receipts/:code/receipt.pdf`, `.xml`: a receipt by its check code, for who may read its dossier, and for who keeps the books. */
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
  return file ? { sha256: file.sha256, name: fileNameOf(receipt) } : null
}

/** Who keeps the books reads every receipt; everybody else those of the dossiers they may read. */
async function mayReadReceipt(db: Db, actor: Actor, dossierId: string): Promise<boolean> {
  if (actor.kind === 'nobody') return false
  if (actor.kind === 'officer' && actor.roles.some((role) => bookkeepers.has(role))) return true
  const dossier = await findDossierById(db, dossierId)
  return dossier !== null && mayReadDossier(actor, dossier)
}

const bookkeepers: ReadonlySet<string> = new Set(['cashier', 'leader', 'auditor'])

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
