import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import { Temporal } from 'temporal-polyfill'
import type { Frame } from '#components/frame'
import {
  type CalendarChanged,
  type CalendarDraft,
  type CalendarFollowers,
  changeCalendar,
  isWorkingDay,
  readCalendarRecord,
} from '#modules/calendar'
import { type Actor, guardRoutes, nobody, type OfficerActor } from '#modules/identity'
import { seedDemoProvince } from '#modules/organisations'
import type { Tx } from '#platform/db'
import { html } from '#platform/html'
import { type HttpApp, openHttp } from '#platform/http'
import { openLog } from '#platform/log'
import { useContext } from '#test/app'
import { fieldsOfPage } from '#test/form'
import { findMarkupErrors } from '#test/html-validity'
import { calendarPages } from './pages.ts'
import { publicCalendarPages } from './public-pages.ts'

const world = useContext()
const administrator: OfficerActor = {
  kind: 'officer',
  accountId: '019ac000-0000-7000-8000-000000000001',
  username: 'administrator',
  fullName: 'Lường Văn Thử',
  position: 'Quản trị',
  roles: ['administrator'],
  agencyId: '019ac000-0000-7000-8000-000000000002',
  agencyCode: 'H18.137',
  agencyName: 'UBND phường Điện Biên Phủ',
}

let app: HttpApp
let actor: Actor = administrator
const told: CalendarChanged[] = []
const drafts: CalendarDraft[] = []

// Those who follow the calendar, as small as they can be: they keep what they were told.
const followers: CalendarFollowers = {
  onChanged: async (_tx: Tx, changed) => void told.push(changed),
  preview: async (_context, draft) => {
    drafts.push(draft)
    const before = Temporal.Instant.from('2026-12-31T10:00:00Z')
    const examples = [{ code: 'H18.137-261126-0001', before, after: before.add({ hours: 96 }) }]
    return { looked: 412, moved: 37, examples, truncated: false }
  },
  progress: async () =>
    told.map(({ version, reason }) => ({
      version,
      reason,
      total: 412,
      lookedAt: 100,
      moved: 9,
      requestedAt: world.context.clock.now(),
      finishedAt: null,
    })),
}

before(async () => {
  await world.ready
  await seedDemoProvince(world.context)
  app = openHttp({ log: openLog('silent'), errorPage: ({ code }) => html`<p>${code}</p>` })
  await app.register(cookie)
  await app.register(formbody)
  guardRoutes(app, async () => actor)
  const frame: Frame = (_request, { title, main }) =>
    html`<!doctype html><html lang="vi"><head><title>${title}</title></head><body><main>${main}</main></body></html>`
  await app.register(calendarPages(world.context, { frame, followers }))
  await app.register(publicCalendarPages(world.context, frame))
})
after(() => app.close())

const get = (url: string) => app.inject({ url, headers: { accept: 'text/html' } })
const post = (url: string, form: Readonly<Record<string, string>>) =>
  app.inject({
    method: 'POST',
    url,
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })

const decision = { number: 'TB 10/TB-BNV', signedOn: '20/11/2026', note: 'Nghỉ Tết Dương lịch 2027' }
const change = '/admin/calendar/change'
const seen = async (): Promise<string> => String((await readCalendarRecord(world.context.db)).version)

test('the year tells days off, worked Saturdays and an undecided year in words', async () => {
  const { body } = await get('/admin/calendar/2026')
  assert.deepEqual(await findMarkupErrors(body), [])
  assert.match(body, /249 ngày làm việc · 14 ngày thường được nghỉ · 2 thứ Bảy làm bù/)
  assert.match(
    body,
    /<b>24<\/b><i aria-hidden="true">N<\/i><span class="ds-sr-only">, nghỉ lễ, Tết, Ngày Văn hóa Việt Nam/,
  )
  assert.equal(body.match(/<table class="mc-month">/g)?.length, 12)
  const { body: next } = await get('/admin/calendar/2027')
  assert.match(next, /năm 2027 chưa có quyết định/)
  assert.deepEqual(await findMarkupErrors(next), [])
})

