import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { refreshStatistics } from '#platform/db'
import { useDatabase } from '#test/db'
import { extractPdfText } from '#test/pdf-text'
import { planOf } from '#test/plans'
import { formProblem } from './errors.ts'
import { csvLine, mostPrinted, printRegister, writeRegisterCsv } from './register.ts'
import { listRegister, type RegisterPlace, type RegisterQuery, registerPage } from './repository-register.ts'

const own = useDatabase()
const agencyId = '01a20000-0000-7000-8000-000000000001'
const query: RegisterQuery = {
  ...{ agencyId, from: null, to: null, procedureCode: null, state: null, words: [] },
}
const perAgency = 20_000

/** Three agencies with a register of two years each. */
before(async () => {
  await own.ready
  await sql`
    insert into forms.register_row (dossier_id, agency_id, year, number, revision, dossier_code, procedure_code,
      procedure_name, sets, applicant_name, applicant_contact, competent_agency_name, channel, state, received_on,
      received_at, due_at, return_method, words)
    select gen_random_uuid(), ('01a20000-0000-7000-8000-00000000000' || agency)::uuid, 2025 + n / (${perAgency} / 2),
      n % (${perAgency} / 2) + 1, 2, 'H18.' || agency || '-' || n, '1.00' || n % 40, 'Thủ tục ' || n % 40, 1,
      'Người ' || n, '', 'Xã', 'online', (array['accepted', 'in_progress', 'delivered'])[n % 3 + 1],
      date '2025-01-01' + n / (${perAgency} / 2) * 365 + n % (${perAgency} / 2) / 55, now(), now(), 'counter',
      'h18 ' || agency || ' nguoi ' || n || ' thu tuc ' || n % 40
    from generate_series(1, 3) agency, generate_series(0, ${perAgency} - 1) n`.execute(own.db)
  await refreshStatistics(own.url)
})

const planOfPage = (asked: Partial<RegisterQuery>, after: RegisterPlace | null = null) =>
  planOf(own.db, registerPage(own.db, { ...query, ...asked }, 'newest', after, 51))

test('a page costs a page, however many lines there are: the index carries the order', async () => {
  const after = { receivedOn: '2026-06-01', number: 5000 }
  const asked: readonly (readonly [Partial<RegisterQuery>, RegisterPlace | null])[] = [
    [{}, null],
    [{}, after],
    [{ from: '2025-03-01', to: '2025-03-31' }, null],
    [{ procedureCode: '1.007' }, after],
    [{ state: 'delivered' }, after],
    [{ procedureCode: '1.007', state: 'delivered' }, null],
    [{ words: ['nguoi'] }, null],
  ]
  for (const [filter, place] of asked) {
    const plan = await planOfPage(filter, place)
    const nodes = plan.map((node) => node['Node Type'])
    assert.ok(
      !nodes.some((node) => node === 'Sort' || node === 'Seq Scan'),
      `${JSON.stringify(filter)}: ${nodes}`,
    )
    assert.ok(
      plan.every((node) => node['Actual Rows'] <= 51),
      JSON.stringify(filter),
    )
  }
})

test('a rare word is found by its own index', async () => {
  const plan = await planOfPage({ words: ['nguoi', '19871'] })
  assert.ok(!plan.some((node) => node['Node Type'] === 'Seq Scan'))
  const found = await listRegister(own.db, { ...query, words: ['19871'] }, 'newest', null, 50)
  assert.deepEqual(
    found.map(({ applicantName }) => applicantName),
    ['Người 19871'],
  )
})

test('walked page by page, every line comes once, in order', async () => {
  const numbers: number[] = []
  let after: RegisterPlace | null = null
  const march = { ...query, from: '2025-03-01', to: '2025-03-31' }
  do {
    const rows = await listRegister(own.db, march, 'newest', after, 100)
    numbers.push(...rows.map(({ number }) => number))
    after = rows.length === 100 ? (rows.at(-1) ?? null) : null
  } while (after)
  assert.equal(numbers.length, 31 * 55)
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => b - a),
  )
})

test('the CSV is the whole period in portions; nothing in it is a formula', async () => {
  let lines = 0
  let longest = 0
  const year = { ...query, from: '2025-01-01', to: '2025-12-31' }
  for await (const portion of writeRegisterCsv(own.db, year)) {
    lines += portion.split('\r\n').length - 1
    longest = Math.max(longest, portion.length)
  }
  assert.equal(lines, perAgency / 2 + 1)
  assert.ok(longest < 200_000, `${longest}`)
  assert.equal(
    csvLine(['=1+1', '+84', '-2', '@x', ' =SUM(A1)', 'Lò "Thị", May']),
    `"'=1+1","'+84","'-2","'@x","' =SUM(A1)","Lò ""Thị"", May"\r\n`,
  )
})

test('form 07 of a period is one PDF; of too many lines it is refused, with the limit', async () => {
  const head = {
    agencyName: 'UBND phường Điện Biên Phủ',
    on: { day: 26, month: 11, year: 2026 },
    period: 'Từ 01/03/2025 đến 03/03/2025',
  }
  const pdf = await printRegister(own.db, { ...query, from: '2025-03-01', to: '2025-03-03' }, head)
  const words = extractPdfText(pdf)
  for (const part of ['Từ 01/03/2025 đến 03/03/2025', 'Người 3300', 'Thủ tục'])
    assert.ok(words.includes(part), part)
  await assert.rejects(
    printRegister(own.db, query, head),
    formProblem('forms.register_too_long', { most: mostPrinted }),
  )
})
