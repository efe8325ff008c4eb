import { type DossierEvent, type DossierView, listStepTimes } from '#modules/dossiers'
import { listDesks } from '#modules/organisations'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { makeApology, readExtension } from './make-apology.ts'
import { makeControlSheet } from './make-control-sheet.ts'
import { makePapersRequest, makeRefusal, makeStopNotice } from './make-notices.ts'
import { makeReceiptView } from './make-receipt.ts'
import type { FormContext } from './ports.ts'
import type { DossierFormNumber } from './rules/form.ts'
import type { FormHeading } from './set-form.ts'

/** What a form of a dossier says of an event; null where the dossier has nothing to say it of. */
export function makeForm(
  context: FormContext,
  number: DossierFormNumber,
  view: DossierView,
  event: DossierEvent,
): Promise<FormHeading | null> {
  return makers[number](context, view, event)
}

type Maker = (context: FormContext, view: DossierView, event: DossierEvent) => Promise<FormHeading | null>

const makers: Readonly<Record<DossierFormNumber, Maker>> = {
  '01': ({ db, publicUrl }, view) => makeReceipt({ db, publicUrl }, view),
  '02': async ({ publicUrl }, view, event) => makePapersRequest(view, event, publicUrl),
  '03': async ({ publicUrl }, view, event) => makeRefusal(view, event, publicUrl),
  '04': async ({ db }, view) => {
    const extension = readExtension(view)
    return extension && makeApology(view, extension, await findDeskName(db, view))
  },
  '05': async ({ publicUrl }, view, event) => makeStopNotice(view, event, publicUrl),
  '06': (context, view, event) => makeSheetOfCourse(context, view, event.at),
}

/** Form 01 of an accepted dossier. */
export const makeReceipt = async ({ db, publicUrl }: Pick<Context, 'db' | 'publicUrl'>, view: DossierView) =>
  makeReceiptView(view, publicUrl, await findDeskName(db, view))

/** Form 06 as the course is known at `at`. */
export async function makeSheetOfCourse(
  { db, publicUrl, listConsultations }: FormContext,
  view: DossierView,
  at: DossierEvent['at'],
) {
  const [times, consultations] = await Promise.all([
    listStepTimes(db, view.dossier.id),
    listConsultations(view.dossier.id),
  ])
  return makeControlSheet(view, times, at, consultations, publicUrl)
}

/** The name of the desk that took the dossier in; '' when it is no more. */
export async function findDeskName(db: Db, { dossier }: DossierView): Promise<string> {
  const desks = await listDesks(db, dossier.receivingAgencyId)
  return desks.find(({ code }) => code === dossier.intakeCode)?.name ?? ''
}
