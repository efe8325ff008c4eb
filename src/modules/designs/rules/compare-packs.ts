/** What is compared of a version; a pack's content and plan fit. */
export type PackSide = Readonly<{
  content: Readonly<Record<string, unknown>>
  plan: Readonly<{
    nodes: Readonly<Record<string, unknown>>
    flows: Readonly<Record<string, unknown>>
  }> | null
}>

export const differenceAreas = ['procedure', 'papers', 'fees', 'time', 'form', 'process'] as const
export type DifferenceArea = (typeof differenceAreas)[number]

/** One thing that is other in the second version: a paper, a field, a node. `values`: what of it, before and after. */
export type PackDifference = Readonly<{
  area: DifferenceArea
  kind: 'added' | 'removed' | 'changed'
  key: string
  label: string
  values: readonly Readonly<{ name: string; before: string | null; after: string | null }>[]
}>

type Thing = Readonly<{ label: string; values: Readonly<Record<string, string>> }>
type Things = ReadonlyMap<string, Thing>
type Plain = Readonly<Record<string, unknown>>

/** What is other in `after`, area by area, in the order of the file. */
export function comparePacks(before: PackSide, after: PackSide): PackDifference[] {
  return differenceAreas.flatMap((area) => {
    const [one, other] = [thingsOf(area, before), thingsOf(area, after)]
    const keys = [...new Set([...other.keys(), ...one.keys()])]
    return keys.flatMap((key) => differenceOf(area, key, one.get(key), other.get(key)))
  })
}

function differenceOf(
  area: DifferenceArea,
  key: string,
  before: Thing | undefined,
  after: Thing | undefined,
): PackDifference[] {
  const names = [...new Set([...Object.keys(after?.values ?? {}), ...Object.keys(before?.values ?? {})])]
  const values = names
    .map((name) => ({ name, before: before?.values[name] ?? null, after: after?.values[name] ?? null }))
    .filter((value) => value.before !== value.after)
  const label = after?.label ?? before?.label ?? key
  if (!before) return [{ area, kind: 'added', key, label, values }]
  if (!after) return [{ area, kind: 'removed', key, label, values }]
  return values.length > 0 ? [{ area, kind: 'changed', key, label, values }] : []
}

function thingsOf(area: DifferenceArea, { content, plan }: PackSide): Things {
  switch (area) {
    case 'papers':
      return rowsOf(content.components)
    case 'fees':
      return new Map([...rowsOf(content.fees), ...rowsOf(content.feeRules)])
    case 'time':
      return single('timeLimit', asPlain(content.timeLimit))
    case 'form':
      return fieldsOf(asPlain(content.form))
    case 'process':
      return nodesOf(plan)
    case 'procedure':
      return propertiesOf(content)
  }
}

const apart = new Set(['components', 'fees', 'feeRules', 'timeLimit', 'form', 'process', 'code'])

/** Everything else a procedure says, one thing each. */
function propertiesOf(content: Plain): Things {
  const entries = Object.entries(content).filter(([name, value]) => !apart.has(name) && value !== undefined)
  return new Map(entries.map(([name, value]) => [name, { label: name, values: { value: textOf(value) } }]))
}

const single = (key: string, value: Plain): Things => new Map([[key, { label: key, values: textsOf(value) }]])

/** A list whose rows have a key and a name. */
function rowsOf(value: unknown): Things {
  const rows = Array.isArray(value) ? (value as Plain[]) : []
  return new Map(
    rows.map((row) => [String(row.key), { label: String(row.name ?? row.key), values: textsOf(row) }]),
  )
}

function fieldsOf(form: Plain): Things {
  const steps = Object.entries(asPlain(form.properties)).map(([name, step]) => [name, asPlain(step)] as const)
  return new Map(
    steps.flatMap(([name, step]): (readonly [string, Thing])[] => {
      const { properties, required, ...own } = step
      const title = String(step.title ?? name)
      const needed = Array.isArray(required) ? (required as unknown[]) : []
      const fields = Object.entries(asPlain(properties)).map(([field, schema]): readonly [string, Thing] => {
        const values = { ...textsOf(asPlain(schema)), required: String(needed.includes(field)) }
        return [`${name}.${field}`, { label: `${title}: ${String(asPlain(schema).title ?? field)}`, values }]
      })
      return [[name, { label: title, values: textsOf(own) }], ...fields]
    }),
  )
}

// Where a node lies and what its flows are called in the file says nothing to a person.
const unsaid = new Set(['id', 'incoming', 'outgoing', 'boundaries', 'start'])

function nodesOf(plan: PackSide['plan']): Things {
  const nodes = Object.entries(plan?.nodes ?? {}).map(([id, node]): [string, Thing] => {
    const said = Object.fromEntries(Object.entries(asPlain(node)).filter(([name]) => !unsaid.has(name)))
    return [id, { label: String(asPlain(node).name || id), values: textsOf(said) }]
  })
  const nameOf = (id: unknown) => String(asPlain(plan?.nodes[String(id)]).name || id)
  const flows = Object.values(plan?.flows ?? {}).map((flow): [string, Thing] => {
    const { from, to, condition } = asPlain(flow)
    const label = `${nameOf(from)} → ${nameOf(to)}`
    return [`${String(from)} → ${String(to)}`, { label, values: { condition: textOf(condition) } }]
  })
  return new Map([...nodes, ...flows])
}

const asPlain = (value: unknown): Plain => (typeof value === 'object' && value !== null ? (value as Plain) : {})

const textsOf = (value: Plain): Record<string, string> =>
  Object.fromEntries(Object.entries(value).map(([name, item]) => [name, textOf(item)]))

/** A value as a person compares it. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOf).join('; ')
  if (typeof value !== 'object') return String(value)
  return Object.entries(value)
    .filter(([, item]) => item !== null && item !== undefined)
    .map(([name, item]) =>
      typeof item === 'object' ? `${name} (${textOf(item)})` : `${name}: ${String(item)}`,
    )
    .join(', ')
}
