import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { advanceDossier, findDossier, type StoredDossier } from '#modules/dossiers'
import { findOfficerActor, type OfficerActor, seedDemoAccounts } from '#modules/identity'
import { receivePaper } from '#modules/papers'
import type { SignedSubject } from '#modules/signing'
import { listVaultPapers } from '#modules/vault'
import { AppError } from '#platform/errors'
import { type Demo, maiHuong, useDemo } from '#test/demo'
import { submitMaritalStatus } from '#test/dossiers'
import { somePdf } from '#test/paper-samples'
import { issuedResults, mayReadResult } from './find-issued.ts'
import { issueResult } from './issue-result.ts'
import { listResultsToSign } from './list-to-sign.ts'
import { recordNotSealed, recordSealed } from './record-sealed.ts'
import { recordSigned, recordStrengthened } from './record-signed.ts'
import { listResultsOf } from './repository.ts'
import { revokeResult } from './revoke-result.ts'

const own = useDemo()
let accounts: Promise<unknown> | undefined

/** An officer as signed in: what a signature is recorded for. */
async function officerOf({ context }: Pick<Demo, 'context'>, username: string): Promise<OfficerActor> {
  accounts ??= seedDemoAccounts(context)
  await accounts
  const officer = await findOfficerActor(context.db, username)
  assert.ok(officer, username)
  return officer
}

/** A dossier whose result is drafted and waits for its approval. */
async function proposed(demo: Demo): Promise<StoredDossier> {
  const { context } = demo
  const [reception, caseOfficer] = [await officerOf(demo, 'reception'), await officerOf(demo, 'case-officer')]
  const reference = await submitMaritalStatus(context, maiHuong, '2026-11-26T09:40:00+07:00')
  await advanceDossier(context, reference, { command: { type: 'accept' } }, reception)
  await advanceDossier(context, reference, { command: { type: 'transfer' } }, reception)
  const received = await receivePaper(context, {
    name: 'du-thao.pdf',
    content: Readable.from([somePdf()]),
    receivedBy: caseOfficer,
  })
  assert.ok(received.ok)
  const papers = [{ component: 'result', paper: received.paper.id }]
  return await advanceDossier(
    context,
    reference,
    { command: { type: 'submit_for_approval', note: '' }, papers },
    caseOfficer,
  )
}

/** What signing tells when the signatory's signature stands in a file. */
async function signedBy(demo: Demo, dossier: StoredDossier, username = 'signatory'): Promise<SignedSubject> {
  const { context } = demo
  const signer = await officerOf(demo, username)
  return {
    subjectKind: 'result',
    subjectId: dossier.id,
    documentId: randomUUID(),
    batchId: randomUUID(),
    signer: {
      kind: 'approval',
      accountId: signer.accountId,
      name: signer.fullName,
      position: signer.position,
      agencyId: signer.agencyId,
    },
    contentSha256: 'a'.repeat(64),
    signedSha256: await keep(context, `${somePdf()}% signed ${randomUUID()}`),
    level: 'B-T',
    signedAt: context.clock.now().toString(),
  }
}

async function keep({ files }: Demo['context'], content: string): Promise<string> {
  const file = await files.receive(Readable.from([Buffer.from(content)]))
  await file.keep()
  return file.sha256
}

const refusal = (code: string) => (error: unknown) => error instanceof AppError && error.code === code

test('a drafted result waits for who may approve it, and for nobody else', async () => {
  const { demo } = own
  const dossier = await proposed(demo)
  const waiting = async (username: string) =>
    (await listResultsToSign(demo.context, await officerOf(demo, username))).map(({ subjectId }) => subjectId)
  assert.ok((await waiting('signatory')).includes(dossier.id))
  for (const other of ['case-officer', 'reception', 'signatory.muong-nhe'])
    assert.ok(!(await waiting(other)).includes(dossier.id), other)
})

test('a signature that came approves the dossier as its signer, numbers the result and gives it to its owner', async () => {
  const { demo } = own
  const { context } = demo
  const dossier = await proposed(demo)
  const signed = await signedBy(demo, dossier)
  await Promise.all([recordSigned(context, signed), recordSigned(context, signed).catch(() => undefined)])
  await recordSigned(context, signed)
  const [result, ...more] = await listResultsOf(context.db, dossier.id)
  assert.ok(result)
  assert.equal(more.length, 0, 'told three times, recorded once')
  assert.equal((await findDossier(context.db, dossier.reference))?.state, 'resolved')
  assert.equal(result.signerName, signed.signer.name)
  await issueResult(context, result.id)
  await issueResult(context, result.id)
  const [issued] = await listResultsOf(context.db, dossier.id)
  assert.equal(issued?.state, 'issued')
  assert.match(issued?.documentNumber ?? '', /^\d\d\/KQ-H18\.137$/)
  assert.equal(issued?.sealNote, 'no_seal', 'the agency has no seal here: it is issued as it was signed')
  const { items } = await listVaultPapers(context, maiHuong)
  assert.ok(items.some(({ number }) => number === issued?.documentNumber))
})

