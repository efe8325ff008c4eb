import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { formLanguage } from '#modules/eforms'
import { editorSchemas, listPackCodes } from '#modules/packs'
import { settings } from '#platform/config'
import { errorRegistry } from '#platform/errors'
import { renderErrors, renderJson, renderSettings } from '#test/documents'
import { openAppWithoutDatabase } from '#test/whole-app'

type Operation = { summary?: string; tags?: string[]; description?: string }
type Description = { openapi: string; paths: Record<string, Record<string, Operation>> }

let opened: Awaited<ReturnType<typeof openAppWithoutDatabase>>
before(async () => {
  opened = await openAppWithoutDatabase()
})
after(() => opened.close())

const describe = (): Description => opened.app.swagger() as unknown as Description
const listed = (text: string, pattern: RegExp): Set<string> =>
  new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ''))

test('docs/openapi.json is what the routes say (else: npm run docs)', async () => {
  assert.equal(renderJson(describe()), await readFile('docs/openapi.json', 'utf8'))
})

test('the description is OpenAPI 3.1 of the JSON API alone, each route with a summary and a tag', () => {
  const { openapi, paths } = describe()
  assert.match(openapi, /^3\.1\./)
  const pages = Object.keys(paths).filter((path) => !path.startsWith('/api/v1/'))
  assert.deepEqual(pages, [])
  const silent = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { summary, tags = [] }]) => !summary || tags.length === 0)
      .map(([method]) => `${method} ${path}`),
  )
  assert.deepEqual(silent, [])
})

test('docs/errors.md lists every error that is declared, and no other (else: npm run docs)', async () => {
  const page = await readFile('docs/errors.md', 'utf8')
  assert.deepEqual(listed(page, /^\| `([a-z_.]+)` \|/gm), new Set(errorRegistry.keys()))
  assert.equal(page, renderErrors())
})

test('.env.example lists every setting, and no other (else: npm run docs)', async () => {
  const example = await readFile('.env.example', 'utf8')
  assert.deepEqual(listed(example, /^#([A-Z0-9_]+)=/gm), new Set(Object.keys(settings)))
  assert.equal(example, renderSettings())
})

test('docs/schemas are what the files of packs are read by (else: npm run docs)', async () => {
  const schemas = { ...editorSchemas, 'form.schema.json': formLanguage }
  assert.deepEqual(new Set(await readdir('docs/schemas')), new Set(Object.keys(schemas)))
  for (const [name, schema] of Object.entries(schemas))
    assert.equal(await readFile(`docs/schemas/${name}`, 'utf8'), `${JSON.stringify(schema, null, 2)}\n`, name)
})

test('every file of a pack names its schema, so that editors complete and check it', async () => {
  const expected = { 'procedure.yaml': 'procedure', 'cases.yaml': 'cases' }
  for (const code of await listPackCodes())
    for (const [file, schema] of Object.entries(expected)) {
      const text = await readFile(`packs/${code}/${file}`, 'utf8')
      const comment = `# yaml-language-server: $schema=../../docs/schemas/${schema}.schema.json\n`
      assert.ok(text.startsWith(comment), `packs/${code}/${file}`)
    }
})
