import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { type LineFault, openTelephones, type StandInTelephones } from '#adapters/carrier-line'
import { type MailFault, openMailer, startStandInMailServer } from '#adapters/mail'
import { openSmsGateway, startStandInSms } from '#adapters/sms'
import { openZalo, startStandInZalo } from '#adapters/zalo'
import {
  acceptReport,
  type MessageCarrier,
  markCalled,
  notificationJobs,
  queueMessage,
  sendAgain,
} from '#modules/notifications'
import type { Context } from '#platform/context'
import { listenOnLoopback, type OnLoopback } from '#platform/loopback'
import { testInstant, useContext } from '#test/app'

const world = useContext()
let now = Temporal.Instant.from(testInstant)
const clock = { now: () => now }
let context: Context
let telephones: StandInTelephones
let receiver: OnLoopback
let mail: Awaited<ReturnType<typeof startStandInMailServer>>
let sms: Awaited<ReturnType<typeof startStandInSms>>
let zalo: Awaited<ReturnType<typeof startStandInZalo>>
let carriers: readonly MessageCarrier[]

before(async () => {
  await world.ready
  const config = { ...world.context.config, MESSAGE_CHANNELS: 'zalo,sms,email', MESSAGE_TRIES: 2 }
  context = { ...world.context, clock, config }
  receiver = await listenOnLoopback(
    createServer(async (request, response) => {
      const name = request.url?.slice(1) ?? ''
      const call = { headers: request.headers, body: await text(request) }
      await acceptReport(context, carriers, name, call).catch(() => undefined)
      response.writeHead(202).end('{}')
    }),
  )
  telephones = await openTelephones()
  const options = { clock, telephones }
  mail = await startStandInMailServer()
  sms = await startStandInSms({ ...options, reportUrl: `${receiver.url}/sms` })
  zalo = await startStandInZalo({ ...options, reportUrl: `${receiver.url}/zalo` })
  carriers = [
    openMailer({ url: mail.url, from: 'no-reply@motcua.example' }),
    openSmsGateway({ ...sms, timeoutMs: 3000 }),
    openZalo({ ...zalo, timeoutMs: 3000 }),
  ]
})
beforeEach(() => setFaults('none'))
after(async () => {
  for (const carrier of carriers) await carrier.close()
  await Promise.all([mail.close(), sms.stop(), zalo.stop(), telephones.stop(), receiver.stop()])
})

function setFaults(fault: LineFault): void {
  sms.setFault(fault)
  zalo.setFault(fault)
  if (fault === 'none') mail.setFault('none')
}

let count = 0
type NewMessage = Parameters<typeof queueMessage>[1]
async function queue(more: Partial<NewMessage> = {}): Promise<string> {
  count += 1
  const message: NewMessage = {
    ...{ recipientName: 'Quàng Thị Bình', email: `binh${count}@motcua.example`, phone: '0900 000 001' },
    ...{
      subject: 'Có tin mới',
      body: 'Mời ông/bà đăng nhập để xem.',
      aboutKind: 'dossier',
      aboutId: `d-${count}`,
    },
    short: { about: 'hồ sơ H18.137.01-261126-0047', link: 'http://127.0.0.1:8080/track/H18' },
    ...{ key: `m-${count}`, at: now },
    ...more,
  }
  await context.db.transaction().execute((tx) => queueMessage(tx, message))
  const { rows } = await context.pool.query('select id from notifications.message where key = $1', [
    message.key,
  ])
  return rows[0].id
}

async function run(name: string, payload: object = {}, services: Context = context): Promise<void> {
  const job = notificationJobs(carriers).find((one) => one.name === name)
  await job?.run(payload as never, { ...services, attempt: 1 })
}
const carry = (messageId: string, services = context) =>
  run('notifications.send_message', { messageId }, services)

const stateOf = async (id: string): Promise<string> =>
  (await context.pool.query('select state from notifications.message where id = $1', [id])).rows[0].state
const sendingsOf = async (
  id: string,
): Promise<Readonly<{ id: string; channel: string; state: string; why: string | null }>[]> =>
  (
    await context.pool.query(
      'select id, channel, state, why from notifications.delivery where message_id = $1 order by id',
      [id],
    )
  ).rows
const shortOf = async (id: string) =>
  (await sendingsOf(id)).map(({ channel, state, why }) => [channel, state, why])

/** Days in which everything that was promised is done. */
async function letDaysPass(): Promise<void> {
  for (let hours = 0; hours < 120; hours += 1) {
    await run('notifications.carry_waiting')
    const { rows } = await context.pool.query(
      'select min(act_at) as next from notifications.delivery where act_at is not null',
    )
    if (!rows[0].next) break
    const next = Temporal.Instant.fromEpochMilliseconds(rows[0].next.getTime())
    if (Temporal.Instant.compare(next, now) > 0) now = next
  }
  await sms.settle()
  await zalo.settle()
}