test('numbers have no gaps, also when many results are issued at once', async () => {
  const { demo } = own
  const { context } = demo
  const dossiers = [await proposed(demo), await proposed(demo), await proposed(demo)]
  for (const dossier of dossiers) await recordSigned(context, await signedBy(demo, dossier))
  const results = (await Promise.all(dossiers.map(({ id }) => listResultsOf(context.db, id)))).flat()
  await Promise.all(results.map(({ id }) => issueResult(context, id)))
  const rows = await context.db
    .selectFrom('results.result')
    .select('number')
    .where('number', 'is not', null)
    .execute()
  const numbers = rows.map(({ number }) => number ?? 0).sort((one, other) => one - other)
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  )
})

test('a dossier that changed while the telephone was in hand is not approved; the signature is kept, and says why', async () => {
  const { demo } = own
  const { context } = demo
  const dossier = await proposed(demo)
  const signed = await signedBy(demo, dossier)
  const back = { type: 'return_to_appraisal', reason: 'Sửa ngày sinh' } as const
  await advanceDossier(context, dossier.reference, { command: back }, await officerOf(demo, 'signatory'))
  await recordSigned(context, signed)
  const [result] = await listResultsOf(context.db, dossier.id)
  assert.equal(result?.state, 'unused')
  assert.equal(result?.unusedCode, 'dossiers.wrong_step')
  assert.equal((await findDossier(context.db, dossier.reference))?.state, 'in_progress')
  const { findByContent } = issuedResults(context)
  assert.equal(await findByContent(signed.signedSha256), null, 'it proves nothing to a stranger')
})

test('sealed and strengthened contents are recognised; the last is given out, the paper is the applicant’s to read', async () => {
  const { demo } = own
  const { context } = demo
  const dossier = await proposed(demo)
  const signed = await signedBy(demo, dossier)
  await recordSigned(context, signed)
  const strengthened = {
    ...signed,
    previousSha256: signed.signedSha256,
    signedSha256: await keep(context, 'B-LT'),
  }
  await recordStrengthened(context, strengthened)
  await recordStrengthened(context, { ...strengthened, previousSha256: 'f'.repeat(64) })
  const [result] = await listResultsOf(context.db, dossier.id)
  assert.ok(result)
  assert.equal(result.sha256, strengthened.signedSha256)
  await context.db
    .updateTable('results.result')
    .set({ state: 'issued', number: 900, year: 2026, document_number: '900', issued_at: testAt })
    .where('id', '=', result.id)
    .execute()
  const sealed = {
    ...signed,
    subjectKind: 'result_seal',
    subjectId: result.id,
    signedSha256: await keep(context, 'sealed'),
  }
  await Promise.all([recordSealed(context, sealed), recordSealed(context, sealed)])
  await recordNotSealed(context, { ...sealed, code: 'expired' })
  const [given] = await listResultsOf(context.db, dossier.id)
  assert.equal(given?.sha256, sealed.signedSha256)
  assert.equal(given?.sealNote, null)
  const pushes = await context.db
    .selectFrom('nationalvault.vault_push')
    .select(['kind', 'sha256', 'dossier_code'])
    .where('result_id', '=', result.id)
    .execute()
  const told = { kind: 'issued', sha256: sealed.signedSha256, dossier_code: result.dossierCode }
  assert.deepEqual(pushes, [told], 'sealed, it goes to the national vault, once')
  const { findByContent, findByCode } = issuedResults(context)
  for (const sha256 of [signed.signedSha256, strengthened.signedSha256, sealed.signedSha256])
    assert.equal((await findByContent(sha256))?.code, result.checkCode)
  assert.equal((await findByCode(result.checkCode))?.holder.includes('HƯƠNG'), false)
  assert.equal(await mayReadResult(context.db, maiHuong, given?.paperId ?? ''), true)
  assert.equal(
    await mayReadResult(
      context.db,
      { ...maiHuong, personalId: '999000000099', accountId: randomUUID() },
      given?.paperId ?? '',
    ),
    false,
  )
})

const testAt = '2026-11-26T09:40:00+07:00'

test('only a signatory of the agency revokes, once and with a reason; it then holds nowhere', async () => {
  const { demo } = own
  const { context } = demo
  const dossier = await proposed(demo)
  await recordSigned(context, await signedBy(demo, dossier))
  const [result] = await listResultsOf(context.db, dossier.id)
  assert.ok(result)
  await issueResult(context, result.id)
  const signatory = await officerOf(demo, 'signatory')
  const revoke = async (username: string, reason: string) =>
    revokeResult(context, result.id, reason, await officerOf(demo, username))
  await assert.rejects(revoke('case-officer', 'Sai tên'), refusal('results.not_allowed'))
  await assert.rejects(revoke('signatory.muong-nhe', 'Sai tên'), refusal('results.not_allowed'))
  await assert.rejects(revokeResult(context, result.id, '  ', signatory), refusal('results.reason_missing'))
  await revoke('signatory', 'Ghi sai ngày sinh')
  await assert.rejects(revoke('signatory', 'Lần nữa'), refusal('results.not_in_force'))
  const found = await issuedResults(context).findByCode(result.checkCode)
  assert.equal(found?.state, 'revoked')
  assert.equal(found?.stateReason, 'Ghi sai ngày sinh')
})
