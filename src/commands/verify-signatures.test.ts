import assert from 'node:assert/strict'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type StandInAuthority, startStandInAuthority } from '#adapters/authority'
import { completePdfSignature, preparePdfSignature } from '#modules/signatures'
import { makePlainPdf } from '#test/plain-pdfs'
import { sign } from '#test/signing-keys'
import { UsageError } from './command.ts'
import { verifySignaturesCommand } from './verify-signatures.ts'

let folder = ''
let authority: StandInAuthority
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-verify-'))
  authority = await startStandInAuthority({})
  const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(authority.root).toString('base64')}\n-----END CERTIFICATE-----\n`
  await writeFile(at('roots.pem'), pem)
})
after(async () => {
  await authority.stop()
  await rm(folder, { recursive: true })
})

const at = (name: string): string => join(folder, name)

async function verify(words: readonly string[], trust = at('roots.pem')) {
  const said: string[] = []
  const recorded: object[] = []
  const output = {
    isJson: false,
    say: (sentence: string) => said.push(sentence),
    record: (record: object) => recorded.push(record),
  }
  return { code: await verifySignaturesCommand.run({ words, options: { trust }, output }), said, recorded }
}

async function signedFile(name: string): Promise<Buffer> {
  const { certificate, chain, privateKey } = await authority.issue({
    commonName: 'Nguyễn Văn An',
    kind: 'person',
  })
  assert.ok(privateKey)
  const prepared = await preparePdfSignature(makePlainPdf(), {
    certificates: [certificate, ...chain],
    kind: 'approval',
  })
  const pdf = completePdfSignature(prepared, { value: sign(privateKey, prepared.signedAttributes) })
  await writeFile(at(name), pdf)
  return Buffer.from(pdf)
}

test('a signed file gets one verdict for each signature; one changed byte and the code is 1', async () => {
  const pdf = await signedFile('good.pdf')
  const good = await verify([at('good.pdf')])
  assert.equal(good.code, 0, good.said.join('\n'))
  assert.partialDeepStrictEqual(good.recorded, [
    { verdict: 'valid', signatures: [{ verdict: 'valid', level: 'B-B' }] },
  ])
  pdf[30] = (pdf[30] ?? 0) ^ 1
  await writeFile(at('changed.pdf'), pdf)
  const both = await verify([at('good.pdf'), at('changed.pdf')])
  assert.equal(both.code, 1)
  assert.equal(both.recorded.length, 2)
})

test('what carries no signature, is no such file, or is too large is said, and the code is 1', async () => {
  await writeFile(at('plain.pdf'), makePlainPdf())
  await writeFile(at('letter.txt'), 'Kính gửi')
  await writeFile(at('large.pdf'), '%PDF-1.7\n')
  await truncate(at('large.pdf'), 2_147_483_648)
  const { code, recorded } = await verify([at('plain.pdf'), at('letter.txt'), at('large.pdf')])
  assert.equal(code, 1)
  assert.partialDeepStrictEqual(recorded, [
    { verdict: 'unsigned' },
    { verdict: 'unreadable', code: 'verification.type_not_judged' },
    { verdict: 'unreadable', code: 'verification.too_large' },
  ])
})

test('a file that cannot be read is a verdict like others, and the code is 1', async () => {
  await writeFile(at('plain.pdf'), makePlainPdf())
  const { code, recorded } = await verify([at('nowhere.pdf'), folder, at('plain.pdf')])
  assert.equal(code, 1)
  assert.deepEqual(recorded[0], { file: at('nowhere.pdf'), verdict: 'unreadable' })
  assert.partialDeepStrictEqual(recorded.slice(1), [{ verdict: 'unreadable' }, { verdict: 'unsigned' }])
})

test('no file, or roots that are none, are a wrong call', async () => {
  await assert.rejects(verify([]), UsageError)
  await assert.rejects(verify([at('good.pdf')], at('letter.txt')), UsageError)
})
