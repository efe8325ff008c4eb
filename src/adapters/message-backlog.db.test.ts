import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { openTelephones, type StandInTelephones } from '#adapters/carrier-line'
import { openMailer, startStandInMailServer } from '#adapters/mail'
import { openSmsGateway, startStandInSms } from '#adapters/sms'
import { checkMessages, type MessageCarrier, notificationJobs, queueMessage } from '#modules/notifications'
import type { Context } from '#platform/context'
import { testInstant, useContext } from '#test/app'

const world = useContext()
let now = Temporal.Instant.from(testInstant)
let context: Context
let telephones: StandInTelephones
let mail: Awaited<ReturnType<typeof startStandInMailServer>>
let sms: Awaited<ReturnType<typeof startStandInSms>>
let carriers: readonly MessageCarrier[]
/** How often the gateway of SMS was called. */
let calls = 0

before(async () => {
  await world.ready
  const config = { ...world.context.config, MESSAGE_CHANNELS: 'sms,email' }
  context = { ...world.context, clock: { now: () => now }, config }
  telephones = await openTelephones()
  mail = await startStandInMailServer()
  sms = await startStandInSms({ clock: context.clock, telephones, reportUrl: `${mail.url}/none` })
  const gateway = openSmsGateway({ ...sms, timeoutMs: 3000 })
  const counted: MessageCarrier = {
    ...gateway,
    send: (message) => {
      calls += 1
      return gateway.send(message)
    },
    ask: (sent) => {
      calls += 1
      return gateway.ask(sent)
    },
  }
  carriers = [openMailer({ url: mail.url, from: 'no-reply@motcua.example' }), counted]
})
after(async () => {
  for (const carrier of carriers) await carrier.close()
  await Promise.all([mail.close(), sms.stop(), telephones.stop()])
})

async function run(name: string, payload: object = {}): Promise<void> {
  const job = notificationJobs(carriers).find((one) => one.name === name)
  await job?.run(payload as never, { ...context, attempt: 1 })
}
const lookAfter = async (minutesLater: number): Promise<void> => {
  now = now.add({ minutes: minutesLater })
  await run('notifications.carry_waiting')
}

/** Queues a message and lets its own job try it. */
async function send(key: string, to: Readonly<{ phone: string | null; email: string | null }>): Promise<void> {
  await context.db.transaction().execute((tx) =>
    queueMessage(tx, {
      ...{ ...to, key, at: now, recipientName: 'Quàng Thị Bình', aboutKind: 'dossier', aboutId: key },
      ...{ subject: 'Có tin mới', body: 'Mời ông/bà đăng nhập để xem.' },
      short: { about: 'hồ sơ H18.137.01-261126-0047', link: 'http://127.0.0.1:8080/track/H18' },
    }),
  )
  const { rows } = await context.pool.query('select id from notifications.message where key = $1', [key])
  await run('notifications.send_message', { messageId: rows[0].id })
}

async function countByState(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await context.pool.query(
    'select channel, state, count(*)::int as count from notifications.delivery group by 1, 2',
  )
  return Object.fromEntries(rows.map(({ channel, state, count }) => [`${channel} ${state}`, count]))
}

/** How many SMS the gateway has. */
async function countSms(): Promise<number> {
  const { 'sms accepted': accepted = 0, 'sms delivered': delivered = 0 } = await countByState()
  return accepted + delivered
}

const backlog = 250

test('a gateway that is away is called by one message a round, and mail goes as if it were not', async () => {
  sms.setFault('down')
  for (let number = 0; number < backlog; number += 1)
    await send(`sms-${number}`, { phone: '0900000001', email: null })
  assert.equal(calls, 3)
  mail.setFault('busy')
  await send('mail', { phone: null, email: 'binh@motcua.example' })
  mail.setFault('none')
  await lookAfter(1)
  assert.equal((await countByState())['email accepted'], 1)
  assert.equal(calls, 4)
  await lookAfter(1)
  assert.equal(calls, 5)
})

test('who can be reached otherwise is, after as long as the tries would take; the gateway is not called for that', async () => {
  await send('both', { phone: '0900000002', email: 'lan@motcua.example' })
  await lookAfter(1)
  const before = calls
  assert.equal((await countByState())['email accepted'], 1)
  await lookAfter(60)
  assert.equal((await countByState())['email accepted'], 2)
  assert.equal(calls, before + 1)
  const { rows } = await context.pool.query(
    `select d.channel, d.state, d.why from notifications.delivery d
     join notifications.message m on m.id = d.message_id where m.key = 'both' order by d.channel`,
  )
  assert.deepEqual(rows, [
    { channel: 'email', state: 'accepted', why: null },
    { channel: 'sms', state: 'failed', why: 'unreachable' },
  ])
})

test('that a carrier is away is said, and is no reason to send nobody here', async () => {
  now = now.add({ minutes: 60 })
  const { ok, warning } = await checkMessages(context)(0)
  assert.equal(ok, true)
  assert.match(warning ?? '', /away: sms/)
})

test('when it is back one run brings all that waited', async () => {
  const { 'sms sending': inDoubt = 0 } = await countByState()
  sms.setFault('none')
  await lookAfter(1)
  assert.ok((await countSms()) >= backlog - inDoubt)
  await lookAfter(10)
  assert.equal(await countSms(), backlog)
  assert.equal((await checkMessages(context)(0)).warning, null)
})
