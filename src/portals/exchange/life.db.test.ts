import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type StandInDepartments, startStandInDepartments } from '#adapters/department-systems'
import { findOffering, issueClientToken, seedDemoExchange } from '#modules/exchange'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'

const world = useApp()
let departments: StandInDepartments

const get = async (account: string, url: string, language = 'vi') =>
  await world.app.inject({
    url,
    headers: { ...(await world.as(account)), accept: 'text/html' },
    cookies: { mc_language: language },
  })
const post = async (url: string, fields: Readonly<Record<string, string>> = {}) =>
  await world.app.inject({
    method: 'POST',
    url,
    headers: {
      ...(await world.as('administrator')),
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
    },
    payload: new URLSearchParams(fields).toString(),
  })
const getOffering = async (subsystem = 'CIVIL', member = 'H18.12', offering = 'EXTRACTS') =>
  (await findOffering(world.context, { instance: 'DBN', class: 'GOV', member, subsystem, offering })) ??
  assert.fail('no offering')
const pageOf = async () => `/officer/exchange/${(await getOffering()).offering.id}`
const idOfSystem = async (code: string): Promise<string> => {
  const { rows } = await world.context.pool.query('select id from exchange.subsystem where code = $1', [code])
  return rows[0].id
}
const enter = (memberCode: string, systemCode: string) =>
  post('/admin/exchange', {
    ...{ memberClass: 'GOV', memberCode, memberName: 'Sở Xây dựng', systemCode, systemName: 'Cấp phép' },
    ...{ contact: '0900 000 033', minuteLimit: '60', dayLimit: '1000' },
  })
/** A key of a system, as its owner gets it. */
const keyOf = async (system: string) => {
  const page = await post(`/admin/exchange/${system}/keys`)
  const [, clientId = '', clientSecret = ''] = /-u (client-[0-9a-f]{16}):([\w-]{43}) /.exec(page.body) ?? []
  return { clientId, clientSecret }
}

before(async () => {
  await world.ready
  departments = await startStandInDepartments()
  await seedDemoExchange(world.context, departments.url)
})
after(() => departments.close())

