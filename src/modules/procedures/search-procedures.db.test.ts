import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { useContext } from '#test/app'
import { loadPacks, packsFolder } from '#test/packs'
import { searchProcedures } from './search-procedures.ts'

const world = useContext()
let ready: Promise<unknown> | undefined

// Ten thousand other procedures, so that the planner has a reason to use an index.
const fill = async () => {
  await loadPacks(world.context)
  await sql`
    insert into procedures.procedure (code, status, name, short_name, field, level, summary, search_text, name_text, updated_at)
    select '7.' || lpad(i::text, 6, '0'), 'described', 'Cấp giấy phép số ' || i, 'Cấp giấy phép số ' || i, 'Lĩnh vực ' || i % 90,
      'province', '', 'cap giay phep so ' || i || ' dang ky hoat dong nganh ' || i % 977, 'cap giay phep so ' || i, now()
    from generate_series(1, 10000) i`.execute(world.context.db)
  await sql`analyze procedures.procedure`.execute(world.context.db)
}
before(() => {
  ready = undefined
})

const search = async (text: string, limit = 5, cursor?: string) => {
  ready ??= fill()
  await ready
  return await searchProcedures(world.context.db, { text, limit, cursor })
}
const firstCode = async (text: string) => (await search(text)).lines[0]?.code

test('birth registration is found as citizens type it', async () => {
  const typed = [
    'dang ky khai sinh',
    'khai sinh dang ky',
    'KHAI SINH con',
    'đăng ký khai sinh'.normalize('NFD'),
    'làm giấy khai sinh cho con',
    'lam giay khai sinh cho con',
    'tôi muốn đăng ký khai sinh',
    '1.001193',
    'khai sin',
  ]
  for (const text of typed) assert.equal(await firstCode(text), '1.001193', text)
})

test("citizens' own words find the official name", async () => {
  assert.equal(await firstCode('doc than'), '1.004873')
  assert.equal(await firstCode('sao y bản chính'), '2.000815')
  assert.equal(await firstCode('mở cây xăng'), '2.000648')
  assert.equal(await firstCode('lấy vợ'), '1.000894')
})

test('a slip of the finger finds the closest, and says so', async () => {
  for (const text of ['dang ky khia sinh', 'đăng ký kết hnô', 'trich luc ho tchi']) {
    const page = await search(text)
    assert.ok(page.alike, text)
    assert.equal(page.lines[0]?.status, 'offered', text)
  }
})

test('what exists nowhere finds nothing', async () => {
  for (const text of ['zzzzqqqq', '???', "'; drop table x", '\u0000', '. . .']) {
    assert.deepEqual((await search(text)).lines, [], text)
  }
})

test('pages follow each other without a gap or a repeat', async () => {
  const seen: string[] = []
  let cursor: string | undefined
  for (let page = 0; page < 5; page += 1) {
    const found = await search('nganh 5', 4, cursor)
    seen.push(...found.lines.map(({ code }) => code))
    cursor = found.nextCursor ?? undefined
    if (!cursor) break
  }
  assert.equal(seen.length, 20)
  assert.equal(new Set(seen).size, 20)
})

test('the whole list begins with what can be applied for, and goes on by pages', async () => {
  const packs = (await readdir(packsFolder)).sort()
  const first = await search('', packs.length - 2)
  const second = await search('', 4, first.nextCursor ?? '')
  const codes = [...first.lines, ...second.lines].map(({ code }) => code)
  assert.deepEqual(codes, [...packs, '7.000001', '7.000002'])
})

test('a cursor of somebody else is refused', async () => {
  for (const cursor of ['x', 'e30', 'WzFd', Buffer.from('[1,"\\u0000"]').toString('base64url')]) {
    await assert.rejects(search('', 5, cursor), { code: 'procedures.bad_cursor' })
  }
})

test('no text makes the search fail', async () => {
  await search('')
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
      assert.ok((await search(text)).lines.length <= 5)
    }),
    { numRuns: 60 },
  )
})

const explain = async (condition: ReturnType<typeof sql>): Promise<string> => {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain select code from procedures.procedure p where ${condition}`.execute(world.context.db)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

test('ten thousand procedures are searched through the indexes, words and slips alike', async () => {
  await search('')
  assert.match(
    await explain(sql`p.search_words @@ ${"'khai' & 'sinh':*"}::tsquery`),
    /procedure_search_words_idx/,
  )
  assert.match(await explain(sql`${'dang ky khia sinh'} <% p.search_text`), /procedure_search_text_trgm_idx/)
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain select code from procedures.procedure p order by p.status desc, p.code limit 20`.execute(
    world.context.db,
  )
  assert.match(JSON.stringify(rows), /procedure_list_idx/)
})
