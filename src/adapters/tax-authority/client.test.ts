import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { type TaxAuthority, TaxAuthorityUnreachable, type TaxSummary } from '#modules/receipts'
import { openTaxAuthority } from './client.ts'
import { type StandInTaxAuthority, startStandInTaxAuthority, taxFaults } from './stand-in.ts'

let standIn: StandInTaxAuthority
let authority: TaxAuthority
before(async () => {
  standIn = await startStandInTaxAuthority()
  authority = openTaxAuthority({ ...standIn, timeoutMs: 2000 })
})
beforeEach(() => standIn.setFault(null))
after(() => standIn.stop())

const summary: TaxSummary = {
  id: '01a20000-0000-7000-8000-000000000001',
  agencyName: 'Trung tâm Phục vụ hành chính công phường Điện Biên Phủ',
  taxCode: '5600000001',
  day: Temporal.PlainDate.from('2026-11-26'),
  number: 1,
  issuedVnd: 8000,
  cancelledVnd: 8000,
  lines: (['issued', 'cancelled'] as const).map((act, index) => ({
    ...{ number: index + 1, act, formSymbol: 'BLP', receiptSymbol: 'BL-26E', receiptNumber: 12 },
    issuedAt: Temporal.Instant.from('2026-11-26T09:40:00+07:00'),
    ...{ payerName: 'LÒ THỊ MAI HƯƠNG', feeName: 'Lệ phí bản sao', amountVnd: 8000, method: 'online' },
    ...{ replaced: null, reason: act === 'cancelled' ? 'Hoàn phí' : null },
  })),
}

test('a summary is taken once, and answered alike however often it is sent', async () => {
  const first = await authority.send(summary)
  assert.ok(first.state === 'accepted')
  assert.deepEqual(await authority.send(summary), first)
  const [taken, ...more] = standIn.taken()
  assert.deepEqual(
    [taken?.DSBienLai.map(({ LoaiDong }) => LoaiDong), taken?.DSBienLai[0]?.So],
    [[1, 2], '00000012'],
  )
  assert.equal(more.length, 0)
  assert.match(await (await fetch(standIn.url)).text(), /5600000001|phường Điện Biên Phủ/)
})

test('what replaces a receipt of another year is told with the symbols of that year', async () => {
  const id = crypto.randomUUID()
  const replaced = { formSymbol: 'BLP', receiptSymbol: 'BL-26E', number: 123 }
  const lines = summary.lines.slice(0, 1).map((line) => ({ ...line, receiptSymbol: 'BL-27E', replaced }))
  await authority.send({ ...summary, id, lines })
  const line = standIn.taken().find(({ MaThongDiep }) => MaThongDiep === id)?.DSBienLai[0]
  assert.deepEqual(
    [line?.KyHieu, line?.MauSoBiThay, line?.KyHieuBiThay, line?.SoBiThay],
    ['BL-27E', 'BLP', 'BL-26E', '00000123'],
  )
})

for (const fault of taxFaults.filter((one) => !['lossy', 'duplicate', 'error'].includes(one)))
  test(`${fault}: nothing is known, and sent again it is taken once`, async () => {
    const id = crypto.randomUUID()
    standIn.setFault(fault)
    await assert.rejects(authority.send({ ...summary, id }), TaxAuthorityUnreachable)
    standIn.setFault(null)
    assert.equal((await authority.send({ ...summary, id })).state, 'accepted')
    assert.equal(standIn.taken().filter(({ MaThongDiep }) => MaThongDiep === id).length, 1)
  })

for (const fault of ['lossy', 'duplicate'] as const)
  test(`${fault}: sent until it is answered, each summary is taken once`, async () => {
    standIn.setFault(fault)
    const ids: string[] = Array.from({ length: 4 }, () => crypto.randomUUID())
    for (const id of ids) {
      let answer: unknown = null
      while (answer === null)
        answer = await authority.send({ ...summary, id }).catch((error: unknown) => {
          assert.ok(error instanceof TaxAuthorityUnreachable)
          return null
        })
    }
    const taken = standIn.taken().map(({ MaThongDiep }) => MaThongDiep)
    assert.deepEqual(
      taken.filter((id) => ids.includes(id)),
      ids,
    )
  })

test('an agency without a tax code is refused, and taken under the same id once it has one', async () => {
  const id = crypto.randomUUID()
  const refused = await authority.send({ ...summary, id, taxCode: null })
  assert.deepEqual(refused, { state: 'refused', reason: 'Thiếu mã số thuế của đơn vị thu' })
  assert.equal((await authority.send({ ...summary, id })).state, 'accepted')
  assert.equal(standIn.taken().find(({ MaThongDiep }) => MaThongDiep === id)?.MaSoThue, summary.taxCode)
})

test('a refusal is told in its words', async () => {
  standIn.setFault('error')
  const refused = await authority.send({ ...summary, id: crypto.randomUUID() })
  assert.deepEqual(refused, { state: 'refused', reason: 'Mã số thuế không khớp' })
})