test('everybody reads the calendar; only an administrator changes it', async () => {
  actor = nobody
  const page = await get('/calendar')
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /Lịch làm việc năm 2026/)
  assert.doesNotMatch(page.body, /\/admin\//)
  assert.deepEqual(await findMarkupErrors(page.body), [])
  assert.equal((await get('/calendar/1850')).statusCode, 400)
  assert.notEqual((await get('/admin/calendar')).statusCode, 200)
  actor = { ...administrator, roles: ['leader'] }
  assert.equal((await get('/admin/calendar')).statusCode, 403)
  assert.equal((await post(`${change}/holiday`, {})).statusCode, 403)
  actor = administrator
})

test('every form is valid, and comes back with what was typed and what is wrong', async () => {
  for (const task of ['holiday', 'swap', 'remove', 'decide_year', 'hours', 'outage', 'end_outage']) {
    const { body } = await get(`${change}/${task}`)
    assert.deepEqual(await findMarkupErrors(body), [], task)
    const empty = await post(`${change}/${task}`, { seen: await seen() })
    assert.equal(empty.statusCode, 422, task)
    assert.deepEqual(await findMarkupErrors(empty.body), [], task)
    assert.match(empty.body, /Nhập số, ký hiệu của văn bản/, task)
    for (const [, id] of empty.body.matchAll(/<a href="#(f-[^"]+)"/g))
      assert.match(empty.body, new RegExp(`id="${id}"`), `${task}: ${id}`)
  }
  const typed = {
    ...decision,
    from: '32/1/2027',
    until: '2/1',
    name: 'Tết <b>',
    dayKind: 'holiday',
    seen: await seen(),
  }
  const { body, statusCode } = await post(`${change}/holiday`, typed)
  assert.equal(statusCode, 422)
  const { step, ...kept } = fieldsOfPage(body)
  assert.equal(step, undefined)
  assert.deepEqual(kept, typed)
})

test('a change is previewed, then recorded, and a second press records it once', async () => {
  const { db } = world.context
  const form = {
    ...decision,
    from: '31/12/2026',
    until: '04/01/2027',
    name: 'Tết Dương lịch',
    dayKind: 'holiday',
  }
  const preview = await post(`${change}/holiday`, { ...form, seen: await seen(), step: 'preview' })
  assert.equal(preview.statusCode, 200)
  assert.deepEqual(await findMarkupErrors(preview.body), [])
  assert.match(preview.body, /37 trong 412 hồ sơ/)
  assert.match(preview.body, /muộn hơn 4 ngày/)
  const draft = drafts.at(-1)
  assert.equal(draft?.changedFrom.toString(), '2026-12-31')
  const onDraft = (on: string) => isWorkingDay(draft?.calendarOf(null) as never, Temporal.PlainDate.from(on))
  assert.deepEqual(['2026-12-30', '2026-12-31', '2027-01-04', '2027-01-05'].map(onDraft), [
    true,
    false,
    false,
    true,
  ])
  assert.equal(
    (await readCalendarRecord(db)).specialDays.some(({ on }) => on === '2026-12-31'),
    false,
  )
  const confirmed = { ...fieldsOfPage(preview.body), step: 'confirm' }
  const first = await post(`${change}/holiday`, confirmed)
  const second = await post(`${change}/holiday`, confirmed)
  assert.equal(first.statusCode, 303)
  assert.equal(second.headers.location, first.headers.location)
  assert.equal(told.length, 1)
  const { specialDays } = await readCalendarRecord(db)
  assert.deepEqual(
    specialDays.filter(({ on }) => on > '2026-12').map(({ on, basis }) => [on, basis]),
    ['2026-12-31', '2027-01-01', '2027-01-04'].map((on) => [on, 'TB 10/TB-BNV']),
  )
  const progress = await get(String(first.headers.location))
  assert.match(progress.body, /100 trong 412 hồ sơ/)
  assert.deepEqual(await findMarkupErrors(progress.body), [])
})

