import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import {
  openPaymentPlatform,
  type StandInPlatform,
  soundPlatform,
  startStandInPlatform,
} from '#adapters/payment-platform'
import { listAudit } from '#modules/audit'
import { advanceDossier, type Command, findDossier } from '#modules/dossiers'
import {
  dayOf,
  findNewestOrder,
  listCharges,
  type PaymentPlatform,
  paymentJobs,
  readVietQr,
} from '#modules/payments'
import { listReceipts, receiptGiver, receiptJobs } from '#modules/receipts'
import { testInstant } from '#test/app'
import { findOfficer } from '#test/demo'
import { citizen, submitBirth } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'
import { leadDossierOn } from './lead-on.ts'

const huong = '999000000017'
let standIn: StandInPlatform
let platform: PaymentPlatform
let callbackUrl = ''
const world = useApp(async () => {
  const { clock } = world.context
  standIn = await startStandInPlatform({
    clock,
    get callbackUrl() {
      return callbackUrl
    },
  })
  platform = openPaymentPlatform({ ...standIn, timeoutMs: 2000 })
  return { payments: platform }
})
before(async () => {
  await world.ready
  callbackUrl = `${await world.app.listen({ port: 0, host: '127.0.0.1' })}/api/v1/payments/callbacks/platform`
})
after(() => standIn.stop())

const ask = async (url: string, account = huong, language = 'vi') =>
  await world.app.inject({
    url,
    headers: { accept: 'text/html', ...(await world.as(account)) },
    cookies: { mc_language: language },
  })
const post = async (url: string, form: Record<string, string> = {}, account = huong) =>
  await world.app.inject({
    method: 'POST',
    url,
    headers: {
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      ...(await world.as(account)),
    },
    payload: new URLSearchParams(form).toString(),
  })

async function sound(url: string, account = huong): Promise<string> {
  const pages = await Promise.all(['en', 'vi'].map((language) => ask(url, account, language)))
  for (const { body, statusCode } of pages) {
    assert.equal(statusCode, 200, body.slice(0, 500))
    assert.deepEqual(await findMarkupErrors(body), [])
  }
  return pages[1]?.body ?? ''
}

const give = async (name: string, username: string, command: Command) =>
  await advanceDossier(world.context, name, { command }, await findOfficer(world.context, username))

/** A dossier that waits for 8,000 đồng. */
async function givenDue(): Promise<string> {
  const reference = await submitBirth(world.context, citizen('17', 'LÒ THỊ MAI HƯƠNG'))
  const { code } = await give(reference, 'reception', { type: 'accept' })
  await give(code ?? '', 'reception', { type: 'transfer' })
  await give(code ?? '', 'case-officer', { type: 'request_payment', amountVnd: 8000, reason: 'Lệ phí bản sao' })
  return code ?? ''
}

async function chargeOf(code: string) {
  const dossier = await findDossier(world.context.db, code)
  const [charge] = await listCharges(world.context.db, dossier?.id ?? '')
  const order = await findNewestOrder(world.context.db, charge?.id ?? '')
  return { state: dossier?.state, charge, order, id: dossier?.id ?? '' }
}

/** What the worker does after money was counted. */
async function leadOn(code: string): Promise<void> {
  const { order } = await chargeOf(code)
  const job = paymentJobs(platform, leadDossierOn, receiptGiver).find(({ name }) => name === 'payments.lead_on')
  await job?.run({ reference: order?.reference } as never, { ...world.context, attempt: 1 })
}

