import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findDossier } from '#modules/dossiers'
import { citizen, submitBirth } from '#test/dossiers'
import { fieldsOfPage } from '#test/form'
import { findMarkupErrors } from '#test/html-validity'
import { type FormFile, multipartForm } from '#test/multipart'
import { somePdf } from '#test/paper-samples'
import { useApp } from '#test/whole-app'

const world = useApp()

async function open(url: string, account: string) {
  return await world.app.inject({ url, headers: { ...(await world.as(account)), accept: 'text/html' } })
}

async function send(
  url: string,
  account: string,
  fields: Record<string, string>,
  files: readonly FormFile[] = [],
) {
  const { headers, payload } = multipartForm(fields, files)
  const signedIn = { ...headers, ...(await world.as(account)), accept: 'text/html' }
  return await world.app.inject({ method: 'POST', url, headers: signedIn, payload })
}

/** Opens the page of a command as `account`, fills in `typed` and sends it. */
async function give(
  name: string,
  type: string,
  account: string,
  typed: Record<string, string> = {},
  files: readonly FormFile[] = [],
) {
  const isPlain = ['accept', 'transfer', 'deliver'].includes(type)
  const path = `/officer/dossiers/${name}${isPlain ? '' : `/commands/${type}`}`
  const page = await open(path, account)
  assert.equal(page.statusCode, 200, `${type}: ${page.body.slice(0, 300)}`)
  const answer = await send(
    `/officer/dossiers/${name}/commands/${type}`,
    account,
    { ...fieldsOfPage(page.body), ...typed },
    files,
  )
  return { page: page.body, answer, to: String(answer.headers.location ?? '') }
}

/** The same, and it must be carried out; answers the name the dossier then has. */
async function done(...args: Parameters<typeof give>): Promise<string> {
  const { answer, to } = await give(...args)
  assert.equal(answer.statusCode, 303, answer.body)
  const [, name = '', type] = /^\/officer\/dossiers\/([^?]+)\?done=(\w+)$/.exec(to) ?? []
  assert.equal(type, args[1])
  return name
}

const register = (number = '17', name = 'LÒ THỊ MAI HƯƠNG') => submitBirth(world.context, citizen(number, name))
const stateOf = async (name: string) => (await findDossier(world.context.db, name))?.state

test('from acceptance to delivery, by the forms of the pages alone', async () => {
  const reference = await register()
  const code = await done(reference, 'accept', 'reception')
  assert.match(code, /^H18\.137\.01-261126-\d{4}$/)
  await done(code, 'transfer', 'reception')
  await done(code, 'request_payment', 'case-officer', { amount: '8.000', reason: 'Lệ phí bản sao' })
  assert.equal(await stateOf(code), 'payment_requested')
  await done(code, 'confirm_payment', 'cashier', { method: 'cash', receiptReference: '00012047' })
  const asked = await give(code, 'request_papers', 'case-officer', {
    'component.birth_certificate_of_clinic': 'true',
    reason: 'Ảnh mờ ở góc dưới',
  })
  assert.equal(asked.answer.statusCode, 303)
  const file = {
    field: 'file.birth_certificate_of_clinic',
    name: 'ban-chup-lai.pdf',
    content: somePdf('bản chụp lại'),
  }
  await done(code, 'supplement', 'reception', {}, [file])
  await done(code, 'submit_for_approval', 'case-officer', { note: 'Đủ điều kiện' })
  await done(code, 'return_to_appraisal', 'signatory', { reason: 'Ghi thiếu quê quán' })
  await done(code, 'submit_for_approval', 'case-officer', { note: 'Đã ghi' }, [
    { field: 'file.result', name: 'ban-thao.pdf', content: somePdf('bản thảo') },
  ])
  await done(code, 'approve', 'signatory')
  await done(code, 'deliver', 'reception')
  assert.equal(await stateOf(code), 'delivered')
  const { body } = await open(`/officer/dossiers/${code}`, 'leader')
  for (const text of [
    'ban-thao.pdf',
    'ban-chup-lai.pdf',
    'Ảnh mờ ở góc dưới',
    '00012047',
    'Ghi thiếu quê quán',
  ])
    assert.ok(body.includes(text), text)
  assert.match(body, /Hồ sơ đã kết thúc/)
  assert.deepEqual(await findMarkupErrors(body), [])
})

