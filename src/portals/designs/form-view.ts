import { actions, button, linkButton } from '#components/button'
import { textField } from '#components/field'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { schemaForm } from '#components/schema-form'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { type Design, type EditedField, type EditedForm, type EditedStep, isEditable } from '#modules/designs'
import { listFields } from '#modules/eforms'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { designHead, type HeadView } from './design-head.ts'
import { addressOf } from './desk.ts'
import { kindOf } from './field-kinds.ts'
import { formMessages } from './form-messages.ts'
import { designMessages } from './messages.ts'

export type FormView = Readonly<{
  head: HeadView
  /** Null: the file cannot be read. */
  form: EditedForm | null
  /** The names of the steps, in order. */
  steps: readonly string[]
  /** The step that is previewed. */
  shown: string | undefined
  mayEdit: boolean
}>

/** The form as a list of fields, with a preview of one part as a citizen sees it. */
export function formView(view: FormView): Html {
  const { head, form, steps, mayEdit } = view
  const { design, language } = head
  const say = formMessages(language)
  if (!form)
    return html`${designHead(head)}${notice({ tone: 'warn', body: html`<p>${say.unreadable} <a href="${addressOf(design.id, 'texts/form.json')}">form.json</a></p>` })}`
  const canWrite = mayEdit && isEditable(design)
  const sections = steps.flatMap((name) => {
    const step = form.properties[name]
    return step ? [stepZone({ design, name, step, canWrite, language })] : []
  })
  return html`${designHead(head)}
<p class="mc-quiet mc-small">${say.help}</p>
<div class="mc-designer mc-t1"><div class="mc-stack mc-t2">${sections}
${canWrite && fold({ summary: say.addStep, body: addStepForm(design, language) })}
<p class="mc-small"><a href="${addressOf(design.id, 'texts/form.json')}">${say.raw}</a></p></div>
${previewOf(view, form)}</div>`
}

type StepView = Readonly<{
  design: Design
  name: string
  step: EditedStep
  canWrite: boolean
  language: Language
}>

function stepZone(view: StepView): Html {
  const { design, name, step, canWrite, language } = view
  const say = formMessages(language)
  const names = listFields(step as never)
  const columns = [say.field, say.kind, say.need, say.source, ...(canWrite ? [say.change] : [])]
  const rows = names.flatMap((field, index) => {
    const schema = step.properties[field]
    return schema
      ? [fieldRow(view, { field, schema, isFirst: index === 0, isLast: index === names.length - 1 })]
      : []
  })
  const title = titleOf(step, name, language)
  const tools =
    canWrite &&
    html`<div class="mc-row mc-t1">
${linkButton({ text: say.newField, variant: 'secondary', href: addressOf(design.id, `form/${name}`), about: title })}
<form class="mc-row" method="post" action="${addressOf(design.id, 'form')}">${hidden(design, name)}
${button({ text: say.up, name: 'act', value: 'step_up', variant: 'tertiary', about: title })}${button({ text: say.down, name: 'act', value: 'step_down', variant: 'tertiary', about: title })}${rows.length === 0 && button({ text: say.removeStep, name: 'act', value: 'remove_step', variant: 'tertiary', about: title })}</form></div>`
  const preview = html`<a class="mc-small" href="${addressOf(design.id, 'form')}?step=${name}#preview">${say.previewNow}<span class="ds-sr-only">: ${title}</span></a>`
  return zone({
    id: `step-${name}`,
    title,
    state: preview,
    body: html`${rows.length > 0 && table({ caption: title, columns: columns.map((column) => ({ title: column })), rows, stack: true })}${tools}`,
  })
}

type FieldRow = Readonly<{ field: string; schema: EditedField; isFirst: boolean; isLast: boolean }>

function fieldRow({ design, name, step, canWrite, language }: StepView, row: FieldRow): Piece[] {
  const { field, schema, isFirst, isLast } = row
  const say = formMessages(language)
  const kind = kindOf(schema)
  const title = titleOf(schema, field, language)
  const need = step.required?.includes(field) ? say.required : say.optional
  const words = [need, schema['x-when'] ? say.onlyWhen : ''].filter(Boolean).join(', ')
  const cells = [
    kind && canWrite ? html`<a href="${addressOf(design.id, `form/${name}/${field}`)}">${title}</a>` : title,
    kind ? say.kinds()[kind] : say.otherKind,
    words,
    sourceOf(schema, language),
  ]
  if (!canWrite) return cells
  const press = (text: string, act: string) =>
    html`<button class="mc-linklike" type="submit" name="act" value="${act}">${text}<span class="ds-sr-only">: ${title}</span></button>`
  const tools = html`<form class="mc-row" method="post" action="${addressOf(design.id, 'form')}">${hidden(design, name, field)}${!isFirst && press(say.up, 'field_up')}${!isLast && press(say.down, 'field_down')}${press(say.remove, 'remove_field')}</form>`
  return [...cells, tools]
}

const hidden = (design: Design, step: string, field?: string): Html =>
  html`<input type="hidden" name="seen" value="${design.revision}"><input type="hidden" name="step" value="${step}">${field !== undefined && html`<input type="hidden" name="field" value="${field}">`}`

const titleOf = (titled: Readonly<Record<string, unknown>>, name: string, language: Language): string =>
  String((language === 'en' && titled['x-titleEn']) || titled.title || name)

function sourceOf(field: EditedField, language: Language): string {
  const say = formMessages(language)
  const prefill = field['x-prefill']
  if (typeof prefill === 'string')
    return (say.sources() as Readonly<Record<string, string>>)[prefill] ?? prefill
  const sources = field['x-sources']
  if (!Array.isArray(sources) || sources.length === 0) return say.declarant
  return sources.map((source: { from?: string; path?: string }) => `${source.from}: ${source.path}`).join('; ')
}

function addStepForm(design: Design, language: Language): Html {
  const say = formMessages(language)
  return html`<form class="mc-form mc-form--tight" method="post" action="${addressOf(design.id, 'form')}"><input type="hidden" name="seen" value="${design.revision}">
${textField({ name: 'title', label: say.stepTitle, language, size: 32, autocomplete: 'off' })}
${textField({ name: 'titleEn', label: say.stepTitleEn, language, size: 32, optional: true, autocomplete: 'off' })}
${actions(button({ text: say.addStep, name: 'act', value: 'add_step', variant: 'secondary' }))}</form>`
}

function previewOf({ head, shown, steps }: FormView, form: EditedForm): Piece {
  const { language } = head
  const say = formMessages(language)
  const name = shown && form.properties[shown] ? shown : steps[0]
  const step = name === undefined ? undefined : form.properties[name]
  if (!step || name === undefined) return null
  const title = `${say.preview}: ${titleOf(step, name, language)}`
  return zone({ id: 'preview', title, body: preview(step, language) })
}

/** A part as a citizen sees it; it is not sent anywhere. */
export const preview = (step: EditedStep, language: Language): Html =>
  html`<p class="mc-small mc-quiet">${formMessages(language).previewHelp}</p><div class="mc-preview mc-form" data-preview>${schemaForm({ schema: step as never, values: {}, problems: [], language })}</div>`

export const saveWord = (language: Language): string => designMessages(language).save