test('from the dossier to the platform and back: the dossier goes on as if the cashier had taken the money', async () => {
  const code = await givenDue()
  assert.match(await sound(`/my/dossiers/${code}`), new RegExp(`href="/my/dossiers/${code}/pay"`))
  assert.match(await sound(`/my/dossiers/${code}/pay`), /Nộp 8\.000 đồng trực tuyến/)
  assert.equal((await post(`/my/dossiers/${code}/pay`)).headers.location, `/my/dossiers/${code}/pay`)
  const page = await sound(`/my/dossiers/${code}/pay`)
  const { order } = await chargeOf(code)
  const said: unknown[] = Object.values(standIn.ordered(order?.reference ?? '') ?? {})
  for (const fact of [code, 'H18.137', '1.001193', 'LÒ THỊ MAI HƯƠNG', huong])
    assert.ok(said.includes(fact), fact)
  const [, text = ''] = /<code>(0002[^<]+)<\/code>/.exec(page) ?? []
  const read = readVietQr(text)
  assert.ok(read.ok && read.qr.billNumber === order?.reference && read.qr.amountVnd === 8000)
  const paid = await fetch(order?.payUrl ?? '', {
    method: 'POST',
    body: new URLSearchParams({ do: 'pay' }),
    redirect: 'manual',
  })
  assert.equal(paid.headers.get('location'), `http://127.0.0.1:8080/my/dossiers/${code}/pay?look=back`)
  assert.match(
    await sound(`/my/dossiers/${code}/pay?look=back`),
    /Đã nhận tiền: 8\.000 đồng, đã nộp trực tuyến/,
  )
  await leadOn(code)
  await leadOn(code)
  const { state, charge } = await chargeOf(code)
  assert.deepEqual([state, charge?.method], ['in_progress', 'online'])
  assert.match(await sound(`/my/dossiers/${code}`), /Nền tảng thanh toán/)
  const { body } = await ask(`/my/dossiers/${code}`, huong, 'en')
  assert.match(body, /Payment platform\./)
  assert.doesNotMatch(body, /Nền tảng thanh toán/)
})

test('a cashier who would take money for what was just paid online is told not to', async () => {
  const code = await givenDue()
  await post(`/my/dossiers/${code}/pay`)
  await standIn.pay((await chargeOf(code)).order?.reference ?? '')
  const cash = { type: 'confirm_payment', method: 'cash', receiptReference: '00012047' } as const
  await assert.rejects(give(code, 'cashier', cash), { code: 'dossiers.paid_already' })
  await leadOn(code)
  assert.equal((await chargeOf(code)).state, 'in_progress')
})

test('the platform is away: nobody is told that nothing happened, and no second order is made', async () => {
  const code = await givenDue()
  standIn.setFaults({ line: 'cut_after_taking' })
  const away = await post(`/my/dossiers/${code}/pay`)
  assert.equal(away.headers.location, `/my/dossiers/${code}/pay?look=away`)
  assert.match(await sound(`/my/dossiers/${code}/pay?look=away`), /đừng trả lần nữa/)
  standIn.setFaults(soundPlatform)
  await post(`/my/dossiers/${code}/pay`)
  const { rows } = await world.context.pool.query(
    'select count(*) from payments.payment_order where dossier_code = $1',
    [code],
  )
  assert.equal(rows[0].count, 1)
})

test('a stranger sees no payment; a forged callback and an unknown platform are refused', async () => {
  const code = await givenDue()
  for (const answer of [
    await ask(`/my/dossiers/${code}/pay`, '999000000024'),
    await post(`/my/dossiers/${code}/pay`, {}, '999000000024'),
  ])
    assert.equal(answer.statusCode, 404)
  const call = async (provider: string) =>
    (
      await world.app.inject({
        method: 'POST',
        url: `/api/v1/payments/callbacks/${provider}`,
        payload: { MaLoi: '00' },
      })
    ).statusCode
  assert.deepEqual([await call('platform'), await call('elsewhere')], [401, 404])
})

