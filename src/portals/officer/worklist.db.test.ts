import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advanceDossier } from '#modules/dossiers'
import { fixedClock } from '#platform/clock'
import { findOfficer } from '#test/demo'
import { citizen, submitBirth } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'

const world = useApp()

async function open(url: string, account = 'reception') {
  const headers = { ...(await world.as(account)), accept: 'text/html' }
  return await world.app.inject({ url, headers })
}

/** A dossier that was submitted and accepted at `instant`. */
async function accepted(number: string, name: string, instant: string): Promise<string> {
  const { context } = world
  const reference = await submitBirth(context, citizen(number, name), instant)
  const at = { ...context, clock: fixedClock(instant) }
  const officer = await findOfficer(context, 'reception')
  const { code } = await advanceDossier(at, reference, { command: { type: 'accept' } }, officer)
  return code ?? ''
}

const position = (page: string, text: string): number => {
  assert.ok(page.includes(text), `${text} is on the page`)
  return page.indexOf(text)
}

test('what is late comes first, what waits at the counter is counted apart', async () => {
  await submitBirth(world.context, citizen('24', 'QUÀNG VĂN THÀNH'), '2026-11-26T08:00:00+07:00')
  await accepted('31', 'LƯỜNG VĂN KHÁNH', '2026-11-25T08:00:00+07:00')
  await accepted('48', 'QUÀNG THỊ BÌNH', '2026-11-26T08:30:00+07:00')
  const { body, statusCode } = await open('/officer/worklist')
  assert.equal(statusCode, 200)
  assert.ok(position(body, 'LƯỜNG VĂN KHÁNH') < position(body, 'QUÀNG THỊ BÌNH'))
  assert.ok(position(body, 'QUÀNG THỊ BÌNH') < position(body, 'QUÀNG VĂN THÀNH'))
  assert.match(body, /quá 2 giờ 40 phút/)
  assert.match(body, /còn 5 giờ 20 phút/)
  assert.match(body, /Chờ tiếp nhận <span class="mc-quiet">\(1\)/)
  assert.deepEqual(await findMarkupErrors(body), [])
})

test('a tally is a filter: each leads to its own dossiers', async () => {
  const late = await open('/officer/worklist?group=overdue')
  assert.match(late.body, /LƯỜNG VĂN KHÁNH/)
  assert.doesNotMatch(late.body, /QUÀNG THỊ BÌNH|QUÀNG VĂN THÀNH/)
  const waiting = await open('/officer/worklist?group=waiting')
  assert.match(waiting.body, /QUÀNG VĂN THÀNH/)
  assert.doesNotMatch(waiting.body, /LƯỜNG VĂN KHÁNH/)
})

test('a name typed without marks finds its beginning; what fits nothing says so', async () => {
  const found = await open('/officer/worklist?q=luong+van')
  assert.match(found.body, /LƯỜNG VĂN KHÁNH/)
  assert.doesNotMatch(found.body, /QUÀNG THỊ BÌNH/)
  const none = await open('/officer/worklist?q=khong+co')
  assert.match(none.body, /Không có hồ sơ nào khớp với bộ lọc/)
  assert.match(none.body, /value="khong co"/)
})

test('a code, a reference and a personal id go straight to the dossier, if it may be seen', async () => {
  const reference = await submitBirth(world.context, citizen('79', 'GIÀNG A SÚA'))
  for (const typed of [reference, reference.toLowerCase(), '999 000 000 079']) {
    const { headers, statusCode } = await open(`/officer/worklist?q=${encodeURIComponent(typed)}`)
    assert.equal(statusCode, 303, typed)
    assert.equal(headers.location, `/officer/dossiers/${reference}`)
  }
  const elsewhere = await open(`/officer/worklist?q=${reference}`, 'reception.muong-nhe')
  assert.equal(elsewhere.statusCode, 200)
  assert.match(elsewhere.body, /Không có hồ sơ nào khớp/)
})

test('a personal id with several dossiers lists them', async () => {
  await submitBirth(world.context, citizen('79', 'GIÀNG A SÚA'))
  const { body } = await open('/officer/worklist?q=999000000079')
  assert.equal([...body.matchAll(/href="\/officer\/dossiers\//g)].length, 2)
  assert.deepEqual(await findMarkupErrors(body), [])
})

test('fifty rows a page, and the next page goes on where it ended', async () => {
  const people = Array.from({ length: 60 }, (_, index) => 10 + (index % 80))
  for (const [index, number] of people.entries()) {
    const at = `2026-11-23T0${7 + (index % 3)}:${String(10 + (index % 50)).padStart(2, '0')}:00+07:00`
    await submitBirth(world.context, citizen(String(number), `VÀNG A ${number}`), at)
  }
  const first = await open('/officer/worklist')
  assert.ok(position(first.body, 'LƯỜNG VĂN KHÁNH') < position(first.body, 'VÀNG A'), 'lateness stays on top')
  const codesOf = (page: string) =>
    [...page.matchAll(/href="\/officer\/dossiers\/([^"]+)"/g)].map(([, code]) => code)
  assert.equal(codesOf(first.body).length, 50)
  const next = /href="([^"]+)" rel="next"/.exec(first.body)?.[1]?.replaceAll('&#38;', '&') ?? ''
  const second = await open(next)
  const both = [...codesOf(first.body), ...codesOf(second.body)]
  assert.equal(new Set(both).size, both.length)
  assert.equal(both.length, 65)
  assert.doesNotMatch(second.body, /rel="next"/)
})

test('a case officer has no counter, a leader sees every step, an administrator none', async () => {
  const caseOfficer = await open('/officer/worklist', 'case-officer')
  assert.equal(caseOfficer.statusCode, 200)
  assert.match(caseOfficer.body, /Không có hồ sơ nào đang chờ/)
  assert.match((await open('/officer/worklist', 'leader')).body, /LƯỜNG VĂN KHÁNH/)
  assert.equal((await open('/officer/worklist', 'administrator')).statusCode, 403)
  assert.equal((await open('/officer', 'administrator')).headers.location, '/admin/accounts')
  assert.equal((await open('/officer', 'signatory')).headers.location, '/officer/worklist')
})
