import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type DesignFiles, designProblem, type EditedForm, editForm, type FormEdit } from '#modules/designs'
import { listSteps } from '#modules/eforms'
import { may } from '#modules/identity'
import { languageOf } from '#platform/i18n'
import { type Asked, canEdit, canRead, type Desk, idParams, shortText, show } from './desk.ts'
import { fieldFrom, nameFrom, type TypedField } from './field-kinds.ts'
import { type FieldView, fieldView, typedFrom } from './field-view.ts'
import { formMessages } from './form-messages.ts'
import { formView } from './form-view.ts'
import { headOf, type LoadedDesign, loadDesign } from './load-design.ts'
import { designMessages } from './messages.ts'
import { writeDesign } from './write-design.ts'

const name = Type.String({ maxLength: 100 })
const id = Type.String({ maxLength: 64 })
const editBody = Type.Object({
  seen: shortText,
  act: shortText,
  step: shortText,
  field: shortText,
  title: shortText,
  titleEn: shortText,
})
const fieldBody = Type.Object({
  seen: shortText,
  step: shortText,
  title: shortText,
  titleEn: shortText,
  description: shortText,
  kind: shortText,
  required: shortText,
  choices: Type.Optional(Type.String({ maxLength: 20_000 })),
  when: shortText,
  source: shortText,
  maxLength: shortText,
})

/** `/admin/designs/:id/form`: the form as a list of fields, and one field. */
export const formPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const url = '/admin/designs/:id/form'
    const querystring = Type.Object({ step: shortText, done: shortText })
    app.get(url, { ...canRead, schema: { params: idParams, querystring } }, async (request, reply) => {
      const loaded = await loadDesign(desk, request.params)
      const form = readForm(loaded.files)
      const head = headOf(loaded, 'form', { request, reply })
      const mayEdit = may(request.actor, 'designs.edit')
      const steps = form ? listSteps(form as never) : []
      const main = formView({ head, form, steps, shown: request.query.step, mayEdit })
      return show(desk, { request, reply }, { title: titleOf(loaded, request), main })
    })
    app.post(url, { ...canEdit, schema: { params: idParams, body: editBody } }, async (request, reply) => {
      const loaded = await loadDesign(desk, request.params)
      const edit = readEdit(request.body)
      const apply = (files: DesignFiles) => (edit ? writeForm(files, edit) : {})
      return await writeDesign(desk, { request, reply }, loaded, { part: 'form', change: 'form', edit: apply })
    })
    const stepParams = Type.Object({ id, step: name })
    const fieldParams = Type.Object({ id, step: name, field: name })
    app.get(`${url}/:step`, { ...canEdit, schema: { params: stepParams } }, async (request, reply) =>
      openField(desk, { request, reply }, { ...request.params, field: null }),
    )
    app.get(`${url}/:step/:field`, { ...canEdit, schema: { params: fieldParams } }, async (request, reply) =>
      openField(desk, { request, reply }, request.params),
    )
    app.post(
      `${url}/:step`,
      { ...canEdit, schema: { params: stepParams, body: fieldBody } },
      async (request, reply) => sendField(desk, { request, reply }, { ...request.params, field: null }),
    )
    app.post(
      `${url}/:step/:field`,
      { ...canEdit, schema: { params: fieldParams, body: fieldBody } },
      async (request, reply) => sendField(desk, { request, reply }, request.params),
    )
  }

const titleOf = ({ name: procedure }: LoadedDesign, request: Asked['request']): string =>
  `${designMessages(languageOf(request)).form}: ${procedure}`

/** The form of a design; null when the file is no form. */
function readForm(files: DesignFiles): EditedForm | null {
  try {
    const form = JSON.parse(files['form.json']) as EditedForm | null
    const steps = Object.values(form?.properties ?? {})
    const isForm = steps.every((step) => typeof step === 'object' && typeof step.properties === 'object')
    return form && typeof form.properties === 'object' && isForm ? form : null
  } catch {
    return null
  }
}