test('a cashier gives back what was too little, and compares the day line by line', async () => {
  const code = await givenDue()
  await post(`/my/dossiers/${code}/pay`)
  standIn.setFaults({ amount: 'wrong' })
  await standIn.pay((await chargeOf(code)).order?.reference ?? '')
  standIn.setFaults({ ...soundPlatform, callback: 'never' })
  assert.match(await sound(`/my/dossiers/${code}/pay`), /Thu ngân sẽ hoàn lại/)
  const other = await givenDue()
  await post(`/my/dossiers/${other}/pay`)
  await standIn.pay((await chargeOf(other)).order?.reference ?? '')

  const list = await sound('/officer/payments', 'cashier')
  assert.match(list, /Sai số tiền/)
  const [, arrival = ''] = /name="arrival" value="([^"]+)"/.exec(list) ?? []
  assert.equal((await post('/officer/payments/refunds', { arrival }, 'cashier')).statusCode, 303)
  assert.equal((await post('/officer/payments/refunds', { arrival }, 'leader')).statusCode, 403)
  assert.match(await sound('/officer/payments?done=refund', 'cashier'), /Đang chờ nền tảng/)

  const day = dayOf(Temporal.Instant.from(testInstant)).toString()
  const url = `/officer/payments/days/${day}`
  assert.equal((await post('/officer/payments/days', { day }, 'cashier')).headers.location, url)
  assert.match(await sound(url, 'cashier'), /1 trong \d+ dòng không khớp/)
  await post('/officer/payments/days', { day: '26/11/2026' }, 'cashier')
  assert.match(await sound(url, 'auditor'), /Khớp cả \d+ dòng/)
  assert.match(await sound('/officer/payments', 'leader'), new RegExp(url))

  assert.match(await sound(url, 'cashier'), /<title>Đối soát ngày thứ Năm 26\/11\/2026/)

  const quiet = '/officer/payments/days/2026-11-01'
  assert.equal((await post('/officer/payments/days', { day: '1/11/2026' }, 'cashier')).headers.location, quiet)
  assert.match(await sound(quiet, 'cashier'), /Ngày này không có giao dịch nào/)
  assert.match(await sound('/officer/payments', 'cashier'), /Hôm nay hoặc một ngày đã qua, ví dụ 26\/11\/2026/)
  const wrong = [
    ['', /Nhập ngày cần đối soát/],
    ['30/2/2026', /Không có ngày “30\/2\/2026”/],
    ['27/11/2026', /Ngày này chưa tới/],
  ] as const
  for (const [typed, sentence] of wrong) {
    const refused = await post('/officer/payments/days', { day: typed }, 'cashier')
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, sentence)
  }
  standIn.setFaults({ line: 'garbage' })
  assert.equal((await post('/officer/payments/days', { day }, 'cashier')).statusCode, 503)
})

/** Does what the worker does after money came or went. */
async function follow(name: string, payload: object): Promise<void> {
  const jobs = [...paymentJobs(platform, leadDossierOn, receiptGiver), ...receiptJobs(null)]
  const job = jobs.find((one) => one.name === name)
  await job?.run(payload as never, { ...world.context, attempt: 1 })
}

test('a fee has its receipt; a leader has it given back, the cashier pays it out, and the receipt is cancelled', async () => {
  standIn.setFaults(soundPlatform)
  const code = await givenDue()
  const cash = { type: 'confirm_payment', method: 'cash', receiptReference: 'PT-0012' } as const
  await give(code, 'cashier', cash)
  await follow('receipts.catch_up', {})
  const { charge, id } = await chargeOf(code)
  const [receipt] = await listReceipts(world.context.db, id)
  assert.ok(receipt && charge)
  assert.match(await sound(`/my/dossiers/${code}`), /Biên lai điện tử số BL-26E\/0{4}\d{4}/)
  const pdf = `/receipts/${receipt.checkCode}/receipt.pdf`
  assert.equal((await ask(pdf)).headers['content-type'], 'application/pdf')
  assert.equal((await ask(pdf, '999000000024')).statusCode, 404)
  assert.match(await sound(`/verify/${receipt.checkCode}`), /BL-26E/)

  const day = '/officer/receipts?day=26%2F11%2F2026'
  assert.match(await sound(day, 'cashier'), /Tiền thu trong ngày khớp với tổng biên lai, đúng từng đồng/)
  assert.equal((await ask('/officer/receipts?day=31/2/2026', 'cashier')).statusCode, 422)
  const told = await post('/officer/receipts/summaries', { day: '2026-11-26' }, 'cashier')
  assert.equal(told.statusCode, 303)
  assert.match(await sound(day, 'auditor'), /Chờ trả lời/)

  const url = `/officer/receipts/${receipt.id}`
  const decision = { decision: '12/QĐ-UBND', reason: 'Thu nhầm' }
  assert.match(await sound(url, 'cashier'), /Lập biên lai thay thế/)
  assert.equal((await post(`${url}/replacement`, { payer: receipt.payerName }, 'cashier')).statusCode, 422)
  assert.equal((await post(`${url}/refund`, decision, 'cashier')).statusCode, 403)
  assert.equal((await post(`${url}/refund`, { decision: '' }, 'leader')).statusCode, 422)
  assert.equal((await post(`${url}/refund`, decision, 'leader')).statusCode, 303)
  assert.match(await sound('/officer/payments', 'cashier'), /12\/QĐ-UBND/)
  const payOut = { charge: charge.id, [`voucher-${charge.id}`]: 'PC-1' }
  assert.equal((await post('/officer/payments/pay-outs', { charge: charge.id }, 'cashier')).statusCode, 422)
  assert.equal((await post('/officer/payments/pay-outs', payOut, 'cashier')).statusCode, 303)
  await follow('payments.take_receipt_back', { chargeId: charge.id })
  assert.match(await sound(url, 'leader'), /Đã hủy, hoàn phí/)
  assert.match(await sound(`/my/dossiers/${code}`), /đã nộp và đã hoàn lại/)
})

