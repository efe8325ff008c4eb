import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { advanceDossier, type Command, findDossier, findDossierView, readDossier } from '#modules/dossiers'
import type { Context } from '#platform/context'
import { maiHuong, useDemo } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { extractPdfText } from '#test/pdf-text'
import { formProblem } from './errors.ts'
import { issueForm } from './issue-form.ts'
import { formJobs, formSubject } from './jobs.ts'
import { issueAgain, listFormsFor } from './pages.ts'
import type { FormContext } from './ports.ts'
import { findFormByCheckCode, findFormByContent, listContents, listForms } from './repository.ts'
import { listRegister, type RegisterQuery } from './repository-register.ts'

const own = useDemo()
const [issueForms] = formJobs(() => async () => [])
const issuing = (context: Context): FormContext => ({ ...context, listConsultations: async () => [] })

const readContent = ({ files }: Context, sha256: string): Promise<Buffer> => buffer(files.read(sha256))

/** Gives a command, and does the job that follows its event. */
async function give(
  context: Context,
  reference: string,
  command: Command,
  actor: Parameters<typeof advanceDossier>[3],
) {
  const { id, revision } = await advanceDossier(context, reference, { command }, actor)
  await issueForms.run({ dossierId: id, number: revision }, { ...context, attempt: 1 })
  return id
}

test('an accepted dossier has its receipt, once, however often the job runs, and a line of the register', async () => {
  const { context, officer } = own.demo
  const reception = await officer('reception')
  const reference = await submitBirth(context, maiHuong)
  const id = await give(context, reference, { type: 'accept' }, reception)
  await issueForms.run({ dossierId: id, number: 2 }, { ...context, attempt: 2 })
  const [receipt, ...more] = await listForms(context.db, id)
  assert.ok(receipt)
  assert.deepEqual([receipt.number, receipt.version, more.length], ['01', 1, 0])
  assert.equal(receipt.seal, 'no_seal', 'the ward has no seal: it is issued all the same')
  const words = extractPdfText(await readContent(context, receipt.contentSha256))
  for (const part of ['LÒ THỊ MAI HƯƠNG', receipt.checkCode, receipt.dossierCode])
    assert.ok(words.includes(part), part)
})

test('two who ask at once get one and the same form', async () => {
  const { context, officer } = own.demo
  const reception = await officer('reception')
  const reference = await submitBirth(context, maiHuong)
  const { id } = await advanceDossier(context, reference, { command: { type: 'accept' } }, reception)
  const view = await findDossierView(context, id)
  assert.ok(view)
  const both = await Promise.all([1, 2, 3].map(() => issueForm(issuing(context), '01', view)))
  assert.equal(new Set(both.map((form) => form?.checkCode)).size, 1)
  assert.equal((await listForms(context.db, id)).length, 1)
})

test('papers asked for, a refusal, a stop and the end of the course each give out their form', async () => {
  const { context, officer } = own.demo
  const reception = await officer('reception')
  const component = 'birth_certificate_of_clinic'
  const asked = await submitBirth(context, maiHuong)
  const request = { type: 'request_papers', reason: 'Ảnh giấy chứng sinh mờ', components: [component] } as const
  const askedId = await give(context, asked, request, reception)
  await give(context, asked, { type: 'withdraw', reason: 'Nộp ở nơi cư trú mới' }, maiHuong)
  const refused = await submitBirth(context, maiHuong)
  const refusedId = await give(
    context,
    refused,
    { type: 'refuse', reason: 'Trẻ đã được đăng ký khai sinh' },
    reception,
  )
  const stopped = await submitBirth(context, maiHuong)
  const stoppedId = await give(context, stopped, { type: 'accept' }, reception)
  await give(context, stopped, { type: 'stop', reason: 'Quá thời hạn bổ sung' }, reception)
  const numbersOf = async (id: string) => (await listForms(context.db, id)).map(({ number }) => number)
  assert.deepEqual(await numbersOf(askedId), ['02', '05'])
  assert.deepEqual(await numbersOf(refusedId), ['03'])
  assert.deepEqual(await numbersOf(stoppedId), ['01', '05', '06'])
  const [papers] = await listForms(context.db, askedId)
  const words = extractPdfText(await readContent(context, papers?.sha256 ?? ''))
  for (const part of ['Giấy chứng sinh', 'Ảnh giấy chứng sinh mờ', `${papers?.dossierCode}/YC`])
    assert.ok(words.includes(part), part)
})

