import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { askAgency } from '#modules/consultations'
import { type Holder, permissions } from '#modules/identity'
import { birthRegistration } from '#test/api-client'
import { brokenBodies, type Schema, sampleOf, spoil } from '#test/bad-values'
import { accountOf, dossierInProgress } from '#test/consultations'
import { multipartForm } from '#test/multipart'
import { somePdf } from '#test/paper-samples'
import { fillIn, type ListedRoute } from '#test/routes'
import { useApp } from '#test/whole-app'

const world = useApp()

const accounts: Readonly<Partial<Record<Holder, string>>> = {
  citizen_level_1: '999000000017',
  citizen_level_2: '999000000017',
  reception_officer: 'reception',
  case_officer: 'case-officer',
  signatory: 'signatory',
  cashier: 'cashier',
  administrator: 'administrator',
  leader: 'leader',
  auditor: 'auditor',
}

type Headers = Readonly<Record<string, string>>
const headersOf = new Map<string, Headers>()

/** Headers of somebody whom the door of this route lets in. */
function insider({ url, permission }: ListedRoute): Headers {
  const holders = permissions[permission as keyof typeof permissions] as readonly Holder[]
  const isAtCounter = url.startsWith('/officer') && holders.includes('reception_officer')
  return headersOf.get(isAtCounter ? 'reception_officer' : (holders[0] ?? '')) ?? {}
}

// Things that exist, so that what is bad is looked at, and not only where it was sent.
const real = { dossier: '', draft: '', consultation: '' }

async function makeRealThings(): Promise<void> {
  const headers = headersOf.get('citizen_level_2') ?? {}
  const form = multipartForm({}, [{ field: 'file', name: 'giay-chung-sinh.pdf', content: somePdf() }])
  const sent = await world.app.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: { ...headers, ...form.headers },
    payload: form.payload,
  })
  const payload = birthRegistration({ birth_certificate_of_clinic: sent.json().files[0].id })
  const submitted = await world.app.inject({ method: 'POST', url: '/api/v1/dossiers', headers, payload })
  real.dossier = submitted.json().reference
  const begun = await world.app.inject({ method: 'POST', url: '/procedures/1.001193/start', headers })
  real.consultation = await makeConsultation()
  real.draft = String(begun.headers.location).split('/')[2] ?? ''
}

/** A question to the officer who sends what is bad. */
async function makeConsultation(): Promise<string> {
  const { context } = world
  const code = await dossierInProgress(context)
  const officer = await accountOf(context, 'case-officer')
  const question = { agency: 'H18.12', question: 'Ở đâu?', due: { until: '2026-12-04' }, papers: [] }
  const { id } = await askAgency(context, code, question, officer)
  // As if the other agency had asked: its officers have no dossier in hand.
  await context.pool.query(
    `update consultations.consultation set asked_agency_id = asking_agency_id, asking_agency_id = asked_agency_id
     where id = $1`,
    [id],
  )
  return id
}

/** The address of a route, of something that exists. */
const addressOf = ({ url }: ListedRoute): string =>
  fillIn(url, {
    code: url.includes('/procedures') ? '1.001193' : real.dossier,
    reference: real.draft,
    step: 'child',
    type: 'accept',
    username: 'cashier',
    name: 'step_reminder',
    position: '1',
    ...(url.includes('/consultations/:id') && { id: real.consultation }),
  })

before(async () => {
  await world.ready
  for (const [holder, account] of Object.entries(accounts)) headersOf.set(holder, await world.as(account))
  await makeRealThings()
  assert.match(`${real.dossier} ${real.draft}`, /^[\w-]{8,} [\w-]{8,}$/)
})

const isApi = ({ url }: ListedRoute): boolean => url.startsWith('/api/v1/')
const isWrite = ({ method }: ListedRoute): boolean => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method)
const bodyOf = ({ schema }: ListedRoute): Schema | null => (schema?.body as Schema | undefined) ?? null
const nameOf = ({ method, url }: ListedRoute): string => `${method} ${url}`

