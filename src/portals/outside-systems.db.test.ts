import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { checkMessageLog } from '#modules/messagelog'
import { makeId } from '#platform/ids'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'
import { listOutsideSystems } from './outside-systems.ts'

const away = async () => {
  throw new Error('away')
}
const connected = {
  nationalVault: { search: away, fetch: away, push: away },
  taxAuthority: { send: away },
  payments: { key: 'platform' },
  post: { order: away },
}
const world = useApp(async () => connected as never)

const queueOf = async (code: string) => {
  const system = listOutsideSystems(world.context, connected).find((one) => one.code === code)
  return (await system?.queue?.()) ?? assert.fail(`${code} has no queue`)
}
const ask = async (url: string, account = 'administrator') =>
  (await world.app.inject({ url, headers: { ...(await world.as(account)), accept: 'text/html' } })).body
const write = async (table: string, row: Readonly<Record<string, unknown>>) => {
  const names = Object.keys(row)
  const places = names.map((_, index) => `$${index + 1}`)
  await world.context.pool.query(
    `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`,
    Object.values(row),
  )
}

const today = Temporal.PlainDate.from('2026-11-26')
const dayBefore = (days: number) => today.subtract({ days }).toString()
const hoursAgo = (hours: number) => world.context.clock.now().subtract({ hours }).toString()

before(() => world.ready)

test('what the vault refused needs a person, and leads to where it is told again; what waits long is lag', async () => {
  assert.deepEqual(await queueOf('national_vault'), { waiting: 0, oldestAt: null, needAPerson: 0, needs: [] })
  const push = {
    ...{ dossier_code: 'H18.137-261126-0001', owner_number: '999000000017', owner_name: 'LÒ THỊ MAI HƯƠNG' },
    ...{ kind: 'issued', type_code: 'KQ', title: 'Giấy', issuer_name: 'UBND', sha256: 'a'.repeat(64) },
    ...{ queued_at: hoursAgo(2), next_at: hoursAgo(1) },
  }
  await write('nationalvault.vault_push', { ...push, id: makeId(), result_id: makeId() })
  await write('nationalvault.vault_push', {
    ...{ ...push, id: makeId(), result_id: makeId(), refused_at: hoursAgo(1) },
  })
  const { waiting, oldestAt, needAPerson } = await queueOf('national_vault')
  assert.deepEqual([waiting, oldestAt?.toString(), needAPerson], [1, hoursAgo(2), 1])
  assert.match(await ask('/admin/sync'), /Kho dữ liệu điện tử quốc gia<\/a>(?:(?!<tr>).)*?Chậm quá 10 phút/s)
  const page = await ask('/admin/systems/national_vault')
  assert.match(page, /1 kết quả bị kho quốc gia từ chối/)
  assert.match(page, /href="\/admin\/national-vault\?open=1"/)
  assert.deepEqual(await findMarkupErrors(page), [])
})

test('money that differs from the statement rings, on the page and where machines look, until comparing again shows none', async () => {
  const compare = (differences: number, madeAt: string) =>
    write('payments.reconciliation', {
      ...{
        id: makeId(Temporal.Instant.from(madeAt).epochMilliseconds),
        provider: 'platform',
        day_on: dayBefore(2),
      },
      ...{ made_at: madeAt, made_by: 'job', lines: 3, differences, ours_vnd: 1000, theirs_vnd: 2000 },
    })
  await compare(1, hoursAgo(5))
  const { needAPerson, needs } = await queueOf('payment_platform')
  assert.deepEqual([needAPerson, needs?.[0]?.vi], [1, 'Đối soát còn chênh lệch tiền: 24/11/2026.'])
  assert.match(await ask('/admin/sync'), /Nền tảng thanh toán<\/a>(?:(?!<tr>).)*?Có việc cần người xử lý/s)
  const link = async (account: string) =>
    /Mở nơi xem và xử lý/.test(await ask('/admin/systems/payment_platform', account))
  assert.deepEqual([await link('administrator'), await link('leader')], [false, true])
  assert.match(
    JSON.stringify((await world.app.inject('/readyz')).json()),
    /1 days in which money differs.*2026-11-24/,
  )
  await compare(0, hoursAgo(1))
  assert.equal((await queueOf('payment_platform')).needAPerson, 0)
})

test('a sum that was paid out here and given back there needs a person, until somebody wrote down what was done', async () => {
  const [arrivalId, at] = [makeId(), hoursAgo(5)]
  await write('payments.arrival', {
    ...{ id: arrivalId, provider: 'platform', transaction: 'GD1', reference: 'MC261126ABCDEFGHJK' },
    ...{ amount_vnd: 8000, paid_at: at, recorded_at: at, told_by: 'callback', outcome: 'unknown_reference' },
  })
  await write('payments.refund', {
    ...{
      id: makeId(),
      arrival_id: arrivalId,
      amount_vnd: 8000,
      reason: 'Trả thừa',
      state: 'done',
      asked_at: at,
    },
    ...{ asked_by: 'o-1', done_at: at, transaction: 'HT1', voucher: 'PC-1', paid_out_at: at },
    paid_out_by_name: 'Quàng Thị Thu',
  })
  const { needAPerson, needs } = await queueOf('payment_platform')
  assert.deepEqual([needAPerson, needs?.[0]?.en], [1, '1 sums went back twice, here and on the platform.'])
  await world.context.pool.query(
    "update payments.refund set settlement = 'PT-1', settled_at = $1, settled_by_name = 'Quàng Thị Thu'",
    [hoursAgo(1)],
  )
  assert.equal((await queueOf('payment_platform')).needAPerson, 0)
})

