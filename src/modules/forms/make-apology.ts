import { Temporal } from 'temporal-polyfill'
import { formatDay, formatMoment, localDay } from '#modules/calendar'
import type { DossierView } from '#modules/dossiers'
import { collectAtOf } from './make-receipt.ts'
import { type ApologyView, writeApology } from './render-apology.ts'
import { writePlaceLine } from './set-form.ts'

/** An apology with a new day: given, or as it is being written (`at` null; no day yet: `until` null). */
export type Extension = Readonly<{
  reason: string
  until: Temporal.PlainDate | null
  at: Temporal.Instant | null
  signer: ApologyView['signer']
}>

/** The one extension of a dossier, as its event keeps it; null when there was none. */
export function readExtension({
  events,
}: Pick<DossierView, 'events'>):
  | (Extension & Readonly<{ at: Temporal.Instant; until: Temporal.PlainDate }>)
  | null {
  const event = events.find(({ type }) => type === 'extend')
  if (!event) return null
  return {
    reason: String(event.detail.reason ?? ''),
    until: Temporal.PlainDate.from(String(event.detail.until)),
    at: event.at,
    signer: { name: event.actorName, position: event.actorPosition ?? '' },
  }
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
    newDueText: until ? formatDay(until, 'vi') : '…',
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
