import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { mayImport } from '#test/module-map'

type Source = { path: string; module: string | undefined; text: string; imports: string[] }

const sources: Source[] = globSync('src/**/*.ts').map((path) => {
  const text = readFileSync(path, 'utf8')
  const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^'\s]+)'/g)].map(
    ([, specifier]) => specifier ?? '',
  )
  return { path, module: path.match(/^src\/modules\/([^/]+)\//)?.[1], text, imports }
})

const isTest = ({ path }: Source): boolean => path.endsWith('.test.ts')
const importing = (pattern: RegExp) =>
  sources.filter(({ imports }) => imports.some((name) => pattern.test(name)))
const paths = (found: readonly Source[]): string[] => found.map(({ path }) => path)
const inFolder = (folder: string) => (source: Source) => source.path.startsWith(folder)

test('a module imports only the modules on its line of the map', () => {
  const strangers = sources.flatMap(({ path, module, imports }) =>
    imports
      .map((name) => name.match(/^#modules\/([^/]+)/)?.[1])
      .filter((other) => module && other && other !== module && !mayImport[module]?.includes(other))
      .map((other) => `${path} -> ${other}`),
  )
  assert.deepEqual(strangers, [])
})

test('every module is on the map, and the map has no cycle', () => {
  const modules = globSync('src/modules/*').map((path) => path.split('/').at(-1) ?? '')
  assert.deepEqual(new Set(modules), new Set(Object.keys(mayImport)))
  const reaches = (from: string, to: string): boolean =>
    (mayImport[from] ?? []).some((next) => next === to || reaches(next, to))
  assert.deepEqual(
    modules.filter((module) => reaches(module, module)),
    [],
  )
})

test('platform knows no module, portal or adapter', () => {
  assert.deepEqual(
    paths(importing(/^#(modules|components|adapters|app)/).filter(inFolder('src/platform/'))),
    [],
  )
})

test('components know only the platform', () => {
  assert.deepEqual(paths(importing(/^#(modules|adapters|app)/).filter(inFolder('src/portals/components/'))), [])
})

test('a module knows no adapter and no portal, only the components', () => {
  const strangers = importing(/^#(adapters|portals|app)/).filter(
    (source) => inFolder('src/modules/')(source) && !isTest(source),
  )
  assert.deepEqual(paths(strangers), [])
})

test('rules are pure: they import only each other, the calendar type of the language, and types of other doors', () => {
  const typesOf = (text: string) =>
    [...text.matchAll(/^import type .* from '(#modules\/[^']+)'$/gm)].map(([, door]) => door)
  const impure = sources.filter(
    (source) =>
      source.path.includes('/rules/') &&
      !isTest(source) &&
      source.imports
        .filter((name) => !typesOf(source.text).includes(name))
        .some((name) => !/^\.\/[^/]+$/.test(name) && name !== 'temporal-polyfill'),
  )
  assert.deepEqual(paths(impure), [])
})

test('only a repository speaks SQL', () => {
  const speakers = importing(/^kysely$/).filter(
    (source) => source.module && !/\/repository(-[a-z-]+)?\.ts$/.test(source.path) && !isTest(source),
  )
  assert.deepEqual(paths(speakers), [])
})

test('a module touches only its own tables', () => {
  const trespassers = sources
    .filter((source) => !isTest(source))
    .flatMap(({ path, module, text }) =>
      [
        ...text.matchAll(
          /(?:(?:selectFrom|insertInto|updateTable|deleteFrom|[jJ]oin)\('|\b(?:from|into|update|join)\s+)([a-z]+)\.[a-z_]+/g,
        ),
      ]
        .filter(([, schema]) => module && schema !== module && (schema ?? '') in mayImport)
        .map(([call]) => `${path}: ${call}`),
    )
  assert.deepEqual(trespassers, [])
})

test('every module has its door and its page of explanation', () => {
  const missing = Object.keys(mayImport).flatMap((module) =>
    ['index.ts', 'README.md']
      .map((file) => `src/modules/${module}/${file}`)
      .filter((path) => !existsSync(path)),
  )
  assert.deepEqual(missing, [])
})

test('a module of more than 25 files is two modules', () => {
  const counts = Object.keys(mayImport).map(
    (module) =>
      [module, sources.filter((source) => source.module === module && !isTest(source)).length] as const,
  )
  assert.deepEqual(
    counts.filter(([, count]) => count > 25),
    [],
  )
})

test('no name hides a missing concept', () => {
  const banned = /(^|\/)(utils?|helpers?|common|misc|shared|lib|core)(\.|\/|$)/
  const named = globSync(['src/**', 'test/**', 'packs/**', 'bin/**']).filter((path) => banned.test(path))
  assert.deepEqual(named, [])
})

test('a type is never called Dto, Impl, Manager, Service, Data or Info', () => {
  const vague = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:type|interface|class) (\w*(?:Dto|Impl|Manager|Service|Data|Info))\b/g)].map(
      ([, name]) => `${path}: ${name}`,
    ),
  )
  assert.deepEqual(vague, [])
})

test('every personal id in the tree is of the fictitious range', () => {
  const files = globSync(['src/**/*', 'test/**/*', 'packs/**/*', 'docs/**/*', '*.md']).filter((path) =>
    /\.(ts|js|md|ya?ml|json|html|sql)$/.test(path),
  )
  const real = files.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/(?<![\w.-])(?!999)\d{12}(?![\w.-])/g)].map(
      ([id]) => `${path}: ${id}`,
    ),
  )
  assert.deepEqual(real, [])
})
