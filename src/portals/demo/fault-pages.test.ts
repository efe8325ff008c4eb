import assert from 'node:assert/strict'
import { test } from 'node:test'
import formbody from '@fastify/formbody'
import type { Frame } from '#components/frame'
import { openHttp } from '#platform/http'
import { openLog } from '#platform/log'
import { faultPages } from './fault-pages.ts'
import { openFaultSwitch } from './fault-switch.ts'

test('a stand-in is broken, and made whole again, on the page of faults', async () => {
  const told: string[] = []
  const payments = openFaultSwitch(
    { standIn: 'payment_platform', page: null, whole: 'sound', faults: { down: 'down', garbage: 'rubbish' } },
    (own: string) => told.push(own),
  )
  const frame: Frame = (_, { main }) => main
  const app = openHttp({ log: openLog('silent'), errorPage: () => null as never })
  await app.register(formbody)
  await app.register(faultPages(frame, [payments]))
  const send = (payload: string) =>
    app.inject({
      ...{ method: 'POST', url: '/demo/faults', payload },
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    })
  assert.equal((await send('payment_platform=garbage')).statusCode, 303)
  assert.match((await app.inject('/demo/faults')).body, /value="garbage" selected/)
  await send('payment_platform=of_somebody_else')
  await send('payment_platform=down')
  await send('payment_platform=down&heal=1')
  assert.deepEqual(told, ['rubbish', 'sound', 'down', 'sound'])
  assert.equal(payments.current(), null)
  await app.close()
})
