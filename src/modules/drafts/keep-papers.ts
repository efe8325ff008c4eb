import type { ReceivedForm } from '#modules/papers'
import { listAskedPapers } from '#modules/procedures'
import type { Context } from '#platform/context'
import { paperField } from './check-draft.ts'
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
