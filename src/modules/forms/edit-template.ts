import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { type Trial, tryTemplate } from '#platform/pdf-trial'
import { formProblem } from './errors.ts'
import {
  type FormTemplate,
  findTemplateInForce,
  listTemplates,
  lockOpenTemplate,
  saveTemplate,
  type TemplateChange,
} from './repository.ts'
import { type FormNumber, type FormSettings, findRefusedWord } from './rules/form.ts'
import {
  dataOf,
  type FormLook,
  readOwnTemplate,
  readSample,
  readSheet,
  type SampleKind,
  sampleKinds,
  sourceOf,
} from './set-form.ts'

/** What is wrong with a template: `line` counts from 1 in its own text; null where no line is named, or it is not in it. */
export type TemplateFault = Readonly<{ line: number | null; message: string; sample: SampleKind | null }>

export type TemplateTrial = Readonly<{ ok: true; pdf: Buffer } | { ok: false; fault: TemplateFault }>

/** Sets an example with a template, in a process of its own. What it may not use is refused before it is read. */
export async function tryLook(number: FormNumber, look: FormLook, sample: SampleKind): Promise<TemplateTrial> {
  const refused = look.source && findRefusedWord(look.source)
  if (refused) {
    const { word, line } = refused
    return { ok: false, fault: { line, message: word, sample: null } }
  }
  const check = { code: '4F7K-92QX-HH3B', url: 'https://motcua.example/verify/4F7K-92QX-HH3B', again: null }
  const view = await readSample(number, sample)
  const source = await sourceOf(number, look)
  const trial = await tryTemplate(source, dataOf(number, view, { look, check: number === '07' ? null : check }))
  return trial.ok ? trial : { ok: false, fault: await placeFault(trial, sample) }
}

/** The line as the one who writes the template counts: what stands before it is ours. */
async function placeFault(trial: Extract<Trial, { ok: false }>, sample: SampleKind): Promise<TemplateFault> {
  const before = `${await readSheet()}\n`.split('\n').length - 1
  const line = trial.line !== null && trial.line > before ? trial.line - before : null
  return { line, message: trial.problem, sample }
}

/** Sets every example; the first fault, null when there is none. */
export async function findFault(number: FormNumber, look: FormLook): Promise<TemplateFault | null> {
  for (const sample of sampleKinds) {
    const trial = await tryLook(number, look, sample)
    if (!trial.ok) return trial.fault
  }
  return null
}

/** The template in force today, the one in the making, and all there were, newest first. */
export async function loadTemplates({ db, clock }: Pick<Context, 'db' | 'clock'>, number: FormNumber) {
  const [inForce, all] = await Promise.all([
    findTemplateInForce(db, number, localDay(clock.now()).toString()),
    listTemplates(db, number),
  ])
  const open = all.find(({ state }) => state === 'draft' || state === 'proposed') ?? null
  return { inForce, open, all }
}

/**
 * Keeps what was written of a template as the draft of its form, right or wrong: only what is proposed must be right. `seen`:
 * the revision the writer saw, 0 where there was no draft. Throws `forms.template_changed`.
 */
export async function saveTemplateDraft(
  context: Context,
  number: FormNumber,
  written: Readonly<{ settings: FormSettings; source: string | null; seen: number }>,
  officer: OfficerActor,
): Promise<void> {
  const { settings, seen } = written
  const own = (await readOwnTemplate(number)).trim()
  const typed = written.source?.replaceAll('\r\n', '\n') ?? ''
  const source = typed.trim() === '' || typed.trim() === own ? null : typed
  await change(context, number, officer, 'save_template', (open) => {
    if ((open?.revision ?? 0) !== seen || open?.state === 'proposed')
      throw formProblem('forms.template_changed')
    return { ...(open ?? newTemplate(number)), ...editorOf(officer, context), settings, source, state: 'draft' }
  })
}

export type TemplateDecision = Readonly<{ number: string; decidedOn: string; validFrom: string }>

/** Why an act is refused; `template_bad` comes with its fault. */
export type TemplateRefusal =
  | 'no_draft'
  | 'template_bad'
  | 'same_person'
  | 'decision_needed'
  | 'decided_in_future'
  | 'day_passed'

export type TemplateAnswer = Readonly<
  { ok: true } | { ok: false; code: TemplateRefusal; fault?: TemplateFault | undefined }
