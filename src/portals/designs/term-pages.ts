import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import { type DesignFiles, editYaml, type YamlEdit } from '#modules/designs'
import { may } from '#modules/identity'
import { languageOf } from '#platform/i18n'
import { type Asked, canEdit, canRead, type Desk, idParams, shortText, show } from './desk.ts'
import { nameFrom } from './field-kinds.ts'
import { headOf, type LoadedDesign, loadDesign } from './load-design.ts'
import { designMessages } from './messages.ts'
import { type ProcedureFile, readProcedureFile } from './procedure-file.ts'
import { type Row, readAct, readRows } from './row-editor.ts'
import { rowMessages } from './row-messages.ts'
import { paperColumns, type TermView, type TimeField, termView } from './term-view.ts'
import { writeDesign } from './write-design.ts'

const rowsBody = Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 5000 }))
const timeBody = Type.Object({
  seen: shortText,
  amount: shortText,
  unit: shortText,
  text: shortText,
  supplementPolicy: shortText,
  cutOff: shortText,
  law: shortText,
})

/** `/admin/designs/:id/terms`: the papers and the time limit. */
export const termPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const url = '/admin/designs/:id/terms'
    app.get(url, { ...canRead, schema: { params: idParams } }, async (request, reply) =>
      showTerms(desk, { request, reply }, await loadDesign(desk, request.params)),
    )
    app.post(
      `${url}/papers`,
      { ...canEdit, schema: { params: idParams, body: rowsBody } },
      async (request, reply) =>
        sendPapers(desk, { request, reply }, await loadDesign(desk, request.params), request.body),
    )
    app.post(
      `${url}/time`,
      { ...canEdit, schema: { params: idParams, body: timeBody } },
      async (request, reply) =>
        sendTime(desk, { request, reply }, await loadDesign(desk, request.params), request.body),
    )
  }

function showTerms(
  desk: Desk,
  asked: Asked,
  loaded: LoadedDesign,
  back: Pick<TermView, 'papers' | 'time'> = {},
) {
  const head = headOf(loaded, 'terms', asked)
  const mayEdit = may(asked.request.actor, 'designs.edit')
  const main = termView({ head, file: readProcedureFile(loaded.files), mayEdit, ...back })
  const title = `${designMessages(head.language).terms}: ${loaded.name}`
  return show(desk, asked, { title, main, status: back.papers || back.time ? 422 : 200 })
}

async function sendPapers(
  desk: Desk,
  asked: Asked,
  loaded: LoadedDesign,
  sent: Readonly<Record<string, string>>,
) {
  const language = languageOf(asked.request)
  const { act, index } = readAct(sent.act)
  const rows = readRows(paperColumns(language), sent)
  const problems = findPaperProblems(act === 'remove' ? rows.toSpliced(index, 1) : rows, language)
  if (problems.size > 0) return showTerms(desk, asked, loaded, { papers: { rows, problems } })
  const edit = (files: DesignFiles) => {
    const edits = editsOfPapers(readProcedureFile(files), { act, index, rows })
    return { 'procedure.yaml': editYaml(files['procedure.yaml'], edits) }
  }
  return await writeDesign(desk, asked, loaded, { part: 'terms', change: 'terms', edit })
}

function findPaperProblems(rows: readonly Row[], language: 'vi' | 'en'): Map<string, string> {
  const say = rowMessages(language)
  const problems = new Map<string, string>()
  for (const [index, row] of rows.entries()) {
    if (!row.name) problems.set(`name.${index}`, say.nameMissing)
    for (const name of ['originals', 'copies'])
      if (!/^\d{1,3}$/.test(row[name] ?? '')) problems.set(`${name}.${index}`, say.countWrong)
  }
  return problems
}

const path = ['components']

