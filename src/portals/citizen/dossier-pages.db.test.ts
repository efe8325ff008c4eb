import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advanceDossier, type Command } from '#modules/dossiers'
import { findOfficer } from '#test/demo'
import { citizen, submitBirth } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { type FormFile, multipartForm } from '#test/multipart'
import { somePdf } from '#test/paper-samples'
import { useApp } from '#test/whole-app'

const world = useApp()
const huong = '999000000017'

type Form = Readonly<Record<string, string>>
async function ask(url: string, account: string | null = huong, language = 'vi') {
  const headers = { accept: 'text/html', ...(account && (await world.as(account))) }
  return await world.app.inject({ url, headers, cookies: { mc_language: language } })
}
async function post(url: string, form: Form, account = huong) {
  const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
  const payload = new URLSearchParams(form).toString()
  return await world.app.inject({
    method: 'POST',
    url,
    headers: { ...headers, ...(await world.as(account)) },
    payload,
  })
}
async function send(url: string, form: Form, files: FormFile[], account = huong) {
  const { headers, payload } = multipartForm(form, files)
  const all = { accept: 'text/html', ...headers, ...(await world.as(account)) }
  return await world.app.inject({ method: 'POST', url, headers: all, payload })
}

/** Gives commands as the demo officers whose turn it is; answers the code of the dossier. */
async function advance(reference: string, ...commands: (readonly [string, Command])[]): Promise<string> {
  let known = reference
  for (const [username, command] of commands) {
    const officer = await findOfficer(world.context, username)
    known = (await advanceDossier(world.context, known, { command }, officer)).code ?? known
  }
  return known
}
const accept = ['reception', { type: 'accept' }] as const
const transfer = ['reception', { type: 'transfer' }] as const
const requestPapers = [
  'case-officer',
  {
    type: 'request_papers',
    reason: 'Ảnh giấy chứng sinh bị mờ.',
    components: ['birth_certificate_of_clinic', 'letter_of_authority'],
  },
] as const
const revisionOf = (page: string): string => /name="revision" value="(\d+)"/.exec(page)?.[1] ?? ''

/** Valid in both languages. */
async function assertSound(url: string, account: string | null = huong): Promise<string> {
  const pages = await Promise.all(['vi', 'en'].map((language) => ask(url, account, language)))
  for (const { body } of pages) assert.deepEqual(await findMarkupErrors(body), [])
  return pages[0]?.body ?? ''
}

test('nobody sees dossiers without signing in; a stranger and a wrong code get the same answer', async () => {
  const reference = await submitBirth(world.context)
  const nobody = await ask(`/my/dossiers/${reference}`, null)
  assert.equal(nobody.statusCode, 303)
  assert.match(String(nobody.headers.location), /^\/sign-in\?return=/)
  for (const path of ['', '/withdraw', '/receipt.pdf']) {
    const stranger = await ask(`/my/dossiers/${reference}${path}`, '999000000024')
    const unknown = await ask(`/my/dossiers/346C-346C-346C${path}`)
    assert.deepEqual([stranger.statusCode, unknown.statusCode], [404, 404], path)
  }
})

test('a dossier says who acts next, until when and why, its way, its papers, its tracking code', async () => {
  const reference = await submitBirth(world.context)
  const before = await assertSound(`/my/dossiers/${reference}`)
  assert.match(before, /Đã nhận, chờ quầy một cửa kiểm tra/)
  assert.match(before, /Tính từ khi hồ sơ được tiếp nhận/)
  assert.doesNotMatch(before, /receipt\.pdf/)
  const code = await advance(reference, accept, transfer)
  const page = await assertSound(`/my/dossiers/${code}`)
  assert.match(page, /17 giờ, thứ Năm 26\/11\/2026/)
  assert.match(page, /Vì sao là ngày này/)
  assert.match(page, /đang thẩm định/)
  assert.match(page, /Vàng A Súa, Công chức tiếp nhận/)
  assert.match(page, /giay-chung-sinh\.pdf/)
  assert.match(page, /aria-current="step"/)
  assert.match(page, new RegExp(`href="/my/dossiers/${code}/receipt.pdf"`))
})

test('own dossiers come newest first and page by page', async () => {
  const account = '999000000031'
  const actor = citizen('31', 'LƯỜNG VĂN KHÁNH')
  const empty = await assertSound('/my/dossiers', account)
  assert.match(empty, /Bạn chưa nộp hồ sơ nào/)
  for (let minute = 10; minute < 32; minute++)
    await submitBirth(world.context, actor, `2026-11-26T08:${minute}:00+07:00`)
  const first = await assertSound('/my/dossiers', account)
  const next = /href="(\/my\/dossiers\?before=[^"]+)"/.exec(first)?.[1] ?? ''
  const second = await ask(next, account)
  const times = (page: string) =>
    [...page.matchAll(/nộp lúc 8 giờ (\d\d)/g)].map(([, minute]) => Number(minute))
  assert.deepEqual(
    times(first),
    Array.from({ length: 20 }, (_, index) => 31 - index),
  )
  assert.deepEqual(times(second.body), [11, 10])
  assert.equal((await ask('/my/dossiers?before=x', account)).statusCode, 200)
})

