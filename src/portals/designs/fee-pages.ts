import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type DesignFiles, editYaml, type YamlEdit } from '#modules/designs'
import { type FeeRule, rulesOfPublished } from '#modules/fees'
import { may } from '#modules/identity'
import { languageOf } from '#platform/i18n'
import { type Asked, canEdit, canRead, type Desk, idParams, numberOf, show } from './desk.ts'
import { editsOfRows, feeColumns, findRowProblems } from './fee-rows.ts'
import { type FeeView, feeView } from './fee-view.ts'
import { nameFrom } from './field-kinds.ts'
import { headOf, type LoadedDesign, loadDesign } from './load-design.ts'
import { designMessages } from './messages.ts'
import { readProcedureFile } from './procedure-file.ts'
import { type Row, readAct, readRows } from './row-editor.ts'
import { rowMessages } from './row-messages.ts'
import { writeDesign } from './write-design.ts'

const body = Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 5000 }))

/** `/admin/designs/:id/fees`: the fees as tables. */
export const feePages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const url = '/admin/designs/:id/fees'
    app.get(url, { ...canRead, schema: { params: idParams } }, async (request, reply) =>
      showFees(desk, { request, reply }, await loadDesign(desk, request.params)),
    )
    app.post(url, { ...canEdit, schema: { params: idParams, body } }, async (request, reply) =>
      sendFees(desk, { request, reply }, await loadDesign(desk, request.params), request.body),
    )
  }

function showFees(desk: Desk, asked: Asked, loaded: LoadedDesign, typed?: FeeView['typed']) {
  const head = headOf(loaded, 'fees', asked)
  const mayEdit = may(asked.request.actor, 'designs.edit')
  const main = feeView({ head, file: readProcedureFile(loaded.files), mayEdit, ...(typed && { typed }) })
  const title = `${designMessages(head.language).fees}: ${loaded.name}`
  return show(desk, asked, { title, main, status: typed ? 422 : 200 })
}

async function sendFees(
  desk: Desk,
  asked: Asked,
  loaded: LoadedDesign,
  sent: Readonly<Record<string, string>>,
) {
  const language = languageOf(asked.request)
  const { act, index } = readAct(sent.act)
  const { name = '' } = sent
  const rule = numberOf(sent.rule)
  const rows = readRows(feeColumns(language), sent)
  // A row that is taken away need not be right.
  const problems = findRowProblems(act === 'remove' ? rows.toSpliced(index, 1) : rows, language)
  if (problems.size > 0) return showFees(desk, asked, loaded, { rule, rows, problems })
  const edit = (files: DesignFiles) => {
    const edits = editsFor({
      files,
      act,
      index,
      rule,
      rows,
      name: name.trim() || rowMessages('vi').feeNew,
    })
    return { 'procedure.yaml': editYaml(files['procedure.yaml'], edits) }
  }
  return await writeDesign(desk, asked, loaded, { part: 'fees', change: 'fees', edit })
}

type FeeAct = Readonly<{
  files: DesignFiles
  act: string
  index: number
  rule: number
  rows: readonly Row[]
  name: string
}>

function editsFor({ files, act, index, rule, rows, name }: FeeAct): YamlEdit[] {
  const file = readProcedureFile(files)
  if (act === 'rules') {
    const value = rulesOfPublished(file?.fees ?? [])
    return [
      { act: 'put', path: ['feeRules'], value },
      { act: 'drop', path: ['fees'] },
    ]
  }
  if (act === 'fee') return [{ act: 'add', path: ['feeRules'], value: newFee(name, file?.feeRules ?? []) }]
  const path = ['feeRules', rule, 'amounts']
  if (!file?.feeRules?.[rule]) return []
  const written = editsOfRows(path, rows)
  if (act === 'remove') return [...written, { act: 'drop', path: [...path, index] }]
  if (act !== 'add') return written
  const last = file.feeRules[rule]?.amounts.at(-1)
  return [...written, { act: 'add', path, value: { amountVnd: null, text: last?.text ?? name } }]
}

function newFee(name: string, others: readonly FeeRule[]): FeeRule {
  const wanted = nameFrom(name).replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const key = others.some((other) => other.key === wanted) ? `${wanted}_${others.length + 1}` : wanted
  return {
    key,
    name,
    kind: 'statutory_fee',
    dueAt: 'intake',
    law: null,
    amounts: [{ amountVnd: null, text: name }],
  }
}
