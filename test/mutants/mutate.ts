import { stripTypeScriptTypes } from 'node:module'

/** One small wrong: where it is, what was changed, and the whole source with it, as JavaScript on the same lines. */
export type Mutant = Readonly<{ line: number; change: string; source: string }>

type Token = Readonly<{ text: string; at: number; kind: 'word' | 'number' | 'string' | 'sign' }>
type Edit = Readonly<{ from: number; to: number; text: string }>

const tokenPattern = new RegExp(
  [
    String.raw`(?<skip>\/\/[^\n]*|\/\*[\s\S]*?\*\/|` +
      String.raw`\`(?:\\.|[^\`\\])*\`|(?<=[(,=]\s*)\/(?![*\/ ])(?:\\.|[^\/\\\n])+\/)`,
    String.raw`(?<string>'(?:\\.|[^'\\])*')`,
    String.raw`(?<number>\d[\d_]*)`,
    String.raw`(?<word>[A-Za-z_$#][\w$]*)`,
    String.raw`(?<sign>\?\?=|===|!==|\.\.\.|=>|<=|>=|&&|\|\||\?\?|\?\.|\+\+|--|\+=|-=|>>|[<>+\-*\/%!?:=(){}[\];,.])`,
  ].join('|'),
  'g',
)

/** What each sign or word is mistaken for. */
const mistakes: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['?? void'],
  '??=': ['='],
  '?.': ['.'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '+=': ['-='],
  '-=': ['+='],
  '++': ['--'],
  '--': ['++'],
  '>>': ['<<'],
  '!': [''],
  '?': ['&& false ?', '|| true ?'],
  true: ['false'],
  false: ['true'],
  floor: ['ceil'],
  ceil: ['floor'],
  round: ['floor'],
  min: ['max'],
  max: ['min'],
  find: ['findLast'],
  findLast: ['find'],
  some: ['every'],
  every: ['some'],
  push: ['unshift'],
  unshift: ['push'],
  openingOf: ['closingOf'],
  closingOf: ['openingOf'],
}

const startsAnOperand = new Set([
  '(',
  ',',
  '=',
  '?',
  ':',
  '[',
  '=>',
  '<',
  '>',
  '===',
  '!==',
  '&&',
  '||',
  'return',
])
const statement =
  /^ +(?!return\b|const\b|let\b|if\b|for\b|while\b|case\b|else\b|throw\b|export\b|import\b)[\w.$#]+(?:\[\w+\])?(?:\(.*\)| (?:\?\?|[-+])?= .*)$|^ +(?:break|continue)$/gm

/** Every mutant of a TypeScript source that still compiles, in the order of the lines. */
export function makeMutants(typescript: string): Mutant[] {
  const source = stripTypeScriptTypes(typescript)
  const tokens = readTokens(source)
  const edits = [
    ...tokens.flatMap((token, index) => editsOf(tokens, token, index)),
    ...tokens.flatMap((token, index) => (token.text === 'if' ? conditionEdits(tokens, index) : [])),
    ...[...source.matchAll(statement)].map(({ 0: line, index }) => remove(line, index)),
  ]
  const mutants = edits.map((edit) => makeMutant(source, edit))
  return mutants.filter(compiles).toSorted((a, b) => a.line - b.line)
}

function readTokens(source: string): Token[] {
  return [...source.matchAll(tokenPattern)].flatMap(({ 0: text, index: at, groups }): Token[] => {
    const kind = (['string', 'number', 'word', 'sign'] as const).find((name) => groups?.[name] !== undefined)
    return kind ? [{ text, at, kind }] : []
  })
}

function editsOf(tokens: readonly Token[], token: Token, index: number): Edit[] {
  const { text, at, kind } = token
  const to = at + text.length
  const before = tokens[index - 1]?.text ?? ''
  if (kind === 'number') {
    const value = Number(text.replaceAll('_', ''))
    return [value + 1, ...(value > 0 ? [value - 1] : [])].map((other) => ({ from: at, to, text: `${other}` }))
  }
  if (kind === 'string') return before === 'from' || text === "''" ? [] : [{ from: at, to, text: "''" }]
  if (text === '-' && startsAnOperand.has(before)) return [{ from: at, to, text: '' }]
  return (Object.hasOwn(mistakes, text) ? (mistakes[text] ?? []) : []).map((other) => ({
    from: at,
    to,
    text: other,
  }))
}

/** A condition that always holds, and one that never does: an early return taken always, or dropped. */
function conditionEdits(tokens: readonly Token[], index: number): Edit[] {
  const open = tokens[index + 1]
  if (open?.text !== '(') return []
  let depth = 0
  const close = tokens.slice(index + 1).find(({ text }) => {
    if (text === '(') depth++
    if (text === ')') depth--
    return depth === 0
  })
  if (!close) return []
  return ['true', 'false'].map((text) => ({ from: open.at + 1, to: close.at, text }))
}

const remove = (line: string, index: number): Edit => ({
  from: index + line.search(/\S/),
  to: index + line.length,
  text: ';',
})

function makeMutant(source: string, { from, to, text }: Edit): Mutant {
  const line = source.slice(0, from).split('\n').length
  const was = source.slice(from, to)
  const around = source.split('\n')[line - 1]?.trim().replace(/\s+/g, ' ') ?? ''
  return {
    line,
    change: `${JSON.stringify(was)} → ${JSON.stringify(text)} in: ${around}`,
    source: source.slice(0, from) + text + source.slice(to),
  }
}

function compiles({ source }: Mutant): boolean {
  try {
    stripTypeScriptTypes(source)
    return true
  } catch {
    return false
  }
}
