import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, describe, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { type LineFault, openTelephones } from '#adapters/carrier-line'
import { type MailFault, openMailer, startStandInMailServer } from '#adapters/mail'
import { openSmsGateway, startStandInSms } from '#adapters/sms'
import { openZalo, startStandInZalo } from '#adapters/zalo'
import { CarrierAway, type CarrierReport, type MessageCarrier } from '#modules/notifications'
import { fixedClock } from '#platform/clock'
import { listenOnLoopback } from '#platform/loopback'

// One contract for whoever carries messages.

const clock = fixedClock('2026-11-26T09:40:00+07:00')
type Call = Parameters<MessageCarrier['readReport']>[0]
const calls: Call[] = []
const receiver = await listenOnLoopback(
  createServer(async (request, response) => {
    calls.push({ headers: request.headers, body: await text(request) })
    response.writeHead(202).end('{}')
  }),
)
const telephones = await openTelephones()
const options = { clock, telephones, reportUrl: receiver.url }
const [mail, sms, zalo] = await Promise.all([
  startStandInMailServer(),
  startStandInSms(options),
  startStandInZalo(options),
])

type Subject = Readonly<{
  carrier: MessageCarrier
  setFault: (fault: LineFault) => void
  settle: () => Promise<void>
  arrivals: (key: string) => number
  known: string
  unknown: string
  /** Whether a code that nobody has described leaves a doubt. */
  doubtsCodes: boolean
}>

const mailFaults: Partial<Record<LineFault, MailFault>> = {
  none: 'none',
  ...{ down: 'busy', expired: 'busy', account_refused: 'busy', busy: 'busy', unknown_code: 'busy' },
  drip: 'drip_after_taking',
}
const onTelephone = (key: string) => telephones.arrived().filter((one) => one.key === key).length
const subjects: readonly Subject[] = [
  {
    carrier: openMailer({
      url: mail.url,
      from: 'Một Cửa <no-reply@motcua.example>',
      timeoutMs: 2000,
      letterMs: 2000,
    }),
    setFault: (fault) => mail.setFault(mailFaults[fault] ?? 'cut_after_taking'),
    settle: async () => undefined,
    arrivals: (key) => mail.letters.filter(({ raw }) => raw.includes(`<${key}@`)).length,
    ...{ known: 'binh@motcua.example', unknown: 'ai@nowhere.example', doubtsCodes: false },
  },
  {
    carrier: openSmsGateway({ ...sms, timeoutMs: 2000 }),
    ...{ setFault: sms.setFault, settle: sms.settle, arrivals: onTelephone },
    ...{ known: '0900000001', unknown: '0900000097', doubtsCodes: true },
  },
  {
    carrier: openZalo({ ...zalo, timeoutMs: 2000 }),
    ...{ setFault: zalo.setFault, settle: zalo.settle, arrivals: onTelephone },
    ...{ known: '0900000001', unknown: '0900000095', doubtsCodes: false },
  },
]
after(async () => {
  for (const { carrier } of subjects) await carrier.close()
  await Promise.all([mail.close(), sms.stop(), zalo.stop(), telephones.stop(), receiver.stop()])
})

let count = 0
const message = (address: string) => {
  count += 1
  return {
    ...{
      key: `key-${count}`,
      to: { name: 'Quàng Thị Bình', address },
      subject: 'Có tin mới',
      text: 'Có tin mới',
    },
    values: { about: 'hồ sơ H18.137.01-261126-0047', link: 'http://127.0.0.1:8080/track/H18' },
  }
}

const isAway = (mayHaveTaken?: boolean) => (error: unknown) => {
  assert.ok(error instanceof CarrierAway, String(error))
  if (mayHaveTaken !== undefined) assert.equal(error.mayHaveTaken, mayHaveTaken)
  return true
}

