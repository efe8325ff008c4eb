import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { verifyPdf, verifyXml } from '#modules/signatures'
import { keepFile, useSigning } from '#test/signing'
import { cancelBatch, retryBatch } from './cancel-batch.ts'
import { readContent } from './file-signatures.ts'
import { acceptCallback } from './record-outcome.ts'
import { listDocuments } from './repository.ts'
import { listEvidence } from './repository-evidence.ts'
import { startBatch } from './start-batch.ts'

const own = useSigning()
const byCode = (one: string, other: string) => (one < other ? -1 : 1)
const byText = (one: unknown, other: unknown) => byCode(String(one), String(other))

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

describe('an XML file', () => {
  test('is signed in place with its time stamp beside a PDF of the same confirmation, and judged valid', async () => {
    const { context, authority, clock, documents, openSigner } = own.world
    const work = await openSigner()
    const [pdf] = await documents(1)
    const content =
      '<?xml version="1.0"?>\n<eReceipt><number>00000012</number><name>Lệ phí &amp; phí</name></eReceipt>'
    const sha256 = await keepFile(context, Buffer.from(content))
    assert.ok(pdf)
    const batchId = await work.start([pdf, { ...pdf, subjectId: 'xml', name: 'bien-lai.xml', sha256 }])
    await work.workOff(4)
    const signed = await listDocuments(context.db, batchId)
    assert.deepEqual(signed.map(({ state, level }) => [state, level]).sort(byText), [
      ['signed', 'B-LT'],
      ['signed', 'B-T'],
    ])
    const xmlOne = signed.find(({ contentSha256 }) => contentSha256 === sha256)
    const xml = await readContent(context.files, xmlOne?.signedSha256 ?? '')
    assert.ok(xml.ok)
    const { revocation } = work.outside
    const options = { trustAnchors: [authority.root], revocation, at: clock.now() }
    const report = await verifyXml(xml.bytes, options)
    assert.equal(report.verdict, 'valid')
    const changed = Buffer.from(Buffer.from(xml.bytes).toString('utf8').replace('00000012', '00000013'))
    assert.equal((await verifyXml(changed, options)).verdict, 'invalid')
  })
})

describe('what goes wrong', () => {
  test('the person says no: every document is refused, its owner told, and a retry is a new batch, started once', async () => {
    const { context, told, documents, openSigner, officer } = own.world
    const work = await openSigner()
    work.will.answer = 'refuse'
    const batchId = await work.start(await documents(2))
    await work.workOff(4)
    assert.deepEqual(await statesOf(batchId), ['refused', 'refused'])
    assert.equal(told.failed.filter((one) => one.batchId === batchId && one.code === 'refused').length, 2)
    work.will.answer = 'confirm'
    const [again, twice] = [
      await retryBatch(context, officer, batchId),
      await retryBatch(context, officer, batchId),
    ]
    assert.ok(again.ok && twice.ok)
    assert.equal(again.batchId, twice.batchId)
    await work.workOff(4)
    assert.deepEqual(await statesOf(again.batchId), ['signed', 'signed'])
  })

  test('nobody answers in time: the batch expires, and a confirmation after that is not taken', async () => {
    const { context, clock, documents, openSigner } = own.world
    const work = await openSigner()
    work.will.answer = 'ignore'
    const batchId = await work.start(await documents(1))
    await work.workOff(3)
    assert.deepEqual(await statesOf(batchId), ['signing'])
    clock.forward({ minutes: 16 })
    await work.workOff(2)
    assert.deepEqual(await statesOf(batchId), ['expired'])
    work.will.answer = 'confirm'
    await acceptCallback(context, work.outside, work.provider.key, await work.callback())
    assert.deepEqual(await statesOf(batchId), ['expired'])
  })

  test('a value over another hash is no signature; one left out fails alone', async () => {
    const { documents, openSigner } = own.world
    const work = await openSigner()
    work.will.answer = 'wrong_hash'
    const wrong = await work.start(await documents(1))
    await work.workOff(4)
    assert.deepEqual(await statesOf(wrong), ['signature_wrong'])
    work.will.answer = 'leave_one_out'
    const batchId = await work.start(await documents(3))
    await work.workOff(4)
    assert.deepEqual(await statesOf(batchId), ['answer_incomplete', 'signed', 'signed'])
  })

  test('what is no PDF, or is not there, fails alone', async () => {
    const { context, documents, openSigner } = own.world
    const work = await openSigner()
    const [good, bad, gone] = await documents(3)
    assert.ok(good && bad && gone)
    const batchId = await work.start([
      good,
      { ...bad, sha256: await keepFile(context, Buffer.from('<p>not a PDF</p>')) },
      { ...gone, sha256: 'a'.repeat(64) },
    ])
    await work.workOff(4)
    assert.deepEqual(await statesOf(batchId), ['signed', 'not_a_pdf', 'content_missing'])
  })

  test('a certificate that has expired, is revoked, or is made out to somebody else signs nothing', async () => {
    const { context, authority, clock, documents, officer, openSigner } = own.world
    const work = await openSigner()
    const now = clock.now()
    const name = officer.fullName
    const expired = await work.addKey('0900000001', {
      ...{ commonName: name, kind: 'person' },
      ...{ validFrom: now.subtract({ hours: 48 }), validTo: now.subtract({ hours: 24 }) },
    })
    const revoked = await work.addKey('0900000001', { commonName: name, kind: 'person' })
    authority.revoke(revoked, now.subtract({ hours: 1 }))
    const other = await work.addKey('0900000001', { commonName: 'Lò Văn Khác', kind: 'person' })
    for (const [certificateId, code] of [
      [expired, 'certificate_expired'],
      [revoked, 'certificate_revoked'],
      [other, 'certificate_of_another'],
      ['unknown', 'certificate_unknown'],
    ] as const) {
      const asked = { provider: work.provider.key, certificateId, documents: await documents(1), reason: 'Ký' }
      const started = await startBatch(context, officer, asked)
      assert.ok(started.ok)
      await work.workOff(2)
      assert.deepEqual(await statesOf(started.batchId), [code])
    }
    assert.equal(work.begun.length, 0)
  })

  test('the provider is away: it is asked again, and its answer is waited for', async () => {
    const { documents, openSigner } = own.world
    const work = await openSigner()
    work.will.isAway = true
    const batchId = await work.start(await documents(1))
    await work.workOff(3)
    assert.deepEqual(await statesOf(batchId), ['waiting'])
    work.will.isAway = false
    await work.workOff(4)
    assert.deepEqual(await statesOf(batchId), ['signed'])
    assert.equal(work.begun.length, 1)
  })

  test('a cancelled batch is not signed, whatever the person confirms after', async () => {
    const { context, documents, officer, openSigner, told } = own.world
    const work = await openSigner()
    work.will.answer = 'ignore'
    const batchId = await work.start(await documents(2))
    await work.workOff(2)
    await cancelBatch(context, officer, batchId)
    work.will.answer = 'confirm'
    await work.workOff(3)
    assert.deepEqual(await statesOf(batchId), ['cancelled', 'cancelled'])
    assert.equal(told.failed.filter((one) => one.batchId === batchId && one.code === 'cancelled').length, 2)
  })
})

