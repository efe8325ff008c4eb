import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advanceDossier, type Command } from '#modules/dossiers'
import { fixedClock } from '#platform/clock'
import { findOfficer } from '#test/demo'
import { citizen, submitBirth } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'

const world = useApp()
const names = { late: 'LƯỜNG VĂN KHÁNH', waiting: 'QUÀNG VĂN THÀNH', inTime: 'QUÀNG THỊ BÌNH' }

/** A dossier submitted and accepted at `instant`, with what was done to it then; its code. */
async function accepted(number: string, name: string, instant: string, ...deeds: Command[]): Promise<string> {
  const { context } = world
  const reference = await submitBirth(context, citizen(number, name), instant)
  const at = { ...context, clock: fixedClock(instant) }
  const officer = await findOfficer(context, 'reception')
  const { code } = await advanceDossier(at, reference, { command: { type: 'accept' } }, officer)
  for (const command of deeds) await advanceDossier(at, code ?? '', { command }, officer)
  return code ?? ''
}

const read = async (url: string) => (await world.app.inject({ url })).json()
const open = async (url: string) => await world.app.inject({ url, headers: { accept: 'text/html' } })

let made: Promise<Record<keyof typeof names, string>> | undefined

/** Three dossiers: one late, one whose time passed while it waits for its applicant, one in time. */
function makeDossiers() {
  made ??= (async () => {
    const asking: Command = {
      type: 'request_papers',
      reason: 'Ảnh mờ',
      components: ['birth_certificate_of_clinic'],
    }
    return {
      late: await accepted('31', names.late, '2026-11-20T08:00:00+07:00'),
      waiting: await accepted('24', names.waiting, '2026-11-19T08:00:00+07:00', asking),
      inTime: await accepted('48', names.inTime, '2026-11-26T08:30:00+07:00'),
    }
  })()
  return made
}

test('overdue is what is late while its clock runs: not what waits for its applicant, not what is in time', async () => {
  const { late } = await makeDossiers()
  const { agencies, dossiers } = await read('/api/v1/overdue?agency=H18.137')
  assert.deepEqual(
    dossiers.map(({ code }: { code: string }) => code),
    [late],
  )
  assert.deepEqual(
    agencies.map(({ agency, count }: { agency: string; count: number }) => [agency, count]),
    [['H18.137', 1]],
  )
  // Due on Fri 20 November; since then Mon 23, Wed 25 (24 is Vietnamese Culture Day), Thu 26 until 9:40.
  assert.equal(dossiers[0].daysLate, 2)
  assert.equal(dossiers[0].isExtended, false)
})

test('the public pages name agencies, codes and days, and nobody', async () => {
  const { late } = await makeDossiers()
  const all = await open('/overdue')
  assert.equal(all.statusCode, 200)
  assert.match(all.body, /<a href="\/overdue\/H18\.137">UBND phường Điện Biên Phủ<\/a>/)
  const one = await open('/overdue/H18.137')
  assert.ok(one.body.includes(late))
  assert.match(one.body, /data-title="Ngày quá"><div>2<\/div>/)
  for (const { body } of [all, one]) {
    for (const name of Object.values(names)) assert.ok(!body.includes(name), name)
    assert.doesNotMatch(body, /999000000/)
    assert.deepEqual(await findMarkupErrors(body), [])
  }
})

test('a long list is walked by its cursor, each dossier once', async () => {
  await makeDossiers()
  const others = ['2026-11-17', '2026-11-18'].map((day, index) =>
    accepted(`5${index}`, 'TÒNG VĂN PHÚ', `${day}T08:00:00+07:00`),
  )
  await Promise.all(others)
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await read(`/api/v1/overdue?agency=H18.137&limit=1&cursor=${cursor}`)
    seen.push(...page.dossiers.map(({ code }: { code: string }) => code))
    cursor = page.nextCursor
  }
  assert.equal(seen.length, 3)
  assert.deepEqual(seen, [...new Set(seen)].toSorted(), 'the longest overdue first')
})

test('an agency without overdue dossiers says so; one that does not exist is not found', async () => {
  const none = await open('/overdue/H18.140')
  assert.equal(none.statusCode, 200)
  assert.match(none.body, /không có hồ sơ quá hạn/)
  assert.equal((await open('/overdue/H99.999')).statusCode, 404)
})
