/** A form as far as its editor knows it: whatever else stands in it is kept. */
export type EditedField = Readonly<Record<string, unknown>>
export type EditedStep = Readonly<{
  title: string
  properties: Readonly<Record<string, EditedField>>
  required?: readonly string[] | undefined
  'x-order'?: readonly string[] | undefined
  'x-sections'?: readonly Readonly<{ title?: string; fields: readonly string[] }>[] | undefined
}> &
  Readonly<Record<string, unknown>>
export type EditedForm = Readonly<{
  properties: Readonly<Record<string, EditedStep>>
  required?: readonly string[] | undefined
  'x-order'?: readonly string[] | undefined
}> &
  Readonly<Record<string, unknown>>

/** One change of a form. */
export type FormEdit =
  | Readonly<{ act: 'put_field'; step: string; name: string; field: EditedField; required: boolean }>
  | Readonly<{ act: 'remove_field'; step: string; name: string }>
  | Readonly<{ act: 'move_field'; step: string; name: string; by: -1 | 1 }>
  | Readonly<{ act: 'add_step'; step: string; title: string; titleEn?: string }>
  | Readonly<{ act: 'remove_step'; step: string }>
  | Readonly<{ act: 'move_step'; step: string; by: -1 | 1 }>

/** The form after the edit; one that names what is not there changes nothing. */
export function editForm(form: EditedForm, edit: FormEdit): EditedForm {
  if (edit.act === 'add_step') return addStep(form, edit)
  const step = form.properties[edit.step]
  if (!step) return form
  if (edit.act === 'remove_step') return removeStep(form, edit.step)
  if (edit.act === 'move_step') return moveStep(form, edit.step, edit.by)
  return { ...form, properties: { ...form.properties, [edit.step]: editStep(step, edit) } }
}

type FieldEdit = Extract<FormEdit, { act: 'put_field' | 'remove_field' | 'move_field' }>

function editStep(step: EditedStep, edit: FieldEdit): EditedStep {
  if (edit.act === 'put_field') return putField(step, edit)
  if (!Object.hasOwn(step.properties, edit.name)) return step
  return edit.act === 'remove_field' ? removeField(step, edit.name) : moveField(step, edit.name, edit.by)
}

function putField(step: EditedStep, edit: Extract<FormEdit, { act: 'put_field' }>): EditedStep {
  const { name, field } = edit
  const others = (step.required ?? []).filter((one) => one !== name)
  const wasRequired = step.required?.includes(name) ?? false
  const required = edit.required === wasRequired ? step.required : [...others, ...(edit.required ? [name] : [])]
  const isNew = !Object.hasOwn(step.properties, name)
  const order = step['x-order']
  return clean({
    ...step,
    properties: { ...step.properties, [name]: field },
    required,
    'x-order': order && isNew ? [...order, name] : order,
  })
}

function removeField(step: EditedStep, name: string): EditedStep {
  const without = (names: readonly string[] | undefined) => names?.filter((one) => one !== name)
  const { [name]: _, ...properties } = step.properties
  return clean({
    ...step,
    properties,
    required: without(step.required),
    'x-order': without(step['x-order']),
    'x-sections': step['x-sections']?.map((section) => ({ ...section, fields: without(section.fields) ?? [] })),
  })
}

/** Among its sections a field moves inside its own, and out of it at the edge. */
function moveField(step: EditedStep, name: string, by: -1 | 1): EditedStep {
  const sections = step['x-sections']
  const at = sections?.findIndex(({ fields }) => fields.includes(name)) ?? -1
  if (sections && at >= 0) return { ...step, 'x-sections': moveInSections(sections, { at, name, by }) }
  const order = step['x-order']
  if (order) return { ...step, 'x-order': swap(orderOf(step.properties, order), name, by) }
  return { ...step, properties: reorder(step.properties, swap(Object.keys(step.properties), name, by)) }
}

type Sections = NonNullable<EditedStep['x-sections']>

function moveInSections(
  sections: Sections,
  { at, name, by }: Readonly<{ at: number; name: string; by: -1 | 1 }>,
): Sections {
  const fields = sections[at]?.fields ?? []
  const atEdge = by === -1 ? fields[0] === name : fields.at(-1) === name
  if (!atEdge)
    return sections.map((section, index) =>
      index === at ? { ...section, fields: swap(fields, name, by) } : section,
    )
  if (!sections[at + by]) return sections
  return sections.map((section, index) => {
    if (index === at) return { ...section, fields: fields.filter((one) => one !== name) }
    if (index !== at + by) return section
    return { ...section, fields: by === -1 ? [...section.fields, name] : [name, ...section.fields] }
  })
}

function addStep(form: EditedForm, edit: Extract<FormEdit, { act: 'add_step' }>): EditedForm {
  if (Object.hasOwn(form.properties, edit.step)) return form
  const step = {
    type: 'object',
    title: edit.title,
    ...(edit.titleEn && { 'x-titleEn': edit.titleEn }),
    properties: {},
  }
  const order = form['x-order']
  return clean({
    ...form,
    properties: { ...form.properties, [edit.step]: step },
    'x-order': order && [...order, edit.step],
  })
}

function removeStep(form: EditedForm, name: string): EditedForm {
  const { [name]: _, ...properties } = form.properties
  const without = (names: readonly string[] | undefined) => names?.filter((one) => one !== name)
  return clean({ ...form, properties, required: without(form.required), 'x-order': without(form['x-order']) })
}

function moveStep(form: EditedForm, name: string, by: -1 | 1): EditedForm {
  const order = form['x-order']
  if (order) return { ...form, 'x-order': swap(orderOf(form.properties, order), name, by) }
  return { ...form, properties: reorder(form.properties, swap(Object.keys(form.properties), name, by)) }
}

const orderOf = (properties: Readonly<Record<string, unknown>>, named: readonly string[]): string[] => [
  ...named.filter((name) => Object.hasOwn(properties, name)),
  ...Object.keys(properties).filter((name) => !named.includes(name)),
]

function swap(names: readonly string[], name: string, by: -1 | 1): string[] {
  const from = names.indexOf(name)
  const other = names[from + by]
  if (from < 0 || other === undefined) return [...names]
  return names.with(from, other).with(from + by, name)
}

const reorder = <Value>(
  record: Readonly<Record<string, Value>>,
  names: readonly string[],
): Record<string, Value> =>
  Object.fromEntries(names.flatMap((name) => (record[name] === undefined ? [] : [[name, record[name]]])))

/** Keys without a value are not written. */
const clean = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Value
