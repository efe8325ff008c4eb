import { attributes, type Html, html, type Piece } from '#platform/html'
import { defineMessages, type Language } from '#platform/i18n'
import { known } from './answers.ts'
import { askField, type PlaceChoices } from './ask-field.ts'
import type { Problem } from './error-summary.ts'
import { messagesOf as componentMessages } from './messages.ts'
import { repeatedGroup } from './repeated-group.ts'
import { stepAnswers } from './step-answers.ts'
import {
  descriptionOf,
  type FieldSchema,
  fieldsOf,
  type SectionSchema,
  type StepSchema,
  titleOf,
  widgetOf,
} from './step-schema.ts'

/**
 * Where the answer to a question is known from. `fixed`: it is shown and not asked; else it is filled in. `disputable`: a press
 * (`dispute=<fields>`) says that it is wrong, and it is asked.
 */
export type KnownSource = Readonly<{ label: string; fixed: boolean; disputable?: boolean | undefined }>

export type SchemaFormProps = Readonly<{
  /** One step: an object of fields. */
  schema: StepSchema
  /**
   * What was typed or is known, by field; days as `dd/mm/yyyy` (`typedAnswers` of `read-step` makes them from stored ones).
   * Of rows: their number by the name of the group, and `children.0.fullName`.
   */
  values: Readonly<Record<string, string>>
  /** What is wrong; `field` is the name of the property, or its path (`child.fullName`). */
  problems: readonly Problem[]
  language: Language
  /** Where `x-prefill` answers come from; default: the person's e-identification account. */
  source?: string
  /** Where answers are known from, by field; in its place every `x-prefill` answer is fixed and from `source`. */
  sources?: Readonly<Record<string, KnownSource>> | undefined
  /** Questions that do not apply: `guardian`, `children.0.school`. */
  unasked?: ReadonlySet<string> | undefined
  /** What fields of place are asked with, by field. */
  places?: Readonly<Record<string, PlaceChoices>> | undefined
  /** Draws a field that is a paper of the dossier; without it papers are asked elsewhere. */
  paper?: ((name: string, field: FieldSchema, isNeeded: boolean) => Piece) | undefined
}>

const messagesOf = defineMessages(
  { account: 'tài khoản định danh của bạn' },
  { account: 'your e-identification account' },
)

/** A path within the step: `child.fullName` is the field `fullName` of its step, `children.0.fullName` one of a row. */
const nameIn = ({ properties = {} }: StepSchema, path: string): string => {
  const [first = '', ...rest] = path.split('.')
  return Object.hasOwn(properties, first) || rest.length === 0 ? path : rest.join('.')
}

/**
 * Draws the fields of one step, to stand inside a `form.mc-form`. What the State knows is shown with its source and not
 * asked; what was typed is always kept; a problem stands at its field in the words of the summary.
 */
export function schemaForm(props: SchemaFormProps): Html {
  const { schema, values, unasked } = props
  const sentences = new Map(props.problems.map(({ field, sentence }) => [nameIn(schema, field), sentence]))
  const fields = fieldsOf(schema).filter(
    ([name, field]) => !unasked?.has(name) && (props.paper || widgetOf(field) !== 'paper'),
  )
  const isFixed = ([name, field]: Entry) =>
    Boolean(sourceOf(props, name, field)?.fixed && values[name] && !sentences.has(name))
  const asked = fields.filter((entry) => !isFixed(entry))
  const sections = schema['x-sections'] ?? []
  const inSections = new Set(sections.flatMap((section) => section.fields))
  const loose = asked.filter(([name]) => !inSections.has(name))
  const draw = (entries: readonly Entry[]) => drawFields(entries, props, sentences)
  return html`${knownBlocks(fields.filter(isFixed), props)}${draw(loose)}${sections.map((section, index) =>
    drawSection(
      section,
      `section-${Object.keys(schema.properties ?? {})[0]}-${index}`,
      asked.filter(([name]) => section.fields.includes(name)),
      { draw, language: props.language },
    ),
  )}`
}

type Entry = readonly [name: string, field: FieldSchema]