test('what was typed survives that somebody else was faster, at the preview and at the last press', async () => {
  const form = { ...decision, year: '2027', seen: await seen() }
  const shown = await post(`${change}/decide_year`, { ...form, step: 'preview' })
  assert.equal(shown.statusCode, 200)
  const other = await changeCalendar(
    world.context,
    {
      decision: { number: 'TB 11', on: '2026-11-20', note: 'Nghỉ' },
      days: [{ act: 'add', on: '2026-12-24', kind: 'holiday', name: 'Nghỉ' }],
    },
    administrator,
    { followers },
  )
  assert.ok(other.ok)
  for (const late of [
    { ...form, step: 'preview' },
    { ...fieldsOfPage(shown.body), step: 'confirm' },
  ]) {
    const answer = await post(`${change}/decide_year`, late)
    assert.equal(answer.statusCode, 409)
    assert.match(answer.body, /Lịch vừa được người khác sửa/)
    const { number, note, year, seen: now } = fieldsOfPage(answer.body)
    assert.deepEqual([number, note, year, now], [decision.number, decision.note, '2027', await seen()])
  }
})

test('a swap is recorded whole and taken back whole', async () => {
  const { db } = world.context
  const record = async (task: string, form: Readonly<Record<string, string>>) => {
    const shown = await post(`${change}/${task}`, { ...decision, ...form, seen: await seen(), step: 'preview' })
    assert.equal(shown.statusCode, 200, shown.body)
    const done = await post(`${change}/${task}`, { ...fieldsOfPage(shown.body), step: 'confirm' })
    assert.equal(done.statusCode, 303, done.body)
  }
  const kinds = async () =>
    (await readCalendarRecord(db)).specialDays
      .filter(({ on }) => on === '2026-12-28' || on === '2026-12-19')
      .map(({ kind }) => kind)
  await record('swap', { off: '28/12/2026', worked: '19/12/2026' })
  assert.deepEqual(await kinds(), ['working_saturday', 'compensatory_off'])
  await record('remove', { on: '19/12/2026' })
  assert.deepEqual(await kinds(), [])
})

test('hours of an agency and an outage are entered as they are written', async () => {
  const { db } = world.context
  const start = fieldsOfPage((await get(`${change}/hours`)).body)
  assert.equal(start.spans1, '07:00-11:30,13:30-17:00')
  const hours = { ...start, ...decision, agency: 'H18.137', validFrom: '1/12/2026', spans6: '07:00 – 11:30' }
  const shown = await post(`${change}/hours`, { ...hours, seen: await seen(), step: 'preview' })
  assert.match(shown.body, /T2–T6 .*07:00–11:30, 13:30–17:00.*T7 .*07:00–11:30/)
  await post(`${change}/hours`, { ...fieldsOfPage(shown.body), step: 'confirm' })
  const outage = { ...decision, name: 'Mất kết nối', agency: '', startDay: '25/11/2026', startTime: '8 giờ 30' }
  const announced = await post(`${change}/outage`, { ...outage, seen: await seen() })
  assert.match(announced.body, /Mất kết nối \(Mọi cơ quan\): từ 8 giờ 30, thứ Tư 25\/11\/2026, chưa kết thúc/)
  await post(`${change}/outage`, { ...fieldsOfPage(announced.body), step: 'confirm' })
  const record = await readCalendarRecord(db)
  assert.equal(
    record.hours.find(({ agencyCode, weekday }) => agencyCode && weekday === 6)?.spans,
    '07:00-11:30',
  )
  const [known] = record.interruptions
  assert.equal(known?.from.toString(), '2026-11-25T01:30:00Z')
  const { body } = await get('/admin/calendar/2026')
  assert.match(body, new RegExp(`end_outage\\?id=${known?.id}`))
  assert.deepEqual(await findMarkupErrors(body), [])
  const end = await post(`${change}/end_outage`, {
    ...decision,
    id: known?.id ?? '',
    endDay: '25/11/2026',
    endTime: '08:00',
    seen: await seen(),
  })
  assert.match(end.body, /Thời điểm kết thúc phải sau thời điểm bắt đầu/)
})
