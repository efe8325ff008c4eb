import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { type PlatformOrder, PlatformUnreachable } from '#modules/payments'
import { paying } from '#test/payments'
import { openPaymentPlatform } from './client.ts'
import { type StandInPlatform, startStandInPlatform } from './stand-in.ts'

const clock = { now: () => Temporal.Instant.from('2026-11-26T09:40:00+07:00') }
let standIn: StandInPlatform
before(async () => {
  standIn = await startStandInPlatform({ clock, callbackUrl: 'http://127.0.0.1:9/' })
})
after(() => standIn.stop())

const open = (more: Partial<Parameters<typeof openPaymentPlatform>[0]> = {}) =>
  openPaymentPlatform({ ...standIn, timeoutMs: 2000, ...more })

const { dossierCode, agency, procedure, feeRule, payer, returnUrl } = paying
const orderOf = (reference: string, more: Partial<PlatformOrder> = {}): PlatformOrder => ({
  ...{ reference, dossierCode, agency, procedure, payer, returnUrl, amountVnd: 8000 },
  fee: { ...feeRule, name: 'Phí cấp bản sao' },
  account: standIn.accounts.usual,
  ...more,
})

test('an order says who collects, for which procedure, what kind of fee, who pays, and to which account', async () => {
  const account = {
    ...{ bankBin: '970403', number: '3713000000001', name: 'UBND PHUONG MUONG THANH' },
    ...{ unitCode: '000.00.137.H18', treasury: 'Kho bạc Nhà nước', treasuryAccount: '7111' },
  }
  const platform = open({ feeKindCodes: { service_fee: '1' } })
  const reference = 'MC2611260000000001'
  const { payUrl } = await platform.createOrder(orderOf(reference, { account }))
  assert.deepEqual(standIn.ordered(reference), {
    ...{ LoaiBanTin: 'KHOI_TAO', MaThamChieu: reference, MaHoSo: dossierCode, UrlTraVe: returnUrl },
    ...{ MaDonVi: '000.00.137.H18', TenDonVi: agency.name },
    ...{ MaTTHC: '2.000635', TenTTHC: 'Cấp bản sao trích lục hộ tịch', NoiDungThanhToan: 'Phí cấp bản sao' },
    ...{ HoTenNguoiNop: 'LÒ THỊ MAI HƯƠNG', SoCMNDNguoiNop: '999000000017' },
    ...{ DiaChiNguoiNop: 'Tổ 4, phường Mường Thanh', HuyenNguoiNop: '', TinhNguoiNop: '' },
    ...{ MaTraCuuTT: '', MaDichVu: '', MaDVC: '', TenDVC: '' },
    PhiLePhi: [{ LoaiPhiLePhi: '1', MaPhiLePhi: 'extract_copy', TenPhiLePhi: 'Phí cấp bản sao', SoTien: 8000 }],
    DSKhoanNop: [{ NoiDung: 'Phí cấp bản sao', SoTien: 8000 }],
    ...{ TKThuHuong: '3713000000001', MaNHThuHuong: '970403', TenTKThuHuong: account.name },
    ...{ KhoBac: 'Kho bạc Nhà nước', TaiKhoanThuNSNN: '7111' },
  })
  const page = await (await fetch(payUrl)).text()
  for (const shown of ['000.00.137.H18', '2.000635', '999000000017', '3713000000001', '7111'])
    assert.match(page, new RegExp(shown))
})

test('what is not known is sent empty, or left out; what has to be there is missed by the platform', async () => {
  const reference = 'MC2611260000000002'
  await open().createOrder(
    orderOf(reference, {
      payer: { name: payer.name, personalId: null, address: null },
      fee: { code: null, name: 'Phí in ảnh', kind: null },
      account: null,
    }),
  )
  const said = standIn.ordered(reference)
  assert.deepEqual(
    [said?.MaDonVi, said?.SoCMNDNguoiNop, said?.DiaChiNguoiNop, said?.TKThuHuong, said?.KhoBac],
    ['H18.137', '', '', '', ''],
  )
  assert.deepEqual([said?.PhiLePhi[0]?.MaPhiLePhi, said?.PhiLePhi[0]?.TenPhiLePhi], ['', 'Phí in ảnh'])
  assert.equal(Object.hasOwn(said?.PhiLePhi[0] ?? {}, 'LoaiPhiLePhi'), false)
  for (const lack of [
    { agency: { code: '', name: agency.name } },
    { procedure: { code: procedure.code, name: '' } },
    { payer: { ...payer, name: '' } },
  ]) {
    const refused = open().createOrder(orderOf('MC2611260000000003', lack))
    await assert.rejects(refused, PlatformUnreachable, JSON.stringify(lack))
  }
  assert.equal(standIn.ordered('MC2611260000000003'), null)
})

test('a secret that has expired: every question says so, in words that name no secret, and works again with a good one', async () => {
  const platform = open()
  const reference = 'MC2611260000000004'
  await platform.createOrder(orderOf(reference))
  const refund = { id: 'r-1', reference, transaction: 'GD1', amountVnd: 8000, reason: 'Trả thừa' }
  const questions = [
    () => platform.createOrder(orderOf(reference)),
    () => platform.ask(reference),
    () => platform.refund(refund),
    () => platform.statementOf(Temporal.PlainDate.from('2026-11-26')),
  ]
  standIn.setFaults({ line: 'expired' })
  for (const question of questions)
    await assert.rejects(question, (error) => {
      assert.ok(error instanceof PlatformUnreachable)
      assert.match(
        error.message,
        /does not take our partner code or secret, which may have expired: it answered 401$/,
      )
      return !error.message.includes(standIn.secret)
    })
  standIn.setFaults({ line: 'sound' })
  for (const question of questions) await question()
  await assert.rejects(open({ secret: 'another' }).ask(reference), /does not take our partner code or secret/)
})
