import type { CitizenActor } from '#modules/identity'
import type { ReceivedForm } from '#modules/papers'
import { listAskedPapers, listPaperTypes } from '#modules/procedures'
import { type TakeRefusal, takeFromVault } from '#modules/vault'
import type { Context } from '#platform/context'
import { paperField } from './check-draft.ts'
import { messagesOf } from './messages.ts'
import type { DraftView } from './read-draft.ts'
import { appendDraftPapers, removeDraftPaper } from './repository.ts'

/** How many files one draft may hold. */
export const mostPapers = 50

/**
 * Ties the files that came with a form to the components whose fields they came in, and takes off the one that was to be
 * removed (`component/paper`). Answers the fields whose files did not fit any more.
 */
export async function keepDraftPapers(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { draft, procedure, papers }: DraftView,
  form: ReceivedForm,
): Promise<string[]> {
  const components = new Map(listAskedPapers(procedure).map(({ key }) => [paperField(key), key]))
  const received = form.papers.flatMap(({ field, result }) => {
    const component = components.get(field)
    return component && result.ok ? [{ field, component, paper: result.paper.id }] : []
  })
  const room = Math.max(0, mostPapers - papers.length)
  const { remove = '' } = form.fields
  const [component, paper] = remove.split('/')
  await db.transaction().execute(async (tx) => {
    await appendDraftPapers(
      tx,
      draft.id,
      received.slice(0, room).map(({ component, paper }) => ({ component, paper })),
      clock.now(),
    )
    if (component && paper) await removeDraftPaper(tx, draft.id, { component, paper })
  })
  return received.slice(room).map(({ field }) => field)
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
