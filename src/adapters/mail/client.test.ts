import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openSecureFront } from '#adapters/secure-front'
import type { CarrierAway } from '#modules/notifications'
import { openMailer } from './client.ts'
import { type StandInLetter, startStandInMailServer } from './stand-in.ts'

const server = await startStandInMailServer()
const from = { from: 'Một Cửa <no-reply@motcua.example>' }
const mailer = openMailer({ ...from, url: server.url })
after(async () => {
  await mailer.close()
  await server.close()
})

const letter = (address: string, subject = 'Có tin mới về hồ sơ H18.137.01-261126-0047') => ({
  ...{ key: `${address.split('@')[0]}.1`, values: null },
  to: { name: 'Quàng Thị Bình', address },
  subject,
  text: 'Mời ông/bà đăng nhập để xem: http://127.0.0.1:8080/track\n',
})

const headOf = ({ raw }: StandInLetter) => raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n\s+/g, ' ')
const bodyOf = ({ raw }: StandInLetter) => Buffer.from(raw.slice(raw.indexOf('\r\n\r\n')), 'base64').toString()

test('a letter arrives with its id, its sender and every Vietnamese letter', async () => {
  assert.deepEqual(await mailer.send(letter('binh@motcua.example')), {
    ...{ state: 'accepted', reference: '<binh.1@motcua.example>' },
  })
  const [arrived] = server.letters
  assert.ok(arrived)
  assert.deepEqual([arrived.from, arrived.to], ['no-reply@motcua.example', ['binh@motcua.example']])
  assert.match(headOf(arrived), /Message-ID: <binh\.1@motcua\.example>/i)
  assert.match(headOf(arrived), /auto-submitted: auto-generated/i)
  assert.match(bodyOf(arrived), /^Mời ông\/bà đăng nhập để xem/)
})

test('a subject cannot smuggle in a header or a second recipient', async () => {
  const before = server.letters.length
  await mailer.send(letter('binh@motcua.example', 'Tin mới\r\nBcc: ai@motcua.example'))
  const arrived = server.letters.slice(before)
  assert.deepEqual(
    arrived.map(({ to }) => to),
    [['binh@motcua.example']],
  )
  assert.doesNotMatch(arrived[0]?.raw ?? '', /^bcc:/im)
})

const notSent = ['not_sent', 0]
for (const [fault, expected] of [
  ['down', [notSent, notSent]],
  ['slow', [notSent, notSent]],
  ['garbage', [notSent, notSent]],
  ['busy', [notSent, notSent]],
  ['drip', [notSent, notSent]],
  ['huge', [notSent, notSent]],
  ['cut_after_taking', Array.from({ length: 2 }, () => ['unknown', 1])],
  [
    'lossy',
    [
      ['unknown', 0],
      ['accepted', 1],
      ['unknown', 1],
      ['accepted', 1],
      ['accepted', 1],
    ],
  ],
] as const)
  test(`${fault}: each letter is there at most once; what never left is known not to have been sent`, async (t) => {
    const own = await startStandInMailServer()
    const impatient = openMailer({ ...from, url: own.url, timeoutMs: 1000, letterMs: 1500 })
    t.after(async () => {
      await impatient.close()
      await own.close()
    })
    own.setFault(fault)
    const sent: (readonly [string, number])[] = []
    for (const number of expected.keys()) {
      const one = letter(`${fault}-${number}@motcua.example`)
      const outcome = await impatient.send(one).then(
        ({ state }) => state,
        (error: CarrierAway) => (error.mayHaveTaken ? 'unknown' : 'not_sent'),
      )
      sent.push([outcome, own.letters.filter(({ raw }) => raw.includes(`<${one.key}@`)).length])
    }
    assert.deepEqual(sent, expected)
    own.setFault('none')
    assert.equal((await impatient.send(letter('after@motcua.example'))).state, 'accepted')
  })

test('while a server says a byte a second no letter is awaited longer than its time, and those in the queue never left', async (t) => {
  const own = await startStandInMailServer()
  // It is never silent: what ends a letter is its own limit.
  const patient = openMailer({ ...from, url: own.url, timeoutMs: 20_000, letterMs: 300 })
  t.after(async () => {
    await patient.close()
    await own.close()
  })
  own.setFault('drip')
  const letters = Array.from({ length: 6 }, (_, number) => letter(`drip-${number}@motcua.example`))
  const away = { name: 'CarrierAway', message: 'the mail server is away (not in time)', mayHaveTaken: false }
  await Promise.all(letters.map((one) => assert.rejects(patient.send(one), away)))
  own.setFault('none')
  for (const one of letters) assert.equal((await patient.send(one)).state, 'accepted')
  assert.equal(own.letters.length, letters.length)
})

test('a server that says a byte a second after it had the whole letter leaves a doubt', async (t) => {
  const own = await startStandInMailServer()
  const patient = openMailer({ ...from, url: own.url, timeoutMs: 20_000, letterMs: 2000 })
  t.after(async () => {
    await patient.close()
    await own.close()
  })
  own.setFault('drip_after_taking')
  const one = letter('drip-after@motcua.example')
  await assert.rejects(patient.send(one), { name: 'CarrierAway', mayHaveTaken: true })
  assert.equal(own.letters.length, 1)
  own.setFault('none')
  assert.equal((await patient.send(letter('after@motcua.example'))).state, 'accepted')
})

test('behind an expired certificate nothing is sent, and that is known; once it is valid again letters arrive', async (t) => {
  const front = await openSecureFront(server.url)
  const secure = openMailer({ ...from, url: front.url.replace('https:', 'smtps:'), timeoutMs: 2000 })
  t.after(async () => {
    await secure.close()
    await front.stop()
  })
  front.show('expired')
  await assert.rejects(secure.send(letter('huong@motcua.example')), {
    name: 'CarrierAway',
    mayHaveTaken: false,
  })
  front.show('valid')
  assert.equal((await secure.send(letter('huong@motcua.example'))).state, 'accepted')
})