const officer = {
  ...{
    kind: 'officer',
    accountId: 'o-1',
    fullName: 'Quàng Thị Thu',
    username: 'reception',
    position: 'Công chức',
  },
  ...{
    agencyId: '00000000-0000-7000-8000-000000000001',
    agencyCode: 'H18.137',
    agencyName: 'UBND',
    roles: ['administrator'],
  },
} as unknown as Parameters<typeof sendAgain>[2]

test('a message goes by the first channel, and the report says that it arrived', async () => {
  const id = await queue()
  await carry(id)
  await zalo.settle()
  assert.deepEqual(await shortOf(id), [['zalo', 'delivered', null]])
  assert.equal(await stateOf(id), 'delivered')
  await carry(id)
  assert.equal((await sendingsOf(id)).length, 1, 'a repeat of the job sends nothing')
})

test('the choice of the person comes first; what fails there goes by the next channel', async () => {
  const id = await queue({ preferred: 'sms', phone: '0900000097' })
  await carry(id)
  assert.deepEqual(await shortOf(id), [
    ['sms', 'failed', 'blocked'],
    ['zalo', 'failed', 'no_such_address'],
    ['email', 'accepted', null],
  ])
  assert.equal(await stateOf(id), 'sent')
})

test('an SMS names the dossier and nobody, without diacritics, in one part', async () => {
  const id = await queue({ preferred: 'sms', phone: '0900000002' })
  await carry(id)
  const [sent] = telephones.arrived().filter(({ number }) => number === '0900000002')
  assert.equal(
    sent?.text,
    'Mot Cua: co tin moi ve ho so H18.137.01-261126-0047. Xem http://127.0.0.1:8080/track/H18',
  )
  const { rows } = await context.pool.query(
    'select segments from notifications.delivery where message_id = $1',
    [id],
  )
  assert.deepEqual(rows, [{ segments: 1 }])
})

test('a telephone does not ring at night', async () => {
  const before = now
  now = Temporal.Instant.from('2026-11-26T23:10:00+07:00')
  const id = await queue({ email: null })
  await carry(id)
  assert.deepEqual(await shortOf(id), [['zalo', 'queued', null]])
  now = Temporal.Instant.from('2026-11-27T06:00:00+07:00')
  await run('notifications.carry_waiting')
  await zalo.settle()
  assert.equal(await stateOf(id), 'delivered')
  now = Temporal.Instant.compare(before, now) > 0 ? before : now.add({ hours: 3 })
})

test('a gateway that hangs up after taking is asked, and nobody gets the SMS twice', async () => {
  const id = await queue({ preferred: 'sms', phone: '0900000003' })
  sms.setFault('cut_after_taking')
  await carry(id)
  await carry(id)
  assert.deepEqual((await shortOf(id))[0]?.slice(0, 1), ['sms'])
  sms.setFault('none')
  await letDaysPass()
  assert.equal(telephones.arrived().filter(({ number }) => number === '0900000003').length, 1)
  assert.equal(await stateOf(id), 'delivered')
})

test('our account is empty at every carrier, or we ask too often: the message waits, and comes once that is mended', async () => {
  for (const [index, fault] of (['account_refused', 'busy', 'unknown_code'] as const).entries()) {
    const phone = `090000001${index + 4}`
    const id = await queue({ phone, email: null, preferred: 'sms' })
    setFaults(fault)
    await carry(id)
    assert.equal(await stateOf(id), 'queued', fault)
    setFaults('none')
    await letDaysPass()
    assert.equal(await stateOf(id), 'delivered', fault)
    assert.equal(telephones.arrived().filter(({ number }) => number === phone).length, 1)
  }
})

test('Zalo cannot be asked where its answer was lost: unknown, and the next channel is taken', async () => {
  const id = await queue({ phone: '0900000004' })
  zalo.setFault('cut_after_taking')
  await carry(id)
  zalo.setFault('none')
  await letDaysPass()
  const ways = (await shortOf(id)).map(([channel]) => channel)
  assert.equal(ways[0], 'zalo')
  assert.equal(await stateOf(id), 'delivered')
})

test('what nobody carries to its end stands on the page: sent again, or told by telephone', async () => {
  const id = await queue({ email: null, phone: '0900000098' })
  await carry(id)
  await letDaysPass()
  assert.equal(await stateOf(id), 'unknown')
  assert.deepEqual(await shortOf(id), [
    ['zalo', 'failed', 'no_such_address'],
    ['sms', 'unknown', 'no_report'],
  ])
  await assert.rejects(sendAgain(context, { messageId: id, channel: 'email' }, officer), {
    code: 'notifications.no_channel',
  })
  await sendAgain(context, { messageId: id, channel: 'sms' }, officer)
  await carry(id)
  await letDaysPass()
  assert.equal((await sendingsOf(id)).length, 3)
  await markCalled(context, { messageId: id, note: 'Đã nghe máy' }, officer)
  assert.equal(await stateOf(id), 'called')
  await assert.rejects(markCalled(context, { messageId: id, note: null }, officer), {
    code: 'notifications.not_undelivered',
  })
})

