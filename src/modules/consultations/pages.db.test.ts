import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { listAudit } from '#modules/audit'
import { accountOf, dossierInProgress } from '#test/consultations'
import { findMarkupErrors } from '#test/html-validity'
import { readPdfText } from '#test/pdf-text'
import { useApp } from '#test/whole-app'
import { askAgency } from './ask-agency.ts'

const world = useApp()
const headersOf = async (account: string, cookie = '') => ({
  ...(await world.as(account)),
  accept: 'text/html',
  ...(cookie && { cookie }),
})
const get = async (account: string, url: string) =>
  await world.app.inject({ url, headers: await headersOf(account) })
const post = async (account: string, url: string, fields: Readonly<Record<string, string>>) =>
  await world.app.inject({
    method: 'POST',
    url,
    headers: { ...(await headersOf(account)), 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })
const call = async (account: string, url: string, payload?: object) => {
  const headers = await world.as(account)
  const method = payload ? 'POST' : 'GET'
  const answer = await world.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload && { payload }) })
  return { status: answer.statusCode, body: answer.json() }
}
const justice = 'case-officer.so-tu-phap'
const typed = { agency: 'H18.12', question: 'Nơi cư trú?\nGiấy tờ nào?', until: '4/12/2026', days: '' }

describe('the pages of asking and answering', () => {
  let code = ''
  let page = ''
  before(async () => {
    await world.ready
    code = await dossierInProgress(world.context)
    page = `/officer/dossiers/${code}/consultations/new`
  })

  test('what cannot be asked comes back with what was typed and what is wrong', async () => {
    const cases: [Record<string, string>, RegExp][] = [
      [{ agency: '' }, /Chọn cơ quan được hỏi/],
      [{ agency: 'H18.20' }, /chưa có cán bộ trả lời được/],
      [{ until: '' }, /đúng một trong hai/],
      [{ days: '3' }, /đúng một trong hai/],
      [{ until: '31/11/2026' }, /Nhập một ngày có thật/],
      [{ until: '5/12/2026' }, /cơ quan được hỏi nghỉ/],
      [{ until: '25/11/2026' }, /Ngày này đã qua/],
      [{ until: '', days: '61' }, /số nguyên từ 1 đến 60/],
    ]
    for (const [change, sentence] of cases) {
      const answer = await post('case-officer', page, { ...typed, ...change })
      assert.equal(answer.statusCode, 422, JSON.stringify(change))
      assert.match(answer.body, sentence)
      assert.match(answer.body, /Nơi cư trú\?\nGiấy tờ nào\?<\/textarea>/)
      assert.deepEqual(await findMarkupErrors(answer.body), [])
    }
  })

  test('asked, shown to the asked agency with the ticked paper alone, answered, read on the dossier page', async () => {
    const form = await get('case-officer', page)
    assert.equal(form.statusCode, 200)
    const paper = form.body.match(/name="paper\.([0-9a-f-]+)"/)?.[1] ?? ''
    assert.ok(paper)
    const sent = await post('case-officer', page, { ...typed, [`paper.${paper}`]: 'yes' })
    assert.equal(sent.statusCode, 303)
    const dossier = await get('case-officer', String(sent.headers.location))
    assert.match(dossier.body, /Đã gửi lấy ý kiến/)
    assert.match(dossier.body, /Sở Tư pháp.*Cho xem: Giấy chứng sinh/s)

    const inbox = await get(justice, '/officer/consultations')
    assert.match(inbox.body, /Lấy ý kiến \(1\)/)
    const url = inbox.body.match(/href="(\/officer\/consultations\/[0-9a-f-]+)"/)?.[1] ?? ''
    const asked = await get(justice, url)
    assert.match(asked.body, /Nơi cư trú\?<br>Giấy tờ nào\?/)
    assert.doesNotMatch(asked.body, /LÒ THỊ MAI HƯƠNG/)
    const shown = await get(justice, `${url}/papers/${paper}`)
    assert.equal(shown.headers['content-type'], 'application/pdf')
    const readings = await listAudit(world.context.db, { kind: 'paper', id: paper })
    assert.ok(readings.some(({ detail }) => detail?.purpose === 'consultation'))

    for (const address of [`/officer/dossiers/${code}`, `/papers/${paper}`, page])
      assert.equal((await get(justice, address)).statusCode, 404, address)
    for (const stranger of ['case-officer', 'case-officer.so-xay-dung'])
      for (const address of [url, `${url}/papers/${paper}`])
        assert.equal((await get(stranger, address)).statusCode, 404, `${stranger} ${address}`)

    const silent = await post(justice, url, { opinion: 'disagrees', text: '' })
    assert.equal(silent.statusCode, 422)
    assert.match(silent.body, /Nhập nội dung ý kiến/)
    const given = { opinion: 'disagrees', text: 'Không đủ căn cứ <b>' }
    assert.equal((await post(justice, url, given)).statusCode, 303)
    const again = await post(justice, url, given)
    assert.equal(again.statusCode, 409)
    assert.match(again.body, /Đã có người trả lời/)
    assert.doesNotMatch((await get(justice, '/officer/consultations')).body, /Lấy ý kiến \(/)
    const sheet = await get('signatory', `/officer/dossiers/${code}/control-sheet.pdf`)
    const words = readPdfText(sheet.rawPayload).replace(/\s+/g, ' ')
    assert.match(words, /Sở Tư pháp, hạn trả lời 17 giờ, thứ Sáu 04\/12\/2026: Không đồng ý/)
    const answered = await get('signatory', `/officer/dossiers/${code}`)
    assert.match(answered.body, /Không đồng ý<\/strong>: Không đủ căn cứ &#60;b&#62;/)
  })

  test('who may not ask is led back to the dossier', async () => {
    const submitted = await dossierInProgress(world.context)
    const url = `/officer/dossiers/${submitted}/commands/stop`
    await post('case-officer', url, { reason: 'Người nộp đề nghị', revision: '3' })
    const answer = await get('case-officer', `/officer/dossiers/${submitted}/consultations/new`)
    assert.equal(answer.headers.location, `/officer/dossiers/${submitted}`)
  })

  test('the inbox goes by due time, a page at a time', async () => {
    const officer = await accountOf(world.context, 'case-officer')
    const question = { agency: 'H18.14', question: 'Có ý kiến gì?', papers: [] }
    for (let amount = 43; amount >= 1; amount--)
      await askAgency(world.context, code, { ...question, due: { amount, unit: 'working_day' } }, officer)
    const first = await get('case-officer.so-cong-thuong', '/officer/consultations')
    assert.equal(first.body.match(/Hạn trả lời/g)?.length, 40)
    const next = first.body.match(/href="(\/officer\/consultations\?after=[^"]+)"/)?.[1] ?? ''
    const second = await get('case-officer.so-cong-thuong', next)
    assert.equal(second.body.match(/Hạn trả lời/g)?.length, 3)
    const days = [...first.body.matchAll(/Hạn trả lời [^<]*?(\d\d)\/(\d\d)\/(\d{4})/g)].map(
      ([, d, m, y]) => `${y}${m}${d}`,
    )
    assert.equal(days.length, 40)
    assert.deepEqual(
      days,
      days.toSorted((one, other) => Number(one) - Number(other)),
    )
  })

  test('every page is valid HTML, in both languages', async () => {
    const inbox = await get('case-officer.so-cong-thuong', '/officer/consultations')
    const one = inbox.body.match(/href="(\/officer\/consultations\/[0-9a-f-]+)"/)?.[1] ?? ''
    for (const [account, url] of [
      ['case-officer', page],
      ['case-officer', `/officer/dossiers/${code}`],
      ['case-officer.so-cong-thuong', '/officer/consultations'],
      ['case-officer.so-cong-thuong', one],
    ] as const)
      for (const language of ['vi', 'en']) {
        const headers = await headersOf(account, `mc_language=${language}`)
        const { body, statusCode } = await world.app.inject({ url, headers })
        assert.equal(statusCode, 200, url)
        assert.deepEqual(await findMarkupErrors(body), [], `${url} ${language}`)
      }
  })
})

test('the API asks, lists and answers; without an answer there is no opinion', async () => {
  const code = await dossierInProgress(world.context)
  const url = `/dossiers/${code}/consultations`
  const body = { agency: 'H18.12', question: 'Ở đâu?', due: { amount: 3, unit: 'working_day' } }
  const asked = await call('signatory', url, body)
  assert.equal(asked.status, 201)
  assert.equal(asked.body.dueAt, '2026-12-01T10:00:00Z')
  const listed = await call('leader', url)
  assert.deepEqual(listed.body.consultations, [asked.body])
  assert.equal(listed.body.consultations[0].answer, null)
  assert.equal((await call(justice, url)).status, 404)
  assert.equal((await call('999000000017', url)).body.code, 'request.not_allowed')
  const answered = await call(justice, `/consultations/${asked.body.id}/answer`, { opinion: 'agrees' })
  assert.deepEqual([answered.status, answered.body.answer.opinion], [200, 'agrees'])
  const both = await call('signatory', url, { ...body, due: { until: '2026-12-04', amount: 3 } })
  assert.deepEqual([both.status, both.body.code], [400, 'request.invalid'])
})