test('a form that would say the same is not issued again; one that says something else is, and the first stays', async () => {
  const { context, officer } = own.demo
  const reception = await officer('reception')
  const reference = await submitBirth(context, maiHuong)
  const id = await give(context, reference, { type: 'accept' }, reception)
  const again = { reason: 'Đính chính số điện thoại', officer: reception }
  const issueNow = async () =>
    issueAgain(issuing(context), await readDossier(context, reference, reception), '01', again)
  await assert.rejects(issueNow, formProblem('forms.unchanged'))
  await context.db
    .updateTable('dossiers.dossier')
    .set({ applicant_phone: '0900000017' })
    .where('id', '=', id)
    .execute()
  const second = await issueNow()
  assert.deepEqual([second.version, second.reason, second.issuedByName], [2, again.reason, reception.fullName])
  const forms = await listForms(context.db, id)
  assert.deepEqual(
    forms.map(({ version }) => version),
    [1, 2],
  )
  const words = extractPdfText(await readContent(context, second.sha256))
  assert.match(words, /Cấp lại lần 1, thay bản cấp/)
  assert.notEqual(forms[0]?.checkCode, second.checkCode)
  const missing = { ...again, reason: '' }
  const view = await readDossier(context, reference, reception)
  await assert.rejects(issueAgain(issuing(context), view, '01', missing), formProblem('forms.reason_missing'))
  await assert.rejects(issueAgain(issuing(context), view, '04', again), formProblem('forms.not_due'))
})

test('the seal is one more content of the form: told twice it is one row, made stronger it is the newest', async () => {
  const { context, officer } = own.demo
  const reference = await submitBirth(context, maiHuong)
  const id = await give(context, reference, { type: 'accept' }, await officer('reception'))
  const [form] = await listForms(context.db, id)
  assert.ok(form)
  const about = { subjectKind: 'form', subjectId: form.id, documentId: form.id, batchId: form.id }
  const signer = {
    kind: 'seal',
    accountId: null,
    name: 'Phường',
    position: null,
    agencyId: form.agencyId,
  } as const
  const signed = { ...about, signer, contentSha256: form.sha256, level: 'B-T', signedAt: '' } as const
  await formSubject.onFailed(context, { ...about, signer, code: 'provider_unreachable' })
  assert.equal((await findFormByCheckCode(context.db, form.checkCode))?.seal, 'failed')
  const [sealed, stronger] = ['a'.repeat(64), 'b'.repeat(64)] as const
  for (const _ of [1, 2]) await formSubject.onSigned(context, { ...signed, signedSha256: sealed })
  await formSubject.onStrengthened?.(context, {
    ...{ ...signed, level: 'B-LT', signedSha256: stronger, previousSha256: sealed },
  })
  const found = await findFormByContent(context.db, sealed)
  assert.deepEqual([found?.id, found?.seal, found?.contentSha256], [form.id, 'sealed', stronger])
  assert.ok(found)
  assert.deepEqual(await listContents(context.db, found), [form.sha256, sealed, stronger])
})

test('citizens do not see the control sheet', async () => {
  const { context, officer } = own.demo
  const reception = await officer('reception')
  const reference = await submitBirth(context, maiHuong)
  const id = await give(context, reference, { type: 'accept' }, reception)
  await give(context, reference, { type: 'stop', reason: 'Quá thời hạn bổ sung' }, reception)
  const numbersFor = async (actor: Parameters<typeof listFormsFor>[2]) =>
    (await listFormsFor(context, id, actor)).map(({ number }) => number)
  assert.deepEqual(await numbersFor(maiHuong), ['01', '05'])
  assert.deepEqual(await numbersFor(reception), ['01', '05', '06'])
})

test('the register numbers the dossiers of an agency without gaps, and follows each to its end', async () => {
  const { context, officer } = own.demo
  const reception = await officer('reception')
  const references = await Promise.all(Array.from({ length: 8 }, () => submitBirth(context, maiHuong)))
  // All at once, and each twice: the number is given once.
  await Promise.all(
    references.map(async (reference) => {
      const { id, revision } = await advanceDossier(
        context,
        reference,
        { command: { type: 'accept' } },
        reception,
      )
      const run = () => issueForms.run({ dossierId: id, number: revision }, { ...context, attempt: 1 })
      await Promise.all([run(), run()])
    }),
  )
  const query: RegisterQuery = {
    ...{ agencyId: reception.agencyId, from: null, to: null, procedureCode: null, state: null, words: [] },
  }
  const rows = await listRegister(context.db, query, 'book', null, 100)
  assert.deepEqual(
    rows.map(({ number }) => number),
    rows.map((_, index) => index + 1),
  )
  assert.ok(rows.length >= 8)
  const [reference = ''] = references
  await give(context, reference, { type: 'stop', reason: 'Quá thời hạn bổ sung' }, reception)
  const dossier = await findDossier(context.db, reference)
  const row = (await listRegister(context.db, query, 'book', null, 100)).find(
    ({ dossierId }) => dossierId === dossier?.id,
  )
  assert.deepEqual([row?.state, row?.note !== null, row?.year], ['stopped', true, 2026])
})