test('missing papers are named with the reason; they arrive once, however often the button is pressed', async () => {
  const code = await advance(await submitBirth(world.context), accept, transfer, requestPapers)
  const page = await assertSound(`/my/dossiers/${code}`)
  assert.match(page, /Lý do: Ảnh giấy chứng sinh bị mờ\./)
  assert.match(page, /Tệp cho: Văn bản ủy quyền/)
  const revision = revisionOf(page)
  const url = `/my/dossiers/${code}/supplement`

  const nothing = await send(url, { revision }, [])
  assert.equal(nothing.statusCode, 422)
  assert.match(nothing.body, /Chọn ít nhất một tệp/)

  const good = { field: 'paper.0', name: 'rõ.pdf', content: somePdf('rõ') }
  const half = await send(url, { revision }, [
    good,
    { field: 'paper.1', name: 'a.txt', content: Buffer.from('x') },
  ])
  assert.equal(half.statusCode, 422)
  assert.match(half.body, /Đã nhận: rõ\.pdf/)
  assert.deepEqual(await findMarkupErrors(half.body), [])
  const kept = /name="(kept\.[^"]+)" value="([^"]+)"/.exec(half.body)
  const fields = { revision, [kept?.[1] ?? '']: kept?.[2] ?? '' }
  const both = await Promise.all([send(url, fields, []), send(url, fields, [])])
  for (const sent of both) assert.equal(sent.headers.location, `/my/dossiers/${code}?done=supplement`)
  const after = await assertSound(`/my/dossiers/${code}?done=supplement`)
  assert.match(after, /Đã nhận giấy tờ bổ sung/)
  assert.equal([...after.matchAll(/>rõ\.pdf</g)].length, 1)

  const late = await send(url, { revision: '1' }, [good])
  assert.equal(late.statusCode, 409)
  assert.match(late.body, /Hồ sơ vừa có thay đổi/)
})

test('a dossier is withdrawn with a reason after one more question, and not when it has a result', async () => {
  const reference = await submitBirth(world.context)
  const url = `/my/dossiers/${reference}/withdraw`
  const asked = await assertSound(url)
  const revision = revisionOf(asked)
  const empty = await post(url, { revision, reason: '  ' })
  assert.equal(empty.statusCode, 422)
  assert.deepEqual(await findMarkupErrors(empty.body), [])
  for (let press = 0; press < 2; press++) {
    const done = await post(url, { revision, reason: 'Khai nhầm tên' })
    assert.equal(done.headers.location, `/my/dossiers/${reference}?done=withdraw`)
  }
  assert.match(await assertSound(`/my/dossiers/${reference}?done=withdraw`), /Lý do: Khai nhầm tên/)

  const code = await advance(
    await submitBirth(world.context),
    accept,
    transfer,
    ['case-officer', { type: 'submit_for_approval', note: '' }],
    ['signatory', { type: 'approve', note: '' }],
  )
  const late = await post(`/my/dossiers/${code}/withdraw`, { revision: '1', reason: 'Thôi' })
  assert.ok([403, 409].includes(late.statusCode))
  assert.match(late.body, /Đây là tình trạng mới nhất/)
  assert.match(await assertSound(`/my/dossiers/${code}`), /Mời bạn nhận kết quả tại/)
})

test('tracking shows the progress and nothing about persons, to everybody alike', async () => {
  const code = await advance(await submitBirth(world.context), accept, transfer, requestPapers)
  const page = await assertSound(`/track/${code}`, null)
  assert.match(page, /L•••• T•••• M•••• H••••/)
  assert.doesNotMatch(page, /HƯƠNG|Hương|999000000017|mờ|Vàng A Súa/)
  const typed = await ask(`/track?code=${encodeURIComponent(` ${code.toLowerCase()} `)}`, null)
  assert.equal(typed.headers.location, `/track/${code}`)
  for (const url of [
    '/track/H18.137.01-261125-9999',
    '/track/346C-346C-346C',
    '/track/xyz',
    '/track?code=xyz',
  ]) {
    const unknown = await ask(url, null)
    assert.equal(unknown.statusCode, 404, url)
    assert.match(unknown.body, /Không tìm thấy hồ sơ/)
    assert.match(unknown.body, /<input[^>]+name="code"/)
    assert.deepEqual(await findMarkupErrors(unknown.body), [])
  }
  assert.equal((await ask('/track', null)).statusCode, 200)
})

test('the receipt of an accepted dossier is a PDF, for the person and at the counter', async () => {
  const reference = await submitBirth(world.context)
  assert.equal((await ask(`/my/dossiers/${reference}/receipt.pdf`)).statusCode, 404)
  const code = await advance(reference, accept)
  for (const [url, account] of [
    [`/my/dossiers/${code}/receipt.pdf`, huong],
    [`/officer/dossiers/${code}/receipt.pdf`, 'reception'],
  ] as const) {
    const pdf = await ask(url, account)
    assert.equal(pdf.statusCode, 200)
    assert.equal(pdf.headers['content-type'], 'application/pdf')
    assert.equal(pdf.rawPayload.subarray(0, 5).toString(), '%PDF-')
  }
})
