/** Their name of a field by where its answer stands in our form: `{ HoTen: 'person.fullName' }`. */
export type FieldMap = Readonly<Record<string, string>>

/** `missing`: places in the form from which nothing can be read; an answer that was not given is told as ''. */
export type MappedAnswers = Readonly<{ fields: Readonly<Record<string, unknown>>; missing: readonly string[] }>

const place = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*){0,5}$/
const theirName = /^[A-Za-z_][A-Za-z0-9_]{0,59}$/

/**
 * A field map as an administrator types it: `HoTen = person.fullName`, a line each. `wrongLine`: the first line that is
 * not one, 1 and up.
 */
export function readFieldMap(
  text: string,
): Readonly<{ ok: true; fields: FieldMap }> | Readonly<{ ok: false; wrongLine: number }> {
  const fields: Record<string, string> = {}
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [name = '', from = '', ...more] = line.split('=').map((part) => part.trim())
    const isRight =
      more.length === 0 && theirName.test(name) && place.test(from) && !Object.hasOwn(fields, name)
    if (!isRight) return { ok: false, wrongLine: index + 1 }
    fields[name] = from
  }
  return { ok: true, fields }
}

export const writeFieldMap = (fields: FieldMap): string =>
  Object.entries(fields)
    .map(([name, from]) => `${name} = ${from}`)
    .join('\n')

/**
 * The answers of a form under their names: only what is in the map leaves, and nothing is made up. A place whose section
 * the form does not have at all is missing: the map is wrong, and an administrator has to see it.
 */
export function mapAnswers(answers: Readonly<Record<string, unknown>>, map: FieldMap): MappedAnswers {
  const fields: Record<string, unknown> = {}
  const missing: string[] = []
  for (const [name, from] of Object.entries(map)) {
    const [section = ''] = from.split('.')
    if (!Object.hasOwn(answers, section)) missing.push(from)
    else fields[name] = readPlace(answers, from.split('.')) ?? ''
  }
  return { fields, missing }
}

function readPlace(answers: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return answers
  const isGroup = typeof answers === 'object' && answers !== null && Object.hasOwn(answers, first)
  return isGroup ? readPlace((answers as Record<string, unknown>)[first], rest) : null
}
