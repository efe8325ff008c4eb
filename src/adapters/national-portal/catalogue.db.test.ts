import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { enterCodePair } from '#modules/filings'
import { fetchCatalogue, type NationalCatalogue, readFetches } from '#modules/nationalcatalogue'
import { listAgencies } from '#modules/organisations'
import { listOffered } from '#modules/procedures'
import { fixedClock } from '#platform/clock'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'
import { openNationalPortal } from './client.ts'
import { type StandInPortal, startStandInPortal } from './stand-in.ts'
import type { StandInCatalogue } from './stand-in-calls.ts'

const url = '/admin/national-catalogue'
const code = (name: string) => ({ code: `G99-${Buffer.from(name).toString('hex').slice(0, 60)}`, name })

for (const generation of ['classic', 'json'] as const)
  describe(`the national catalogue by the ${generation} calls`, () => {
    let standIn: StandInPortal
    let listed: StandInCatalogue = { procedures: [], agencies: [] }
    before(async () => {
      standIn = await startStandInPortal({ catalogue: async () => listed })
    })
    after(() => standIn.stop())
    afterEach(() => standIn.setFault(null))

    const openCatalogue = (): NationalCatalogue => {
      const portal = openNationalPortal({ ...standIn.connection, generation, timeoutMs: 2000 })
      return { code: portal.code, ...portal.catalogue }
    }
    const world = useApp(async () => ({ nationalCatalogue: openCatalogue() }))
    const ask = async (account: string, method: 'GET' | 'POST', at: string, language = 'vi') =>
      await world.app.inject({
        ...{ method, url: at },
        headers: { ...(await world.as(account)), accept: 'text/html', cookie: `mc_language=${language}` },
      })
    const inMinutes = (minutes: number) => ({
      ...world.context,
      clock: fixedClock(world.context.clock.now().add({ minutes }).toString()),
    })
    const fetch = (minutes: number) => fetchCatalogue(inMinutes(minutes), openCatalogue(), null)
    const found = async (kind: string) => {
      const { rows } = await world.context.pool.query<{ said: string }>(
        "select what || ' ' || code as said from nationalcatalogue.difference where kind = $1 order by 1",
        [kind],
      )
      return rows.map(({ said }) => said)
    }
    const countLines = async () =>
      (await world.context.pool.query('select count(*)::int as count from nationalcatalogue.listing')).rows[0]
        .count

    /** The catalogue as it is here. */
    async function asHere(): Promise<StandInCatalogue> {
      const { db } = world.context
      const procedures = await listOffered(db, null, 500)
      return {
        procedures: procedures.map((one) => ({ ...one, field: code(one.field) })),
        agencies: (await listAgencies(db)).map((one) => ({ ...one, level: one.kind })),
      }
    }

    test('nothing differs while both say the same; the page says so, and who may has it fetched now', async () => {
      const before = await ask('administrator', 'GET', url)
      assert.match(before.body, /chưa lấy lần nào/)
      assert.deepEqual(await findMarkupErrors(before.body), [])
      listed = await asHere()
      assert.equal(await fetch(0), 'fetched')
      for (const kind of ['procedure', 'agency', 'field']) assert.deepEqual(await found(kind), [])
      assert.match((await ask('auditor', 'GET', url)).body, /Không có điểm khác nào/)
      assert.doesNotMatch((await ask('auditor', 'GET', url)).body, /Lấy ngay/)
      assert.equal((await ask('auditor', 'POST', `${url}/fetch`)).statusCode, 403)
      assert.equal((await ask('reception', 'GET', url)).statusCode, 403)
      const asked = await ask('administrator', 'POST', `${url}/fetch`)
      assert.equal(asked.headers.location, `${url}?done=asked`)
      const { rows } = await world.context.pool.query(
        "select 1 from graphile_worker.jobs where task_identifier = 'nationalcatalogue.fetch'",
      )
      assert.equal(rows.length, 1)
    })

    test('what differs is shown, kind by kind, with what was there before; nothing of ours changes', async () => {
      const here = await asHere()
      const [renamed, gone, moved, ...others] = here.procedures.toSorted((a, b) => (a.code < b.code ? -1 : 1))
      const [agency, ...agencies] = here.agencies
      assert.ok(renamed && gone && moved && agency)
      const field = { code: 'G99-NEW', name: 'Lĩnh vực khác' }
      listed = {
        procedures: [
          { ...renamed, name: 'Tên khác <b>' },
          { ...moved, field },
          ...others,
          { code: '9.000001', name: 'Thủ tục chưa có tại đây', field },
        ],
        agencies: [
          ...agencies,
          { code: 'H18.9999', name: 'Cơ quan chưa có tại đây', level: '3' },
          { code: 'H99.1', name: 'Cơ quan của tỉnh khác', level: '3' },
        ],
      }
      assert.equal(await fetch(10), 'fetched')
      assert.deepEqual(await found('procedure'), [
        `field ${moved.code}`,
        `name ${renamed.code}`,
        `no_longer_listed ${gone.code}`,
        'not_here 9.000001',
      ])
      assert.deepEqual(await found('agency'), [`no_longer_listed ${agency.code}`, 'not_here H18.9999'])
      const { rows } = await world.context.pool.query(
        "select name, until_at is null as listed from nationalcatalogue.listing where kind = 'procedure' and code = $1 order by id",
        [renamed.code],
      )
      const [old, now] = [renamed.name, 'Tên khác <b>'].map((name, index) => ({ name, listed: index === 1 }))
      assert.deepEqual(rows, [old, now], 'what was listed before is kept, with its end')
      for (const language of ['vi', 'en']) {
        const { body } = await ask('administrator', 'GET', url, language)
        assert.match(body, language === 'vi' ? /Cổng không còn công bố/ : /The portal lists it no more/)
        assert.match(body, /Tên khác &#60;b&#62;/)
        assert.deepEqual(await findMarkupErrors(body), [])
      }
      const filtered = (await ask('leader', 'GET', `${url}?show=procedure.not_here`)).body
      assert.match(filtered, /9\.000001/)
      assert.doesNotMatch(filtered, new RegExp(renamed.code))
      assert.deepEqual(
        await listOffered(world.context.db, null, 500),
        await listOffered(world.context.db, null, 500),
      )
    })

    test('an agency is looked for under the code it has there that day', async () => {
      const here = await asHere()
      const [agency, ...agencies] = here.agencies
      assert.ok(agency)
      const { db, clock } = world.context
      const theirs = { ...agency, code: '000.00.99.H18' }
      const pair = { system: 'national_portal', kind: 'agency', enteredBy: 'Quản trị' } as const
      const codes = { ourCode: agency.code, theirCode: theirs.code, validFrom: '2026-11-01' }
      await db.transaction().execute((tx) => enterCodePair(tx, { ...pair, ...codes }, clock.now()))
      listed = { procedures: here.procedures, agencies: [...agencies, theirs] }
      assert.equal(await fetch(20), 'fetched')
      assert.deepEqual(await found('agency'), [])
    })

    const more = Array.from({ length: 120 }, (_, index) => ({
      ...{ code: `8.${String(index).padStart(6, '0')}`, name: `Thủ tục ${index}`, field: code('Hộ tịch') },
    }))

    test('a long list of differences is paged', async () => {
      const here = await asHere()
      listed = { ...here, procedures: [...here.procedures, ...more] }
      assert.equal(await fetch(30), 'fetched')
      const seen: string[] = []
      for (let at: string | undefined = `${url}?show=procedure.not_here`; at && seen.length < 200; ) {
        const { body } = await ask('administrator', 'GET', at)
        seen.push(...[...body.matchAll(/mc-code">(8\.\d{6})</g)].map(([, one = '']) => one))
        at = body.match(/href="([^"]+)" rel="next"/)?.[1]?.replaceAll('&#38;', '&')
      }
      assert.deepEqual(
        seen,
        more.map((one) => one.code),
      )
    })

    test('a fetch that breaks off changes nothing and says why; so does one that brings no procedures', async () => {
      const [lines, differences] = [await countLines(), await found('procedure')]
      listed = { procedures: [], agencies: [] }
      assert.equal(await fetch(40), 'broken')
      listed = { procedures: more.map((one) => ({ ...one, name: 'Tên mới' })), agencies: [] }
      const { readPage, ...rest } = openCatalogue()
      const breaking: NationalCatalogue = {
        ...rest,
        readPage: async (place) => {
          const page = await readPage(place)
          standIn.setFault('garbage')
          return page
        },
      }
      assert.equal(await fetchCatalogue(inMinutes(41), breaking, null), 'broken')
      assert.deepEqual([await countLines(), await found('procedure')], [lines, differences])
      const { last, taken, failures } = await readFetches(world.context.db)
      assert.match(last?.fault ?? '', /cannot be read|no token|opened no session/)
      assert.deepEqual([taken?.fault, failures], [null, 2])
      const { body } = await ask('administrator', 'GET', url)
      assert.match(body, /không thành/)
      assert.deepEqual(await findMarkupErrors(body), [])
      const staged = await world.context.pool.query('select 1 from nationalcatalogue.staged_listing')
      assert.equal(staged.rowCount, 0)
    })

    test('fetched twice at once, it is taken over once, whole', async () => {
      listed = await asHere()
      const outcomes = await Promise.all([fetch(50), fetch(50), fetch(50)])
      assert.ok(outcomes.includes('fetched'))
      assert.ok(!outcomes.includes('broken'))
      assert.deepEqual(await found('procedure'), [])
      const { rows } = await world.context.pool.query(
        'select kind, code from nationalcatalogue.listing where until_at is null group by 1, 2 having count(*) > 1',
      )
      assert.deepEqual(rows, [])
    })
  })
