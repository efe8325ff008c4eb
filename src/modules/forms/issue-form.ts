import { Readable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import { appendAudit } from '#modules/audit'
import { formatMoment, localDay } from '#modules/calendar'
import type { DossierEvent, DossierView } from '#modules/dossiers'
import type { OfficerActor } from '#modules/identity'
import { queueSeal } from '#modules/signing'
import type { Tx } from '#platform/db'
import { AppError } from '#platform/errors'
import { makeId, makeReference } from '#platform/ids'
import { makeForm } from './make-form.ts'
import { formNames } from './messages.ts'
import type { FormContext } from './ports.ts'
import {
  appendForm,
  appendSeal,
  findForm,
  findTemplateInForce,
  type IssuedForm,
  type NewForm,
} from './repository.ts'
import { type DossierFormNumber, findEventOf } from './rules/form.ts'
import { type FormHeading, type FormLook, type Printing, setForm } from './set-form.ts'

/** Who has a form issued again, and why. */
export type Again = Readonly<{ reason: string; officer: OfficerActor }>

/**
 * Gives out a form of a dossier: sets it, keeps it with what it says, and queues the seal of the agency that gives it. Issued
 * before, it answers that one; two at once issue one. `again`: a further version, when it says something else now; the
 * earlier one stays. Null: nothing has happened that this form tells of, or it would say what the issued one says.
 */
export async function issueForm(
  context: FormContext,
  number: DossierFormNumber,
  view: DossierView,
  again: Again | null = null,
): Promise<IssuedForm | null> {
  const { dossier, events } = view
  const event = findEventOf(number, events, dossier.acceptedAt !== null)
  if (!event) return null
  const issued = await findForm(context.db, dossier.id, number, event.number)
  if (issued && !again) return issued
  const says = await makeForm(context, number, view, event)
  if (!says) return null
  const look = await findLook(context, number)
  if (issued && sameAs(issued, says, look)) return null
  return await giveOut(context, { number, view, event, says, look, issued, again })
}

type Order = Readonly<{
  number: DossierFormNumber
  view: DossierView
  event: DossierEvent
  says: FormHeading
  look: DatedLook
  issued: IssuedForm | null
  again: Again | null
}>

async function giveOut(context: FormContext, order: Order): Promise<IssuedForm | null> {
  const { db, files, clock } = context
  const { number, view, event } = order
  const { code, again } = makeCheck(order)
  const check = { code, url: `${context.publicUrl}/verify/${code}`, again }
  const { pdf, templateVersion } = await print(context, order, { check })
  const received = await files.receive(Readable.from([pdf]))
  const form: NewForm = {
    ...newForm(order, code),
    ...{ sha256: received.sha256, sizeBytes: received.sizeBytes, templateVersion },
    id: makeId(clock.now().epochMilliseconds),
    issuedAt: clock.now(),
  }
  const isFirst = await db.transaction().execute(async (tx) => {
    if (!(await appendForm(tx, form))) return false
    await received.keep()
    await askSeal(tx, form)
    await recordIssue(tx, form, order)
    return true
  })
  if (!isFirst) await received.discard()
  return await findForm(db, view.dossier.id, number, event.number)
}

const newForm = ({ number, view, event, says, issued, again }: Order, checkCode: string) => ({
  dossierId: view.dossier.id,
  dossierCode: says.dossierCode,
  number,
  eventNumber: event.number,
  version: (issued?.version ?? 0) + 1,
  checkCode,
  agencyId: issuingAgency(number, view, event).id,
  agencyName: issuingAgency(number, view, event).name,
  says: says as unknown as IssuedForm['says'],
  reason: again?.reason ?? null,
  issuedByName: again?.officer.fullName ?? null,
})

/** The agency that decides gives out its own rejection and apology; all else is the one-stop's that took the dossier. */
function issuingAgency(number: DossierFormNumber, view: DossierView, event: DossierEvent) {
  return number === '04' || event.type === 'reject' ? view.competentAgency : view.receivingAgency
}

function makeCheck({ issued }: Order) {
  const again = issued && `Cấp lại lần ${issued.version}, thay bản cấp ${formatMoment(issued.issuedAt, 'vi')}`
  return { code: makeReference(), again }
}

type DatedLook = Readonly<{ version: number; look: FormLook | null }>

/** The look in force today. */
async function findLook({ db, clock }: FormContext, number: DossierFormNumber): Promise<DatedLook> {
  const template = await findTemplateInForce(db, number, localDay(clock.now()).toString())
  return template ? { version: template.version, look: template } : { version: 0, look: null }
}

/** Nothing would differ but the moment. What was kept as JSON is compared as JSON. */
const sameAs = (issued: IssuedForm, says: FormHeading, { version }: DatedLook): boolean =>
  issued.templateVersion === version && isDeepStrictEqual(issued.says, JSON.parse(JSON.stringify(says)))

/** An approved template was tried, but not with this dossier: where it fails, the program's own is printed, and the log says so. */
async function print(context: FormContext, { number, says, look }: Order, printing: Printing) {
  if (look.look) {
    try {
      const pdf = await setForm(number, says, { ...printing, look: look.look })
      return { pdf, templateVersion: look.version }
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'pdf.bad_template')) throw error
      context.log.error({ err: error, form: number, version: look.version }, 'a form template failed')
    }
  }
  return { pdf: await setForm(number, says, printing), templateVersion: 0 }
}

/** The keys of the seal's appearance: where it stands on a standing sheet, and on a lying one. */
const appearanceOf = (number: DossierFormNumber): string => (number === '06' ? 'form_lying' : 'form')

async function askSeal(tx: Tx, form: NewForm): Promise<void> {
  const { id, agencyId, number, sha256, issuedAt } = form
  const name = formNames('vi')[number]
  const asked = await queueSeal(
    tx,
    {
      ...{ agencyId, sha256, name: `${fileNames[number]}-${form.dossierCode}.pdf` },
      appearance: appearanceOf(number),
      reason: `${name}, hồ sơ ${form.dossierCode}`,
      subject: { kind: 'form', id },
    },
    issuedAt,
  )
  await appendSeal(tx, id, asked.ok ? 'asked' : 'no_seal', null, issuedAt)
}

async function recordIssue(tx: Tx, form: NewForm, { again, view }: Order): Promise<void> {
  const { dossier } = view
  await appendAudit(tx, {
    at: form.issuedAt,
    actor: again?.officer ?? { kind: 'system' },
    action: 'forms.issue',
    subjectKind: 'dossier',
    subjectId: dossier.id,
    subjectCode: dossier.code ?? dossier.reference,
    detail: { form: form.number, version: form.version, ...(again && { reason: again.reason }) },
  })
}

/** What the files of the forms are called, before the code of the dossier. */
export const fileNames: Readonly<Record<DossierFormNumber, string>> = {
  '01': 'giay-hen',
  '02': 'yeu-cau-bo-sung',
  '03': 'tu-choi',
  '04': 'xin-loi',
  '05': 'dung-giai-quyet',
  '06': 'phieu-kiem-soat',
}
