import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { guardRoutes, type Holder, nobody, permissions, type Role, roles } from '#modules/identity'
import { html } from '#platform/html'
import { openHttp } from '#platform/http'
import { openLog } from '#platform/log'
import { fillIn, type ListedRoute } from '#test/routes'
import { useApp } from '#test/whole-app'

type Asker = Readonly<{ name: string; holds: readonly Holder[]; headers: Readonly<Record<string, string>> }>

const world = useApp()
const askers: Asker[] = []

// Each of these demo accounts holds one role and no other.
const usernames: Readonly<Record<Role, string>> = {
  reception_officer: 'reception',
  case_officer: 'case-officer',
  signatory: 'signatory',
  cashier: 'cashier',
  administrator: 'administrator',
  leader: 'leader',
  auditor: 'auditor',
}
const citizens: readonly (readonly [string, readonly Holder[], string])[] = [
  ['citizen of level 1', ['citizen_level_1'], '999000000055'],
  ['citizen of level 2', ['citizen_level_1', 'citizen_level_2'], '999000000017'],
]

before(async () => {
  await world.ready
  for (const role of roles) askers.push({ name: role, holds: [role], headers: await world.as(usernames[role]) })
  for (const [name, holds, account] of citizens) askers.push({ name, holds, headers: await world.as(account) })
  askers.push({ name: 'nobody', holds: [], headers: {} })
})

const isNamed = ({ permission }: ListedRoute, { holds }: Asker): boolean => {
  const holders: readonly Holder[] = permissions[permission as keyof typeof permissions]
  return holders.some((holder) => holder === 'anyone' || holds.includes(holder))
}

/** What the guard said to this asker at this door. */
async function knock({ method, url }: ListedRoute, { headers }: Asker): Promise<string> {
  const answer = await world.app.inject({ method: method as 'GET', url: fillIn(url), headers })
  if (answer.statusCode === 500) return 'broken'
  const isProblem = String(answer.headers['content-type']).includes('problem+json') && method !== 'HEAD'
  const { code, permission } = (isProblem ? answer.json() : {}) as { code?: string; permission?: string }
  if (method === 'HEAD' && (answer.statusCode === 401 || answer.statusCode === 403)) return 'refused'
  if (!permission) return 'let in'
  return `${answer.statusCode} ${code}`
}

const expected = (route: ListedRoute, asker: Asker): string => {
  if (isNamed(route, asker)) return 'let in'
  if (route.method === 'HEAD') return 'refused'
  return asker.holds.length === 0 ? '401 request.not_signed_in' : '403 request.not_allowed'
}

describe('who may do what', () => {
  test('each role is asked for by an account that holds it alone', async () => {
    for (const { holds, headers } of askers.slice(0, roles.length)) {
      const me = await world.app.inject({ url: '/api/v1/me', headers })
      assert.deepEqual(me.json().roles, holds)
    }
  })

  test('every route names a row of the table, and every row opens some route', () => {
    const unnamed = world.routes.filter(({ permission }) => !permission || !(permission in permissions))
    assert.deepEqual(unnamed, [])
    const unused = Object.keys(permissions).filter(
      (row) => !world.routes.some(({ permission }) => permission === row),
    )
    assert.deepEqual(unused, [])
    assert.ok(world.routes.length > 50, `only ${world.routes.length} routes were found`)
  })

  test('each route lets in whom its row names, and refuses everybody else', async () => {
    const wrong: string[] = []
    for (const route of world.routes) {
      for (const asker of askers) {
        const [found, wanted] = [await knock(route, asker), expected(route, asker)]
        if (found !== wanted)
          wrong.push(`${route.method} ${route.url} as ${asker.name}: ${found}, by the table ${wanted}`)
      }
    }
    assert.deepEqual(wrong, [])
  })

  test('a page that needs a sign-in shows nobody the way to it, and back', async () => {
    const closed = world.routes.filter(
      (route) =>
        (route.method === 'GET' || route.method === 'POST') &&
        !route.url.startsWith('/api/') &&
        !isNamed(route, { name: 'nobody', holds: [], headers: {} }),
    )
    assert.ok(closed.length > 0)
    for (const { method, url } of closed) {
      const answer = await world.app.inject({
        method: method as 'GET',
        url: fillIn(url),
        headers: { accept: 'text/html' },
      })
      assert.equal(answer.statusCode, 303, `${method} ${url}`)
      assert.match(String(answer.headers.location), /^\/(officer\/)?sign-in\?return=/, `${method} ${url}`)
    }
  })

  test('a route without a row of the table does not start', () => {
    const app = openHttp({ log: openLog('silent'), errorPage: () => html`` })
    guardRoutes(app, async () => nobody)
    assert.throws(() => app.get('/forgotten', async () => 'open'), /names no permission/)
    const config = { permission: 'dossiers.invented' } as never
    assert.throws(() => app.get('/misspelt', { config }, async () => 'open'), /names no permission/)
  })

  test('an address that does not exist says so to everybody, and opens nothing', async () => {
    for (const { headers } of askers) {
      const answer = await world.app.inject({ url: '/api/v1/nothing', headers })
      assert.equal(answer.statusCode, 404)
    }
  })
})
