import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openMailer } from './client.ts'
import { type StandInLetter, startStandInMailServer } from './stand-in.ts'

const server = await startStandInMailServer()
const mailer = openMailer({ url: server.url, from: 'Một Cửa <no-reply@motcua.example>' })
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