describe('a lost answer', () => {
  for (const [how, settings] of [
    ['the provider is asked after', {}],
    ['the provider takes our key', { finds: false, takesTransactionKey: true }],
  ] as const)
    test(`begins no second signing: ${how}`, async () => {
      const { documents, openSigner } = own.world
      const work = await openSigner(settings)
      work.will.losesStart = true
      const batchId = await work.start(await documents(2))
      await work.workOff(2)
      assert.equal(work.begun.length, 1)
      work.will.losesStart = false
      await work.workOff(4)
      assert.deepEqual(await statesOf(batchId), ['signed', 'signed'])
      assert.equal(work.begun.length, 1)
    })

  test('of a provider that can say nothing leaves the batch waiting, until it expires', async () => {
    const { clock, documents, openSigner } = own.world
    const work = await openSigner({ finds: false })
    work.will.losesStart = true
    const batchId = await work.start(await documents(1))
    await work.workOff(2)
    work.will.losesStart = false
    await work.workOff(3)
    assert.deepEqual(await statesOf(batchId), ['signing'])
    clock.forward({ minutes: 16 })
    await work.workOff(2)
    assert.deepEqual(await statesOf(batchId), ['provider_unreachable'])
    assert.equal(work.begun.length, 1)
  })
})

describe('a callback', () => {
  test('ends the waiting; twice, or beside a poll, it changes nothing more', async () => {
    const { context, documents, openSigner, told } = own.world
    const work = await openSigner()
    work.will.answer = 'ignore'
    const batchId = await work.start(await documents(2))
    await work.workOff(2)
    work.will.answer = 'confirm'
    const raw = await work.callback()
    const { key } = work.provider
    await Promise.all([
      acceptCallback(context, work.outside, key, raw),
      acceptCallback(context, work.outside, key, raw),
      work.workOff(1),
    ])
    await work.workOff(3)
    await acceptCallback(context, work.outside, key, raw)
    await work.workOff(1)
    assert.deepEqual(await statesOf(batchId), ['signed', 'signed'])
    assert.equal(told.signed.filter((one) => one.batchId === batchId).length, 2)
  })

  test('without its proof of origin is refused, and about what is unknown changes nothing', async () => {
    const { context, openSigner } = own.world
    const work = await openSigner()
    const { key } = work.provider
    const { body } = await work.callback('unknown')
    await assert.rejects(acceptCallback(context, work.outside, key, { headers: {}, body }), {
      code: 'signing.callback_refused',
    })
    await assert.rejects(acceptCallback(context, work.outside, 'nobody', { headers: {}, body }), {
      code: 'signing.provider_unknown',
    })
    await acceptCallback(context, work.outside, key, await work.callback('unknown'))
  })

  test('of a plug-in comes by the page of its batch, and by no other way', async () => {
    const { context, documents, openSigner } = own.world
    const work = await openSigner({ throughPage: true })
    work.will.answer = 'ignore'
    const batchId = await work.start(await documents(1))
    await work.workOff(2)
    work.will.answer = 'confirm'
    const raw = await work.callback()
    const { key } = work.provider
    const refused = { code: 'signing.callback_refused' }
    await assert.rejects(acceptCallback(context, work.outside, key, raw), refused)
    const foreign = { ...raw, batchId: '01a20000-0000-7000-8000-000000000000' }
    await assert.rejects(acceptCallback(context, work.outside, key, foreign), refused)
    await acceptCallback(context, work.outside, key, { ...raw, batchId })
    await work.workOff(1)
    assert.deepEqual(await statesOf(batchId), ['signed'])
  })
})

