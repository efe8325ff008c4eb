import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type StandInAuthority, startStandInAuthority } from '#adapters/authority'
import { signHash } from '#adapters/remote-signing'
import { completePdfSignature, preparePdfSignature } from '#modules/signatures'
import { openPdfsig } from '#test/pdfsig'
import { makePlainPdf } from '#test/plain-pdfs'
import { openNeac, type SignPdf, type StandInNeac, startStandInNeac } from './index.ts'

const account = 'Viettel-CA/999000000301'
const content = makePlainPdf()

const signPdf: SignPdf = async (pdf, { chain, privateKey }) => {
  const prepared = await preparePdfSignature(pdf, { certificates: chain, kind: 'approval' })
  return completePdfSignature(prepared, { value: signHash(privateKey, prepared.sha256) })
}

let authority: StandInAuthority
let standIn: StandInNeac
before(async () => {
  authority = await startStandInAuthority()
  const signers = [{ kind: 'person', commonName: 'Tòng Văn Phú', account }] as const
  standIn = await startStandInNeac({ signers, issue: authority.issue, signPdf })
})
after(async () => {
  await standIn.stop()
  await authority.stop()
})

const file = (serialNumber: string, certificate: Uint8Array) => ({
  ...{ account, serialNumber, certificate, content },
  ...{ transactionKey: 'k1', documentId: 'VB-1', name: 'van-ban.pdf' },
})

test('a whole file comes back signed, with what was given standing in it unchanged', async () => {
  const gateway = openNeac(standIn)
  const [offered] = await gateway.listCertificates({ account })
  assert.ok(offered)
  const signed = await gateway.signFile(
    file(offered.certificateId, offered.certificates[0] ?? new Uint8Array()),
  )
  assert.ok(signed)
  assert.deepEqual(Buffer.from(signed.subarray(0, content.length)), content)
  const pdfsig = openPdfsig([authority.root])
  const [judged] = pdfsig.judge(signed)
  pdfsig.close()
  assert.deepEqual([judged?.valid, judged?.trusted, judged?.signer], [true, true, 'Tòng Văn Phú'])
})

test('a gateway that says no signs no file', async () => {
  const stranger = openNeac({ ...standIn, token: 'guessed' })
  assert.equal(await stranger.signFile(file('00', new Uint8Array([1]))), null)
})
