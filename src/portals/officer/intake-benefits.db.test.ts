import assert from 'node:assert/strict'
import { test } from 'node:test'
import { feeFactsOf, findDossier, readDossier } from '#modules/dossiers'
import { calculateFees } from '#modules/fees'
import { findOfficer } from '#test/demo'
import { fieldsOfPage } from '#test/form'
import { findMarkupErrors } from '#test/html-validity'
import { multipartForm } from '#test/multipart'
import { useApp } from '#test/whole-app'
import { suggestFees } from './suggest-fees.ts'

const world = useApp()
const certificate = '1.004873'
const legend = 'Được miễn, giảm (đã xem giấy tờ)'
const proof = 'Giấy chứng nhận hộ nghèo số 12, UBND phường Điện Biên Phủ, 05/01/2026'
const poor = { 'seen.poor_household': 'true', seenProof: proof }

/** A certificate of marital status, as it is typed at the counter. */
const typed = {
  fullName: 'CÀ VĂN PHƯƠNG',
  personalId: '999000000055',
  phone: '0900000055',
  'person-residence': 'Tổ 8, phường Điện Biên Phủ',
  'person-status': 'single',
  'purpose-use': 'other',
  'purpose-otherUse': 'Vay vốn ngân hàng',
  'delivery-copies': '1',
  'delivery-receiveBy': 'counter',
}

async function open(url = '/officer/intake', language = 'vi') {
  const headers = { ...(await world.as('reception')), accept: 'text/html', cookie: `mc_language=${language}` }
  return await world.app.inject({ url, headers })
}

async function press(page: string, pressed: string, given: Record<string, string> = {}) {
  const { headers, payload } = multipartForm({ ...fieldsOfPage(page), ...given, v: pressed }, [])
  return await world.app.inject({
    method: 'POST',
    url: '/officer/intake',
    headers: { ...headers, ...(await world.as('reception')), accept: 'text/html' },
    payload,
  })
}

const choose = async (procedure: string) => await press((await open()).body, 'procedure', { procedure })
const codeOf = ({ headers }: { headers: Record<string, unknown> }) =>
  String(headers.location).split('done=')[1] ?? ''

test('a poor household at the counter pays nothing: the page, the dossier and its fees say why', async () => {
  const page = await choose(certificate)
  assert.ok(page.body.includes(legend))
  assert.deepEqual(await findMarkupErrors(page.body), [])
  assert.doesNotMatch(page.body, /Miễn cho người thuộc hộ nghèo: không phải nộp/)

  const again = await press(page.body, 'procedure', { ...typed, ...poor })
  assert.equal(again.statusCode, 200)
  assert.match(again.body, /Miễn cho người thuộc hộ nghèo: không phải nộp/)
  assert.equal(fieldsOfPage(again.body)['seen.poor_household'], 'true')
  assert.equal(fieldsOfPage(again.body).seenProof, proof)
  assert.deepEqual(await findMarkupErrors(again.body), [])

  const accepted = await press(again.body, 'accept')
  assert.equal(accepted.statusCode, 303, accepted.body)
  const code = codeOf(accepted)
  const dossier = await findDossier(world.context.db, code)
  assert.ok(dossier)
  assert.deepEqual(dossier.applicantCategories, ['poor_household'])
  assert.deepEqual(
    dossier.entitlements.map((one) => [one.key, one.proof]),
    [['poor_household', proof]],
  )
  const view = await readDossier(world.context, code, await findOfficer(world.context, 'reception'))
  const { lines, totalVnd } = calculateFees(view.procedure.feeRules, feeFactsOf(dossier))
  assert.deepEqual([totalVnd, lines[0]?.benefits], [0, ['poor_household']])
  assert.deepEqual(suggestFees(view), [], 'nothing to be asked for')

  const shown = await open(`/officer/dossiers/${code}`)
  assert.ok(shown.body.includes(legend))
  assert.ok(shown.body.includes(`${proof}; xem ngày `))
  assert.deepEqual(await findMarkupErrors(shown.body), [])
})

test('a right that was ticked without its paper comes back with the field named, and nothing is lost', async () => {
  const given = { ...typed, 'seen.disability': 'true' }
  const back = await press((await choose(certificate)).body, 'accept', given)
  assert.equal(back.statusCode, 422)
  assert.match(back.body, /href="#f-seenProof"/)
  assert.match(back.body, /Ghi giấy tờ đã xem/)
  const kept = fieldsOfPage(back.body)
  for (const [name, value] of Object.entries(given)) assert.equal(kept[name], value, name)
  assert.equal(kept['seen.poor_household'], undefined)
  assert.deepEqual(await findMarkupErrors(back.body), [])
  const accepted = await press(back.body, 'accept', { seenProof: 'Giấy xác nhận khuyết tật số 7' })
  assert.equal(accepted.statusCode, 303, accepted.body)
})

test('ticks and proof stay through the mistakes of other fields', async () => {
  const page = (await choose(certificate)).body
  const back = await press(page, 'accept', { ...typed, ...poor, fullName: '' })
  assert.equal(back.statusCode, 422)
  assert.match(back.body, /href="#f-fullName"/)
  for (const [name, value] of Object.entries(poor)) assert.equal(fieldsOfPage(back.body)[name], value)
})

test('only what lowers a fee here and today can be ticked', async () => {
  const { body } = await choose(certificate)
  assert.ok(!body.includes('seen.vneid_exemption_2026'), 'that one is for dossiers sent online')
  const sent = { ...typed, 'seen.vneid_exemption_2026': 'true', seenProof: 'VNeID' }
  const accepted = await press(body, 'accept', sent)
  const dossier = await findDossier(world.context.db, codeOf(accepted))
  assert.deepEqual([dossier?.applicantCategories, dossier?.entitlements], [[], []])
  assert.ok(!(await open(`/officer/dossiers/${dossier?.code}`)).body.includes(legend))

  assert.ok(!(await choose('1.001193')).body.includes('seenProof'), 'its fee has no such benefit')
  assert.ok(!(await open()).body.includes('seenProof'))
  const english = await open(`/officer/intake?procedure=${certificate}`, 'en')
  assert.match(english.body, /Free or reduced \(papers seen\)/)
  assert.match(english.body, /Free for poor households/)
})
