import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advanceDossier, type Command, findDossier, listEvents } from '#modules/dossiers'
import { maiHuong, useDemo } from '#test/demo'
import { submitMaritalStatus } from '#test/dossiers'
import { dossierWith, noSources } from '#test/sync'
import { buildMessage } from './build-message.ts'

const own = useDemo()

async function tellLast(dossierId: string) {
  const { db } = own.demo.context
  const number = (await listEvents(db, dossierId)).length
  const to = { destination: 'portal_a', dossierId, dossierCode: 'H18.137.01-261126-0001', number }
  return (await buildMessage(db, noSources, { ...to, repeat: 0, toldBefore: 0 })).facts.fees
}

test('a fee of the procedure is told by its key, with when it was asked for and whether it is paid', async () => {
  const { context } = own.demo
  const reception = await own.demo.officer('reception')
  const reference = await submitMaritalStatus(context, maiHuong, context.clock.now().toString())
  const { id } = (await findDossier(context.db, reference)) ?? assert.fail()
  const act = (command: Command) => advanceDossier(context, reference, { command, papers: [] }, reception)
  await act({ type: 'accept' })
  const fee = { amountVnd: 15_000, reason: 'Lệ phí cấp Giấy xác nhận tình trạng hôn nhân' }
  await act({ type: 'request_payment', ...fee })
  const asked = { code: 'certificate', name: fee.reason, amountVnd: 15_000, askedDuring: 'intake' }
  const due = { ...asked, state: 'due', paidAt: null, method: null, receiptReference: null }
  assert.deepEqual(await tellLast(id), [due])
  await act({ type: 'confirm_payment', method: 'cash', receiptReference: 'BL-000123' })
  await act({ type: 'transfer' })
  const paidAt = context.clock.now()
  const paid = { ...asked, state: 'paid', paidAt, method: 'cash', receiptReference: 'BL-000123' }
  assert.deepEqual(await tellLast(id), [paid])
})

test('a sum that an officer named has no key; asked for later than at intake, when is not told by a code', async () => {
  for (const before of [['transfer'], ['request_papers', 'supplement'], []] as const) {
    const id = await dossierWith(own.demo, ['accept', ...before, 'request_payment'])
    const when = before.length === 0 ? 'intake' : null
    const [fee] = await tellLast(id)
    assert.deepEqual([fee?.code, fee?.name, fee?.askedDuring], [null, 'Lệ phí bản sao', when])
  }
})
