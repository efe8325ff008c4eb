import assert from 'node:assert/strict'
import { createHash, createVerify, X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { type StandInAuthority, startStandInAuthority } from '#adapters/authority'
import { ProviderUnreachable } from '#modules/signing'
import { makeSoftToken, openPkcs11, type SoftToken } from './index.ts'
import { runTool } from './tool.ts'

const signer = { account: 'Khoa cua ong Phu' }
const contents = ['Giấy xác nhận thứ nhất', 'Giấy xác nhận thứ hai']
const documents = contents.map((content, index) => ({
  documentId: `VB-${index + 1}`,
  name: `Văn bản ${index + 1}`,
  sha256: new Uint8Array(createHash('sha256').update(content).digest()),
}))
const request = { signer, documents, transactionKey: 'k1', reason: 'Ký 2 giấy xác nhận' }

let authority: StandInAuthority
before(async () => {
  authority = await startStandInAuthority()
})
after(() => authority.stop())

for (const algorithm of ['rsa', 'ecdsa'] as const) {
  describe(`a token with a key of ${algorithm}`, () => {
    let token: SoftToken
    before(async () => {
      const { issue } = authority
      token = await makeSoftToken({ issue, label: signer.account, commonName: 'Tòng Văn Phú', algorithm })
    })
    after(() => token.remove())

    test('offers the certificate whose key it holds, with the issuers that are on it', async () => {
      const [offered, ...others] = await openPkcs11(token.options).listCertificates(signer)
      assert.deepEqual(others, [])
      assert.equal(offered?.algorithm, algorithm)
      const [own, issuer, root] = (offered?.certificates ?? []).map((der) => new X509Certificate(der))
      assert.match(own?.subject ?? '', /CN=Tòng Văn Phú/)
      assert.ok(own && issuer && root && own.checkIssued(issuer) && issuer.checkIssued(root))
      assert.deepEqual(await openPkcs11(token.options).listCertificates({ account: 'of nobody' }), [])
    })

    test('signs two documents at once, and the values hold under the certificate', async () => {
      const provider = openPkcs11(token.options)
      const [offered] = await provider.listCertificates(signer)
      assert.ok(offered)
      const asked = { ...request, certificateId: offered.certificateId }
      const { outcome } = await provider.startSigning(asked)
      assert.equal(outcome.state, 'signed')
      const values = outcome.state === 'signed' ? outcome.signatures : []
      const { publicKey } = new X509Certificate(offered.certificates[0] ?? '')
      const holds = values.map(({ value }, index) =>
        createVerify('sha256')
          .update(contents[index] ?? '')
          .verify(publicKey, value),
      )
      assert.deepEqual(holds, [true, true])
    })
  })
}

describe('a token', () => {
  let token: SoftToken
  before(async () => {
    token = await makeSoftToken({
      issue: authority.issue,
      label: signer.account,
      commonName: 'Tòng Văn Phú',
      algorithm: 'ecdsa',
      validFrom: Temporal.Instant.from('2021-01-01T00:00:00+07:00'),
      validTo: Temporal.Instant.from('2024-01-01T00:00:00+07:00'),
    })
  })
  after(() => token.remove())

  test('whose certificate has expired, or has another key, signs nothing', async () => {
    const provider = openPkcs11(token.options)
    const states = ['01', '77'].map(async (certificateId) => {
      return (await provider.startSigning({ ...request, certificateId })).outcome
    })
    assert.deepEqual(await Promise.all(states), [
      { state: 'failed', code: 'certificate_expired' },
      { state: 'failed', code: 'certificate_unknown' },
    ])
  })

  test('that does not take the PIN, is not there, or whose program is not installed, is said so', async () => {
    for (const changes of [{ pin: '0000' }, { token: 'of-nobody' }, { program: '/nowhere/pkcs11-tool' }]) {
      const provider = openPkcs11({ ...token.options, ...changes })
      await assert.rejects(provider.listCertificates(signer), (error: Error) => {
        assert.ok(error instanceof ProviderUnreachable)
        assert.doesNotMatch(error.message, new RegExp(token.options.pin))
        return true
      })
    }
  })

  test('that refuses the PIN once is not tried again, for it would lock itself', async () => {
    const provider = openPkcs11({ ...token.options, pin: '0000' })
    const invalid = { state: 'failed', code: 'credential_invalid' }
    for (let times = 0; times < 5; times += 1) {
      assert.deepEqual((await provider.startSigning({ ...request, certificateId: '01' })).outcome, invalid)
    }
    assert.equal((await openPkcs11(token.options).listCertificates(signer)).length, 1)
  })

  test('gets its PIN in the environment of the child: no argument carries it', async () => {
    const { options } = token
    const folder = await mkdtemp(join(tmpdir(), 'motcua-program-'))
    const program = join(folder, 'show-arguments')
    await writeFile(program, '#!/bin/sh\necho "$@"\n', { mode: 0o700 })
    const shown = await runTool({ ...options, program }, ['--list-objects'])
    await rm(folder, { recursive: true })
    assert.ok(shown.ok)
    assert.match(shown.output.toString(), /--pin env:MOTCUA_TOKEN_PIN --list-objects/)
    assert.doesNotMatch(shown.output.toString(), new RegExp(options.pin))
  })
})
