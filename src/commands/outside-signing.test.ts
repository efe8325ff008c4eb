import assert from 'node:assert/strict'
import { createHash, createVerify, X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { systemClock } from '#platform/clock'
import { ConfigError, readConfig } from '#platform/config'
import type { Context } from '#platform/context'
import { demoSeals, demoSigners } from './demo-signing.ts'
import { connectSigning } from './outside-signing.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-signing-'))
})
after(() => rm(folder, { recursive: true, force: true }))

const contextOf = (environment: Readonly<Record<string, string>>): Context => {
  const config = readConfig({ MOTCUA_DATA_DIR: folder, ...environment })
  const made = { config, publicUrl: 'http://127.0.0.1:9', secret: new Uint8Array(32), clock: systemClock }
  return made as unknown as Context
}

test('without settings nobody signs, and nothing is started', async () => {
  const { signingOutside, standIns, close } = await connectSigning(contextOf({}))
  assert.deepEqual([signingOutside.providers, signingOutside.timestamps, standIns], [[], null, []])
  await close()
})

test('the providers that the settings name are offered', async () => {
  const pinFile = join(folder, 'pin')
  await writeFile(pinFile, '648219\n')
  const url = 'https://provider.invalid'
  const { signingOutside, close } = await connectSigning(
    contextOf({
      ...{ SMARTCA_URL: url, SMARTCA_SP_ID: 'a', SMARTCA_SP_PASSWORD: 'b', TSA_URL: `${url}/tsa` },
      ...{ MYSIGN_URL: url, MYSIGN_CLIENT_ID: 'a', MYSIGN_CLIENT_SECRET: 'b' },
      ...{ MISA_URL: url, MISA_CLIENT_ID: 'a', MISA_CLIENT_KEY: 'b' },
      ...{ NEAC_URL: url, NEAC_TOKEN: 't', NEAC_SP_ID: 'a', NEAC_SP_PASSWORD: 'b' },
      ...{ VGCA_URL: url, VGCA_USERNAME: 'a', VGCA_PASSWORD: 'b' },
      ...{ PKCS11_MODULE: '/x.so', PKCS11_TOKEN: 't', PKCS11_PIN_FILE: pinFile },
    }),
  )
  const keys = signingOutside.providers.map(({ key }) => key)
  assert.deepEqual(keys, ['smartca', 'mysign', 'misa', 'neac', 'vgca', 'pkcs11'])
  assert.ok(signingOutside.timestamps)
  await close()
})

test('a provider that is named by halves, and trust in what is no certificate, stop the start with a sentence', async () => {
  const refused = async (environment: Readonly<Record<string, string>>, words: RegExp) => {
    await assert.rejects(connectSigning(contextOf(environment)), (error: Error) => {
      assert.ok(error instanceof ConfigError)
      assert.match(error.message, words)
      return true
    })
  }
  await refused(
    { SMARTCA_URL: 'https://provider.invalid', SMARTCA_SP_ID: 'a' },
    /SMARTCA_URL needs SMARTCA_SP_PASSWORD/,
  )
  await refused(
    { PKCS11_MODULE: '/x.so', PKCS11_TOKEN: 't', PKCS11_PIN_FILE: join(folder, 'none') },
    /PKCS11_PIN_FILE/,
  )
  await refused({ TRUST_ANCHORS_FILE: join(folder, 'none') }, /TRUST_ANCHORS_FILE cannot be read/)
  await refused({ TRUST_ANCHORS_FILE: 'package.json' }, /holds no certificate/)
})

test('in the demo every officer and every seal has a key that leads to the trusted root, also after a restart', async () => {
  const demo = contextOf({ MOTCUA_DEMO: 'on' })
  const first = await connectSigning(demo)
  const [root] = first.signingOutside.trustAnchors
  const keys = first.signingOutside.providers.map(({ key }) => key)
  assert.deepEqual(keys, ['smartca', 'mysign', 'misa', 'vgca'])
  assert.equal(first.standIns.length, 4)
  const listAll = ({ signingOutside }: typeof first) =>
    Promise.all(
      [demoSigners[0], demoSigners.at(-1), demoSeals[0]].map(async (signer) => {
        const provider = signingOutside.providers.find(({ key }) => key === signer?.provider)
        return (await provider?.listCertificates(signer ?? { account: '' })) ?? []
      }),
    )
  const offered = await listAll(first)
  for (const [certificate] of offered) {
    const chain = certificate?.certificates ?? []
    assert.deepEqual(Buffer.from(chain.at(-1) ?? ''), Buffer.from(root ?? ''))
  }
  await first.close()
  const second = await connectSigning(demo)
  assert.deepEqual(second.signingOutside.trustAnchors, [root])
  assert.deepEqual(await listAll(second), offered)
  await second.close()
})

test('in the demo a seal is put at once, its moment is stamped and its certificate is asked after', async () => {
  const { signingOutside, close } = await connectSigning(contextOf({ MOTCUA_DEMO: 'on' }))
  const [seal] = demoSeals
  const vgca = signingOutside.providers.find(({ key }) => key === 'vgca')
  assert.ok(seal && vgca && !vgca.asksConfirmation)
  const [offered] = await vgca.listCertificates(seal)
  const [own = new Uint8Array(), issuer = new Uint8Array()] = offered?.certificates ?? []
  assert.equal(offered?.certificateId, seal.certificateId)
  assert.match(new X509Certificate(own).subject, new RegExp(seal.agencyName))
  const sha256 = createHash('sha256').update('Giấy xác nhận').digest()
  const { outcome } = await vgca.startSigning({
    ...{ signer: seal, certificateId: seal.certificateId, transactionKey: 'k1', reason: 'Đóng dấu' },
    documents: [{ documentId: 'VB-1', name: 'Giấy xác nhận', sha256 }],
  })
  assert.equal(outcome.state, 'signed')
  const value = outcome.state === 'signed' ? outcome.signatures[0]?.value : undefined
  const verify = createVerify('sha256').update('Giấy xác nhận')
  assert.ok(verify.verify(new X509Certificate(own).publicKey, value ?? new Uint8Array()))
  assert.ok(((await signingOutside.timestamps?.stamp(sha256))?.length ?? 0) > 100)
  assert.equal((await signingOutside.revocation.ask(own, issuer))?.kind, 'ocsp')
  await close()
})
