import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { findOfficerActor } from '#modules/identity'
import { delegate } from '#modules/running'
import { submitBirth } from '#test/dossiers'
import type { ListedRoute } from '#test/routes'
import { useApp } from '#test/whole-app'

const world = useApp()
let dossier = ''

before(async () => {
  await world.ready
  await makeRows()
})

/** What answers a row of things and is no list in pages, with the reason. */
const whole: Readonly<Record<string, string>> = {
  '/dossiers/:code/consultations': 'all that was asked about one dossier',
  '/dossiers/:code/forms': 'the few forms of one dossier',
  '/exchange/keys': 'the keys of one installation',
  '/exchange/maintenance': 'what is announced to one system',
  '/exchange/topics': 'what one system may read or publish',
  '/exchange/topics/:code/events': 'a log: the reader keeps its position, `after` and `next`',
  '/me': 'the roles of one account',
  '/statistics/step-times': 'sums, not rows',
}

/** Who may ask for a list, and what else it has to be told. */
const askers: Readonly<Record<string, readonly [account: string, query?: string]>> = {
  '/delegations': ['case-officer'],
  '/dossiers': ['999000000017'],
  '/dossiers/:code/events': ['999000000017'],
  '/exchange/messages': ['auditor'],
  '/process-incidents': ['administrator'],
  '/process-tasks': ['case-officer'],
  '/signing/batches': ['signatory'],
  '/vault/papers': ['999000000017'],
  '/overdue': ['reception', 'agency=H18.137'],
}

type Schema = { type?: string; properties?: Record<string, Schema> }
const propertiesOf = (part: unknown): Record<string, Schema> => (part as Schema | undefined)?.properties ?? {}
const answerOf = ({ schema }: ListedRoute) =>
  propertiesOf((schema?.response as Record<number, Schema> | undefined)?.[200])

/** What reads things in plenty, not one that its address ends with. */
const listed = (): ListedRoute[] =>
  world.routes.filter(
    (route) =>
      route.method === 'GET' &&
      route.url.startsWith('/api/v1/') &&
      !/:\w+$/.test(route.url) &&
      Object.values(answerOf(route)).some(({ type }) => type === 'array'),
  )
const nameOf = ({ url }: ListedRoute): string => url.slice('/api/v1'.length)
const paged = (): ListedRoute[] => listed().filter((route) => !(nameOf(route) in whole))

test('every list takes cursor and limit and answers nextCursor, or is known to be whole', () => {
  const wrong = paged().filter((route) => {
    const query = propertiesOf(route.schema?.querystring)
    return !(query.cursor && query.limit && answerOf(route).nextCursor)
  })
  assert.deepEqual(wrong.map(nameOf), [])
  assert.ok(paged().length >= 13)
  const names = listed().map(nameOf)
  assert.deepEqual(
    Object.keys(whole).filter((name) => !names.includes(name)),
    [],
  )
})

test('what is no cursor is refused on every list, and the field is named', async () => {
  const wrong: string[] = []
  for (const route of paged()) {
    const [account = 'reception', more = ''] = askers[nameOf(route)] ?? []
    for (const cursor of ['!', '-7|x', Buffer.from('2026-02-30T00:00:00Z|x').toString('base64url')]) {
      const url = `${route.url.replace(':code', dossier)}?cursor=${encodeURIComponent(cursor)}&${more}`
      const answer = await world.app.inject({ url, headers: await world.as(account) })
      const { fields } = answer.json() as { fields?: { field: string }[] }
      if (answer.statusCode !== 400 || fields?.[0]?.field !== 'cursor')
        wrong.push(`${url}: ${answer.statusCode} ${answer.body.slice(0, 120)}`)
    }
  }
  assert.deepEqual(wrong, [])
})

test('every list is walked by its nextCursor to an end, with no row twice', async () => {
  for (const route of paged()) {
    const seen = await walk(route)
    assert.equal(new Set(seen).size, seen.length, route.url)
    if (['/delegations', '/dossiers', '/worklist'].includes(nameOf(route)))
      assert.ok(seen.length >= 5, `${route.url}: ${seen.length}`)
  }
})

/** The rows of a list, three at a time, as far as a hundred. */
async function walk(route: ListedRoute): Promise<string[]> {
  const [account = 'reception', more = ''] = askers[nameOf(route)] ?? []
  const headers = await world.as(account)
  const seen: string[] = []
  let after = ''
  do {
    const url = `${route.url.replace(':code', dossier)}?limit=3${after}&${more}`
    const answer = await world.app.inject({ url, headers })
    assert.equal(answer.statusCode, 200, `${url}: ${answer.body}`)
    const { nextCursor } = answer.json()
    const rows = rowsOf(nameOf(route), answer.json())
    assert.ok(rows.length <= 3, url)
    seen.push(...rows.map((row) => JSON.stringify(row)))
    after = nextCursor === null ? '' : `&cursor=${nextCursor}`
  } while (after && seen.length < 100)
  return seen
}

const rowsOf = (name: string, body: Record<string, unknown>): unknown[] =>
  (name === '/overdue' ? body.dossiers : Object.values(body).find(Array.isArray)) as unknown[]

/** Some dossiers of a citizen, at the counter and behind it, and delegations of an officer; the reference of the first. */
async function makeRows(): Promise<void> {
  const { context } = world
  for (let made = 0; made < 5; made += 1) dossier = await submitBirth(context)
  const officer = await findOfficerActor(context.db, 'case-officer')
  const other = await findOfficerActor(context.db, 'signatory')
  assert.ok(officer && other)
  const days = { untilOn: '2026-12-20', reason: 'Nghỉ phép' }
  for (const fromOn of ['2026-12-01', '2026-11-30', '2026-12-01', '2026-12-02', '2026-12-01'])
    await delegate(context, { ...days, fromOn, delegateId: other.accountId }, officer)
}
