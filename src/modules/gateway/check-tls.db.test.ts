import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { openApp } from '#app'
import { fixedClock } from '#platform/clock'
import type { Context } from '#platform/context'
import { makeTlsAuthority } from '#test/certificates'
import { absentProvider, noSigning, useApp } from '#test/whole-app'
import { checkTls, explainTlsTrouble, findTlsTroubles } from './check-tls.ts'
import { tlsFilesOf } from './tls-files.ts'

const world = useApp()
const authority = makeTlsAuthority()
const other = makeTlsAuthority('Other authority')
const gateway = authority.issue('gateway', 60)
const folder = join(dirname(authority.certificateFile), 'checked')
after(authority.remove)
after(other.remove)

const now = Temporal.Now.instant()
const at = (days: number) => fixedClock(now.add({ hours: 24 * days }).toString())
const put = (name: string, text: string) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

/** The system with these files, each time with settings of their own: they are opened anew. */
const serverWith = (more: Partial<Context['config']> = {}, days = 0): Context => ({
  ...world.context,
  clock: at(days),
  config: {
    ...world.context.config,
    EXCHANGE_TLS_KEY_FILE: gateway.keyFile,
    EXCHANGE_TLS_CERTIFICATE_FILE: gateway.certificateFile,
    EXCHANGE_TLS_CA_FILE: authority.certificateFile,
    ...more,
  },
})
const codesOf = (server: Context) => findTlsTroubles(server).map(({ code }) => code)

test('thirty days before the certificate ends somebody is told to ask for another, and told again when it has', async () => {
  assert.deepEqual(findTlsTroubles(world.context), [], 'no files, no trouble')
  assert.deepEqual(codesOf(serverWith({}, 29)), [])
  assert.deepEqual(codesOf(serverWith({}, 31)), ['certificate_ends'])
  assert.deepEqual(codesOf(serverWith({}, 61)), ['certificate_ended'])
  const { ok, warning } = await checkTls(serverWith({}, 31))(0)
  assert.equal(ok, true, 'it sends nobody elsewhere')
  assert.match(String(warning), /ends \d{4}-\d{2}-\d{2}/)
})

test('with lists, an authority without one or whose list has ended is named', () => {
  const ca = put('ca.pem', `${authority.certificate}\n${other.certificate}`)
  const troublesWith = (lists: string, days = 0) =>
    findTlsTroubles(
      serverWith({ EXCHANGE_TLS_CA_FILE: ca, EXCHANGE_TLS_CRL_FILE: put('list.pem', lists) }, days),
    )
  assert.deepEqual(troublesWith(`${authority.list()}\n${other.list()}`), [])
  assert.deepEqual(troublesWith(authority.list()), [{ code: 'list_missing', authority: 'CN=Other authority' }])
  const [trouble] = troublesWith(`${authority.list('ended')}\n${other.list()}`)
  assert.equal(trouble?.code, 'list_ended')
  assert.equal(trouble.at.toString(), '2025-01-02T00:00:00Z')
  assert.deepEqual(troublesWith(`${authority.list('ended')}\n${authority.list()}\n${other.list()}`), [])
})

test('a list that ends is told of while callers are still let in, when a quarter of its life is left', () => {
  const server = (days: number) =>
    serverWith({ EXCHANGE_TLS_CRL_FILE: put('ending.pem', authority.list()) }, days)
  const ofLists = (days: number) => codesOf(server(days)).filter((code) => code.startsWith('list'))
  assert.deepEqual(ofLists(22), [])
  assert.deepEqual(ofLists(23), ['list_ends'])
  assert.deepEqual(ofLists(31), ['list_ended'])
  const [trouble] = findTlsTroubles(server(23))
  assert.ok(trouble?.code === 'list_ends')
  const say = (language: 'vi' | 'en') => explainTlsTrouble(trouble, language, () => 'KHI NÀO')
  assert.match(say('vi'), /CN=Authority sắp hết hiệu lực \(KHI NÀO\)/)
  assert.match(say('en'), /CN=Authority ends soon \(KHI NÀO\)/)
})

test('new files that cannot be used are a warning of /readyz and stand on the page of operations', async () => {
  const key = put('key.pem', String(gateway.key))
  const server = serverWith({ EXCHANGE_TLS_KEY_FILE: key })
  const app = await openApp(server, { identityProvider: absentProvider, signing: noSigning })
  after(() => app.close())
  const headers = { ...(await world.as('administrator')), accept: 'text/html' }
  const show = async (url: string) => (await app.inject({ url, headers })).body
  assert.doesNotMatch(await show('/readyz'), /exchange_certificates/)
  assert.match(await show('/admin/sync'), /Chứng thư số của nền tảng tích hợp/)

  put('key.pem', String(other.issue('key').key))
  tlsFilesOf(server)?.lookAgain()
  assert.match(await show('/readyz'), /New files of certificates or lists cannot be used/)
  const page = '/admin/systems/exchange_certificates'
  assert.match(await show(page), /thu hồi mới: khóa bí mật không phải của chứng thư số này\./)
  const english = async () => (await app.inject({ url: page, headers, cookies: { mc_language: 'en' } })).body
  assert.match(await english(), /private key is not that of the certificate\. Those of before still are/)

  rmSync(key)
  tlsFilesOf(server)?.lookAgain()
  assert.match(await show(page), /thu hồi mới: không đọc được tệp khóa bí mật\./)
  assert.match(await english(), /the file of the private key cannot be read\./)
  for (const shown of [await show('/readyz'), await show(page), await english()])
    assert.doesNotMatch(shown, /key\.pem|EXCHANGE_TLS/, 'where it lies only the log says')
})

test('a process that has no door says of files it cannot use that it cannot', () => {
  assert.deepEqual(findTlsTroubles(serverWith({ EXCHANGE_TLS_KEY_FILE: join(folder, 'none') })), [
    { code: 'unusable', why: { code: 'unreadable', part: 'key' } },
  ])
})
