import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type DesignFile, designFiles, designProblem, listDone } from '#modules/designs'
import { may } from '#modules/identity'
import { exportPack } from '#modules/packs'
import { languageOf } from '#platform/i18n'
import { type Asked, canEdit, canRead, type Desk, idParams, longText, shortText, show } from './desk.ts'
import { headOf, type LoadedDesign, loadDesign } from './load-design.ts'
import { designMessages } from './messages.ts'
import { readUpload } from './read-upload.ts'
import { textsView, textView } from './text-view.ts'
import { filesOf } from './upload-files.ts'
import { writeDesign } from './write-design.ts'

const fileParams = Type.Object({ id: Type.String({ maxLength: 64 }), file: Type.String({ maxLength: 40 }) })
const body = Type.Object({ seen: shortText, text: longText, remove: shortText })

/** `/admin/designs/:id/texts`: the files of a design as they are. */
export const textPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const url = '/admin/designs/:id/texts'
    app.get(url, { ...canRead, schema: { params: idParams } }, async (request, reply) =>
      showTexts(desk, { request, reply }, await loadDesign(desk, request.params)),
    )
    app.post(url, { ...canEdit, schema: { params: idParams } }, async (request, reply) =>
      takeUpload(desk, { request, reply }, await loadDesign(desk, request.params)),
    )
    app.get('/admin/designs/:id/pack', { ...canRead, schema: { params: idParams } }, async (request, reply) =>
      sendPack(desk, { request, reply }, await loadDesign(desk, request.params)),
    )
    app.get(`${url}/:file`, { ...canRead, schema: { params: fileParams } }, async (request, reply) => {
      const file = fileOf(request.params.file)
      const loaded = await loadDesign(desk, request.params)
      const asked = { request, reply }
      const main = textView({ head: headOf(loaded, 'texts', asked), file, text: loaded.files[file] ?? '' })
      return show(desk, asked, { title: `${file}: ${loaded.name}`, main })
    })
    app.post(`${url}/:file`, { ...canEdit, schema: { params: fileParams, body } }, async (request, reply) => {
      const file = fileOf(request.params.file)
      const { text = '', remove } = request.body
      // Browsers send line ends of their own.
      const written = remove || text === '' ? null : text.replaceAll('\r\n', '\n')
      const loaded = await loadDesign(desk, request.params)
      const edit = () => ({ [file]: written ?? (isNeeded(file) ? '' : null) })
      return await writeDesign(desk, { request, reply }, loaded, { part: 'texts', change: 'texts', edit })
    })
    app.get(`${url}/:file/download`, { ...canRead, schema: { params: fileParams } }, async (request, reply) => {
      const file = fileOf(request.params.file)
      const { design, files } = await loadDesign(desk, request.params)
      const text = files[file]
      if (text === undefined) throw designProblem('designs.not_found')
      return reply
        .type('text/plain; charset=utf-8')
        .header(
          'content-disposition',
          `attachment; filename="${design.code.replaceAll(/[^\w.-]/g, '_')}-${file}"`,
        )
        .send(text)
    })
  }

/** The design as one signed file. */
async function sendPack(desk: Desk, { reply }: Asked, { design, files }: LoadedDesign) {
  const { decision, code } = design
  const approver = (await listDone(desk.context.db, design.id)).findLast(({ act }) => act === 'approve')
  const approval = decision && {
    decisionNumber: decision.number,
    decidedOn: decision.decidedOn,
    approver: { name: approver?.byName ?? code, position: 'Người duyệt' },
    effectiveFrom: decision.effectiveOn,
  }
  const document = await exportPack(desk.context, { code, texts: files, approval })
  const name = `${code.replaceAll(/[^\w.-]/g, '_')}.motcua-pack.json`
  return reply
    .type('application/json; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(document)
}

const isNeeded = (file: DesignFile): boolean => file === 'procedure.yaml' || file === 'form.json'

function fileOf(name: string): DesignFile {
  const found = designFiles.find((file) => file === name)
  if (!found) throw designProblem('designs.not_found')
  return found
}

function showTexts(desk: Desk, asked: Asked, loaded: LoadedDesign, uploadProblem?: string) {
  const head = headOf(loaded, 'texts', asked)
  const mayEdit = may(asked.request.actor, 'designs.edit')
  const main = textsView({ head, files: loaded.files, mayEdit, uploadProblem })
  const title = `${designMessages(head.language).texts}: ${loaded.name}`
  return show(desk, asked, { title, main, status: uploadProblem ? 422 : 200 })
}

/** A file that was sent: one of the pack by its name, or a whole pack. */
async function takeUpload(desk: Desk, asked: Asked, loaded: LoadedDesign) {
  const upload = await readUpload(asked.request)
  asked.request.body = upload.fields
  const sent = await filesOf(desk, upload, { language: languageOf(asked.request), code: loaded.design.code })
  if ('problem' in sent) return showTexts(desk, asked, loaded, sent.problem)
  const edit = () => sent.files
  return await writeDesign(desk, asked, loaded, { part: 'texts', change: 'upload', edit })
}