describe('maintenance that is announced', () => {
  const plan = {
    ...{
      plannedFor: 'all',
      fromDay: '8/12/2026',
      fromTime: '22:00',
      untilDay: '9/12/2026',
      untilTime: '2 giờ',
    },
    plannedNotice: 'Nâng cấp máy chủ, hỏi 0900 000 031.',
  }

  test('stands at the offering, in the catalogue, in public and in the list before it begins', async () => {
    const here = await pageOf()
    const done = await post(`${here}/maintenance`, plan)
    assert.equal(done.headers.location, `${here}?done=planned`, done.body)
    for (const url of [here, '/officer/exchange', '/exchange']) {
      const page = await get('reception', url)
      assert.match(page.body, /Sẽ bảo trì từ 22 giờ, thứ Ba 08\/12\/2026 đến 2 giờ, thứ Tư 09\/12\/2026/)
      assert.deepEqual(await findMarkupErrors(page.body), [])
      const english = await get('reception', url, 'en')
      assert.match(english.body, /Under maintenance from 22:00, Tuesday 08\/12\/2026 until 2:00, Wednesday/)
      assert.deepEqual(await findMarkupErrors(english.body), [])
    }
    const page = await get('administrator', here)
    assert.match(page.body, /trước 7 ngày làm việc/)
    assert.doesNotMatch(page.body, /chỉ trước/)
    const list = await world.app.inject({
      url: '/api/v1/exchange/offerings',
      headers: await world.as('reception'),
    })
    const { offerings } = list.json()
    const [version] = offerings.find(({ address }: { address: string }) =>
      address.endsWith('EXTRACTS'),
    ).versions
    assert.deepEqual(version, {
      ...{ version: 'v1', state: 'in_force', notice: null },
      planned: [
        {
          ...{ fromAt: '2026-12-08T15:00:00Z', untilAt: '2026-12-08T19:00:00Z' },
          notice: 'Nâng cấp máy chủ, hỏi 0900 000 031.',
        },
      ],
    })
  })

  test('is read by the systems that hold a right, with their token, and by nobody else', async () => {
    const token = await issueClientToken(world.context, await keyOf(await idOfSystem('MOTCUA')))
    const ask = (authorization: string) =>
      world.app.inject({ url: '/api/v1/exchange/maintenance', headers: { authorization } })
    const answer = await ask(`Bearer ${token?.accessToken}`)
    assert.deepEqual(answer.json().maintenance, [
      {
        ...{ address: '/r1/DBN/GOV/H18.12/CIVIL/EXTRACTS', version: 'v1', notice: plan.plannedNotice },
        ...{ fromAt: '2026-12-08T15:00:00Z', untilAt: '2026-12-08T19:00:00Z' },
      },
    ])
    const { authorization } = await world.as('administrator')
    for (const other of ['', 'Bearer x', authorization]) assert.equal((await ask(other)).statusCode, 401)
    const landless = await issueClientToken(world.context, await keyOf(await idOfSystem('LAND')))
    assert.deepEqual((await ask(`Bearer ${landless?.accessToken}`)).json(), { maintenance: [] })
  })

  test('on short notice warns how many days it is, keeps what was typed, and is announced when that is known', async () => {
    const here = await pageOf()
    const soon = { ...plan, fromDay: '27/11/2026', untilDay: '28/11/2026' }
    const warned = await post(`${here}/maintenance`, soon)
    assert.equal(warned.statusCode, 422)
    assert.match(warned.body, /chỉ báo trước 0 ngày làm việc, cần ít nhất 7/)
    assert.match(warned.body, /value="27\/11\/2026"/)
    assert.match(warned.body, /Nâng cấp máy chủ, hỏi 0900 000 031\.<\/textarea>/)
    assert.deepEqual(await findMarkupErrors(warned.body), [])
    const known = await post(`${here}/maintenance`, { ...soon, knowsShort: 'yes' })
    assert.equal(known.headers.location, `${here}?done=planned`)
    assert.match((await get('administrator', here)).body, /chỉ trước 0 ngày làm việc, cần 7/)
  })

  test('that cannot be read says what is wrong with each field', async () => {
    const wrong = await post(`${await pageOf()}/maintenance`, {
      ...{ plannedFor: 'v1', fromDay: '31/11/2026', fromTime: '25:00', untilDay: '', untilTime: 'tối' },
    })
    assert.equal(wrong.statusCode, 422)
    for (const field of ['plannedFor', 'fromDay', 'fromTime', 'untilDay', 'untilTime', 'plannedNotice'])
      assert.match(wrong.body, new RegExp(`href="#f-${field}"`))
    const backward = await post(`${await pageOf()}/maintenance`, { ...plan, untilDay: '7/12/2026' })
    assert.match(backward.body, /phải sau thời điểm bắt đầu/)
    const past = await post(`${await pageOf()}/maintenance`, { ...plan, fromDay: '1/11/2026' })
    assert.match(past.body, /Thời điểm bắt đầu đã qua/)
    const never = { ...plan, fromDay: '30/12/9999', untilDay: '31/12/9999' }
    const farOff = await post(`${await pageOf()}/maintenance`, never)
    assert.equal(farOff.statusCode, 422)
    assert.match(farOff.body, /Chỉ báo được trong vòng một năm tới/)
  })

  test('is called off, and stands nowhere any more', async () => {
    const here = await pageOf()
    for (const { id } of (await getOffering()).versions[0]?.planned ?? [])
      assert.equal((await post(`${here}/maintenance/${id}/end`)).statusCode, 303)
    assert.doesNotMatch((await get('administrator', here)).body, /Sẽ bảo trì/)
  })
})

test('a right is given from a day to a day; one that has not begun is shown as such', async () => {
  await enter('H18.16', 'BUILDING')
  const here = await pageOf()
  const system = await idOfSystem('BUILDING')
  const wish = { system, basis: 'QĐ 12/QĐ-UBND', fromOn: '1/12/2026', untilOn: '31/12/2026' }
  const wrong = await post(`${here}/rights`, { ...wish, untilOn: '30/11/2026' })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /Ngày cuối phải từ ngày bắt đầu/)
  assert.match(wrong.body, /value="1\/12\/2026"/)
  assert.equal((await post(`${here}/rights`, wish)).headers.location, `${here}?done=granted`)
  const page = await get('administrator', here)
  assert.match(page.body, /01\/12\/2026 – 31\/12\/2026.*Chưa đến ngày/)
  assert.match(page.body, /0900 000 033/)
  const twice = await post(`${here}/rights`, { ...wish, fromOn: '15/12/2026', untilOn: '' })
  assert.match(twice.body, /đã có quyền trong khoảng ngày đó/)
  const [, right = ''] = /\?right=([\da-f-]{36})#end-right/.exec(page.body) ?? []
  const chosen = await get('administrator', `${here}?right=${right}`)
  assert.deepEqual(await findMarkupErrors(chosen.body), [])
})

