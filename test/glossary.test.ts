import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { nationalStates } from '#modules/dossiers'
import { roles } from '#modules/identity'

const glossary = readFileSync('GLOSSARY.md', 'utf8')
const [terms = '', refused = ''] = glossary.split('## Words that are not used')

const quoted = (text: string): string[] => [...text.matchAll(/`([A-Za-z]+)`/g)].map(([, name]) => name ?? '')
const rows = (text: string): string[][] =>
  [...text.matchAll(/^\| (?!---|Vietnamese|not )(.*) \|$/gm)].map(([, row]) => (row ?? '').split(' | '))

const identifiers = new Set(rows(terms).flatMap(([, identifier = '']) => quoted(identifier)))
const toCamel = (name: string): string =>
  name.replaceAll(/[_-]([a-z])/g, (_, letter: string) => letter.toUpperCase())
const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)

const sources = globSync('src/**/*.ts').map((path) => ({ path, text: readFileSync(path, 'utf8') }))
const tables = globSync('migrations/0*.sql').flatMap((path) =>
  [...readFileSync(path, 'utf8').matchAll(/create table (?:if not exists )?[a-z]+\.([a-z_]+)/g)].map(
    ([, table]) => table ?? '',
  ),
)
const types = sources.flatMap(({ text }) =>
  [...text.matchAll(/^(?:export )?(?:type|class) (\w+)/gm)].map(([, type]) => type ?? ''),
)
const fileNames = globSync(['src/**/*', 'migrations/*', 'test/**/*']).map(
  (path) => path.split('/').at(-1) ?? '',
)

test('every table, every state of a dossier and every role is a word of the glossary', () => {
  const used = [...tables, ...Object.keys(nationalStates), ...roles].map(toCamel)
  assert.deepEqual(
    used.filter((word) => !identifiers.has(word)),
    [],
  )
})

test('the glossary gives every word once', () => {
  const given = rows(terms).flatMap(([, identifier = '']) => quoted(identifier))
  assert.equal(new Set(given).size, given.length)
  const vietnamese = rows(terms).map(([term]) => term)
  assert.equal(new Set(vietnamese).size, vietnamese.length)
})

test('no file, type or table has a name that the glossary does not use', () => {
  const names = [...fileNames, ...types, ...tables]
  const strangers = rows(refused).flatMap(([not = '', , exceptions = '']) => {
    const [word = ''] = quoted(not)
    const allowed = quoted(exceptions).map((name) => wordsOf(name).join(' '))
    return names.filter((name) => {
      const words = ` ${wordsOf(name).join(' ')} `
      return words.includes(` ${word} `) && !allowed.some((phrase) => words.includes(` ${phrase} `))
    })
  })
  assert.deepEqual(strangers, [])
})

const withoutMarks = (text: string): string[] =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .split(/[^a-z]+/)
    .filter(Boolean)

/** `hoSo`, `HoSo`, `ho_so`, `ho-so`: how a Vietnamese term would look as a name. */
function spellings(term: string): RegExp[] {
  const [first = '', second = ''] = withoutMarks(term)
  if (!first || !second) return []
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
  const camel = new RegExp(`(?<![a-z])${first}${capital(second)}(?![a-z])`)
  const pascal = new RegExp(`${capital(first)}${capital(second)}(?![a-z])`)
  const snake = new RegExp(`(?<![a-z])${first}[_-]${second}(?![a-z])`)
  return [camel, pascal, snake]
}

/** What is code in a source: neither a comment nor a text. */
const codeOf = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/gm, ' ')

test('no name is Vietnamese without marks; only adapters quote the names of the wire', () => {
  const own = sources.filter(({ path }) => !path.startsWith('src/adapters/'))
  const names = [
    ...own.map(({ path, text }) => `${path.split('/').at(-1)} ${codeOf(text)}`),
    ...tables,
    ...fileNames,
  ]
  const vietnamese = rows(terms).flatMap(([term = '']) => term.split(',').flatMap(spellings))
  const found = names.flatMap((name) => vietnamese.flatMap((pattern) => name.match(pattern)?.[0] ?? []))
  assert.deepEqual(found, [])
  assert.ok(vietnamese.some((pattern) => pattern.test('const hoSo = 1')))
})
