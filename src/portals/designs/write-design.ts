import type { FastifyReply } from 'fastify'
import { type DesignFiles, type FileChanges, listSaves, saveDesign } from '#modules/designs'
import { officerOf } from '#modules/identity'
import { languageOf } from '#platform/i18n'
import { conflictView } from './conflict-view.ts'
import { type Asked, addressOf, type Desk, numberOf, show } from './desk.ts'
import { type LoadedDesign, loadDesign } from './load-design.ts'
import { designMessages } from './messages.ts'

export type Written = Readonly<{
  /** The part of the design whose page was sent, and where it goes on. */
  part: string
  change: string
  /** The files as the sent form wants them, from those that are there now. */
  edit: (files: DesignFiles) => FileChanges
}>

/**
 * Saves what a form of the designer wants and goes on to its page. When somebody else was faster nothing is written: what was
 * sent is shown again, to be put on top of the new state.
 */
export async function writeDesign(
  desk: Desk,
  asked: Asked,
  loaded: LoadedDesign,
  { part, change, edit }: Written,
): Promise<FastifyReply> {
  const { request, reply } = asked
  const { design, files } = loaded
  const body = request.body as Readonly<Record<string, string>>
  const save = { files: edit(files), seen: numberOf(body.seen), change }
  const answer = await saveDesign(desk.context, design.id, save, officerOf(request))
  if (answer.ok) {
    const done = answer.saved ? 'saved' : 'same'
    return reply.redirect(`${addressOf(design.id, part)}?done=${done}`, 303)
  }
  return await showConflict(desk, asked, { id: design.id, code: answer.code, body })
}

/** What was sent could not be written: it is kept on the page. */
async function showConflict(
  desk: Desk,
  asked: Asked,
  {
    id,
    code,
    body,
  }: Readonly<{ id: string; code: 'changed_meanwhile' | 'closed'; body: Readonly<Record<string, string>> }>,
): Promise<FastifyReply> {
  const language = languageOf(asked.request)
  const say = designMessages(language)
  const [{ design }, saves] = await Promise.all([loadDesign(desk, { id }), listSaves(desk.context.db, id)])
  const main = conflictView({ design, last: saves[0], code, body, action: asked.request.url, language })
  const title = code === 'closed' ? say.closedTitle : say.conflictTitle
  return show(desk, asked, { title, main, status: 409 })
}
