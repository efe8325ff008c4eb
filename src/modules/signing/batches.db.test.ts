import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { verifyPdf } from '#modules/signatures'
import { useSigning } from '#test/signing'
import { readContent } from './pdf-signatures.ts'
import { listDocuments } from './repository.ts'
import { listEvidence } from './repository-evidence.ts'

const own = useSigning()
const byCode = (one: string, other: string) => (one < other ? -1 : 1)

const statesOf = async (batchId: string) =>
  (await listDocuments(own.world.context.db, batchId)).map(({ state, code }) => code ?? state)

/** What our own judgement says of the signed file. */
async function judge(signedSha256: string | null) {
  const { context, authority, clock } = own.world
  const content = await readContent(context.files, signedSha256 ?? '')
  assert.ok(content.ok)
  return await verifyPdf(content.bytes, { trustAnchors: [authority.root], revocation: null, at: clock.now() })
}

describe('a batch', () => {
  test('of three documents is signed with one confirmation, to B-LT, and its owners are told once', async () => {
    const { context, told, documents, openSigner, officer } = own.world
    const work = await openSigner()
    const files = await documents(3)
    const batchId = await work.start(files)
    await work.workOff(4)
    assert.deepEqual(await statesOf(batchId), ['signed', 'signed', 'signed'])
    assert.equal(work.begun.length, 1)
    assert.deepEqual(
      work.begun[0]?.request.documents.map(({ name }) => name),
      files.map(({ name }) => name),
    )
    assert.equal(work.begun[0]?.request.signer.secret, 'mật khẩu')
    const signed = await listDocuments(context.db, batchId)
    assert.deepEqual(
      signed.map(({ level }) => level),
      ['B-LT', 'B-LT', 'B-LT'],
    )
    const report = await judge(signed[0]?.signedSha256 ?? null)
    assert.equal(report.verdict, 'valid')
    assert.equal(report.signatures[0]?.signer?.commonName, officer.fullName)
    const heard = told.signed.filter((one) => one.batchId === batchId)
    assert.deepEqual(
      heard.map(({ subjectId }) => subjectId).sort(byCode),
      files.map(({ subjectId }) => subjectId).sort(byCode),
    )
    assert.ok(heard.every(({ signer }) => signer.accountId === officer.accountId && signer.kind === 'approval'))
    const seen = await listEvidence(context.db, batchId)
    assert.deepEqual([...new Set(seen.map(({ kind }) => kind))].sort(byCode), [
      'authority',
      'certificate',
      'revocation',
    ])
  })
})
