import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { type DossierView, listStepTimes, readDossier } from '#modules/dossiers'
import { listDesks } from '#modules/organisations'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { makeApology, readExtension } from './make-apology.ts'
import { makeControlSheet } from './make-control-sheet.ts'
import { makeReceiptView } from './make-receipt.ts'
import type { ListConsultations } from './ports.ts'
import { renderApology } from './render-apology.ts'
import { renderControlSheet } from './render-control-sheet.ts'
import { renderReceipt } from './render-receipt.ts'

const schema = { hide: true, params: Type.Object({ code: Type.String({ maxLength: 60 }) }) } as const
const reading = { config: { permission: 'dossiers.read' }, schema } as const
const working = { config: { permission: 'dossiers.list_work' }, schema } as const
const sides = ['/my', '/officer'] as const

/**
 * The printed forms of a dossier, for whoever may read it: `…/receipt.pdf` (01), `…/apology.pdf` (04) once it was extended,
 * and for officers `…/control-sheet.pdf` (06). There is none before acceptance.
 */
export const formPages =
  (context: Context, listConsultations: ListConsultations): FastifyPluginAsyncTypebox =>
  async (app) => {
    for (const side of sides) {
      app.get(`${side}/dossiers/:code/receipt.pdf`, reading, async ({ params, actor }, reply) => {
        const view = await readDossier(context, params.code, actor, 'receipt')
        const code = codeOf(view)
        const receipt = makeReceiptView(view, context.publicUrl, await findDeskName(context.db, view))
        return sendPdf(reply, `giay-hen-${code}`, await renderReceipt(receipt))
      })

      app.get(`${side}/dossiers/:code/apology.pdf`, reading, async ({ params, actor }, reply) => {
        const view = await readDossier(context, params.code, actor, 'apology')
        const code = codeOf(view)
        const extension = readExtension(view)
        if (!extension) throw requestProblem('request.not_found')
        const letter = makeApology(view, extension, await findDeskName(context.db, view))
        return sendPdf(reply, `xin-loi-${code}`, await renderApology(letter))
      })
    }

    app.get('/officer/dossiers/:code/control-sheet.pdf', working, async ({ params, actor }, reply) => {
      const view = await readDossier(context, params.code, actor, 'control_sheet')
      const code = codeOf(view)
      const [times, consultations] = await Promise.all([
        listStepTimes(context.db, view.dossier.id),
        listConsultations(view.dossier.id),
      ])
      const sheet = makeControlSheet(view, times, context.clock.now(), consultations)
      return sendPdf(reply, `phieu-kiem-soat-${code}`, await renderControlSheet(sheet))
    })
  }

function codeOf({ dossier: { code } }: DossierView): string {
  if (!code) throw requestProblem('request.not_found')
  return code
}

/** The name of the desk that took the dossier in; '' when it is no more. */
export async function findDeskName(db: Db, { dossier }: DossierView): Promise<string> {
  const desks = await listDesks(db, dossier.receivingAgencyId)
  return desks.find(({ code }) => code === dossier.intakeCode)?.name ?? ''
}

/** Shown in the browser, kept by nobody on the way. `name` is of ASCII letters. */
const sendPdf = (reply: FastifyReply, name: string, pdf: Buffer): FastifyReply =>
  reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="${name}.pdf"`)
    .header('cache-control', 'private, no-store')
    .send(pdf)