function sourceOf(
  { sources, source, language }: SchemaFormProps,
  name: string,
  field: FieldSchema,
): KnownSource | undefined {
  if (sources) return sources[name]
  return field['x-prefill'] ? { label: source ?? messagesOf(language).account, fixed: true } : undefined
}

/** What is known, a block for each source. */
function knownBlocks(fixed: readonly Entry[], props: SchemaFormProps): Html[] {
  const { language, values } = props
  const bySource = Map.groupBy(fixed, ([name, field]) => sourceOf(props, name, field)?.label ?? '')
  return [...bySource].map(([source, entries]) => {
    const items = stepAnswers({ properties: Object.fromEntries(entries) }, values, language)
    const wrong = entries.flatMap(([name, field]) => (sourceOf(props, name, field)?.disputable ? [name] : []))
    return known({ source, items, language, correction: props.sources !== undefined, disputes: wrong })
  })
}

function drawSection(
  section: SectionSchema,
  id: string,
  entries: readonly Entry[],
  { draw, language }: Readonly<{ draw: (entries: readonly Entry[]) => Html; language: Language }>,
): Html | null {
  if (entries.length === 0) return null
  const lead = descriptionOf(section, language)
  return html`<section class="mc-form__section" aria-labelledby="${id}"><h2 class="mc-h" id="${id}">${titleOf(section, language)}</h2>${lead && html`<p class="mc-quiet mc-small">${lead}</p>`}${draw(entries)}</section>`
}

/** Fields one under the other; those that are half or a third as wide stand beside each other. */
function drawFields(
  entries: readonly Entry[],
  props: SchemaFormProps,
  sentences: ReadonlyMap<string, string>,
): Html {
  const runs: Entry[][] = []
  for (const entry of entries) {
    const last = runs.at(-1)
    const isNarrow = (one: Entry | undefined) => ['half', 'third'].includes(one?.[1]['x-width'] ?? '')
    if (last && isNarrow(entry) && isNarrow(last[0])) last.push(entry)
    else runs.push([entry])
  }
  const draw = (entry: Entry) => drawField(entry, props, sentences)
  return html`${runs.map((run) => {
    const [first] = run
    if (run.length === 1 && first) return draw(first)
    return html`<div class="mc-fields">${run.map((entry) => html`<div${attributes({ class: `mc-fields__${entry[1]['x-width']}` })}>${draw(entry)}</div>`)}</div>`
  })}`
}

function drawField(
  [name, field]: Entry,
  props: SchemaFormProps,
  sentences: ReadonlyMap<string, string>,
): Piece {
  const { schema, values, language, unasked, places, paper } = props
  const isNeeded = schema.required?.includes(name) ?? false
  if (widgetOf(field) === 'paper') return paper?.(name, field, isNeeded)
  if (widgetOf(field) === 'rows') {
    return repeatedGroup({ name, field, values, sentences, language, unasked, isNeeded, draw: drawRow })
  }
  const source = sourceOf(props, name, field)
  const common = commonOf([name, field], { language, isNeeded, problem: sentences.get(name) })
  const hint =
    source && !source.fixed && values[name]
      ? suggested(source, common.description, language)
      : common.description
  return askField(field, values[name], { ...common, description: hint }, places?.[name])

  function drawRow(row: StepSchema, prefix: string): Html {
    const own = Object.fromEntries(
      Object.entries(row.properties ?? {}).map(([key, inner]) => [`${prefix}${key}`, inner]),
    )
    const inner = { ...row, properties: own, required: row.required?.map((key) => `${prefix}${key}`) }
    return drawFields(
      fieldsOf(inner).filter(([key]) => !unasked?.has(key)),
      { ...props, schema: inner },
      sentences,
    )
  }
}

const commonOf = (
  [name, field]: Entry,
  about: Readonly<{ language: Language; isNeeded: boolean; problem: string | undefined }>,
) => ({
  name,
  language: about.language,
  optional: !about.isNeeded && widgetOf(field) !== 'checkbox',
  label: titleOf(field, about.language, name),
  description: descriptionOf(field, about.language),
  problem: about.problem,
})

const suggested = ({ label }: KnownSource, description: string | undefined, language: Language): string =>
  [description, componentMessages(language).suggestedFrom(label)].filter(Boolean).join(' ')