test('what ends a dossier wants its reason, and shows what the applicant will read', async () => {
  const accepted = (await Promise.all([register(), register()])).map((name) =>
    done(name, 'accept', 'reception'),
  )
  const [first = '', second = ''] = await Promise.all(accepted)
  for (const [name, type, state] of [
    [await register(), 'refuse', 'refused'],
    [first, 'stop', 'stopped'],
    [second, 'withdraw', 'withdrawn'],
  ] as const) {
    const empty = await give(name, type, 'reception')
    assert.equal(empty.answer.statusCode, 422)
    assert.match(empty.page, /Tin sẽ gửi người nộp/)
    assert.match(empty.answer.body, /href="#f-reason"/)
    assert.deepEqual(await findMarkupErrors(empty.answer.body), [])
    await done(name, type, 'reception', { reason: 'Theo đề nghị của người nộp' })
    assert.equal(await stateOf(name), state)
  }
})

test('a signatory rejects with a ground', async () => {
  const code = await done(await register(), 'accept', 'reception')
  await done(code, 'transfer', 'reception')
  await done(code, 'submit_for_approval', 'case-officer')
  await done(code, 'reject', 'signatory', { reason: 'Trẻ đã có Giấy khai sinh' })
  assert.equal((await findDossier(world.context.db, code))?.outcome, 'rejected')
})

test('papers are asked for once; a second time says why the first could not see it', async () => {
  const reference = await register()
  const wanted = { 'component.birth_certificate_of_clinic': 'true', reason: 'Thiếu trang hai' }
  const first = await give(reference, 'request_papers', 'reception', wanted)
  assert.doesNotMatch(first.page, /unseenReason/)
  const file = { field: 'file.birth_certificate_of_clinic', name: 'trang-hai.pdf', content: somePdf('hai') }
  await done(reference, 'supplement', 'reception', {}, [file])
  const second = await give(reference, 'request_papers', 'reception', wanted)
  assert.equal(second.answer.statusCode, 422)
  assert.match(second.answer.body, /href="#f-unseenReason"/)
  assert.match(second.answer.body, /Thiếu trang hai<\/textarea>/)
  const boxes = fieldsOfPage(second.answer.body)
  assert.equal(boxes['component.birth_certificate_of_clinic'], 'true')
  await done(reference, 'request_papers', 'reception', { ...wanted, unseenReason: 'Trang hai mới lộ chỗ tẩy' })
})

test('two officers at once: one wins, the other keeps what was typed and sees the newest state', async () => {
  const reference = await register()
  const refusing = await open(`/officer/dossiers/${reference}/commands/refuse`, 'reception')
  const code = await done(reference, 'accept', 'reception')
  const late = await send(`/officer/dossiers/${reference}/commands/refuse`, 'reception', {
    ...fieldsOfPage(refusing.body),
    reason: 'Không thuộc thẩm quyền',
  })
  assert.equal(late.statusCode, 409)
  assert.match(late.body, /Hồ sơ vừa được người khác xử lý/)
  assert.match(late.body, /Không thuộc thẩm quyền/)
  assert.equal(await stateOf(code), 'accepted')

  const stopping = await open(`/officer/dossiers/${code}/commands/stop`, 'reception')
  await done(code, 'transfer', 'reception')
  const again = await send(`/officer/dossiers/${code}/commands/stop`, 'reception', {
    ...fieldsOfPage(stopping.body),
    reason: 'Người nộp đề nghị dừng',
  })
  assert.equal(again.statusCode, 409)
  assert.match(again.body, /Người nộp đề nghị dừng<\/textarea>/)
  const newest = { ...fieldsOfPage(again.body) }
  const carried = await send(`/officer/dossiers/${code}/commands/stop`, 'reception', newest)
  assert.equal(carried.statusCode, 303)
  assert.equal(await stateOf(code), 'stopped')
})

test('the same form sent twice is one act', async () => {
  const reference = await register()
  const fields = fieldsOfPage((await open(`/officer/dossiers/${reference}`, 'reception')).body)
  const address = `/officer/dossiers/${reference}/commands/accept`
  const [one, two] = [await send(address, 'reception', fields), await send(address, 'reception', fields)]
  assert.equal(one.statusCode, 303)
  assert.equal(two.headers.location, one.headers.location)
})