type Sent = Readonly<{ url?: string; payload?: string | Buffer; type?: string | null; headers?: Headers }>

async function send(route: ListedRoute, { url = addressOf(route), payload, type, headers = {} }: Sent) {
  return await world.app.inject({
    method: route.method as 'POST',
    url,
    headers: { ...insider(route), ...(type && { 'content-type': type }), ...headers },
    ...(payload !== undefined && { payload }),
  })
}

type Reply = Awaited<ReturnType<typeof send>>

/** What is wrong with a refusal; null when it is as it should be. */
function faultOf(answer: Reply, isSchemaFault: boolean): string | null {
  if (answer.statusCode < 400 || answer.statusCode >= 500) return `answered ${answer.statusCode}`
  const { code, fields } = answer.json() as { code?: string; fields?: { field?: string; expected?: string }[] }
  if (!code || !/^[a-z]+(\.[a-z_]+)?$/.test(code)) return `${answer.statusCode} without a code of ours: ${code}`
  if (!isSchemaFault) return null
  const isTold = fields?.every(({ field, expected }) => field && expected) && fields.length > 0
  return code === 'request.invalid' && isTold ? null : `${code} without the field: ${answer.body.slice(0, 200)}`
}

/** How many rows every table of ours has. */
async function countRows(): Promise<Record<string, number>> {
  const { pool } = world.context
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname !~ '^(pg_|information_schema|platform)' order by 1`,
  )
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name}`)
  const { rows } = await pool.query<{ name: string; rows: number }>(counts.join(' union all '))
  return Object.fromEntries(rows.map(({ name, rows: count }) => [name, count]))
}

const ajv = new Ajv2020({ strict: false })
addFormats.default(ajv)

const short = (value: unknown): string => JSON.stringify(value).slice(0, 160)

const writesOfApi = () => world.routes.filter((route) => isApi(route) && isWrite(route))

/** The bodies that do not fit the schema of this route, by the word of another validator. */
function misfits(schema: Schema): unknown[] {
  const fits = ajv.compile(schema)
  const branches = Array.from({ length: schema.anyOf?.length ?? 1 }, (_, branch) => branch)
  return branches.flatMap((branch) => spoil(sampleOf(schema, branch)).filter((body) => !fits(body)))
}

describe('bad bodies', () => {
  test('each field of each endpoint: wrong kind, missing, unknown: refused with the field and what was expected', async () => {
    const before = await countRows()
    const wrong: string[] = []
    let sent = 0
    for (const route of writesOfApi()) {
      for (const body of misfits(bodyOf(route) ?? {})) {
        const answer = await send(route, { payload: JSON.stringify(body), type: 'application/json' })
        const fault = faultOf(answer, true)
        if (fault) wrong.push(`${nameOf(route)} ${fault} to ${short(body)}`)
        sent += 1
      }
    }
    assert.deepEqual(wrong, [])
    assert.ok(sent > 500, `only ${sent} bad bodies were sent`)
    assert.deepEqual(await countRows(), before, 'a refused request wrote something')
  })

  test('what is no JSON, or no JSON of ours, is refused by every endpoint', async () => {
    const before = await countRows()
    const wrong: string[] = []
    for (const route of writesOfApi()) {
      for (const [type, payload] of brokenBodies) {
        const fault = faultOf(await send(route, { payload, type }), false)
        if (fault) wrong.push(`${nameOf(route)} ${fault} to ${type} ${short(String(payload))}`)
      }
    }
    assert.deepEqual(wrong, [])
    assert.deepEqual(await countRows(), before, 'a refused request wrote something')
  })

  test('whatever JSON is sent, no endpoint breaks', async () => {
    for (const route of world.routes.filter((one) => isApi(one) && bodyOf(one) !== null)) {
      const good = sampleOf(bodyOf(route) ?? {}) as Record<string, unknown>
      const generated = fc.oneof(
        fc.jsonValue({ depthSize: 'medium' }),
        fc.record(Object.fromEntries(Object.keys(good).map((name) => [name, fc.jsonValue()])), {
          requiredKeys: [],
        }),
        ...oneFieldOther(good),
      )
      const isWhole = async (body: unknown) => {
        const answer = await send(route, { payload: JSON.stringify(body), type: 'application/json' })
        assert.ok(answer.statusCode < 500, `${nameOf(route)} ${answer.statusCode} to ${short(body)}`)
      }
      await fc.assert(fc.asyncProperty(generated, isWhole), { numRuns: 40 })
    }
  })
})

