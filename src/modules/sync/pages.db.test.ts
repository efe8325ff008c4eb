import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { listAudit } from '#modules/audit'
import { findDossier } from '#modules/dossiers'
import { submitBirth } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { noSources, openOtherSide } from '#test/sync'
import { useApp } from '#test/whole-app'
import { drain } from './drain.ts'
import { appendDeliveries, listDead } from './repository.ts'
import { realPace } from './send-one.ts'

const other = openOtherSide('national_portal', async () => undefined)
const world = useApp(async () => ({ destinations: [other.destination] }))
const page = '/admin/sync/national_portal'
const get = async (account: string, url: string, language = 'vi') =>
  await world.app.inject({
    url,
    headers: { ...(await world.as(account)), accept: 'text/html' },
    cookies: { mc_language: language },
  })
const post = async (account: string, url: string, fields: Readonly<Record<string, string>> = {}) =>
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

/** A dossier whose submission is to be told. */
async function queueOne(): Promise<Readonly<{ id: string; code: string }>> {
  const { context } = world
  const code = await submitBirth(context)
  const dossier = await findDossier(context.db, code)
  const to = { destination: 'national_portal', dossierId: dossier?.id ?? '', dossierCode: code }
  await context.db
    .transaction()
    .execute((tx) => appendDeliveries(tx, to, [{ number: 1, at: context.clock.now() }]))
  return { id: to.dossierId, code }
}

const send = () => drain({ context: world.context, sources: noSources, pace: realPace }, other.destination)

describe('the page of synchronisation', () => {
  test('says how each destination stands, valid as HTML; the metrics and the check of health say it too', async () => {
    await queueOne()
    await send()
    for (const url of ['/admin/sync', page]) {
      const { statusCode, body } = await get('administrator', url)
      assert.equal(statusCode, 200)
      assert.match(body, /Cổng Dịch vụ công quốc gia/)
      assert.match(body, url === page ? /Đã gửi hết/ : /Hoạt động tốt/)
      assert.deepEqual(await findMarkupErrors(body), [])
    }
    const metrics = await world.app.inject({ url: '/metrics' })
    assert.match(metrics.body, /motcua_sync_lag_seconds\{destination="national_portal"\} 0/)
  })

  test('an administrator stops sending with a reason, and sends again; a leader only reads', async () => {
    const missing = await post('administrator', `${page}/hold`, { reason: ' ' })
    assert.equal(missing.statusCode, 422)
    assert.match(missing.body, /Nhập lý do tạm dừng/)
    assert.deepEqual(await findMarkupErrors(missing.body), [])
    assert.equal((await post('leader', `${page}/hold`, { reason: 'x' })).statusCode, 403)
    assert.equal((await post('administrator', `${page}/hold`, { reason: 'Cổng bảo trì' })).statusCode, 303)
    await queueOne()
    await send()
    const held = (await get('leader', `${page}?done=held`)).body
    assert.match(held, /tạm dừng gửi từ .*: Cổng bảo trì/)
    assert.match(held, /1 tin/)
    assert.doesNotMatch(held, /<button[^>]*>Gửi tiếp/)
    assert.equal((await post('administrator', `${page}/release`)).statusCode, 303)
    await send()
    assert.match((await get('leader', page)).body, /Đã gửi hết/)
  })

  test('a refused message is shown with its answer and sent again', async () => {
    const { id } = await queueOne()
    other.mishaps.push('refused')
    await send()
    const before = (await get('administrator', page)).body
    assert.match(before, /the code of the procedure is unknown/)
    assert.deepEqual(await findMarkupErrors(before), [])
    const replayed = await post('administrator', `${page}/replay`, { dossier: id, number: '1', repeat: '0' })
    assert.equal(replayed.headers.location, `${page}?done=replay`)
    await send()
    assert.deepEqual(await listDead(world.context.db, 'national_portal'), [])
  })

  test('all that was refused is sent again at once; one is given up with a reason, and stays on record', async () => {
    const first = await queueOne()
    const { id } = await queueOne()
    other.mishaps.push('refused', 'refused')
    await send()
    assert.match((await get('administrator', page)).body, /Gửi lại tất cả/)
    const url = `${page}/set-aside/${id}/1/0`
    for (const [language, title] of [
      ['vi', /Bỏ qua tin này/],
      ['en', /Give this message up/],
    ] as const) {
      const shown = await get('administrator', url, language)
      assert.deepEqual(await findMarkupErrors(shown.body), [])
      assert.match(shown.body, title)
      assert.match(shown.body, /the code of the procedure is unknown/)
    }
    assert.equal((await get('leader', url)).statusCode, 403)
    const wordless = await post('administrator', url, { reason: ' ' })
    assert.equal(wordless.statusCode, 422)
    assert.match(wordless.body, /Nhập lý do bỏ qua/)
    const done = await post('administrator', url, { reason: 'Cổng đã ghi đúng' })
    assert.equal(done.headers.location, `${page}?done=set_aside`)
    assert.match((await get('administrator', `${page}?done=set_aside`)).body, /Đã bỏ qua tin/)
    assert.equal((await get('administrator', url)).statusCode, 404)
    const [entry] = await listAudit(world.context.db, { kind: 'dossier', id })
    assert.deepEqual([entry?.action, entry?.detail?.reason], ['sync.set_aside', 'Cổng đã ghi đúng'])
    const all = await post('administrator', `${page}/replay-all`)
    assert.equal(all.headers.location, `${page}?done=replay_all`)
    await send()
    assert.ok(other.find(first.code))
    assert.deepEqual(await listDead(world.context.db, 'national_portal'), [])
  })

  test('the dossier of an officer says whether the portal knows of it', async () => {
    const { code } = await queueOne()
    const told = async () => (await get('reception', `/officer/dossiers/${code}`)).body
    assert.match(
      await told(),
      /Cổng Dịch vụ công quốc gia: còn chờ gửi 1 tin, từ 9 giờ 40, thứ Năm 26\/11\/2026/,
    )
    await send()
    const body = await told()
    assert.match(body, /Cổng Dịch vụ công quốc gia: đã gửi lúc/)
    assert.deepEqual(await findMarkupErrors(body), [])
  })

  test('an unknown destination is none', async () => {
    assert.equal((await get('administrator', '/admin/sync/nowhere')).statusCode, 404)
  })
})