test('after its time nothing is left of a message but that it was sent, when and how', async () => {
  now = Temporal.Instant.from('2027-01-11T09:00:00+07:00')
  const id = await queue({ phone: '0900000005' })
  await carry(id)
  await zalo.settle()
  const before = now
  now = now.add({ hours: 24 * 366 })
  await run('notifications.empty_old')
  now = before
  const { rows } = await context.pool.query(
    'select recipient_name, email, phone, subject, body, brief, state from notifications.message where id = $1',
    [id],
  )
  assert.deepEqual(rows, [
    { recipient_name: '', email: null, phone: null, subject: '', body: '', brief: null, state: 'delivered' },
  ])
  const kept = await context.pool.query('select address from notifications.delivery where message_id = $1', [
    id,
  ])
  assert.deepEqual(kept.rows, [{ address: '' }])
})

/** A database whose transactions do their work, and whose `nth` is lost before it is kept. */
function crashingAt(nth: number): Context {
  let left = nth
  const db = new Proxy(context.db, {
    get: (target, name, receiver) =>
      name !== 'transaction'
        ? Reflect.get(target, name, receiver)
        : () => ({
            execute: (work: Parameters<ReturnType<typeof target.transaction>['execute']>[0]) =>
              target.transaction().execute(async (tx) => {
                const result = await work(tx)
                left -= 1
                if (left === 0) throw new Error('the power went')
                return result
              }),
          }),
  })
  return { ...context, db }
}

const fault = fc.constantFrom<LineFault[]>(
  'none',
  'none',
  'down',
  'garbage',
  'cut_after_taking',
  'expired',
  'account_refused',
  'busy',
  'unknown_code',
  'duplicate',
  'lossy',
  'reorder',
)
const person = fc.record({
  phone: fc.constantFrom('0900000011', '0900000012', '0900000097', '0900000098', '0900000099', null),
  hasEmail: fc.boolean(),
  preferred: fc.constantFrom('sms', 'zalo', 'email', null),
})
const step = fc.record({
  who: fc.nat({ max: 2 }),
  what: fc.constantFrom('carry', 'together', 'crash', 'wait', 'settle'),
  nth: fc.integer({ min: 1, max: 3 }),
  sms: fault,
  zalo: fault,
  mail: fc.constantFrom<MailFault[]>('none', 'none', 'down', 'garbage', 'lossy', 'busy', 'cut_after_taking'),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function play({ who, what, nth, ...faults }: Step, ids: readonly string[]): Promise<void> {
  sms.setFault(faults.sms)
  zalo.setFault(faults.zalo)
  mail.setFault(faults.mail)
  const id = ids[who] ?? ''
  if (what === 'carry') await carry(id)
  if (what === 'together') await Promise.all([carry(id), carry(id), run('notifications.carry_waiting')])
  if (what === 'crash') await carry(id, crashingAt(nth)).catch(() => undefined)
  if (what === 'wait') now = now.add({ minutes: 10 })
  if (what === 'settle') await Promise.all([sms.settle(), zalo.settle()])
}

/** How often it came on each channel: what a person would count. */
function arrivals(sendings: Awaited<ReturnType<typeof sendingsOf>>): number[] {
  return sendings.map(
    ({ id }) =>
      telephones.arrived().filter(({ key }) => key === id).length +
      mail.letters.filter(({ raw }) => raw.includes(`<${id}@`)).length,
  )
}

async function checkArrived(id: string): Promise<void> {
  const sendings = await sendingsOf(id)
  const counts = arrivals(sendings)
  const state = await stateOf(id)
  assert.ok(
    counts.every((times) => times <= 1),
    `came ${counts} times`,
  )
  assert.equal(new Set(sendings.map(({ channel }) => channel)).size, sendings.length)
  assert.ok(['sent', 'delivered', 'undeliverable', 'unknown', 'in_app'].includes(state), state)
  if (state === 'sent' || state === 'delivered') assert.ok(counts.includes(1), `${state}, and never came`)
  assert.equal(state === 'in_app', sendings.length === 0)
}

test('whatever is lost, told twice, late, or crashes: at most once by each channel, and at least once or it stands on the page', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 3, maxLength: 3 }),
      fc.array(step, { maxLength: 10 }),
      async (people, steps) => {
        const ids: string[] = []
        for (const { phone, hasEmail, preferred } of people)
          ids.push(await queue({ phone, preferred: preferred as 'sms', ...(!hasEmail && { email: null }) }))
        for (const one of steps) await play(one, ids)
        setFaults('none')
        for (const id of ids) await carry(id)
        await letDaysPass()
        await letDaysPass()
        for (const id of ids) await checkArrived(id)
      },
    ),
    { numRuns: 15 },
  )
})
