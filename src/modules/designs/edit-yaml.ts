import { isCollection, isMap, isSeq, parseDocument } from 'yaml'

/** A place in a YAML file: keys and numbers. */
export type YamlPath = readonly (string | number)[]

/** One change of a YAML file. `put` with null writes `null`; `drop` takes the key or the row away. */
export type YamlEdit =
  | Readonly<{ act: 'put'; path: YamlPath; value: unknown }>
  | Readonly<{ act: 'drop'; path: YamlPath }>
  | Readonly<{ act: 'add'; path: YamlPath; value: unknown }>
  | Readonly<{ act: 'move'; path: YamlPath; index: number; by: -1 | 1 }>

/**
 * Carries out edits on the text of a YAML file; comments and the order of keys stay. A file that cannot be read is answered
 * as it is: the check says why.
 */
export function editYaml(text: string, edits: readonly YamlEdit[]): string {
  const document = parseDocument(text)
  if (document.errors.length > 0 || !isMap(document.contents)) return text
  const before = document.toJS({ maxAliasCount: 0 }) as unknown
  for (const edit of edits) {
    if (edit.act === 'put') put(document, edit.path, edit.value, before)
    if (edit.act === 'drop' && document.hasIn(edit.path)) document.deleteIn(edit.path)
    if (edit.act === 'add') add(document, edit.path, edit.value)
    if (edit.act === 'move') move(document, edit)
  }
  return document.toString({ lineWidth: 0 })
}

type Document = ReturnType<typeof parseDocument>

/** Text that stays the same keeps its quotes and its comment. */
function put(document: Document, path: YamlPath, value: unknown, before: unknown): void {
  const known = path.reduce<unknown>(
    (at, key) => (at as Record<string | number, unknown> | undefined)?.[key],
    before,
  )
  if (JSON.stringify(known) === JSON.stringify(value)) return
  document.setIn(path, isPlain(value) ? value : document.createNode(value))
}

const isPlain = (value: unknown): boolean => value === null || typeof value !== 'object'

function add(document: Document, path: YamlPath, value: unknown): void {
  const list = document.getIn(path)
  if (isSeq(list)) {
    // A list written as `[]` grows downwards, one row under the other.
    if (list.items.length === 0) list.flow = false
    list.add(document.createNode(value))
  } else document.setIn(path, document.createNode([value]))
}

function move(document: Document, { path, index, by }: Extract<YamlEdit, { act: 'move' }>): void {
  const list = document.getIn(path)
  if (!isCollection(list)) return
  const [one, other] = [list.items[index], list.items[index + by]]
  if (!one || !other) return
  list.items[index] = other
  list.items[index + by] = one
}
