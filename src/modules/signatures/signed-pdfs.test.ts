import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openTimestampAuthority } from '#adapters/authority'
import { entriesOf, isArray, isString, listSignatureFields, readPdf } from '#modules/pdfs'
import { systemClock } from '#platform/clock'
import { childOf, findTagged, readDer } from '#platform/der'
import { printPdf } from '#platform/pdf'
import { openPdfsig } from '#test/pdfsig'
import { makePlainPdf } from '#test/plain-pdfs'
import { openSigningKit } from '#test/signed-pdfs'
import { type Appearance, addTimestampLater, verifyPdf } from './index.ts'

const kit = await openSigningKit()
const pdfsig = openPdfsig([kit.authority.root])
const folder = mkdtempSync(join(tmpdir(), 'motcua-signing-'))
after(async () => {
  await kit.close()
  pdfsig.close()
  rmSync(folder, { recursive: true, force: true })
})

const paper = await printPdf('#set document(title: "Giấy phép")\n= Giấy phép\nKết quả giải quyết', {})
const seen: Appearance = {
  ...{ page: -1, x: 100, y: 200, width: 70, height: 30, border: 'red' },
  lines: ['UBND XÃ MƯỜNG PHĂNG', '22-11-2026 14:40:00 +07:00'],
}
const { stamp } = openTimestampAuthority({ url: kit.authority.tsaUrl })
const keys = ['rsa-2048', 'rsa-3072', 'ecdsa-p256'] as const
const levelOf = async (pdf: Uint8Array) => {
  const options = { trustAnchors: [kit.authority.root], revocation: null, at: systemClock.now() }
  return (await verifyPdf(pdf, options)).signatures.map(({ verdict, level }) => `${verdict} ${level}`)
}

/** pdfsig says of each signature, in order: its field, that it is valid and whose certificate is trusted. */
function assertAccepted(pdf: Uint8Array, fields: readonly string[], wholeFile: boolean): void {
  const judged = pdfsig.judge(pdf).filter(({ field }) => !field.startsWith('Timestamp'))
  const said = judged.map(({ field, valid, trusted }) => ({ field, valid, trusted }))
  assert.deepEqual(
    said,
    fields.map((field) => ({ field, valid: true, trusted: true })),
  )
  assert.equal(judged.at(-1)?.wholeDocument, wholeFile)
}

for (const algorithm of keys) {
  test(`pdfsig accepts what a key of ${algorithm} signs, at every level`, async () => {
    const holder = await kit.issue({ algorithm })
    const basic = await kit.sign(paper, holder, {
      appearance: seen,
      reason: 'Phê duyệt',
      location: 'Điện Biên',
    })
    assertAccepted(basic, ['Signature1'], true)
    const stamped = await addTimestampLater(basic, stamp)
    assertAccepted(stamped, ['Signature1'], true)
    assertAccepted(await kit.sign(paper, holder, { appearance: seen, stamped: true }), ['Signature1'], true)
    const lasting = await kit.prove(stamped)
    assertAccepted(lasting, ['Signature1'], false)
    const archived = await kit.stampFile(lasting)
    assertAccepted(archived, ['Signature1'], false)
    assert.deepEqual(await levelOf(basic), ['indeterminate B-B'])
    assert.deepEqual((await levelOf(archived))[0], 'valid B-LTA')
  })
}

test('three people sign one after the other, then the agency seals: each signature stays as it was made', async () => {
  let pdf: Uint8Array = paper
  const signed: string[] = []
  for (const algorithm of keys) {
    pdf = await kit.sign(pdf, await kit.issue({ algorithm }), { stamped: true, appearance: seen })
    signed.push(`Signature${signed.length + 1}`)
    assertAccepted(pdf, signed, true)
  }
  const seal = await kit.issue({ kind: 'seal', commonName: 'UBND XÃ MƯỜNG PHĂNG' })
  const sealed = await kit.sign(pdf, seal, { kind: 'seal', stamped: true, appearance: { ...seen, x: 60 } })
  assertAccepted(sealed, [...signed, 'Seal1'], true)
  assert.ok(Buffer.from(sealed).subarray(0, pdf.length).equals(pdf))
  const archived = await kit.stampFile(await kit.prove(sealed))
  assertAccepted(archived, [...signed, 'Seal1'], false)
})

