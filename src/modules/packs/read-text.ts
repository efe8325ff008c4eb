import { isMap, isSeq, LineCounter, type Node, type ParsedNode, parseDocument, visit } from 'yaml'
import { findKeyTwice } from './json-keys.ts'
import { say } from './messages.ts'
import type { Path, Said } from './problem.ts'

/** What a text says, and on which line each part of it stands (that of the nearest part around it that has one). */
export type ReadText = Readonly<{ value: unknown; lineOf: (path: Path) => number | null }>
export type TextProblem = Readonly<{ line: number | null; reason: Said }>
export type TextResult =
  | (Readonly<{ ok: true }> & ReadText)
  | Readonly<{ ok: false; problems: readonly TextProblem[] }>

// Whoever nests deeper writes no pack; a reader that recurses must not be led to the end of its stack.
const deepest = 60

/**
 * Reads YAML 1.2 as plain values. Aliases are refused where they stand, so that none is ever expanded; a key given twice, a
 * tag and a second document are refused too.
 */
export function readYaml(text: string): TextResult {
  const deep = findTooDeep(text)
  if (deep)
    return refuse(
      deep,
      say((words) => words.tooDeep(deepest)),
    )
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, prettyErrors: false })
  const faults = [...document.errors, ...document.warnings].slice(0, 20)
  if (faults.length > 0) {
    const problems = faults.map(({ pos, message }) => ({
      line: lines.linePos(pos[0]).line,
      reason: say((words) => words.notYaml(message)),
    }))
    return { ok: false, problems }
  }
  const alias = findAlias(document.contents)
  if (alias !== null)
    return refuse(
      lines.linePos(alias).line,
      say((words) => words.alias),
    )
  return { ok: true, value: document.toJS({ maxAliasCount: 0 }), lineOf: tellLines(document.contents, lines) }
}

/** Reads JSON. */
export function readJson(text: string): TextResult {
  const deep = findTooDeep(text)
  if (deep)
    return refuse(
      deep,
      say((words) => words.tooDeep(deepest)),
    )
  try {
    const value: unknown = JSON.parse(text)
    const twice = findKeyTwice(text)
    if (twice)
      return refuse(
        twice.line,
        say((words) => words.twice(twice.key)),
      )
    return { ok: true, value, lineOf: (path) => lineInJson(text, path) }
  } catch (error) {
    const { message } = error as Error
    const position = /position (\d+)/.exec(message)?.[1]
    const line = position === undefined ? null : text.slice(0, Number(position)).split('\n').length
    return refuse(
      line,
      say((words) => words.notJson(message)),
    )
  }
}

const refuse = (line: number | null, reason: Said): TextResult => ({ ok: false, problems: [{ line, reason }] })

/** The line on which brackets or indentation first nest too deep; brackets inside texts count, which harms nobody. */
function findTooDeep(text: string): number | null {
  const lineAt = (index: number): number => text.slice(0, index).split('\n').length
  let depth = 0
  for (const { 0: sign, index } of text.matchAll(/[[\]{}]/g)) {
    depth = Math.max(0, depth + (sign === '[' || sign === '{' ? 1 : -1))
    if (depth > deepest) return lineAt(index)
  }
  const indented = text.search(/^[ ?-]{240}/m)
  return indented < 0 ? null : lineAt(indented)
}

function findAlias(contents: ParsedNode | null): number | null {
  let found: number | null = null
  if (contents)
    visit(contents as Node, {
      Alias: (_, alias) => {
        found = alias.range?.[0] ?? 0
        return visit.BREAK
      },
    })
  return found
}

const lineInJson = (text: string, path: Path): number | null => {
  const lines = new LineCounter()
  return tellLines(parseDocument(text, { lineCounter: lines }).contents, lines)(path)
}

/** JSON is YAML: one way tells the lines of both. */
function tellLines(contents: ParsedNode | null, lines: LineCounter) {
  const lineAt = (node: unknown): number | null => {
    const start = (node as Node | null)?.range?.[0]
    return start === undefined ? null : lines.linePos(start).line
  }
  return (path: Path): number | null => {
    let node: unknown = contents
    let line = lineAt(contents)
    for (const part of path) {
      const next = stepInto(node, part)
      if (!next) return line
      line = lineAt(next.key) ?? lineAt(next.node) ?? line
      node = next.node
    }
    return line
  }
}

function stepInto(node: unknown, part: string | number): Readonly<{ key: unknown; node: unknown }> | null {
  if (isSeq(node)) return typeof part === 'number' ? { key: null, node: node.items[part] } : null
  if (!isMap(node)) return null
  const pair = node.items.find(({ key }) => String((key as { value?: unknown } | null)?.value) === String(part))
  return pair ? { key: pair.key, node: pair.value } : null
}