function editsOfPapers(
  file: ProcedureFile | null,
  { act, index, rows }: Readonly<{ act: string; index: number; rows: readonly Row[] }>,
): YamlEdit[] {
  const known = file?.components ?? []
  const written = rows.slice(0, known.length).flatMap((row, at): YamlEdit[] => [
    { act: 'put', path: [...path, at, 'name'], value: row.name },
    { act: 'put', path: [...path, at, 'required'], value: row.required === 'true' },
    { act: 'put', path: [...path, at, 'originals'], value: Number(row.originals) },
    { act: 'put', path: [...path, at, 'copies'], value: Number(row.copies) },
    { act: 'put', path: [...path, at, 'note'], value: row.note || null },
    { act: 'put', path: [...path, at, 'heldBy'], value: row.heldBy || null },
  ])
  if (act === 'remove') return [...written, { act: 'drop', path: [...path, index] }]
  if (act === 'up' || act === 'down')
    return [...written, { act: 'move', path, index, by: act === 'up' ? -1 : 1 }]
  return act === 'add'
    ? [...written, { act: 'add', path, value: newPaper(known.map(({ key }) => key)) }]
    : written
}

function newPaper(taken: readonly string[]) {
  const name = 'Giấy tờ mới'
  const wanted = nameFrom(name).replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  let key = wanted
  for (let count = 2; taken.includes(key); count += 1) key = `${wanted}_${count}`
  return { key, name, code: null, required: false, originals: 0, copies: 1, note: null, heldBy: null }
}

type TypedTime = Readonly<Partial<Record<TimeField, string>>>

async function sendTime(desk: Desk, asked: Asked, loaded: LoadedDesign, typed: TypedTime) {
  const problems = findTimeProblems(typed, languageOf(asked.request))
  if (problems.length > 0) return showTerms(desk, asked, loaded, { time: { typed, problems } })
  const edit = (files: DesignFiles) => ({
    'procedure.yaml': editYaml(files['procedure.yaml'], editsOfTime(typed, files)),
  })
  return await writeDesign(desk, asked, loaded, { part: 'terms', change: 'terms', edit })
}

const clock = /^([01]?\d|2[0-3]):[0-5]\d$/
const numberIn = (text = ''): number => Number(text.trim().replace(',', '.') || Number.NaN)

function findTimeProblems(typed: TypedTime, language: 'vi' | 'en'): Problem[] {
  const say = rowMessages(language)
  const problems: Problem[] = []
  if (!(numberIn(typed.amount) >= 0)) problems.push({ field: 'amount', sentence: say.timeWrong })
  if (!typed.text?.trim()) problems.push({ field: 'text', sentence: say.textMissing })
  if (typed.cutOff?.trim() && !clock.test(typed.cutOff.trim()))
    problems.push({ field: 'cutOff', sentence: say.clockWrong })
  return problems
}

function editsOfTime(typed: TypedTime, files: DesignFiles): YamlEdit[] {
  const put = (name: string, value: unknown): YamlEdit => ({ act: 'put', path: ['timeLimit', name], value })
  const cutOff = typed.cutOff?.trim().padStart(5, '0')
  return [
    put('amount', numberIn(typed.amount)),
    ...(typed.unit ? [put('unit', typed.unit)] : []),
    put('text', typed.text?.trim()),
    ...(typed.supplementPolicy ? [put('supplementPolicy', typed.supplementPolicy)] : []),
    put('law', typed.law?.trim() || null),
    ...(typed.cutOff?.trim() ? [cutOffEdit(cutOff ?? '', readProcedureFile(files))] : [put('cutOff', null)]),
  ]
}

/** What a procedure already says of its cut-off, besides the hour, stays. */
const cutOffEdit = (time: string, file: ProcedureFile | null): YamlEdit =>
  file?.timeLimit?.cutOff
    ? { act: 'put', path: ['timeLimit', 'cutOff', 'time'], value: time }
    : { act: 'put', path: ['timeLimit', 'cutOff'], value: { time, effect: 'clock' } }
