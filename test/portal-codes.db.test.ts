import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { advanceDossier, findDossierById } from '#modules/dossiers'
import { type FiledDossier, receiveFiledDossier } from '#modules/filings'
import { findOfficer, maiHuong } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'

const world = useApp()
const theirs = 'G01.99-20261123-0000001'
const unknown = 'G01.99-20261123-0000002'
const huong = maiHuong.personalId
const stranger = '999000000024'
let id = ''
let ours = ''

/** Filed at the portal for the ward, and accepted here. */
before(async () => {
  await world.ready
  const { fullName, personalId } = maiHuong
  const filed: FiledDossier = {
    ...{ code: theirs, account: null, procedure: '1.004873', agencyCode: 'H18.137' },
    ...{ applicant: { fullName, personalId }, owner: undefined, papers: [] },
    answers: {
      person: { fullName, personalId, residence: 'Tổ 8, phường Điện Biên Phủ', status: 'single' },
      purpose: { use: 'other', otherUse: 'Vay vốn ngân hàng' },
      delivery: { phone: '0900000048', copies: 1, receiveBy: 'counter' },
    },
  }
  const received = await receiveFiledDossier(world.context, 'national_portal', filed, async () => undefined)
  if (received.outcome === 'held') assert.fail(received.code)
  id = received.dossierId
  const { reference } = (await findDossierById(world.context.db, id)) ?? assert.fail()
  const reception = await findOfficer(world.context, 'reception')
  ours = (await advanceDossier(world.context, reference, { command: { type: 'accept' } }, reception)).code ?? ''
})

async function ask(url: string, account: string | null, language = 'vi') {
  const isPage = !url.startsWith('/api/')
  const headers = { ...(isPage && { accept: 'text/html' }), ...(account && (await world.as(account))) }
  return await world.app.inject({ url, headers, cookies: { mc_language: language } })
}
const leadsTo = async (url: string, account: string | null) => {
  const { statusCode, headers } = await ask(url, account)
  return [statusCode, headers.location]
}

test('anybody who knows the code at the portal sees the progress that our code shows, and nobody’s data', async () => {
  assert.deepEqual(await leadsTo(`/track?code=${theirs.toLowerCase()}`, null), [303, `/track/${theirs}`])
  const [byTheirs, byOurs] = await Promise.all([ask(`/track/${theirs}`, null), ask(`/track/${ours}`, null)])
  assert.deepEqual([byTheirs.statusCode, byOurs.statusCode], [200, 200])
  const shown = (body: string, typed: string) => body.slice(body.indexOf('<main')).replaceAll(typed, '')
  assert.equal(shown(byTheirs.body, theirs), shown(byOurs.body, ours))
  assert.doesNotMatch(byTheirs.body, /999000000017|0900000048|Tổ 8/)
  assert.equal((await ask(`/track/${unknown}`, null)).statusCode, 404)
})

test('the API answers the dossier to whom it answers it by our code, and 404 to others as for no dossier', async () => {
  for (const account of [huong, 'reception']) {
    const read = await ask(`/api/v1/dossiers/${theirs}`, account)
    assert.deepEqual([read.statusCode, read.json().code], [200, ours], account)
    const events = await ask(`/api/v1/dossiers/${theirs}/events`, account)
    assert.deepEqual([events.statusCode, events.json().events.length], [200, 2], account)
  }
  const none = await ask(`/api/v1/dossiers/${unknown}`, huong)
  for (const account of [stranger, 'reception.muong-nhe']) {
    const refused = await ask(`/api/v1/dossiers/${theirs}`, account)
    const { status, code, title } = none.json()
    assert.partialDeepStrictEqual(refused.json(), { status, code, title })
    assert.equal(refused.statusCode, 404)
  }
})

test('the pages lead to the dossier’s own address those who may see it; of others none is told that it is there', async () => {
  assert.deepEqual(await leadsTo(`/my/dossiers/${theirs}`, huong), [303, `/my/dossiers/${ours}`])
  const officers = `/officer/dossiers/${ours}`
  assert.deepEqual(await leadsTo(`/officer/dossiers/${theirs}`, 'reception'), [303, officers])
  assert.deepEqual(await leadsTo(`/officer/worklist?q=${theirs.toLowerCase()}`, 'reception'), [303, officers])
  for (const [url, account] of [
    ['/my/dossiers/', stranger],
    ['/officer/dossiers/', 'reception.muong-nhe'],
  ] as const) {
    const [refused, none] = await Promise.all([
      ask(`${url}${theirs}`, account),
      ask(`${url}${unknown}`, account),
    ])
    const main = (body: string) => body.slice(body.indexOf('<main'), body.indexOf('</main>'))
    assert.deepEqual([refused.statusCode, none.statusCode], [404, 404])
    assert.equal(
      main(refused.body).replace(/[0-9a-f-]{20,}/g, ''),
      main(none.body).replace(/[0-9a-f-]{20,}/g, ''),
    )
  }
  assert.equal((await ask(`/officer/worklist?q=${theirs}`, 'reception.muong-nhe')).statusCode, 200)
  const { rows } = await world.context.pool.query(
    "select count(*)::int from audit.entry where subject_id = $1 and action = 'dossiers.read' and detail->>'purpose' <> 'api'",
    [id],
  )
  assert.deepEqual(rows, [{ count: 0 }], 'who is led on has read nothing yet')
})

test('the code at the portal stands on the pages of the citizen and of the officer, where there is one', async () => {
  const other = await submitBirth(world.context)
  for (const [side, account] of [
    ['/my', huong],
    ['/officer', 'reception'],
  ] as const)
    for (const [language, words] of [
      ['vi', 'Mã trên Cổng Dịch vụ công quốc gia'],
      ['en', 'Code at the national portal'],
    ] as const) {
      const page = await ask(`${side}/dossiers/${ours}`, account, language)
      assert.deepEqual(await findMarkupErrors(page.body), [])
      assert.match(page.body, new RegExp(`${words}[^.]*${theirs}`))
      const without = await ask(`${side}/dossiers/${other}`, account, language)
      assert.deepEqual([without.statusCode, without.body.includes(words)], [200, false])
    }
})

test('a name of ours means ours, whatever the portal calls by it', async () => {
  const other = await submitBirth(world.context)
  await world.context.pool.query(
    `insert into filings.remote_origin (dossier_id, destination, their_code, recorded_at)
      select id, 'national_portal', $2, now() from dossiers.dossier where reference = $1`,
    [other, ours],
  )
  const read = await ask(`/api/v1/dossiers/${ours}`, huong)
  assert.equal(read.json().procedure.code, '1.004873')
  assert.equal((await ask(`/my/dossiers/${ours}`, huong)).statusCode, 200)
})