test('a summary of receipts that the tax authority refused needs a person; it is behind from the end of its day', async () => {
  await write('receipts.day_summary', {
    ...{ id: makeId(), agency_id: makeId(), agency_name: 'UBND', day_on: dayBefore(1), number: 1, lines: 1 },
    ...{ issued_vnd: 8000, cancelled_vnd: 0, made_at: hoursAgo(10), state: 'refused', told_at: hoursAgo(9) },
  })
  const { waiting, oldestAt, needAPerson, needs } = await queueOf('tax_authority')
  assert.deepEqual([waiting, oldestAt?.toString(), needAPerson], [1, '2026-11-25T17:00:00Z', 1])
  assert.match(needs?.[0]?.en ?? '', /refused 1 summaries/)
})

test('a receipt that lacks the seal of its agency for two hours needs a person', async () => {
  assert.equal((await queueOf('receipts')).needAPerson, 0)
  const [id, agency] = [makeId(), makeId()]
  await write('receipts.e_receipt', {
    ...{ id, charge_id: makeId(), version: 1, dossier_id: makeId(), dossier_code: 'H18.137-261126-0001' },
    ...{ agency_id: agency, agency_name: 'UBND', form_symbol: 'BLP', receipt_symbol: 'BL-26E', year: 2026 },
    ...{ number: 1, payer_name: 'LÒ THỊ MAI HƯƠNG', fee_name: 'Lệ phí', amount_vnd: 8000, method: 'cash' },
    ...{ payment_reference: 'PT-1', paid_at: hoursAgo(3), issued_at: hoursAgo(3), check_code: 'AAAA' },
    issued_on: today.toString(),
  })
  const waiting = { receipt_id: id, agency_id: agency, state: 'failed', since_at: hoursAgo(3) }
  for (const media of ['pdf', 'xml'])
    await write('receipts.unsealed_file', { ...waiting, media, try_at: hoursAgo(1) })
  const { needAPerson, needs } = await queueOf('receipts')
  assert.deepEqual([needAPerson, needs?.[0]?.vi], [1, '1 biên lai quá 2 giờ chưa có chữ ký số của cơ quan.'])
  assert.match(await ask('/admin/sync'), /Biên lai điện tử<\/a>(?:(?!<tr>).)*?Có việc cần người xử lý/s)
})

test('orders that the post has not confirmed, and messages past their turn, are lag', async () => {
  await write('shipments.shipment', {
    ...{ id: makeId(), key: 'one', kind: 'deliver', dossier_id: makeId(), dossier_code: 'H18.137-261126-0001' },
    ...{
      agency_id: makeId(),
      agency_name: 'UBND',
      person_name: 'LÒ THỊ MAI HƯƠNG',
      address: 'Tổ 1',
      state: 'queued',
    },
    ...{ act_at: hoursAgo(1), opened_at: hoursAgo(3), state_at: hoursAgo(3) },
  })
  const post = await queueOf('post')
  assert.deepEqual([post.waiting, post.oldestAt?.toString()], [1, hoursAgo(3)])
  const id = makeId()
  await write('notifications.message', {
    ...{ id, key: id, recipient_name: 'LÒ THỊ MAI HƯƠNG', subject: 'Tin', body: 'Tin', about_kind: 'dossier' },
    ...{ about_id: 'x', state: 'queued', queued_at: hoursAgo(2), channels: ['sms'] },
  })
  await write('notifications.delivery', {
    ...{ id: makeId(), message_id: id, round: 1, channel: 'sms', address: '0900000001', state: 'queued' },
    ...{ act_at: hoursAgo(1), queued_at: hoursAgo(2), state_at: hoursAgo(2) },
  })
  const messages = await queueOf('messages')
  assert.deepEqual([messages.waiting, messages.oldestAt?.toString()], [1, hoursAgo(1)])
  assert.match(await ask('/admin/sync'), /Tin gửi người dân<\/a>(?:(?!<tr>).)*?Chậm quá 10 phút/s)
})

test('faults of the message log need an administrator until their stretch of it is read again', async () => {
  const { clock } = world.context
  assert.deepEqual(await queueOf('message_log'), { waiting: 0, oldestAt: null, needAPerson: 0, needs: [] })
  const read = async (hours: number, first: number, last: number, faults: number) =>
    await write('messagelog.log_inspection', {
      ...{
        id: makeId(clock.now().subtract({ hours }).epochMilliseconds),
        first_entry: first,
        last_entry: last,
      },
      ...{ bodies: 0, faults, started_at: hoursAgo(hours), ended_at: hoursAgo(hours) },
      findings: JSON.stringify(faults > 0 ? [{ code: 'entry_changed', number: first }] : []),
    })
  await read(72, 1, 100, 1)
  await read(48, 101, 150, 0)
  assert.equal((await queueOf('message_log')).needAPerson, 1)
  assert.match(await ask('/admin/systems/message_log'), /Nhật ký thông điệp có 1 chỗ sai lệch/)
  assert.match(await ask('/officer/exchange/messages'), /1 sai lệch/)
  assert.match((await checkMessageLog(world.context)(100)).warning ?? '', /1 faults in the message log/)
  await read(24, 1, 100, 0)
  assert.equal((await queueOf('message_log')).needAPerson, 0)
})