describe('a system is ended', () => {
  test('after what ends with it was shown, with a reason; then it stands among those that have ended', async () => {
    const id = await idOfSystem('CIVIL')
    const url = `/admin/exchange/${id}/end`
    const { clientId } = await keyOf(id)
    const here = await pageOf()
    const list = await get('administrator', '/admin/exchange')
    assert.ok(list.body.includes(`href="${url}"`))
    const preview = await get('administrator', url)
    assert.deepEqual(await findMarkupErrors(preview.body), [])
    for (const part of [clientId, 'H18.12/CIVIL/EXTRACTS/v1', 'H18/MOTCUA'])
      assert.ok(preview.body.includes(part), part)
    assert.deepEqual(await findMarkupErrors((await get('administrator', url, 'en')).body), [])
    const [, seen = ''] = /name="seen" value="([\w-]+)"/.exec(preview.body) ?? []
    const wordless = await post(url, { seen })
    assert.equal(wordless.statusCode, 422)
    assert.match(wordless.body, /Nhập lý do/)
    await keyOf(id)
    const stale = await post(url, { seen, reason: 'Sáp nhập vào Sở Nội vụ' })
    assert.equal(stale.statusCode, 409)
    assert.match(stale.body, /nên chưa ngừng hệ thống nào/)
    assert.match(stale.body, /Sáp nhập vào Sở Nội vụ<\/textarea>/)
    const [, now = ''] = /name="seen" value="([\w-]+)"/.exec(stale.body) ?? []
    const done = await post(url, { seen: now, reason: 'Sáp nhập vào Sở Nội vụ' })
    assert.equal(done.headers.location, '/admin/exchange?done=ended')
    const after = await get('administrator', '/admin/exchange?done=ended')
    assert.match(after.body, /Hệ thống đã ngừng \(1\).*Sáp nhập vào Sở Nội vụ/s)
    assert.deepEqual(await findMarkupErrors(after.body), [])
    const page = await get('administrator', here)
    assert.match(page.body, /Hệ thống cung cấp dịch vụ này đã ngừng/)
    assert.doesNotMatch(page.body, /<form[^>]+\/rights/)
    assert.deepEqual(await findMarkupErrors(page.body), [])
    assert.equal((await get('administrator', url)).statusCode, 404)
    assert.equal(
      (await post(url, { seen: now, reason: 'x' })).headers.location,
      '/admin/exchange?done=ended_before',
    )
  })

  test('and its code is not entered again', async () => {
    const again = await enter('H18.12', 'CIVIL')
    assert.equal(again.statusCode, 422)
    assert.match(again.body, /mã không dùng lại được/)
    assert.match(again.body, /value="CIVIL"/)
  })

  test('with its member and all of its systems', async () => {
    await enter('H18.16', 'PLANNING')
    const { rows } = await world.context.pool.query("select id from exchange.member where code = 'H18.16'")
    const url = `/admin/exchange/members/${rows[0].id}/end`
    assert.ok(
      (await get('administrator', `/admin/exchange/${await idOfSystem('PLANNING')}/end`)).body.includes(url),
    )
    const preview = await get('administrator', url)
    assert.match(preview.body, /H18\.16\/BUILDING.*H18\.16\/PLANNING/s)
    assert.deepEqual(await findMarkupErrors(preview.body), [])
    const [, seen = ''] = /name="seen" value="([\w-]+)"/.exec(preview.body) ?? []
    assert.match(preview.body, /Chấm dứt tư cách thành viên: [\s\S]*Xác nhận chấm dứt<\/button>/)
    const { location } = (await post(url, { seen, reason: 'Giải thể' })).headers
    assert.equal(location, '/admin/exchange?done=member_ended')
    const left = await get('administrator', String(location))
    assert.match(left.body, /Đã chấm dứt tư cách thành viên\./)
    assert.match(left.body, /Hệ thống đã ngừng \(3\)/)
    const twice = (await post(url, { seen, reason: 'Giải thể' })).headers.location
    assert.equal(twice, '/admin/exchange?done=member_ended_before')
    const known = await get('administrator', String(twice))
    assert.match(known.body, /Tư cách thành viên này đã được chấm dứt trước đó\./)
    assert.match((await enter('H18.16', 'NEW')).body, /mã không dùng lại được/)
  })

  test('by an administrator alone', async () => {
    const url = `/admin/exchange/${await idOfSystem('LAND')}/end`
    assert.equal((await get('leader', url)).statusCode, 403)
  })
})

test('a demo that starts again gives nothing back that was ended', async () => {
  const here = '/officer/exchange'
  const { offering } = await getOffering('LAND', 'H18.15', 'PARCELS')
  const rights = async () => {
    const { rows } = await world.context.pool.query(
      'select id, until_on from exchange.access_right where offering_id = $1',
      [offering.id],
    )
    return rows
  }
  const [right, ...others] = await rights()
  assert.deepEqual(others, [])
  const ended = await post(`${here}/${offering.id}/rights/end`, { right: right.id, endReason: 'Hết quy chế' })
  assert.equal(ended.statusCode, 303)
  await seedDemoExchange(world.context, departments.url)
  assert.deepEqual(
    (await rights()).map(({ until_on: untilOn }) => untilOn),
    ['2026-11-25'],
  )
  assert.ok((await getOffering()).offering.endedAt)
  assert.equal((await getOffering()).versions[0]?.state, 'withdrawn')
})
