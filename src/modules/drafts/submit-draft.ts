import { findDossier, type Submission, submitDossier } from '#modules/dossiers'
import type { CitizenActor } from '#modules/identity'
import { tieToDossier } from '#modules/registers'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import type { Language } from '#platform/i18n'
import { type DraftGap, findGaps, placeAnswersOf } from './check-draft.ts'
import { answersOf, type DraftView } from './read-draft.ts'
import { fixSubmission, markSubmitted, releaseSubmission } from './repository.ts'
import { type Draft, occasionOf } from './rules/draft.ts'

export type DraftResult =
  | Readonly<{ ok: true; dossierReference: string }>
  | Readonly<{ ok: false; gaps: readonly DraftGap[] }>

/**
 * Hands the draft in: once, however often it is asked. What is handed in is fixed first, then submitted under the
 * draft's reference as key, then the draft is marked. Where the program stops between two of these, the next press of
 * the button sends the very same again and gets the same dossier.
 */
export async function submitDraft(
  context: Context,
  view: DraftView,
  actor: CitizenActor,
  language: Language,
): Promise<DraftResult> {
  const { draft } = view
  if (draft.submittedReference) return { ok: true, dossierReference: draft.submittedReference }
  const gaps = draft.submission ? [] : findGaps(view, language)
  if (gaps.length > 0) return { ok: false, gaps }
  const fixed = await context.db
    .transaction()
    .execute((tx) => fixSubmission(tx, draft.id, draft.submission ?? makeSubmission(view)))
  const { reference } = await handIn(context, draft, fixed as Submission, actor)
  await tieLookUps(context, draft, reference)
  await markSubmitted(context.db, draft.id, reference)
  return { ok: true, dossierReference: reference }
}

/** What was looked up for the draft belongs to the dossier from now on; said again, it changes nothing. */
async function tieLookUps({ db, clock }: Context, draft: Draft, reference: string): Promise<void> {
  const dossier = await findDossier(db, reference)
  if (!dossier) return
  const tie = { occasion: occasionOf(draft), accountId: draft.ownerId, dossierId: dossier.id }
  const told = { ...tie, code: dossier.code ?? reference, at: clock.now() }
  await db.transaction().execute((tx) => tieToDossier(tx, told))
}

/**
 * A refusal means that nothing was written: the draft can be mended again. Not so when the key was used: then a dossier
 * of this draft exists, and what was handed in stays as it is.
 */
async function handIn(context: Context, draft: Draft, submission: Submission, actor: CitizenActor) {
  try {
    return await submitDossier(context, submission, actor, draft.reference)
  } catch (error) {
    const isRefused = error instanceof AppError && error.status < 500
    if (isRefused && error.code !== 'request.key_reused') await releaseSubmission(context.db, draft.id)
    throw error
  }
}

/** The draft as a submission, typed answers read. What the form itself asks, `dossiers` takes from its answers. */
export function makeSubmission(view: DraftView): Submission {
  const { procedure, account, papers } = view
  const answers = answersOf(view)
  const place = placeAnswersOf(view)
  const text = (name: string): string | null => (place[name] === undefined ? null : String(place[name]))
  return {
    procedure: procedure.code,
    channel: 'online',
    communeCode: text('commune'),
    applicant: {
      fullName: account.fullName,
      personalId: account.personalId,
      birthOn: account.birthDate,
      phone: text('phone'),
      email: text('email'),
      contactChannel: readContactChannel(text('contactChannel')),
    },
    ...(view.draft.representationId && { representationId: view.draft.representationId }),
    answers,
    papers: papers.map(({ component, file }) => ({ component, paper: file.id })),
    ...readReturnMethod(text('returnMethod')),
  }
}

const readContactChannel = (given: string | null) =>
  given === 'email' || given === 'sms' || given === 'zalo' ? given : null

const readReturnMethod = (given: string | null): Pick<Submission, 'returnMethod'> =>
  given === 'counter' || given === 'electronic' || given === 'post' ? { returnMethod: given } : {}