test('what others made is signed too: tables, streams with packed objects, hybrids, turned pages', async () => {
  // Two people: pdfsig does not know a certificate again that it has met in the same file, whoever made the signatures.
  const [holder, other] = [await kit.issue(), await kit.issue({ algorithm: 'ecdsa-p256' })]
  for (const style of ['table', 'stream', 'hybrid'] as const) {
    for (const turn of [0, 90, 180, 270]) {
      const foreign = makePlainPdf({ style, pages: ['One', 'Two'], page: { Rotate: turn } })
      const first = await kit.sign(foreign, holder, { appearance: { ...seen, page: 1 } })
      const second = await kit.sign(first, other, { appearance: seen, stamped: true })
      assertAccepted(second, ['Signature1', 'Signature2'], true)
      assert.ok(Buffer.from(second).subarray(0, foreign.length).equals(foreign))
    }
  }
})

test('the appearance shows Vietnamese letters, upright and in its place also on a turned page', async () => {
  const holder = await kit.issue({ algorithm: 'ecdsa-p256' })
  const file = join(folder, 'seen.pdf')
  for (const turn of [0, 90, 180, 270]) {
    const foreign = makePlainPdf({ page: { Rotate: turn } })
    writeFileSync(file, await kit.sign(foreign, holder, { appearance: { ...seen, x: 20, y: 40 } }))
    const said = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
    assert.match(said.normalize('NFC'), /UBND XÃ MƯỜNG PHĂNG/, `turned by ${turn}`)
    const boxes = execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8' })
    const [, x, y] = boxes.match(/xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>UBND</) ?? []
    const mm = [Number(x), Number(y)].map((points) => (points * 25.4) / 72)
    assert.ok(mm[0] && mm[0] > 20 && mm[0] < 60, `${turn}: ${mm}`)
    assert.ok(mm[1] && mm[1] > 40 && mm[1] < 70, `${turn}: ${mm}`)
  }
  const fonts = execFileSync('pdffonts', [file], { encoding: 'utf8' })
  assert.match(fonts, /Tinos-Regular +CID TrueType +Identity-H +yes yes yes/)
})

/** DER of the time stamp in the first signature, and of the one over the file. */
function tokensOf(pdf: Uint8Array): readonly [stamped: Uint8Array, token: Uint8Array][] {
  const read = readPdf(pdf)
  return listSignatureFields(read).map(({ name, value }) => {
    const entries = entriesOf(value)
    const contents = read.resolve(entries.get('Contents'))
    const range = read.resolve(entries.get('ByteRange'))
    assert.ok(isString(contents) && isArray(range))
    const message = readDer(contents.bytes)
    const [first = 0, length = 0, second = 0, rest = 0] = range.items as number[]
    const parts = [pdf.subarray(first, first + length), pdf.subarray(second, second + rest)]
    if (name.startsWith('Timestamp')) return [Buffer.concat(parts), message.whole]
    const signer = childOf(childOf(childOf(childOf(message, 1), 0), -1), 0)
    const attribute = childOf(findTagged(signer, 0xa1), 0)
    return [childOf(signer, -2).body, childOf(childOf(attribute, 1), 0).whole]
  })
}

test('openssl accepts our time stamps, in the signature and over the file', async () => {
  const holder = await kit.issue()
  const pdf = await kit.stampFile(await kit.prove(await kit.sign(paper, holder, { stamped: true })))
  const pem = (der: Uint8Array) =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`
  const [root, issuer] = [join(folder, 'root.pem'), join(folder, 'issuer.pem')]
  writeFileSync(root, pem(kit.authority.root))
  writeFileSync(issuer, pem(kit.authority.issuer))
  const tokens = tokensOf(pdf)
  assert.equal(tokens.length, 2)
  for (const [stamped, token] of tokens) {
    const [content, file] = [join(folder, 'stamped'), join(folder, 'token')]
    writeFileSync(content, stamped)
    writeFileSync(file, token)
    const asked = ['ts', '-verify', '-data', content, '-token_in', '-in', file]
    const said = execFileSync('openssl', [...asked, '-CAfile', root, '-untrusted', issuer], {
      encoding: 'utf8',
    })
    assert.match(said, /Verification: OK/)
  }
})

test('a time stamp comes later also when others have signed since: then it is one over the file', async () => {
  const holder = await kit.issue({ algorithm: 'ecdsa-p256' })
  const first = await kit.sign(paper, holder)
  const second = await kit.sign(first, await kit.issue())
  const stamped = await addTimestampLater(second, stamp, 'Signature1')
  assertAccepted(stamped, ['Signature1', 'Signature2'], false)
  assert.deepEqual(
    pdfsig.judge(stamped).map(({ field }) => field),
    ['Signature1', 'Signature2', 'Timestamp1'],
  )
  assert.ok(Buffer.from(stamped).subarray(0, second.length).equals(second))
  const own = await addTimestampLater(second, stamp)
  assert.deepEqual(await addTimestampLater(own, stamp), own)
})
