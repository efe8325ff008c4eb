import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notificationJobs, queueMessage } from '#modules/notifications'
import { startWorker } from '#platform/jobs'
import { useContext } from '#test/app'
import { openMailer } from './client.ts'
import { startStandInMailServer } from './stand-in.ts'

const setting = useContext()

test('what is queued in a transaction is carried to the mail server by the worker', async () => {
  const { context } = setting
  const { db, pool, log, clock } = context
  const server = await startStandInMailServer()
  const mailer = openMailer({ url: server.url, from: context.config.MAIL_FROM })
  await db.transaction().execute((tx) =>
    queueMessage(tx, {
      recipientName: 'Quàng Thị Bình',
      email: 'binh@motcua.example',
      phone: null,
      subject: 'Có tin mới',
      body: 'Mời ông/bà đăng nhập để xem.',
      aboutKind: 'dossier',
      aboutId: 'd-1',
      key: 'delivery',
      at: clock.now(),
    }),
  )
  const worker = await startWorker({ pool, db, log, services: context, jobs: notificationJobs(mailer) })
  const letter = await server.nextLetter()
  await worker.stop()
  await mailer.close()
  await server.close()
  assert.deepEqual(letter.to, ['binh@motcua.example'])
  const { rows } = await pool.query('select state from notifications.message')
  assert.deepEqual(rows, [{ state: 'sent' }])
})
