import type { Temporal } from 'temporal-polyfill'
import { explainTrace, formatDay, formatDuration, formatMoment, localDay } from '#modules/calendar'
import {
  closedStates,
  type DossierEvent,
  type DossierView,
  type StepTime,
  waitingStates,
} from '#modules/dossiers'
import { readExtension } from './make-apology.ts'
import type { ConsultationLine } from './ports.ts'
import type { ControlSheetView, HandOver, Party } from './render-control-sheet.ts'
import { spellOutAgency, writePlaceLine } from './set-form.ts'

const words = {
  applicant: 'Người nộp',
  printed: (moment: string) => `In lúc ${moment}`,
  payment: 'Chờ nộp tiền',
  papers: 'Chờ bổ sung giấy tờ',
  answerDue: (agency: string, due: string) => `${agency}, hạn trả lời ${due}`,
  answered: (opinion: string, at: string) => `${opinion} (${at})`,
  answeredOverdue: (opinion: string, at: string) => `${opinion} (${at}, quá hạn)`,
  unanswered: 'chưa trả lời',
  unansweredOverdue: 'quá hạn, chưa trả lời',
  confirmation: 'Chờ xác nhận trên VNeID',
} as const

const say = (at: Temporal.Instant): string => formatMoment(at, 'vi')

/** What the control sheet of a dossier says at `now`: each hand-over as it was recorded, then why the time is what it is. */
export function makeControlSheet(
  view: DossierView,
  times: readonly StepTime[],
  now: Temporal.Instant,
  consultations: readonly ConsultationLine[],
  publicUrl: string,
): ControlSheetView {
  const { dossier, procedure, receivingAgency, due } = view
  const dueText = dossier.dueAt ? say(dossier.dueAt) : ''
  return {
    agencyName: receivingAgency.name,
    dossierCode: dossier.code ?? dossier.reference,
    placeLine: writePlaceLine(receivingAgency.name, localDay(now)),
    applicantName: dossier.applicantName,
    procedureName: procedure.name,
    procedureCode: procedure.code,
    components: listPapers(view),
    trackingUrl: `${publicUrl}/track/${dossier.code ?? dossier.reference}`,
    timeLimitText: procedure.timeLimit.text,
    receivedText: say(dossier.acceptedAt ?? dossier.submittedAt),
    promisedText: dossier.originalDueAt ? say(dossier.originalDueAt) : dueText,
    dueText,
    handOvers: listHandOvers(view, times),
    reasons: due ? explainTrace(due.trace, 'vi') : [],
    waits: listWaits(view.events),
    extension: sayExtension(view),
    consultations: consultations.map((line) => sayConsultation(line, now)),
    printedText: words.printed(say(now)),
  }
}

/** What was given for each component, with its number of files where there are several. */
function listPapers({ attachments }: DossierView): string {
  const given = Map.groupBy(
    attachments.filter(({ stage }) => stage !== 'result'),
    ({ componentName }) => componentName,
  )
  return [...given].map(([name, files]) => (files.length > 1 ? `${name} (${files.length})` : name)).join('; ')
}

/** The events that took the dossier from one hand into another: taken in, on to another step, back to its applicant. */
function listHandOvers(view: DossierView, times: readonly StepTime[]): HandOver[] {
  return view.events.flatMap((event, index): HandOver[] => {
    const before = view.events[index - 1]
    if (!before || !isHandOver(event, before)) return []
    const time = times.find(({ number }) => number === event.number)
    const [giver, receiver] = partiesOf(event, before, view, times)
    return [
      {
        giver,
        receiver,
        at: say(event.at),
        due: time?.dueAt ? say(time.dueAt) : null,
        spent: time ? formatDuration(time.countedMinutes, 'vi') : null,
        verdict: time?.verdict ?? null,
        note: noteOf(event),
      },
    ]
  })
}

const isClosing = ({ state }: DossierEvent): boolean => closedStates.includes(state)
const isHandOver = (event: DossierEvent, before: DossierEvent): boolean =>
  event.type === 'accept' || event.step !== before.step || (isClosing(event) && !isClosing(before))

/** Who gave and who took: the officer who had the step, and the one who had the next. */
function partiesOf(
  event: DossierEvent,
  before: DossierEvent,
  view: DossierView,
  times: readonly StepTime[],
): readonly [Party, Party] {
  const applicant = { place: words.applicant, person: view.dossier.applicantName }
  const giver = { place: placeOf(before.step, view), person: giverOf(event, times) }
  if (event.type === 'accept') return [applicant, giver]
  if (isClosing(event)) return [giver, applicant]
  const next = times.find(({ number }) => number > event.number)
  return [
    giver,
    { place: placeOf(event.step, view), person: next ? next.officerName : view.dossier.handlerName },
  ]
}

const giverOf = ({ number, actorKind, actorName }: DossierEvent, times: readonly StepTime[]): string | null =>
  times.find((time) => time.number === number)?.officerName ?? (actorKind === 'officer' ? actorName : null)

const placeOf = (step: DossierEvent['step'], { receivingAgency, competentAgency }: DossierView): string =>
  spellOutAgency(step === 'appraisal' || step === 'approval' ? competentAgency.name : receivingAgency.name)

function noteOf({ detail: { reason, note } }: DossierEvent): string | null {
  const said = [reason, note].filter((text) => typeof text === 'string' && text !== '')
  return said.length > 0 ? said.join('; ') : null
}

const grounds: Readonly<Partial<Record<DossierEvent['state'], string>>> = {
  payment_requested: words.payment,
  confirmation_requested: words.confirmation,
}

/** While the applicant had something to do: from the event that asked to the one that went on. */
function listWaits(events: readonly DossierEvent[]): ControlSheetView['waits'] {
  const waits = (event: DossierEvent | undefined) => event && waitingStates.includes(event.state)
  return events.flatMap((event, index) => {
    if (!waits(event) || waits(events[index - 1])) return []
    const end = events.slice(index + 1).find((later) => !waits(later))
    const ground = grounds[event.state] ?? words.papers
    const reason = [ground, noteOf(event)].filter(Boolean).join(': ')
    return [{ from: say(event.at), until: end ? say(end.at) : null, reason }]
  })
}

function sayExtension(view: DossierView): ControlSheetView['extension'] {
  const extension = readExtension(view)
  if (!extension) return null
  return { at: say(extension.at), until: formatDay(extension.until, 'vi'), reason: extension.reason }
}

/** One question to another agency and what came of it (NĐ 61/2018 Đ19 k5): silence is said as silence. */
function sayConsultation({ agencyName, askedAt, dueAt, answer }: ConsultationLine, now: Temporal.Instant) {
  const isOverdue = (answer?.at ?? now).epochMilliseconds > dueAt.epochMilliseconds
  const silence = isOverdue ? words.unansweredOverdue : words.unanswered
  const spoken = isOverdue ? words.answeredOverdue : words.answered
  const outcome = answer ? spoken(answer.opinion, say(answer.at)) : silence
  const asked = words.answerDue(spellOutAgency(agencyName), say(dueAt))
  return { when: say(askedAt), text: `${asked}: ${outcome}`, law: 'NĐ 61/2018/NĐ-CP Đ19 k5' }
}
