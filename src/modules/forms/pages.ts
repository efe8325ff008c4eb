import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { IssuedFormLine } from '#components/issued-forms'
import { formatMoment } from '#modules/calendar'
import { type DossierView, readDossier } from '#modules/dossiers'
import type { Actor } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import type { Language } from '#platform/i18n'
import { formProblem } from './errors.ts'
import { fileNames, issueForm } from './issue-form.ts'
import { makeReceipt, makeSheetOfCourse } from './make-form.ts'
import { formMessages, formNames } from './messages.ts'
import type { FormContext, ListConsultations } from './ports.ts'
import { renderControlSheet } from './render-control-sheet.ts'
import { renderReceipt } from './render-receipt.ts'
import { findFormById, type IssuedForm, listForms } from './repository.ts'
import type { DossierFormNumber } from './rules/form.ts'

const params = Type.Object({ code: Type.String({ maxLength: 60 }) })
const schema = { hide: true, params } as const
const reading = { config: { permission: 'dossiers.read' }, schema } as const
const working = { config: { permission: 'dossiers.list_work' }, schema } as const
const oneParams = Type.Object({ code: Type.String({ maxLength: 60 }), form: Type.String({ maxLength: 60 }) })
const readingOne = {
  config: { permission: 'dossiers.read' },
  schema: { hide: true, params: oneParams },
} as const
const sides = ['/my', '/officer'] as const

/** Where the newest form of each number is; form 06 is for officers. */
const addresses: Readonly<Record<Exclude<DossierFormNumber, '06'>, readonly [file: string, purpose: string]>> =
  {
    '01': ['receipt.pdf', 'receipt'],
    '02': ['papers-request.pdf', 'papers_request'],
    '03': ['refusal.pdf', 'refusal'],
    '04': ['apology.pdf', 'apology'],
    '05': ['stop-notice.pdf', 'stop_notice'],
  }

/**
 * The printed forms of a dossier, for whoever may read it: the newest of each number at an address of its own, and each that
 * was issued by its id. What should have been issued and is not yet is issued on the way.
 */
export const formPages =
  (context: Context, listConsultations: ListConsultations): FastifyPluginAsyncTypebox =>
  async (app) => {
    const issuing = { ...context, listConsultations }
    for (const side of sides) {
      for (const [number, [file, purpose]] of Object.entries(addresses)) {
        app.get(`${side}/dossiers/:code/${file}`, reading, async ({ params, actor }, reply) => {
          const view = await readDossier(context, params.code, actor, purpose)
          return await sendNewest(issuing, number as DossierFormNumber, view, reply)
        })
      }
      app.get(`${side}/dossiers/:code/forms/:form`, readingOne, async ({ params, actor }, reply) =>
        sendForm(context, await readIssued(context, params, actor), reply),
      )
    }

    app.get('/officer/dossiers/:code/control-sheet.pdf', working, async ({ params, actor }, reply) => {
      const view = await readDossier(context, params.code, actor, 'control_sheet')
      return await sendNewest(issuing, '06', view, reply)
    })
  }

/** The newest form of a number, sealed when it is sealed; a course that goes on is printed as it stands, and not issued. */
async function sendNewest(
  context: FormContext,
  number: DossierFormNumber,
  view: DossierView,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = await issueForm(context, number, view)
  if (form) return sendForm(context, form, reply)
  const { code } = view.dossier
  if (!code) throw requestProblem('request.not_found')
  const pdf = await printUnissued(context, number, view)
  return sendPdf(reply, `${fileNames[number]}-${code}`).send(pdf)
}

async function printUnissued(
  context: FormContext,
  number: DossierFormNumber,
  view: DossierView,
): Promise<Buffer> {
  if (number === '01') return renderReceipt(await makeReceipt(context, view))
  if (number !== '06') throw requestProblem('request.not_found')
  return renderControlSheet(await makeSheetOfCourse(context, view, context.clock.now()))
}

/** A form of a dossier that `actor` may read; the control sheet is for officers. */
export async function readIssued(
  context: Context,
  { code, form: id }: Readonly<{ code: string; form: string }>,
  actor: Actor,
): Promise<IssuedForm> {
  const { dossier } = await readDossier(context, code, actor, 'form')
  const form = /^[0-9a-f-]{36}$/.test(id) ? await findFormById(context.db, id) : null
  if (form?.dossierId !== dossier.id || !maySee(actor, form)) throw requestProblem('request.not_found')
  return form
}

export const maySee = (actor: Actor, { number }: IssuedForm): boolean =>
  actor.kind === 'officer' || (actor.kind === 'citizen' && number !== '06')

/** The forms of a dossier that `actor` may see, as they were issued. */
export const listFormsFor = async ({ db }: Pick<Context, 'db'>, dossierId: string, actor: Actor) =>
  (await listForms(db, dossierId)).filter((form) => maySee(actor, form))

/** The lines of a list of issued forms, newest first: a form that was issued again is said to be replaced. */
export function describeIssued(
  forms: readonly IssuedForm[],
  side: (typeof sides)[number],
  language: Language,
): IssuedFormLine[] {
  const say = formMessages(language)
  return forms.toReversed().map((form) => {
    const { id, number, version, eventNumber, issuedAt, dossierCode, seal } = form
    const isReplaced = forms.some(
      (other) => other.number === number && other.eventNumber === eventNumber && other.version > version,
    )
    const note = [
      say.form(number),
      say.issuedAt(formatMoment(issuedAt, language)),
      version > 1 && say.again(version),
      isReplaced && say.replaced,
    ]
    return {
      href: `${side}/dossiers/${dossierCode}/forms/${id}`,
      name: formNames(language)[number],
      note: note.filter(Boolean).join(', '),
      tone: tones[seal],
      state: seal === 'no_seal' ? say.unsealed : say[seal],
    }
  })
}

const tones = { sealed: 'ok', asked: 'mute', no_seal: 'mute', failed: 'warn' } as const

/** The content that is given out, as it was kept. */
export async function sendForm(
  { files }: Pick<Context, 'files'>,
  form: IssuedForm,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { contentSha256, number, dossierCode, version } = form
  const again = version > 1 ? `-lan-${version}` : ''
  return sendPdf(reply, `${fileNames[number]}-${dossierCode}${again}`)
    .header('content-length', await files.sizeOf(contentSha256))
    .send(files.read(contentSha256))
}

/** Shown in the browser, kept by nobody on the way. `name` is of ASCII letters. */
const sendPdf = (reply: FastifyReply, name: string): FastifyReply =>
  reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="${name}.pdf"`)
    .header('cache-control', 'private, no-store')

/**
 * Gives out a form again, as a further version. Throws `forms.reason_missing`, `forms.not_due`, or `forms.unchanged` when it
 * would say what the issued one says.
 */
export async function issueAgain(
  context: FormContext,
  view: DossierView,
  number: DossierFormNumber,
  again: Parameters<typeof issueForm>[3],
): Promise<IssuedForm> {
  if (!again?.reason) throw formProblem('forms.reason_missing')
  const before = (await listForms(context.db, view.dossier.id)).filter((form) => form.number === number)
  if (before.length === 0) throw formProblem('forms.not_due')
  const form = await issueForm(context, number, view, again)
  if (!form) throw formProblem('forms.unchanged')
  return form
}
