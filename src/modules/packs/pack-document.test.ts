import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readConfig } from '#platform/config'
import { exportPack, getOwnFingerprint, type ImportedPack, importPack } from './export-pack.ts'
import { packsFolder } from './load-packs.ts'
import type { ExportedPack } from './pack-document.ts'

const folders: string[] = []
/** An installation with a data folder, and so a key, of its own. */
async function openInstallation(trusted?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-keys-'))
  folders.push(folder)
  const settings = { MOTCUA_DATA_DIR: folder, ...(trusted && { MOTCUA_TRUSTED_PACK_KEYS: trusted }) }
  return { folder, config: readConfig(settings) }
}
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

const read = (file: string): Promise<string> => readFile(join(packsFolder, '1.001193', file), 'utf8')
let birth: ExportedPack
before(async () => {
  birth = {
    code: '1.001193',
    texts: { 'procedure.yaml': await read('procedure.yaml'), 'form.json': await read('form.json') },
    approval: {
      decisionNumber: '1234/QĐ-UBND',
      decidedOn: '2026-11-20',
      approver: { name: 'Cà Văn Chủ Tịch', position: 'Chủ tịch Ủy ban nhân dân tỉnh' },
      effectiveFrom: '2026-12-01',
    },
  }
})

const problemsOf = (imported: ImportedPack) =>
  imported.ok ? [] : imported.problems.map(({ file, path, reason }) => [file, path, reason.en])

type Written = { files: Record<string, unknown>; approval: Record<string, unknown>; signature: string | null }
/** A pack file of our own with a change that somebody made to it. */
async function tamper(change: (written: Written & Record<string, unknown>) => void): Promise<ImportedPack> {
  const own = await openInstallation()
  const written = JSON.parse(await exportPack(own, birth)) as Written & Record<string, unknown>
  change(written)
  return await importPack(own, JSON.stringify(written))
}

test('what was exported is imported as it was, with its decision, signed with our own key', async () => {
  const own = await openInstallation()
  const imported = await importPack(own, await exportPack(own, birth))
  assert.ok(imported.ok)
  assert.deepEqual(imported.pack.texts, birth.texts)
  assert.deepEqual(imported.approval, birth.approval)
  assert.deepEqual([imported.signer, imported.fingerprint], ['trusted', await getOwnFingerprint(own)])
})

test('the key is made once and can be read by us alone', async () => {
  const own = await openInstallation()
  const [one, other] = await Promise.all([getOwnFingerprint(own), getOwnFingerprint(own)])
  assert.equal(one, other)
  assert.equal(one, await getOwnFingerprint(own))
  const { mode } = await stat(join(own.folder, 'keys', 'pack-signing.json'))
  assert.equal(mode & 0o777, 0o600)
})

test('a pack of another installation is taken; that its key is not known is said, until somebody trusts it', async () => {
  const other = await openInstallation()
  const document = await exportPack(other, birth)
  const stranger = await importPack(await openInstallation(), document)
  assert.equal(stranger.ok && stranger.signer, 'unknown')
  const friend = await importPack(await openInstallation(` ${await getOwnFingerprint(other)} ,x`), document)
  assert.equal(friend.ok && friend.signer, 'trusted')
})

test('whatever was changed after signing is named', async () => {
  const named = async (change: Parameters<typeof tamper>[0]) =>
    problemsOf(await tamper(change)).map(([, path]) => path)
  assert.deepEqual(
    await named((written) => {
      written.files['procedure.yaml'] = String(written.files['procedure.yaml']).replace('8000', '9000')
    }),
    ['files.procedure.yaml'],
  )
  assert.deepEqual(
    await named((written) => {
      written.files['cases.yaml'] = ''
      written.files['form.json'] = undefined
    }),
    ['files.form.json', 'files.cases.yaml'],
  )
  assert.deepEqual(
    await named((written) => {
      written.approval.effectiveFrom = '2020-01-01'
    }),
    ['approval'],
  )
  assert.deepEqual(
    await named((written) => {
      written.code = '1.004873'
    }),
    ['code'],
  )
})

test('a signature that is none is refused, also one that says it needs no key', async () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signatures = [
    '',
    'a.b.c',
    `${encode({ alg: 'none' })}.${encode({})}.`,
    `${encode({ alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } })}.${encode({})}.AAAA`,
    `${encode({ alg: 'EdDSA' })}.${encode({})}.AAAA`,
  ]
  for (const signature of signatures) {
    const imported = await tamper((written) => {
      written.signature = signature
    })
    assert.deepEqual(
      problemsOf(imported).map(([, path]) => path),
      ['signature'],
      signature,
    )
  }
})

test('a file that nobody signed is taken as such', async () => {
  const imported = await tamper((written) => {
    written.signature = null
  })
  assert.deepEqual(imported.ok && [imported.signer, imported.fingerprint], ['nobody', null])
})

test('path tricks inside a pack file are refused, however well it is signed', async () => {
  const own = await openInstallation()
  for (const name of [
    '../../etc/passwd',
    '/form.json',
    'form.json\u0000',
    'packs/procedure.yaml',
    '__proto__',
  ]) {
    const texts = Object.fromEntries([...Object.entries(birth.texts), [name, 'x']])
    const imported = await importPack(own, await exportPack(own, { ...birth, texts }))
    assert.match(problemsOf(imported)[0]?.[2] ?? '', /^No file of a pack/, name)
  }
  for (const code of ['../1.001193', '..', '/etc']) {
    const imported = await importPack(own, await exportPack(own, { ...birth, code }))
    assert.deepEqual(problemsOf(imported)[0]?.[1], 'code', code)
  }
})

test('what is no pack file is refused with its place: too large, not JSON, entries twice, other shapes', async () => {
  const own = await openInstallation()
  const twice = (await exportPack(own, birth)).replace('"files": {', '"files": { "form.json": "{}",')
  const documents: readonly (readonly [string, RegExp])[] = [
    ['x'.repeat(6_000_000), /more than the 5242880/],
    ['PK\u0003\u0004', /no JSON/],
    [twice, /“form.json” is there twice/],
    ['{"format":"motcua-pack/2"}', /./],
    [`${'['.repeat(100_000)}`, /Nested more than/],
    ['{"__proto__":{"ok":true}}', /./],
    ['null', /./],
  ]
  for (const [document, reason] of documents) {
    const imported = await importPack(own, document)
    assert.match(problemsOf(imported)[0]?.[2] ?? '', reason, document.slice(0, 40))
  }
})