for (const { carrier, setFault, settle, arrivals, known, unknown, doubtsCodes } of subjects) {
  const reportsOf = async (): Promise<(CarrierReport | null)[]> => {
    await settle()
    return calls.splice(0).map((call) => carrier.readReport(call))
  }
  describe(`a carrier of ${carrier.channel}`, () => {
    test('takes a message and brings it once', async () => {
      const sent = message(known)
      const taken = await carrier.send(sent)
      assert.equal(taken.state, 'accepted')
      assert.equal(arrivals(sent.key), 1)
      const reports = await reportsOf()
      assert.deepEqual(
        reports.map((report) => [report?.key, report?.told.state]),
        carrier.sendsReports ? [[sent.key, 'delivered']] : [],
      )
    })

    test('says of an address that is none that it will never take it', async () => {
      const taken = await carrier.send(message(unknown))
      assert.equal(taken.state, 'refused')
    })

    test('that takes nothing, or whose token is over, is away, and nothing arrives', async () => {
      const sent = message(known)
      for (const fault of ['down', 'expired'] as const) {
        setFault(fault)
        await assert.rejects(carrier.send(sent), isAway())
      }
      setFault('none')
      assert.equal(arrivals(sent.key), 0)
    })

    test('that has trouble with our account, or too much of us, refuses nobody: later it takes the message', async () => {
      for (const fault of ['account_refused', 'busy'] as const) {
        const sent = message(known)
        setFault(fault)
        await assert.rejects(carrier.send(sent), isAway(false), fault)
        setFault('none')
        assert.equal((await carrier.send(sent)).state, 'accepted')
        assert.equal(arrivals(sent.key), 1)
      }
      await reportsOf()
    })

    test('that answers a code we do not know has refused nobody for good', async () => {
      const sent = message(known)
      setFault('unknown_code')
      await assert.rejects(carrier.send(sent), isAway(doubtsCodes))
      setFault('none')
      if (carrier.asksBy !== 'key') return
      const told = await carrier.ask({ key: sent.key, reference: null, address: known })
      assert.equal(told.state, 'not_taken')
    })

    test('that falls silent after taking, or comes to no end, leaves a doubt, and says so', async () => {
      for (const fault of ['cut_after_taking', 'garbage', 'slow', 'drip', 'huge'] as const) {
        await carrier.send(message(known))
        const sent = message(known)
        setFault(fault)
        await assert.rejects(carrier.send(sent), isAway(true), fault)
        setFault('none')
        if (carrier.asksBy !== 'key') continue
        const told = await carrier.ask({ key: sent.key, reference: null, address: known })
        assert.equal(told.state, 'delivered', fault)
      }
      await reportsOf()
    })

    test('that never had a message says so when it is asked by what it knows messages by', async () => {
      if (carrier.asksBy === null) return
      const told = await carrier.ask({ key: 'never', reference: 'never', address: known })
      assert.equal(told.state, 'not_taken')
    })

    test('reports twice what is one report, and is believed only with its signature', async () => {
      if (!carrier.sendsReports) return assert.equal(carrier.readReport({ headers: {}, body: '{}' }), null)
      setFault('duplicate')
      await carrier.send(message(known))
      setFault('none')
      await settle()
      const [first, second] = calls.splice(0)
      assert.ok(first && second)
      assert.equal(carrier.readReport(first)?.reportKey, carrier.readReport(second)?.reportKey)
      assert.equal(carrier.readReport({ headers: {}, body: first.body }), null)
      assert.equal(carrier.readReport({ ...first, body: first.body.replace('key-', 'kex-') }), null)
      assert.equal(carrier.readReport({ ...first, body: 'không phải JSON' }), null)
    })
  })
}

test('a server that is not there never had the message', async () => {
  const gone = await startStandInSms(options)
  await gone.stop()
  await assert.rejects(openSmsGateway(gone).send(message('0900000001')), isAway(false))
  const noMail = await startStandInMailServer()
  await noMail.close()
  const stranded = openMailer({ url: noMail.url, from: 'no-reply@motcua.example' })
  await assert.rejects(stranded.send(message('binh@motcua.example')), isAway(false))
  await stranded.close()
})

test('however many find a token of Zalo over, it is renewed once: a refresh token is good for one', async () => {
  const kept: string[] = []
  const keep = (token: string): void => {
    kept.push(token)
    zalo.tokens.keep(token)
  }
  const own = openZalo({ ...zalo, tokens: { ...zalo.tokens, keep } })
  for (const renewals of [1, 2]) {
    const sent = Array.from({ length: 8 }, () => own.send(message('0900000001')))
    for (const { state } of await Promise.all(sent)) assert.equal(state, 'accepted')
    assert.equal(kept.length, renewals)
    zalo.endTokens()
  }
})

test('a token of Zalo that is over is renewed, and the newest refresh token is kept', async () => {
  const before = zalo.tokens.read()
  zalo.endTokens()
  const taken = await openZalo(zalo).send(message('0900000001'))
  assert.equal(taken.state, 'accepted')
  assert.notEqual(zalo.tokens.read(), before)
})

test('the telephone shows what arrived, and no name of anybody', async () => {
  const page = await (await fetch(telephones.url)).text()
  assert.match(page, /0900 000 001/)
  assert.doesNotMatch(page, /Quàng/)
  assert.equal(telephones.arrived()[0]?.at.equals(Temporal.Instant.from(clock.now())), true)
})
