import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'
import { mayImport } from '#test/module-map'

const read = (path: string): string => readFileSync(path, 'utf8')
const quoted = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, inside = '']) => inside)

test('ARCHITECTURE.md shows the map of modules as it is, each with what it owns', () => {
  const rows = [...read('ARCHITECTURE.md').matchAll(/^\| `([a-z]+)` \| ([^|]+) \|([^|]*)\|$/gm)]
  const shown = rows.map(([, module = '', , imports = '']) => [module, new Set(quoted(imports))] as const)
  const kept = Object.entries(mayImport).map(([module, imports]) => [module, new Set(imports)] as const)
  assert.deepEqual(Object.fromEntries(shown), Object.fromEntries(kept))
})

type Dependencies = Readonly<Record<string, string>>
type Package = Readonly<
  Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Dependencies> & { imports: Dependencies }
>
const manifest = JSON.parse(read('package.json')) as Package

test('every dependency has a row that says why it is there, and no row stays behind', () => {
  const { dependencies, optionalDependencies, devDependencies } = manifest
  const page = read('docs/decisions/0014-dependencies.md')
  const explained = [...page.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) => quoted(cell))
  const installed = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies })
  assert.equal(new Set(explained).size, explained.length)
  assert.deepEqual(new Set(explained), new Set(installed))
})

const pages = globSync([
  '*.md',
  'src/**/README.md',
  'docs/decisions/*.md',
  'docs/runbook/*.md',
  'docs/accessibility.md',
])
const isPath =
  /^(?:(?:src|test|docs|migrations|bin|public|packs|\.ci)\/|[\w./-]+\.(?:ts|md|sql|ya?ml|json|mjs|typ)$)/
const isPattern = /[<>*…:{} ]/

/** `#platform/http` → `src/platform/http.ts`, as package.json says; undefined for what is no import of ours. */
function fileOfImport(name: string): string | undefined {
  const found = Object.entries(manifest.imports).find(([pattern]) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  )
  return found?.[1].replace('*', name.slice(found[0].length - 1))
}

function listNamedFiles(page: string): string[] {
  const text = read(page).replace(/^```[\s\S]*?^```/gm, '')
  const links = [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target = '']) => target)
  const spans = quoted(text).filter(
    (span) => !isPattern.test(span) && (isPath.test(span) || fileOfImport(span)),
  )
  return [...spans, ...links.filter((target) => !/^[a-z]+:/.test(target))]
}

const fileNames = new Set(globSync('{src,test,migrations,packs}/**/*').map((path) => basename(path)))

/** A bare name, outside the pages of a module, is that of a file of its kind: `routes.ts`. */
function isThere(page: string, name: string): boolean {
  if (name === basename(name) && !page.startsWith('src/modules/') && fileNames.has(name)) return true
  return [fileOfImport(name) ?? name, join(dirname(page), name), join('src', name)].some((path) =>
    existsSync(path),
  )
}

test('every file that a document names is there', () => {
  const lost = pages.flatMap((page) =>
    listNamedFiles(page)
      .filter((name) => !isThere(page, name))
      .map((name) => `${page}: ${name}`),
  )
  assert.deepEqual(lost, [])
})

test('a page of explanation of a module fits one screen', () => {
  const long = globSync('src/modules/*/README.md').filter(
    (page) => read(page).trimEnd().split('\n').length > 40,
  )
  assert.deepEqual(long, [])
})