function writeForm(files: DesignFiles, edit: FormEdit): Partial<DesignFiles> {
  const form = readForm(files)
  return form ? { 'form.json': `${JSON.stringify(editForm(form, edit), null, 2)}\n` } : {}
}

type EditBody = Readonly<{ act?: string; step?: string; field?: string; title?: string; titleEn?: string }>

function readEdit({ act, step = '', field = '', title = '', titleEn = '' }: EditBody): FormEdit | null {
  switch (act) {
    case 'field_up':
    case 'field_down':
      return { act: 'move_field', step, name: field, by: act === 'field_up' ? -1 : 1 }
    case 'remove_field':
      return { act: 'remove_field', step, name: field }
    case 'step_up':
    case 'step_down':
      return { act: 'move_step', step, by: act === 'step_up' ? -1 : 1 }
    case 'remove_step':
      return { act: 'remove_step', step }
    case 'add_step':
      return title.trim() === ''
        ? null
        : { act: 'add_step', step: nameFrom(title), title: title.trim(), titleEn }
    default:
      return null
  }
}

type FieldAddress = Readonly<{ id: string; step: string; field: string | null }>
type FieldPlace = Readonly<{ loaded: LoadedDesign; step: NonNullable<EditedForm['properties'][string]> }>

/** The step of the address, and its field. Throws `designs.not_found`. */
async function findPlace(desk: Desk, { id: design, step, field }: FieldAddress): Promise<FieldPlace> {
  const loaded = await loadDesign(desk, { id: design })
  const form = readForm(loaded.files)
  const found = form && Object.hasOwn(form.properties, step) ? form.properties[step] : undefined
  if (!found || (field !== null && !Object.hasOwn(found.properties, field)))
    throw designProblem('designs.not_found')
  return { loaded, step: found }
}

async function openField(desk: Desk, asked: Asked, address: FieldAddress) {
  const place = await findPlace(desk, address)
  const before = address.field === null ? {} : (place.step.properties[address.field] ?? {})
  const isRequired = address.field !== null && (place.step.required?.includes(address.field) ?? false)
  return showField(desk, asked, address, place, { typed: typedFrom(before, isRequired), problems: [] })
}

type Typed = Pick<FieldView, 'typed' | 'problems'> & Readonly<{ status?: number }>

function showField(
  desk: Desk,
  asked: Asked,
  address: FieldAddress,
  { loaded, step }: FieldPlace,
  typed: Typed,
) {
  const { status = 200, ...rest } = typed
  const main = fieldView({
    head: headOf(loaded, 'form', asked),
    step: address.step,
    stepTitle: String(step.title),
    name: address.field,
    before: address.field === null ? {} : (step.properties[address.field] ?? {}),
    ...rest,
  })
  return show(desk, asked, {
    title: titleOf(loaded, asked.request),
    main,
    status,
    scripts: ['live-preview.js'],
  })
}

async function sendField(desk: Desk, asked: Asked, address: FieldAddress) {
  const typed = asked.request.body as TypedField & Readonly<{ step?: string }>
  const place = await findPlace(desk, address)
  if (typed.step === 'preview') return showField(desk, asked, address, place, { typed, problems: [] })
  if (!typed.title?.trim()) {
    const problems = [{ field: 'title', sentence: formMessages(languageOf(asked.request)).titleMissing }]
    return showField(desk, asked, address, place, { typed, problems, status: 422 })
  }
  const fieldName = address.field ?? freeName(nameFrom(typed.title), place.step.properties)
  const edit = (files: DesignFiles) => {
    const before = readForm(files)?.properties[address.step]?.properties[fieldName] ?? {}
    const required = typed.required === 'true'
    return writeForm(files, {
      act: 'put_field',
      step: address.step,
      name: fieldName,
      field: fieldFrom(before, typed),
      required,
    })
  }
  return await writeDesign(desk, asked, place.loaded, { part: 'form', change: 'form', edit })
}

/** A name no field of the step has yet. */
function freeName(wanted: string, taken: Readonly<Record<string, unknown>>): string {
  let free = wanted
  for (let count = 2; Object.hasOwn(taken, free); count += 1) free = `${wanted}${count}`
  return free
}
