import type { FieldSchema, FormSchema } from './form-schema.ts'

export type ChangedField = Readonly<{ path: string; field: FieldSchema }>

/** What a newer version of a form asks differently. Fields are those of the newer form; of what is gone, of the older. */
export type FormChanges = Readonly<{
  added: readonly ChangedField[]
  removed: readonly ChangedField[]
  /** Asked in both, and another answer may be right now: other choices, limits, kind or condition. */
  changed: readonly ChangedField[]
}>

const listAll = (form: FormSchema): Map<string, FieldSchema> =>
  new Map(
    Object.entries(form.properties).flatMap(([step, { properties }]) =>
      Object.entries(properties).map(([name, field]) => [`${step}.${name}`, field] as const),
    ),
  )

/** Words and looks: another title alone does not make an answer doubtful. */
const looks = new Set([
  'title',
  'x-titleEn',
  'description',
  'x-descriptionEn',
  'x-error',
  'x-errorEn',
  'x-width',
  'x-widget',
  'x-autocomplete',
  'x-inputmode',
  'x-sources',
  'x-prefill',
  'x-rowTitle',
  'x-rowTitleEn',
])

/** The question without its looks, the same text for the same question. */
function coreOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(coreOf)
  if (value === null || typeof value !== 'object') return value
  const kept = Object.entries(value).filter(([key]) => !looks.has(key))
  return Object.fromEntries(
    kept.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, inner]) => [key, coreOf(inner)]),
  )
}

const isSame = (one: FieldSchema, other: FieldSchema): boolean =>
  JSON.stringify(coreOf(one)) === JSON.stringify(coreOf(other))

/** What changed between two versions of a form, in the order of each. */
export function compareForms(before: FormSchema, now: FormSchema): FormChanges {
  const [old, fresh] = [listAll(before), listAll(now)]
  const list = (from: Map<string, FieldSchema>, keeps: (path: string, field: FieldSchema) => boolean) =>
    [...from].filter(([path, field]) => keeps(path, field)).map(([path, field]) => ({ path, field }))
  return {
    added: list(fresh, (path) => !old.has(path)),
    removed: list(old, (path) => !fresh.has(path)),
    changed: list(fresh, (path, field) => {
      const was = old.get(path)
      return was !== undefined && !isSame(was, field)
    }),
  }
}
