import type { CitizenActor } from '#modules/identity'
import { searchNationalVault } from '#modules/nationalvault'
import { listOwnPapers, type ReceivedForm, type StoredPaper } from '#modules/papers'
import { listAskedPapers, listPaperTypes } from '#modules/procedures'
import { type TakeRefusal, takeFromVault } from '#modules/vault'
import type { Context } from '#platform/context'
import { paperField } from './check-draft.ts'
import { messagesOf } from './messages.ts'
import type { DraftContext, DraftView } from './read-draft.ts'
import { appendDraftPapers, removeDraftPaper } from './repository.ts'
import { occasionOf } from './rules/draft.ts'

/** How many files one draft may hold. */
export const mostPapers = 50

/** A file that did not fit any more: too many already, or they would hold too much together (bytes). */
export type Unfit = Readonly<{ field: string; name: string; heavy: boolean }>

type Arrived = Readonly<{ field: string; paper: StoredPaper }>

/**
 * Ties the files that came with a form, or before it in pieces, to the components whose fields they came in, and takes off
 * the one that was to be removed (`component/paper`). Answers the files that did not fit any more.
 */
export async function keepDraftPapers(
  context: Pick<Context, 'db' | 'clock' | 'config'>,
  { draft, procedure, papers }: DraftView,
  form: ReceivedForm,
  accountId: string,
): Promise<Unfit[]> {
  const { db, clock, config } = context
  const components = new Map(listAskedPapers(procedure).map(({ key }) => [paperField(key), key]))
  const arrived = [...(await listUploaded(context, form, accountId)), ...listReceived(form)]
  const asked = arrived.filter(({ field, paper }) => components.has(field) && !isTied(papers, paper))
  const { fitting, unfit } = fit(papers, asked, config.DOSSIER_MAX_BYTES)
  const tied = fitting.map(({ field, paper }) => ({ component: components.get(field) ?? '', paper: paper.id }))
  const { remove = '' } = form.fields
  const [component, paper] = remove.split('/')
  await db.transaction().execute(async (tx) => {
    await appendDraftPapers(tx, draft.id, tied, clock.now())
    if (component && paper) await removeDraftPaper(tx, draft.id, { component, paper })
  })
  return unfit
}

const isTied = (papers: DraftView['papers'], { id }: StoredPaper): boolean =>
  papers.some(({ file }) => file.id === id)

const listReceived = ({ papers }: ReceivedForm): Arrived[] =>
  papers.flatMap(({ field, result }) => (result.ok ? [{ field, paper: result.paper }] : []))

const uploadedField = /^uploaded\.(.+)\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/

/** Files that arrived in pieces before the form did: fields `uploaded.<field>.<paper>` name them. Only the sender's own count. */
async function listUploaded(
  { db }: Pick<Context, 'db'>,
  { fields }: ReceivedForm,
  accountId: string,
): Promise<Arrived[]> {
  const named = Object.keys(fields).flatMap((name) => {
    const [, field, id] = uploadedField.exec(name) ?? []
    return field && id ? [{ field, id }] : []
  })
  const ids = named.slice(0, mostPapers).map(({ id }) => id)
  const own = new Map((await listOwnPapers(db, ids, accountId)).map((paper) => [paper.id, paper]))
  return named.flatMap(({ field, id }) => {
    const paper = own.get(id)
    return paper ? [{ field, paper }] : []
  })
}

/** As many as fit, in their order, beside what is there. */
function fit(there: DraftView['papers'], arrived: readonly Arrived[], mostBytes: number) {
  const fitting: Arrived[] = []
  const unfit: Unfit[] = []
  let count = there.length
  let bytes = there.reduce((sum, { file }) => sum + file.sizeBytes, 0)
  for (const one of arrived) {
    const { field, paper } = one
    const heavy = bytes + paper.sizeBytes > mostBytes
    if (heavy || count >= mostPapers) unfit.push({ field, name: paper.name, heavy })
    else {
      fitting.push(one)
      count += 1
      bytes += paper.sizeBytes
    }
  }
  return { fitting, unfit }
}

/** Why a paper that was offered could not be taken after all; null: it was, or none was chosen. */
export type NotTaken = Readonly<{ field: string; title: string; code: TakeRefusal | 'crowded' }> | null

/**
 * Takes the paper of the vault that was chosen (`take=component/item`) and ties it to its component: nothing is uploaded.
 * Pressed twice, it is there once.
 */
export async function takeOffered(
  context: Pick<Context, 'db' | 'clock'>,
  { draft, procedure, papers }: DraftView,
  { fields }: ReceivedForm,
  actor: CitizenActor,
): Promise<NotTaken> {
  const { take = '' } = fields
  const [component = '', item = ''] = take.split('/')
  const asked = listAskedPapers(procedure).find(({ key }) => key === component)
  if (item === '' || !asked) return null
  if (papers.length >= mostPapers) return { field: paperField(component), title: '', code: 'crowded' }
  const { code, shortName: name } = procedure
  const result = await takeFromVault(context, {
    ...{ item, actor, personalId: actor.personalId, procedure: { code, name } },
    purpose: messagesOf('vi').takePurpose(name),
    key: `${draft.reference}/${component}`,
    typeCodes: listPaperTypes(asked),
  })
  if (!result.ok) return { field: paperField(component), title: result.item.title, code: result.code }
  const given = [{ component, paper: result.paper.id }]
  const { db, clock } = context
  await db.transaction().execute((tx) => appendDraftPapers(tx, draft.id, given, clock.now()))
  return null
}

/**
 * Looks into the national vault for the papers of the draft, where that was pressed; what is found is offered with the rest.
 * False when the person has looked too often: then nothing was asked.
 */
export async function lookInNationalVault(
  context: Context & DraftContext,
  { draft, procedure }: DraftView,
  { fields }: ReceivedForm,
  actor: CitizenActor,
): Promise<boolean> {
  const desk = context.nationalVault
  if (!(desk && 'look' in fields)) return true
  const found = await searchNationalVault(context, desk, {
    ...{ actor, occasion: occasionOf(draft), procedureCode: procedure.code },
    owner: { kind: 'person', number: actor.personalId, name: actor.fullName },
    purpose: messagesOf('vi').takePurpose(procedure.shortName).slice(0, 300),
    typeCodes: listAskedPapers(procedure).flatMap(listPaperTypes),
  })
  return found !== 'too_many'
}
