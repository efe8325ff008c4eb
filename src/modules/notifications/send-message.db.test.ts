import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import type { Frame } from '#components/frame'
import { guardRoutes, nobody } from '#modules/identity'
import { html } from '#platform/html'
import { openHttp } from '#platform/http'
import { testInstant, useContext } from '#test/app'
import { demoMessagePages } from './pages.ts'
import { queueMessage } from './queue-message.ts'
import { listMessages } from './repository.ts'

const setting = useContext()

type NewMessage = Parameters<typeof queueMessage>[1]
const message = (key: string, more: Partial<NewMessage> = {}): NewMessage => ({
  recipientName: 'Quàng Thị Bình',
  email: 'binh@motcua.example',
  phone: '0900 000 048',
  subject: 'Có tin mới: hồ sơ H18.137.01-261126-0047',
  body: 'Kính gửi ông/bà,\n\nXem hồ sơ: http://127.0.0.1:8080/my/dossiers/H18.137.01-261126-0047.',
  aboutKind: 'dossier',
  aboutId: 'd-1',
  key,
  at: Temporal.Instant.from(testInstant),
  ...more,
})

async function queue(...messages: NewMessage[]): Promise<void> {
  await setting.context.db.transaction().execute(async (tx) => {
    for (const each of messages) await queueMessage(tx, each)
  })
}

/** The ids of messages waiting in the queue of jobs. */
async function queued(): Promise<string[]> {
  const { rows } = await setting.context.pool.query<{ key: string }>(
    "select key from graphile_worker.jobs where task_identifier = 'notifications.send_message'",
  )
  return rows.map(({ key }) => key.replace('notifications.', ''))
}

const find = async (subject: string) =>
  (await listMessages(setting.context.db, { before: null, limit: 100 })).find(
    (each) => each.subject === subject,
  )

test('a message of an act that is undone is never sent', async () => {
  const undone = setting.context.db.transaction().execute(async (tx) => {
    await queueMessage(tx, message('undone', { subject: 'undone' }))
    throw new Error('the act failed')
  })
  await assert.rejects(undone)
  assert.equal(await find('undone'), undefined)
  assert.deepEqual(await queued(), [])
})

test('a message queued twice under one key is one message, sent once', async () => {
  await queue(message('once', { subject: 'once' }), message('once', { subject: 'once' }))
  const { id = '' } = (await find('once')) ?? {}
  assert.deepEqual((await queued()).filter((each) => each === id).length, 1)
})

test('without a usable address the message stays in the system', async () => {
  await queue(
    message('none', { subject: 'none', email: null }),
    message('bad', { subject: 'bad', email: 'a@b, c@d', phone: '0900' }),
  )
  assert.equal((await find('none'))?.state, 'in_app')
  assert.equal((await find('bad'))?.state, 'in_app')
})

test('a personal id never leaves in a message', async () => {
  await queue(message('id', { subject: 'Số 999000000048', body: 'Số định danh 999 000 000 048' }))
  const kept = await find('Số •••048')
  assert.equal(kept?.body, 'Số định danh •••048')
})

test('the demonstration shows messages newest first, without whole addresses, with links of our own only', async () => {
  const { context } = setting
  await queue(
    message('shown', { subject: 'newest', body: 'Xem: http://127.0.0.1:8080/track/A-1. http://x.example/' }),
  )
  const app = openHttp({ log: context.log, errorPage: (error) => html`<p>${error.code}</p>` })
  guardRoutes(app, async () => nobody)
  const frame: Frame = (_request, { title, main }) => html`<title>${title}</title><main>${main}</main>`
  await app.register(demoMessagePages(frame)(context))
  const page = await app.inject({ url: '/demo/messages', headers: { accept: 'text/html' } })
  assert.equal(page.statusCode, 200)
  assert.match(page.body, />\d{1,2} giờ( \d\d)?, (thứ|Chủ) \S+ \d\d\/\d\d\/\d{4}<\/time>/)
  assert.ok(page.body.indexOf('newest') < page.body.indexOf('once'))
  assert.match(
    page.body,
    /<a href="\/track\/A-1">http:\/\/127\.0\.0\.1:8080\/track\/A-1<\/a>\. http:\/\/x\.example\//,
  )
  assert.doesNotMatch(page.body, /binh@motcua|\d{12}/)
  const wrong = await app.inject({ url: '/demo/messages?before=x', headers: { accept: 'text/html' } })
  assert.equal(wrong.statusCode, 400)
  await app.close()
})