>

/** What is done with the open template; `approve` is another person's than the writer's. */
export type TemplateAct = 'propose' | 'take_back' | 'drop' | 'return' | 'approve'

const beforeAct: Readonly<Record<TemplateAct, readonly FormTemplate['state'][]>> = {
  propose: ['draft'],
  take_back: ['proposed'],
  drop: ['draft'],
  return: ['proposed'],
  approve: ['proposed'],
}

/** Moves the open template of a form on. A template that cannot be set is neither proposed nor approved. */
export async function decideTemplate(
  context: Context,
  number: FormNumber,
  order: Readonly<{ act: TemplateAct; seen: number; decision: TemplateDecision }>,
  officer: OfficerActor,
): Promise<TemplateAnswer> {
  const { act, seen, decision } = order
  const { open } = await loadTemplates(context, number)
  if (!(open && beforeAct[act].includes(open.state))) return { ok: false, code: 'no_draft' }
  if (open.revision !== seen) throw formProblem('forms.template_changed')
  const refused = await refuse(context, open, act, decision, officer)
  if (refused) return refused
  await change(context, number, officer, `${act}_template`, (locked) => {
    if (locked?.revision !== seen) throw formProblem('forms.template_changed')
    return act === 'approve'
      ? approved(locked, decision, officer, context)
      : { ...locked, state: stateAfter[act] }
  })
  return { ok: true }
}

const stateAfter: Readonly<Record<Exclude<TemplateAct, 'approve'>, FormTemplate['state']>> = {
  propose: 'proposed',
  take_back: 'draft',
  return: 'draft',
  drop: 'dropped',
}

async function refuse(
  { clock }: Context,
  open: FormTemplate,
  act: TemplateAct,
  decision: TemplateDecision,
  officer: OfficerActor,
): Promise<TemplateAnswer | null> {
  const code = act === 'approve' && refuseApproval(open, decision, officer, localDay(clock.now()).toString())
  if (code) return { ok: false, code }
  if (act !== 'approve' && act !== 'propose') return null
  const fault = await findFault(open.number, open)
  return fault && { ok: false, code: 'template_bad', fault }
}

/** Another person approves, by a decision that is made and begins no earlier than today. */
function refuseApproval(
  open: FormTemplate,
  { number, decidedOn, validFrom }: TemplateDecision,
  officer: OfficerActor,
  today: string,
): TemplateRefusal | null {
  if (open.editedBy === officer.accountId) return 'same_person'
  if (!(number && decidedOn && validFrom)) return 'decision_needed'
  if (decidedOn > today) return 'decided_in_future'
  return validFrom < today ? 'day_passed' : null
}

const approved = (
  open: FormTemplate,
  { number, decidedOn, validFrom }: TemplateDecision,
  officer: OfficerActor,
  { clock }: Context,
): Changed => ({
  ...open,
  state: 'approved',
  decisionNumber: number,
  decidedOn,
  validFrom,
  approvedBy: officer.accountId,
  approvedByName: officer.fullName,
  approvedAt: clock.now(),
})

type Changed = Omit<FormTemplate, 'version'> & Readonly<{ approvedBy?: string }>

const newTemplate = (number: FormNumber) => ({
  id: makeId(),
  number,
  revision: 0,
  validFrom: null,
  decisionNumber: null,
  decidedOn: null,
  approvedByName: null,
  approvedAt: null,
})

const editorOf = (officer: OfficerActor, { clock }: Context) => ({
  editedBy: officer.accountId,
  editedByName: officer.fullName,
  editedAt: clock.now(),
})

/** One change of the open template and its entry in the log, or neither. */
async function change(
  { db, clock }: Context,
  number: FormNumber,
  officer: OfficerActor,
  action: string,
  decide: (open: FormTemplate | null) => Changed,
): Promise<void> {
  await db.transaction().execute(async (tx: Tx) => {
    const changed = decide(await lockOpenTemplate(tx, number))
    const row: TemplateChange = { approvedBy: null, ...changed, revision: changed.revision + 1 }
    await saveTemplate(tx, row)
    await appendAudit(tx, {
      at: clock.now(),
      actor: officer,
      action: `forms.${action}`,
      subjectKind: 'form_template',
      subjectId: row.id,
      subjectCode: number,
      detail: { revision: row.revision, validFrom: row.validFrom },
    })
  })
}