test('money is handled by the agency of its charge: to others it does not exist, and auditors look at it only', async () => {
  standIn.setFaults(soundPlatform)
  const code = await givenDue()
  await give(code, 'cashier', { type: 'confirm_payment', method: 'cash', receiptReference: 'PT-0013' })
  await follow('receipts.catch_up', {})
  const { charge, id } = await chargeOf(code)
  const [receipt] = await listReceipts(world.context.db, id)
  assert.ok(receipt && charge)
  const late = await givenDue()
  await post(`/my/dossiers/${late}/pay`)
  const { order } = await chargeOf(late)
  standIn.setFaults({ amount: 'wrong' })
  await standIn.pay(order?.reference ?? '')
  standIn.setFaults(soundPlatform)
  await standIn.pay('MC260000NOBODYKNWS', 5000)

  const url = `/officer/receipts/${receipt.id}`
  const [, arrival = ''] =
    /name="arrival" value="([^"]+)"/.exec(await rowOf(late, '/officer/payments', 'cashier')) ?? []
  const decision = { decision: '13/QĐ-UBND', reason: 'Thu nhầm' }
  const another = { payer: 'NGƯỜI KHÁC', address: '', why: 'Ghi sai tên' }
  const payOut = { charge: charge.id, [`voucher-${charge.id}`]: 'PC-9' }
  const day = '/officer/receipts?day=26%2F11%2F2026'
  for (const who of ['cashier.muong-nhe', 'leader.muong-nhe']) {
    assert.doesNotMatch(await sound(day, who), /LÒ THỊ MAI HƯƠNG|8\.000/)
    assert.equal(await rowOf(late, '/officer/payments', who), '')
    for (const read of [url, `/receipts/${receipt.checkCode}/receipt.pdf`])
      assert.equal((await ask(read, who)).statusCode, 404, `${who} ${read}`)
  }
  assert.match(await sound('/officer/payments', 'cashier.muong-nhe'), /5\.000/)
  const stranger = 'cashier.muong-nhe'
  assert.equal((await post(`${url}/replacement`, another, stranger)).statusCode, 404)
  assert.equal((await post(`${url}/refund`, decision, 'leader.muong-nhe')).statusCode, 404)
  assert.equal((await post('/officer/payments/refunds', { arrival }, stranger)).statusCode, 404)
  const read = async () =>
    (await listAudit(world.context.db, { kind: 'dossier', id })).filter(
      ({ action }) => action === 'receipts.read',
    )
  assert.deepEqual(await read(), [])

  assert.match(await sound(day, 'auditor'), /LÒ THỊ MAI HƯƠNG/)
  assert.doesNotMatch(await sound(url, 'auditor'), /<form[^>]* action="\/officer\/receipts/)
  assert.equal((await post(`${url}/refund`, decision, 'leader')).statusCode, 303)
  assert.equal((await post('/officer/payments/pay-outs', payOut, stranger)).statusCode, 404)
  assert.equal(await rowOf(code, '/officer/payments', stranger), '')
  assert.notEqual(await rowOf(code, '/officer/payments', 'auditor'), '')
  assert.equal((await read())[0]?.actor.kind, 'officer')
})

