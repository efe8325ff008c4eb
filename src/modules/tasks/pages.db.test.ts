import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { listAudit } from '#modules/audit'
import { fixedClock } from '#platform/clock'
import { awaitingDossier } from '#test/alarms'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'
import { ringAlarms } from './ring-alarms.ts'

const world = useApp()
const get = async (account: string, url: string) =>
  await world.app.inject({ url, headers: { ...(await world.as(account)), accept: 'text/html' } })
const post = async (account: string, url: string, fields: Readonly<Record<string, string>>) =>
  await world.app.inject({
    method: 'POST',
    url,
    headers: {
      ...(await world.as(account)),
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
    },
    payload: new URLSearchParams(fields).toString(),
  })

describe('the reminders of an officer', () => {
  before(async () => {
    await world.ready
    for (let number = 0; number < 45; number++)
      await awaitingDossier(world.context, { stepDueAt: '2026-11-26T09:00:00+07:00' })
    await ringAlarms(world.context, 200)
  })

  test('newest first, a page at a time, each with its dossier; only one’s own', async () => {
    const page = await get('case-officer', '/officer/reminders')
    assert.equal(page.statusCode, 200)
    assert.equal(page.body.match(/Bước thẩm định đến hạn/g)?.length, 40)
    assert.match(page.body, /href="\/officer\/dossiers\/H18\.137\.01-261123-/)
    assert.match(page.body, /Nhắc việc \(45\)/)
    const next = page.body.match(/href="(\/officer\/reminders\?before=[^"]+)"/)?.[1] ?? ''
    assert.equal((await get('case-officer', next)).body.match(/Bước thẩm định đến hạn/g)?.length, 5)
    const other = await get('reception', '/officer/reminders')
    assert.match(other.body, /Chưa có nhắc việc nào/)
    assert.ok(!/Nhắc việc \(/.test(other.body))
  })

  test('one is marked as seen, then all; of another officer nothing can be marked', async () => {
    const page = await get('case-officer', '/officer/reminders')
    const ids = [...page.body.matchAll(/name="alarm" value="([^"]+)"/g)].map(([, id]) => id ?? '')
    const [all = '', first = ''] = ids
    assert.equal((await post('signatory', '/officer/reminders/seen', { alarm: first })).statusCode, 303)
    assert.match((await get('case-officer', '/officer/reminders')).body, /Nhắc việc \(45\)/)
    await post('case-officer', '/officer/reminders/seen', { alarm: first })
    assert.match((await get('case-officer', '/officer/worklist')).body, /Nhắc việc \(44\)/)
    const marked = await post('case-officer', '/officer/reminders/seen', { alarm: all, all: 'yes' })
    assert.equal(marked.headers.location, '/officer/reminders')
    assert.ok(!/Nhắc việc \(/.test((await get('case-officer', '/officer/reminders')).body))
    assert.match((await get('signatory', '/officer/reminders')).body, /Nhắc việc \(45\)/)
    for (const alarm of ['', 'x', "'"])
      await post('signatory', '/officer/reminders/seen', { alarm, all: 'yes' })
    assert.match((await get('signatory', '/officer/reminders')).body, /Nhắc việc \(45\)/)
  })
})

describe('the rules of reminders', () => {
  const decision = {
    hours: '8',
    side: 'before',
    active: 'yes',
    validFrom: '01/12/2026',
    basis: 'QĐ 12/QĐ-UBND ngày 20/11/2026',
  }
  const url = '/admin/reminder-rules/step_reminder'

  test('stand there as sentences, each with its ground', async () => {
    const { body } = await get('leader', '/admin/reminder-rules')
    for (const sentence of [
      '4 giờ làm việc trước khi một bước đến hạn, nhắc cán bộ thụ lý.',
      'Khi một bước đến hạn, báo cấp trên trực tiếp.',
      '1 ngày làm việc sau hạn trả kết quả, báo lãnh đạo cơ quan.',
      'Đầu ngày làm việc cuối cùng trước ngày hẹn trả, soạn văn bản xin lỗi và báo cán bộ thụ lý.',
    ])
      assert.ok(body.includes(sentence), sentence)
    assert.match(body, /NĐ 61\/2018\/NĐ-CP Điều 19 khoản 9/)
  })

  test('one is changed by a decision for a day to come; until then the old one holds', async () => {
    assert.equal((await post('leader', url, decision)).statusCode, 303)
    const { body } = await get('leader', '/admin/reminder-rules?saved=1')
    assert.match(body, /4 giờ làm việc trước khi một bước đến hạn/)
    assert.match(body, /Từ 01\/12\/2026<\/strong>: 1 ngày làm việc trước khi một bước đến hạn/)
    const [entry] = await listAudit(world.context.db, { kind: 'alarm_rule', id: 'step_reminder' })
    assert.equal(entry?.action, 'tasks.change_rule')
    const id = await awaitingDossier(world.context, {
      stepDueAt: '2026-12-03T16:00:00+07:00',
      alarmAt: '2026-12-02T15:00:00+07:00',
    })
    await ringAlarms({ ...world.context, clock: fixedClock('2026-12-02T16:00:00+07:00') }, 200)
    const { rows } = await world.context.pool.query('select rule from tasks.alarm where dossier_id = $1', [id])
    assert.deepEqual(rows, [{ rule: 'step_reminder' }])
  })

  test('one is switched off today', async () => {
    const off = { ...decision, active: 'no', validFrom: '26/11/2026' }
    assert.equal((await post('administrator', '/admin/reminder-rules/step_due_handler', off)).statusCode, 303)
    assert.match((await get('administrator', '/admin/reminder-rules')).body, /Đã tắt/)
  })

  test('what cannot be decided comes back with what was typed and what is wrong', async () => {
    const cases: [Record<string, string>, RegExp][] = [
      [{ hours: 'bốn' }, /Số giờ là số nguyên từ 0 đến 480/],
      [{ hours: '481' }, /Số giờ là số nguyên từ 0 đến 480/],
      [{ validFrom: '31/11/2026' }, /Nhập một ngày có thật/],
      [{ validFrom: '25/11/2026' }, /không sớm hơn hôm nay/],
      [{ basis: '  ' }, /Nhập căn cứ/],
    ]
    for (const [change, sentence] of cases) {
      const answer = await post('leader', url, { ...decision, ...change })
      assert.equal(answer.statusCode, 422)
      assert.match(answer.body, sentence)
      if (!('basis' in change)) assert.match(answer.body, /value="QĐ 12\/QĐ-UBND ngày 20\/11\/2026"/)
    }
    const late = await post('leader', '/admin/reminder-rules/apology_handler', { ...decision, side: 'after' })
    assert.equal(late.statusCode, 422)
    assert.match(late.body, /Điều 19 khoản 9/)
    assert.equal((await post('leader', '/admin/reminder-rules/no_such_rule', decision)).statusCode, 404)
  })
})

test('every page is valid HTML, in both languages', async () => {
  const urls = ['/officer/reminders', '/admin/reminder-rules', '/admin/reminder-rules/apology_handler']
  for (const url of urls)
    for (const language of ['vi', 'en']) {
      const headers = { ...(await world.as('leader')), accept: 'text/html', cookie: `mc_language=${language}` }
      const { body, statusCode } = await world.app.inject({ url, headers })
      assert.equal(statusCode, 200)
      assert.deepEqual(await findMarkupErrors(body), [], `${url} ${language}`)
    }
})
