import { type AfterEvent, findDossierView } from '#modules/dossiers'
import type { SubjectHandler } from '#modules/signing'
import type { Context } from '#platform/context'
import { defineJob, enqueue } from '#platform/jobs'
import { issueForm } from './issue-form.ts'
import type { ListConsultations } from './ports.ts'
import { keepInRegister } from './register.ts'
import { appendSeal, findFormById } from './repository.ts'
import { formsDue } from './rules/form.ts'

type Happened = Readonly<{ dossierId: string; number: number }>

/** After an event of a dossier: its line of the register, and the forms that the event gives out. Runs as often as it must. */
const issueForms = (listConsultations: (context: Context) => ListConsultations) =>
  defineJob<Happened, Context>('forms.issue', async ({ dossierId, number }, context) => {
    const view = await findDossierView(context, dossierId)
    if (!view) return
    await keepInRegister(context.db, view)
    const [event, before] = [view.events[number - 1], view.events[number - 2]]
    if (!event) return
    // What has happened since is told by its own forms: this one tells of the dossier as it was.
    const seen = { ...view, events: view.events.slice(0, number) }
    const forms = formsDue(event, before, view.dossier.acceptedAt !== null)
    const issuing = { ...context, listConsultations: listConsultations(context) }
    for (const form of forms) await issueForm(issuing, form, seen)
  })

export const formJobs = (listConsultations: (context: Context) => ListConsultations) =>
  [issueForms(listConsultations)] as const

/** Queues what follows an event; the submission itself gives out nothing. */
export const issueAfterEvent: AfterEvent = async (tx, { dossierId, number, type }) => {
  if (type === 'submitted') return
  const key = `forms.issue:${dossierId}:${number}`
  await enqueue(tx, { name: 'forms.issue' }, { dossierId, number }, { key })
}

/** What signing tells of the seals of forms: each content is a row, the earlier ones stay. */
export const formSubject: SubjectHandler = {
  onSigned: ({ db, clock }, { subjectId, signedSha256 }) =>
    db.transaction().execute((tx) => appendSeal(tx, subjectId, 'sealed', signedSha256, clock.now())),
  onFailed: async ({ db, clock }, { subjectId }) => {
    if (!(await findFormById(db, subjectId))) return
    await db.transaction().execute((tx) => appendSeal(tx, subjectId, 'failed', null, clock.now()))
  },
  onStrengthened: ({ db, clock }, { subjectId, signedSha256 }) =>
    db.transaction().execute((tx) => appendSeal(tx, subjectId, 'strengthened', signedSha256, clock.now())),
}
