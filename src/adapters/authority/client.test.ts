import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ProviderUnreachable } from '#modules/signing'
import { openRevocationSource, openTimestampAuthority, startStandInAuthority } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'motcua-authority-'))
const authority = await startStandInAuthority()
after(() => authority.stop())
const hash = createHash('sha256').update('Giấy phép').digest()

/** Writes DER as a file; certificates as PEM. */
function keep(name: string, der: Uint8Array): string {
  const path = join(folder, name)
  const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`
  writeFileSync(path, name.endsWith('.pem') ? pem : der)
  return path
}
const root = keep('root.pem', authority.root)
const issuer = keep('issuer.pem', authority.issuer)
const openssl = (...given: string[]): string => execFileSync('openssl', given, { encoding: 'utf8' })

test('openssl accepts the time stamp of our hash', async () => {
  const token = await openTimestampAuthority({ url: authority.tsaUrl }).stamp(hash)
  const file = keep('token.der', token)
  const said = openssl(
    ...['ts', '-verify', '-digest', hash.toString('hex'), '-token_in', '-in', file],
    ...['-CAfile', root, '-untrusted', issuer],
  )
  assert.match(said, /Verification: OK/)
})

test('openssl accepts the certificates of a person and of a seal', async () => {
  const orders = [
    { kind: 'person', commonName: 'LÒ THỊ MAI HƯƠNG', personalId: '999000000017' },
    { kind: 'person', commonName: 'LÒ VĂN PÁNH', algorithm: 'ecdsa-p256' },
    { kind: 'seal', commonName: 'UBND XÃ MƯỜNG PHĂNG', organisation: 'UBND XÃ MƯỜNG PHĂNG' },
  ] as const
  for (const order of orders) {
    const { certificate } = await authority.issue(order)
    const leaf = keep('leaf.pem', certificate)
    assert.match(openssl('verify', '-x509_strict', '-CAfile', root, '-untrusted', issuer, leaf), /OK/)
    assert.ok(new X509Certificate(certificate).subject.includes(`CN=${order.commonName}`))
  }
})

test('a certificate is good by OCSP until it is revoked, and both answers are signed', async () => {
  const { certificate, serialNumber } = await authority.issue({ kind: 'person', commonName: 'LÒ VĂN PÁNH' })
  const source = openRevocationSource()
  const stands = async () => {
    const answer = await source.ask(certificate, authority.issuer)
    assert.equal(answer?.kind, 'ocsp')
    const file = keep('ocsp.der', answer.der)
    return openssl(
      ...['ocsp', '-respin', file, '-issuer', issuer, '-cert', keep('leaf.pem', certificate)],
      ...['-CAfile', root, '-verify_other', issuer, '-no_nonce'],
    )
  }
  assert.match(await stands(), /: good/)
  authority.revoke(serialNumber)
  assert.match(await stands(), /: revoked/)
})

test('when OCSP is away the revocation list is asked; when both are, nobody knows', async () => {
  const { certificate, serialNumber } = await authority.issue({ kind: 'person', commonName: 'LÒ VĂN PÁNH' })
  authority.revoke(serialNumber)
  const source = openRevocationSource()
  const hasty = openRevocationSource({ timeoutMs: 1000 })
  for (const ocsp of ['down', 'slow', 'drip', 'garbage', 'huge', 'try_later'] as const) {
    authority.setFaults({ ocsp })
    const asked = ocsp === 'slow' || ocsp === 'drip' ? hasty : source
    const answer = await asked.ask(certificate, authority.issuer)
    assert.equal(answer?.kind, 'crl')
    const said = openssl('crl', '-inform', 'DER', '-in', keep('list.crl', answer.der), '-noout', '-text')
    assert.match(said, new RegExp(`Serial Number: ${serialNumber}`, 'i'))
  }
  const bounded = openRevocationSource({ mostListBytes: 2_000_000 })
  for (const crl of ['down', 'slow', 'drip', 'garbage', 'huge'] as const) {
    authority.setFaults({ ocsp: 'down', crl })
    const asked = crl === 'slow' || crl === 'drip' ? hasty : bounded
    assert.equal(await asked.ask(certificate, authority.issuer), null, crl)
  }
  authority.setFaults({ crl: null })
  assert.equal((await source.ask(certificate, authority.issuer))?.kind, 'crl')
  authority.setFaults({ ocsp: null })
  assert.equal((await source.ask(certificate, authority.issuer))?.kind, 'ocsp')
})

test('a time-stamping authority that is away, refuses or stamps another hash is no authority', async () => {
  const client = openTimestampAuthority({ url: authority.tsaUrl })
  const hasty = openTimestampAuthority({ url: authority.tsaUrl, timeoutMs: 200 })
  for (const tsa of ['down', 'slow', 'drip', 'garbage', 'huge', 'refuses', 'wrong_imprint'] as const) {
    authority.setFaults({ tsa })
    const asked = tsa === 'slow' || tsa === 'drip' ? hasty : client
    await assert.rejects(asked.stamp(hash), ProviderUnreachable, tsa)
  }
  authority.setFaults({ tsa: 'lossy' })
  const stamps = await Promise.allSettled(Array.from({ length: 4 }, () => client.stamp(hash)))
  assert.equal(stamps.filter(({ status }) => status === 'fulfilled').length, 2)
  authority.setFaults({ tsa: null })
  assert.ok(await client.stamp(hash))
})

test('an authority with a folder is the same one after a restart, and remembers what it revoked', async (t) => {
  const home = join(folder, 'home')
  const first = await startStandInAuthority({ folder: home })
  const { certificate, serialNumber } = await first.issue({ kind: 'seal', commonName: 'UBND XÃ NÀ TẤU' })
  first.revoke(serialNumber)
  await first.stop()
  const again = await startStandInAuthority({ folder: home })
  t.after(() => again.stop())
  assert.deepEqual(again.root, first.root)
  const answer = await openRevocationSource().ask(certificate, again.issuer)
  const said = openssl('ocsp', '-respin', keep('ocsp.der', answer?.der ?? hash), '-noverify', '-text')
  assert.match(said, /Cert Status: revoked/)
})