test('without the time-stamping authority it is signed now and stamped later; the owner is told of both', async () => {
  const { authority, context, documents, openSigner, told } = own.world
  const work = await openSigner()
  authority.setFaults({ tsa: 'down' })
  const batchId = await work.start(await documents(1))
  await work.workOff(4)
  const [bare] = await listDocuments(context.db, batchId)
  assert.equal(bare?.level, 'B-B')
  const first = told.signed.find((one) => one.batchId === batchId)
  assert.equal(first?.level, 'B-B')
  authority.setFaults({ tsa: null, ocsp: 'down', crl: 'down' })
  await work.workOff(2)
  const [stamped] = await listDocuments(context.db, batchId)
  assert.equal(stamped?.level, 'B-T')
  authority.setFaults({ ocsp: null, crl: null })
  const fresh = await openSigner({ key: 'unused' })
  assert.ok(fresh)
  await work.workOff(3)
  const [whole] = await listDocuments(context.db, batchId)
  assert.equal(whole?.level, 'B-LT')
  const later = told.strengthened.filter((one) => one.batchId === batchId)
  assert.deepEqual(
    later.map(({ level }) => level),
    ['B-T', 'B-LT'],
  )
  assert.equal(later[0]?.previousSha256, first?.signedSha256)
  assert.equal((await judge(whole?.signedSha256 ?? null)).verdict, 'valid')
})

test('a provider that takes few documents at once is asked for as many confirmations as it needs', async () => {
  const { documents, openSigner } = own.world
  const work = await openSigner({ mostDocuments: 2 })
  const batchId = await work.start(await documents(5))
  await work.workOff(5)
  assert.deepEqual(
    work.begun.map(({ request }) => request.documents.length).sort((one, other) => one - other),
    [1, 2, 2],
  )
  assert.ok((await statesOf(batchId)).every((state) => state === 'signed'))
})

test('what is being signed, or is, is not signed again by the same person', async () => {
  const { context, documents, officer, openSigner } = own.world
  const work = await openSigner()
  const files = await documents(2)
  const asked = { provider: work.provider.key, certificateId: work.certificateId, reason: 'Ký' }
  const started = await Promise.all([
    startBatch(context, officer, { ...asked, documents: files }, 'the same form'),
    startBatch(context, officer, { ...asked, documents: files }, 'another form'),
  ])
  assert.deepEqual(started.map(({ ok }) => ok).sort(), [false, true])
  await work.workOff(4)
  const again = await startBatch(context, officer, { ...asked, documents: files.slice(0, 1) })
  assert.deepEqual(again, { ok: false, code: 'already_signing' })
})

test('a worker that is killed anywhere is followed by one that goes on: one confirmation, each document signed once', async () => {
  const { documents, openSigner, told } = own.world
  for (let stop = 1; stop <= 10; stop += 1) {
    const work = await openSigner()
    const batchId = await work.start(await documents(2))
    await work.workOffUntilKilled(stop)
    await work.workOff(5)
    assert.deepEqual(await statesOf(batchId), ['signed', 'signed'], `killed at its ${stop}. step`)
    assert.equal(work.begun.length, 1, `killed at its ${stop}. step`)
    const heard = new Set(told.signed.filter((one) => one.batchId === batchId).map((one) => one.documentId))
    assert.equal(heard.size, 2)
  }
})
