import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { readProcess, saveDesign } from '#modules/designs'
import { may, officerOf } from '#modules/identity'
import { languageOf } from '#platform/i18n'
import {
  type Asked,
  addressOf,
  canEdit,
  canRead,
  type Desk,
  idParams,
  numberOf,
  shortText,
  show,
} from './desk.ts'
import { headOf, type LoadedDesign, loadDesign } from './load-design.ts'
import { designMessages } from './messages.ts'
import { processView } from './process-view.ts'
import { writeDesign } from './write-design.ts'

const body = Type.Object({
  seen: shortText,
  xml: Type.Optional(Type.String({ maxLength: 2_097_152 })),
  remove: shortText,
  force: shortText,
})
const bodyLimit = 4 * 1024 * 1024

/** The native modules and the style sheet of a page with a drawing to look at, and with one to edit. */
export const viewing = { scripts: ['bpmn/viewer.js', 'process-viewer.js'], styles: ['process.css'] } as const
const modelling = { scripts: ['bpmn/modeler.js', 'process-modeler.js'], styles: ['process.css'] } as const

/** `/admin/designs/:id/process`: the drawing, its editor and the list of steps. */
export const processPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const url = '/admin/designs/:id/process'
    app.get(url, { ...canRead, schema: { params: idParams } }, async (request, reply) => {
      const loaded = await loadDesign(desk, request.params)
      const process = await readProcess(loaded.files['process.bpmn'])
      const head = headOf(loaded, 'process', { request, reply })
      const mayEdit = may(request.actor, 'designs.edit')
      const main = processView({ head, process, mayEdit })
      const title = `${designMessages(head.language).process}: ${loaded.name}`
      const isEdited = mayEdit && (loaded.design.state === 'draft' || loaded.design.state === 'returned')
      return show(desk, { request, reply }, { title, main, ...(isEdited ? modelling : viewing) })
    })
    app.post(url, { ...canEdit, bodyLimit, schema: { params: idParams, body } }, async (request, reply) => {
      const loaded = await loadDesign(desk, request.params)
      const asked = { request, reply }
      const { xml = '', remove } = request.body
      if (String(request.headers.accept).includes('application/json'))
        return await saveByScript(desk, asked, loaded)
      const wanted = remove ? null : xml.replaceAll('\r\n', '\n')
      const edit = () => (wanted === '' ? {} : { 'process.bpmn': wanted })
      return await writeDesign(desk, asked, loaded, { part: 'process', change: 'process', edit })
    })
  }

/** The editor sends its drawing and stays: it hears whether it was kept. */
async function saveByScript(desk: Desk, { request, reply }: Asked, loaded: LoadedDesign) {
  const { seen, xml = '', force } = request.body as Readonly<{ seen?: string; xml?: string; force?: string }>
  const answer = await saveDesign(
    desk.context,
    loaded.design.id,
    {
      files: xml === '' ? {} : { 'process.bpmn': xml },
      seen: force ? loaded.design.revision : numberOf(seen),
      change: 'process',
    },
    officerOf(request),
  )
  const language = languageOf(request)
  if (!answer.ok) return reply.status(409).send({ code: `designs.${answer.code}`, language })
  const { revision, saved } = answer
  return reply.send({
    revision,
    saved,
    next: `${addressOf(loaded.design.id, 'process')}?done=${saved ? 'saved' : 'same'}`,
  })
}