test('the cashier sees which days were not compared, and what the platform gave back of its own accord', async () => {
  const code = await givenDue()
  await post(`/my/dossiers/${code}/pay`)
  const { order } = await chargeOf(code)
  const three = { hours: 72 }
  const opened = `update payments.payment_order set opened_at = opened_at - $1::interval where id = (
    select id from payments.payment_order where provider = 'platform' order by id limit 1)`
  await world.context.pool.query(opened, ['72 hours'])
  const missed = dayOf(Temporal.Instant.from(testInstant).subtract(three))
  const row = async (account: string) =>
    (await sound('/officer/payments', account))
      .split('<tr')
      .filter((one) => one.includes('Chưa đối soát'))
      .join('')
  assert.match(await row('cashier'), new RegExp(`${missed.day}/${missed.month}/${missed.year}`))
  assert.doesNotMatch(await row('auditor'), /payments\/days"/)
  await standIn.pay(order?.reference ?? '')
  standIn.giveBack(order?.reference ?? '')
  const day = dayOf(Temporal.Instant.from(testInstant)).toString()
  for (let times = 0; times < 3; times += 1) await post('/officer/payments/days', { day }, 'cashier')
  assert.match(await rowOf(code, '/officer/payments', 'cashier'), /Nền tảng đã hoàn; chờ quyết định hoàn phí/)
  for (let back = 3; back > 0; back -= 1) {
    const past = dayOf(Temporal.Instant.from(testInstant).subtract({ hours: 24 * back })).toString()
    assert.equal((await post('/officer/payments/days', { day: past }, 'cashier')).statusCode, 303)
  }
  assert.equal(await row('cashier'), '')
})

test('what the platform refuses to give back is paid out on the page, and given back there after all it is settled there', async () => {
  standIn.setFaults({ ...soundPlatform, amount: 'wrong', refund: 'refused' })
  const code = await givenDue()
  await post(`/my/dossiers/${code}/pay`)
  const { order } = await chargeOf(code)
  await standIn.pay(order?.reference ?? '')
  const row = (account = 'cashier') => rowOf(code, '/officer/payments', account)
  const [, arrival = ''] = /name="arrival" value="([^"]+)"/.exec(await row()) ?? []
  assert.doesNotMatch(await row(), /Số phiếu chi/)
  await post('/officer/payments/refunds', { arrival }, 'cashier')
  await follow('payments.send_refund', { arrivalId: arrival })
  assert.match(await row(), /Nền tảng từ chối.*Số phiếu chi/s)
  assert.doesNotMatch(await row('auditor'), /action="\/officer\/payments/)

  const act = (path: string, form: Record<string, string>, account = 'cashier') =>
    post(`/officer/payments/${path}`, { arrival, ...form }, account)
  const blank = await act('pay-outs', {})
  assert.equal(blank.statusCode, 422)
  assert.match(blank.body, new RegExp(`href="#f-voucher-${arrival}"[\\s\\S]*Nhập số phiếu chi đã trả tiền`))
  const voucher = { [`voucher-${arrival}`]: 'PC-7' }
  assert.equal((await act('pay-outs', voucher, 'leader')).statusCode, 403)
  assert.equal((await act('pay-outs', voucher, 'cashier.muong-nhe')).statusCode, 404)
  const done = '/officer/payments?done=held_paid_out'
  assert.equal((await act('pay-outs', voucher)).headers.location, done)
  assert.match(await sound(done, 'cashier'), /còn phải nộp thì nộp lại được/)
  assert.equal(await row(), '')
  assert.match(await sound(`/my/dossiers/${code}/pay`), /Nộp 8\.000 đồng trực tuyến/)

  standIn.giveBack(order?.reference ?? '')
  await post('/officer/payments/days', { day: '26/11/2026' }, 'cashier')
  assert.match(await row(), /PC-7.*Số phiếu thu/s)
  assert.match(await row('auditor'), /Chờ thu ngân giải quyết/)
  assert.equal(await row('cashier.muong-nhe'), '')
  assert.equal((await act('settlements', {})).statusCode, 422)
  const settlement = { [`settlement-${arrival}`]: 'PT-0077' }
  assert.equal((await act('settlements', settlement)).headers.location, '/officer/payments?done=settled')
  assert.equal(await row(), '')
})

/** The row of a table that names a dossier; '' where none does. */
async function rowOf(code: string, url: string, account: string): Promise<string> {
  const page = await sound(url, account)
  return page.split('<tr').find((row) => row.includes(code)) ?? ''
}