test('a file that is refused is named; the one that was received is kept', async () => {
  const reference = await register()
  await done(reference, 'request_papers', 'reception', {
    'component.birth_certificate_of_clinic': 'true',
    reason: 'Ảnh mờ',
  })
  const back = await give(reference, 'supplement', 'reception', {}, [
    { field: 'file.birth_certificate_of_clinic', name: 'ro-net.pdf', content: somePdf('rõ nét') },
    { field: 'file.birth_certificate_of_clinic', name: 'bai-hat.mp3', content: Buffer.from('ID3') },
  ])
  assert.equal(back.answer.statusCode, 422)
  assert.match(back.answer.body, /bai-hat\.mp3/)
  assert.match(back.answer.body, /ro-net\.pdf/)
  const sent = await send(`/officer/dossiers/${reference}/commands/supplement`, 'reception', {
    ...fieldsOfPage(back.answer.body),
  })
  assert.equal(sent.statusCode, 303)
  const { body } = await open(`/officer/dossiers/${reference}`, 'reception')
  assert.match(body, /ro-net\.pdf/)
})

test('amounts, receipt numbers and methods are asked for at their fields', async () => {
  const code = await done(await register(), 'accept', 'reception')
  const wrong = await give(code, 'request_payment', 'reception', { amount: 'tám nghìn', reason: 'Lệ phí' })
  assert.equal(wrong.answer.statusCode, 422)
  assert.match(wrong.answer.body, /href="#f-amount"/)
  assert.match(wrong.answer.body, /value="tám nghìn"/)
  await done(code, 'request_payment', 'reception', { amount: '15 000', reason: 'Lệ phí' })
  const unpaid = await give(code, 'confirm_payment', 'cashier')
  assert.match(unpaid.answer.body, /href="#f-method"/)
  assert.match(unpaid.answer.body, /href="#f-receiptReference"/)
})

test('who has no relation to a dossier does not learn that it exists', async () => {
  const reference = await register()
  assert.equal((await open(`/officer/dossiers/${reference}`, 'reception.muong-nhe')).statusCode, 404)
  assert.equal((await open(`/officer/dossiers/${reference}`, 'administrator')).statusCode, 403)
  const elsewhere = await send(`/officer/dossiers/${reference}/commands/accept`, 'reception.muong-nhe', {})
  assert.equal(elsewhere.statusCode, 404)
  const forged = await send(`/officer/dossiers/${reference}/commands/accept`, 'case-officer', { revision: '1' })
  assert.equal(forged.statusCode, 403)
  assert.equal(await stateOf(reference), 'registered')
})

test('every page of a dossier is valid, in English too', async () => {
  const code = await done(await register(), 'accept', 'reception')
  for (const path of ['', '/commands/request_papers', '/commands/request_payment', '/commands/stop']) {
    const headers = { ...(await world.as('reception')), accept: 'text/html', cookie: 'mc_language=en' }
    const { body, statusCode } = await world.app.inject({ url: `/officer/dossiers/${code}${path}`, headers })
    assert.equal(statusCode, 200)
    assert.match(body, /lang="en"/)
    assert.deepEqual(await findMarkupErrors(body), [], path)
  }
})

test('a paper that is locked away says so, to whoever handed it in and to the officer, each in their words', async () => {
  const reference = await register('48', 'QUÀNG THỊ BÌNH')
  await world.context.pool.query(
    `update papers.content set scan = 'infected' where sha256 in (select p.sha256 from papers.paper p
     join dossiers.attachment a on a.paper_id = p.id join dossiers.dossier d on d.id = a.dossier_id where d.reference = $1)`,
    [reference],
  )
  const toOfficer = await open(`/officer/dossiers/${reference}`, 'reception')
  assert.match(toOfficer.body, /Tệp có mã độc nên bị khóa\. Hãy yêu cầu người nộp gửi một bản khác\./)
  const toOwner = await open(`/my/dossiers/${reference}`, '999000000048')
  assert.match(toOwner.body, /Tệp có mã độc nên bị khóa, không ai mở được\./)
})