/** A good body with one field changed; of a body whose fields are somebody else's to name there is none. */
const oneFieldOther = (good: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown>[] =>
  Object.keys(good).length === 0
    ? []
    : [
        fc
          .tuple(fc.constantFrom(...Object.keys(good)), fc.jsonValue())
          .map(([name, value]) => ({ ...good, [name]: value })),
      ]

/** Texts for an address: none of them is a code, a cursor or a number of ours. */
const badTexts = [
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  '1e308',
  '99999999999999999999',
  'NaN',
  "'; drop table x; --",
  '%',
  '../../etc/passwd',
  'x'.repeat(3000),
  'a\u0000b',
  '\u202e',
  '2026-13-45T99:99:99Z',
  '01a20000-0000-7000-8000-000000000017',
  'eyJub3QiOiJvdXJzIn0',
]
const badBytes = ['%00', '%ff%fe', '%E0%A4%A', '%', '%ed%a0%80']

const namesInQuery = ({ schema }: ListedRoute): string[] =>
  Object.keys((schema?.querystring as Schema | undefined)?.properties ?? {})
const queryNames = (route: ListedRoute): string[] => [...namesInQuery(route), 'cursor']

const badPairs = (name: string): string[] => [
  ...badTexts.map((text) => `${name}=${encodeURIComponent(text)}`),
  ...badBytes.map((bytes) => `${name}=${bytes}`),
  `${name}=1&${name}=2`,
  `${name}[]=1`,
  `${name}[a][b]=1`,
]

/** The API names each wrong field, so each is tried alone; a page must not break, also on all of them at once. */
function badQueries(route: ListedRoute): string[] {
  const lists = [...new Set(queryNames(route))].map(badPairs)
  const [first = []] = lists
  return isApi(route) ? lists.flat() : first.map((_, place) => lists.map((pairs) => pairs[place]).join('&'))
}

/** Every address of a route with something bad in it. */
function badAddresses(route: ListedRoute): string[] {
  const names = [...route.url.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name ?? '')
  const inPath = names.flatMap((name) => [
    ...badTexts.filter(Boolean).map((text) => fillIn(route.url, { [name]: text })),
    ...badBytes.map((bytes) => fillIn(route.url.replace(`:${name}`, bytes))),
  ])
  return [...inPath, ...badQueries(route).map((query) => `${addressOf(route)}?${query}`)]
}

/** What is wrong with the answer to a bad address; null when it is as it should be. */
function faultOfAddress(route: ListedRoute, answer: Reply): string | null {
  if (answer.statusCode === 500) return 'breaks'
  const isRefused = answer.statusCode >= 400 && answer.statusCode !== 503
  return isApi(route) && isRefused ? faultOf(answer, false) : null
}

test('bad addresses: no route breaks, and the API says what was wrong', async () => {
  const wrong: string[] = []
  for (const route of world.routes.filter(({ method }) => method === 'GET')) {
    for (const url of badAddresses(route)) {
      const answer = await send(route, { url, headers: isApi(route) ? {} : { accept: 'text/html' } })
      const fault = faultOfAddress(route, answer)
      if (fault) wrong.push(`${url.slice(0, 120)}: ${fault}`)
    }
  }
  assert.deepEqual(wrong, [])
})

/** Cursors in the forms of ours, before they are packed: of parts that are none to us, or none to PostgreSQL. */
const badPlaces = [
  '2026-02-30T00:00:00Z|01a20000-0000-7000-8000-000000000017',
  '2026-11-26T24:60:00Z|01a20000-0000-7000-8000-000000000017',
  '0000-01-01T00:00:00Z|01a20000-0000-7000-8000-000000000017',
  '2026-11-26T10:00:00+23:00|01a20000-0000-7000-8000-000000000017',
  'infinity|01a20000-0000-7000-8000-000000000017',
  '2026-11-26T10:00:00Z|x',
  '2026-11-26T10:00:00Z|a\0b',
  '[1e9,"a\\u0000b"]',
  '[1e99,"1.001193"]',
  '[1]',
]
const packed = badPlaces.map((text) => Buffer.from(text).toString('base64url'))
const badCursors = [...packed, `0.${packed[0]}`, '2026-02-30.1', '999999999999999.1.x', '9007199254740993']

/** What the address of this list calls the cursor of a page. */
const cursorNames = (route: ListedRoute): string[] =>
  namesInQuery(route).filter((name) => ['before', 'after', 'cursor'].includes(name))

test('bad cursors: of no list do they reach the database', async () => {
  const lists = world.routes.flatMap((route) =>
    route.method === 'GET' ? cursorNames(route).map((name) => ({ route, name })) : [],
  )
  const wrong: string[] = []
  for (const { route, name } of lists) {
    for (const cursor of badCursors) {
      const url = `${addressOf(route)}?${name}=${encodeURIComponent(cursor)}`
      const answer = await send(route, { url, headers: { accept: 'application/json' } })
      const isUnread = answer.statusCode >= 400 && answer.body.includes('"(request)"')
      if (answer.statusCode === 500 || isUnread) wrong.push(`${url}: ${answer.statusCode}`)
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(lists.length > 25, `only ${lists.length} lists were asked`)
})

const badForms = [
  '',
  'stranger=1',
  '__proto__=1&constructor=2&toString=3',
  'a[b][c]=1&a=2',
  '%ff=%fe&%00=%00',
  '&&&===&=',
  Array.from({ length: 3000 }, (_, index) => `f${index}=1`).join('&'),
]

const badMultiparts = [
  multipartForm({ 'child.fullName': 'a\u0000b', stranger: 'x'.repeat(70_000) }, []),
  multipartForm({ fullName: '\ud800', 'child[fullName]': '', __proto__: '1' }, []),
  multipartForm({}, [{ field: '../x', name: '../../etc/passwd', content: Buffer.alloc(0) }]),
  multipartForm({}, [
    { field: 'birth_certificate_of_clinic', name: 'a.pdf', content: Buffer.from('<script>') },
  ]),
  multipartForm({}, [{ field: 'stranger', name: 'a.pdf', content: somePdf() }]),
]

/** Every field the form of this route names, with something bad in it. */
function formsFor(route: ListedRoute): string[] {
  const names = Object.keys(bodyOf(route)?.properties ?? {})
  const all = (value: string) => names.map((name) => `${name}=${encodeURIComponent(value)}`).join('&')
  return [
    ...badForms,
    ...badTexts.map(all),
    ...names.flatMap((name) => [`${name}=1&${name}=2`, `${name}=%00`, `${name}=%ff`, `${name}[x]=1`]),
  ]
}

test('bad forms: no page breaks on what is posted to it', async () => {
  const wrong: string[] = []
  for (const route of world.routes.filter((one) => !isApi(one) && isWrite(one))) {
    const html = { accept: 'text/html' }
    const look = async (payload: string | Buffer, type: string | null) => {
      const answer = await send(route, { payload, type, headers: html })
      if (answer.statusCode === 500) wrong.push(`${nameOf(route)} breaks on ${type} ${short(String(payload))}`)
    }
    for (const form of formsFor(route)) await look(form, 'application/x-www-form-urlencoded')
    for (const [type, body] of brokenBodies) await look(body, type)
    for (const { headers, payload } of badMultiparts) await look(payload, headers['content-type'] ?? null)
  }
  assert.deepEqual(wrong, [])
})
