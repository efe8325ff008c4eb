import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Temporal } from 'temporal-polyfill'
import { Type } from 'typebox'
import { formatDay, formatMoment, localDay } from '#modules/calendar'
import { type DossierView, readDossier } from '#modules/dossiers'
import { type ApologyView, renderApology, writeApology, writePlaceLine } from '#modules/forms'
import { listDesks } from '#modules/organisations'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { collectAtOf } from './receipt.ts'
import { sendPdf } from './send-pdf.ts'

/** Where the apology for a missed due time is had: by the person, and by officers. */
const addresses = ['/my/dossiers/:code/apology.pdf', '/officer/dossiers/:code/apology.pdf'] as const

/** `…/apology.pdf` (form 04) of a dossier that was extended, for whoever may read it. */
export const apologyRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    const reading = {
      config: { permission: 'dossiers.read' },
      schema: { hide: true, params: Type.Object({ code: Type.String({ maxLength: 60 }) }) },
    } as const
    for (const address of addresses) {
      app.get(address, reading, async ({ params, actor }, reply) => {
        const view = await readDossier(context, params.code, actor, 'apology')
        const extension = readExtension(view)
        if (!extension) throw requestProblem('request.not_found')
        const desk = await findDeskName(context.db, view)
        const pdf = await renderApology(makeApology(view, extension, desk))
        return await sendPdf(reply, `xin-loi-${view.dossier.code ?? view.dossier.reference}`, pdf)
      })
    }
  }

/** An apology with a new day: given, or (`at` null) as it is being written. */
export type Extension = Readonly<{
  reason: string
  until: Temporal.PlainDate
  at: Temporal.Instant | null
  signer: ApologyView['signer']
}>

/** The one extension of a dossier, as its event keeps it; null when there was none. */
export function readExtension({
  events,
}: Pick<DossierView, 'events'>): (Extension & Readonly<{ at: Temporal.Instant }>) | null {
  const event = events.find(({ type }) => type === 'extend')
  if (!event) return null
  return {
    reason: String(event.detail.reason ?? ''),
    until: Temporal.PlainDate.from(String(event.detail.until)),
    at: event.at,
    signer: { name: event.actorName, position: event.actorPosition ?? '' },
  }
}

/** The name of the desk that took the dossier in; '' when it is no more. */
export async function findDeskName(db: Db, { dossier }: DossierView): Promise<string> {
  const desks = await listDesks(db, dossier.receivingAgencyId)
  return desks.find(({ code }) => code === dossier.intakeCode)?.name ?? ''
}

/** The letter, an official paper in Vietnamese only. The agency at fault is the one that decides. */
export function makeApology(view: DossierView, extension: Extension, deskName: string): ApologyView {
  const { dossier, procedure, competentAgency, receivingAgency } = view
  const { reason, until, at, signer } = extension
  const dossierCode = dossier.code ?? dossier.reference
  const promised = dossier.originalDueAt ?? dossier.dueAt
  const facts = {
    agencyName: competentAgency.name,
    applicantName: dossier.applicantName,
    procedureName: procedure.name,
    dossierCode,
    receivedText: formatMoment(dossier.acceptedAt ?? dossier.submittedAt, 'vi'),
    receivedBy: receivingAgency.name,
    promisedText: promised ? formatMoment(promised, 'vi') : '',
    newDueText: formatDay(until, 'vi'),
    reason,
    collectAt: collectAtOf(view, deskName),
  }
  return {
    agencyName: competentAgency.name,
    dossierCode,
    placeLine: writePlaceLine(competentAgency.name, localDay(at ?? dossier.submittedAt)),
    // A dossier is extended at most once (NĐ 61/2018 Đ19 k9): its code makes the number unique.
    number: `${dossierCode}/XL`,
    addressee: `Ông/Bà ${dossier.applicantName}`,
    paragraphs: writeApology(facts),
    signer,
    signedText: at && `Ký trên hệ thống lúc ${formatMoment(at, 'vi')}`,
  }
}
