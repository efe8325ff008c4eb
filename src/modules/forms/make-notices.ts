import { formatMoment, localDay } from '#modules/calendar'
import type { DossierEvent, DossierView } from '#modules/dossiers'
import { sayCharge } from './make-receipt.ts'
import { noticeWords } from './messages.ts'
import type { NoticeHeading, PapersRequestView, RefusalView, StopNoticeView } from './render-notices.ts'
import { writePlaceLine } from './set-form.ts'

/** Form 02, of the event that asked for papers. */
export function makePapersRequest(
  view: DossierView,
  event: DossierEvent,
  publicUrl: string,
): PapersRequestView {
  const { components: asked, unseenReason } = event.detail
  const keys = Array.isArray(asked) ? asked.map(String) : []
  const isEarly = isBeforeAcceptance(view, event)
  const unseen = textOf(unseenReason)
  return {
    ...headingOf(view, event, publicUrl),
    number: numberOf(view, event, 'YC'),
    components: keys.map((key) => componentOf(view, key)),
    unseen: unseen && noticeWords.unseen(unseen),
    guidance: [noticeWords.whole, isEarly ? noticeWords.notStarted : noticeWords.restart],
  }
}

/** Form 03, of the event that refused or rejected. */
export function makeRefusal(view: DossierView, event: DossierEvent, publicUrl: string): RefusalView {
  return {
    ...headingOf(view, event, publicUrl),
    number: numberOf(view, event, 'TC'),
    submittedText: formatMoment(view.dossier.submittedAt, 'vi'),
    decision: event.type === 'refuse' ? noticeWords.refusedAtIntake : noticeWords.rejected,
    guidance: [noticeWords.appeal],
  }
}

/** Form 05, of the event that stopped the dossier or took it back. */
export function makeStopNotice(view: DossierView, event: DossierEvent, publicUrl: string): StopNoticeView {
  const moment = formatMoment(event.at, 'vi')
  const isAsked = event.type === 'withdraw'
  return {
    ...headingOf(view, event, publicUrl),
    number: numberOf(view, event, 'DGQ'),
    submittedText: formatMoment(view.dossier.submittedAt, 'vi'),
    requestText: isAsked ? noticeWords.byApplicant(moment) : noticeWords.byAgency(moment),
    resultText: noticeWords.noResultYet,
    decision: noticeWords.stopped,
    money: moneyOf(view),
  }
}

/** The one-stop gives out what happens at intake, and a stop; the agency that decides, what its appraisal found. */
function headingOf(view: DossierView, event: DossierEvent, publicUrl: string): NoticeHeading {
  const { dossier, procedure, receivingAgency, competentAgency } = view
  const isEarly = isBeforeAcceptance(view, event)
  const agency = event.type === 'reject' ? competentAgency : receivingAgency
  const code = dossier.code ?? dossier.reference
  const contact = [dossier.applicantAddress, dossier.applicantPhone, dossier.applicantEmail]
  const isOwn = dossier.ownerPersonalId === dossier.applicantPersonalId
  return {
    agencyName: agency.name,
    dossierCode: code,
    placeLine: writePlaceLine(agency.name, localDay(event.at)),
    trackingUrl: `${publicUrl}/track/${code}`,
    number: code,
    owner: {
      fullName: dossier.ownerName,
      personalId: dossier.ownerPersonalId,
      contact: contact.filter(Boolean).join('; '),
    },
    submittedBy: isOwn ? null : dossier.applicantName,
    signer: dossier.applicantName,
    procedureName: procedure.name,
    procedureCode: procedure.code,
    stage: isEarly ? noticeWords.atIntake : noticeWords.inProcess,
    reason: textOf(event.detail.reason) ?? '',
    officer: officerOf(event, agency),
  }
}

/** An officer is reached by the telephone of the agency; what an applicant did has no officer, and names the agency itself. */
function officerOf(event: DossierEvent, agency: DossierView['receivingAgency']): NoticeHeading['officer'] {
  const { phone } = agency
  return event.actorKind === 'officer'
    ? { name: event.actorName, position: event.actorPosition ?? '', phone }
    : { name: agency.name, position: '', phone }
}

/** Before the dossier was taken in, as it stood at that event. */
const isBeforeAcceptance = ({ events }: DossierView, event: DossierEvent): boolean =>
  !events.some(({ type, number }) => type === 'accept' && number < event.number)

/** "…/YC", and "…/YC2" for a second one of its kind: an officer may say why the first could not see it. */
function numberOf({ dossier, events }: DossierView, event: DossierEvent, kind: string): string {
  const earlier = events.filter(({ type, number }) => type === event.type && number < event.number).length
  return `${dossier.code ?? dossier.reference}/${kind}${earlier > 0 ? earlier + 1 : ''}`
}

/** A paper by its key, with how many are asked; an electronic dossier wants files, whose number nobody prescribes. */
function componentOf(
  { components, dossier }: DossierView,
  key: string,
): PapersRequestView['components'][number] {
  const found = components.find((known) => known.key === key)
  const { name = key, note = null, originals = 0, copies = 0 } = found ?? {}
  return dossier.channel === 'online'
    ? { name, note, originals: 0, copies: 0 }
    : { name, note, originals, copies }
}

function moneyOf({ charges }: DossierView): string[] {
  if (charges.length === 0) return [noticeWords.noMoney]
  const lines = charges.map((charge) => `${sayCharge(charge)}.`)
  return charges.some(({ state }) => state === 'paid') ? [...lines, noticeWords.paid] : lines
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null
