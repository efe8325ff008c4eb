import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getProcedureToday } from '#modules/procedures'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'

const world = useApp()
const huong = '999000000017'
const marital = '/procedures/1.004873/guide'
const ask = (url: string, language = 'vi') =>
  world.app.inject({ url, headers: { accept: 'text/html' }, cookies: { mc_language: language } })

async function post(url: string, account = huong) {
  const headers = { accept: 'text/html', ...(await world.as(account)) }
  return await world.app.inject({ method: 'POST', url, headers })
}

test('one question after the other leads to the papers, the fee and the time of the case', async () => {
  const first = await ask(marital)
  assert.equal(first.statusCode, 200)
  assert.match(first.body, /Bạn dùng giấy để làm gì\?/)
  assert.doesNotMatch(first.body, /Bạn đã chọn/)
  const second = await ask(`${marital}?use=other&_asked=use`)
  assert.match(second.body, /Bạn đã được cấp giấy này cho lần này chưa\?/)
  assert.match(second.body, /Bạn đã chọn/)
  const last = await ask(`${marital}?use=other&before=again&who=self`)
  assert.match(last.body, /<h1>Cấp lại Giấy xác nhận tình trạng hôn nhân<\/h1>/)
  assert.match(last.body, /Giấy xác nhận tình trạng hôn nhân đã cấp trước đó/)
  assert.doesNotMatch(last.body, /Văn bản ủy quyền/)
  assert.match(last.body, /action="\/procedures\/1\.004873\/start\?use=other&#38;before=again&#38;who=self"/)
  for (const page of [first, second, last]) assert.deepEqual(await findMarkupErrors(page.body), [])
})

test('who may pay less is told so before the form, with the law of each benefit', async () => {
  const { body } = await ask(`${marital}?use=other&before=first&who=self`)
  assert.match(body, /Có thể được miễn, giảm/)
  assert.match(body, /Miễn cho người thuộc hộ nghèo/)
  assert.match(body, /Nghị quyết 66\.22\/2026\/NQ-CP, Phụ lục II/)
})

test('nothing chosen: the page comes back and says so at the question', async () => {
  const page = await ask(`${marital}?_asked=use`)
  assert.equal(page.statusCode, 422)
  assert.match(page.body, /href="#f-use">Chọn một câu trả lời: Bạn dùng giấy để làm gì\?/)
  assert.deepEqual(await findMarkupErrors(page.body), [])
})

test('an address made by hand asks on, and nothing of it is repeated on the page', async () => {
  const strange = ['?use=', '?use=<script>', '?use=other&use=marriage', '?who=self&before=again', '?use[]=x']
  for (const query of strange) {
    const page = await ask(`${marital}${query}`)
    assert.equal(page.statusCode, 200, query)
    assert.match(page.body, /Bạn dùng giấy để làm gì\?/, query)
    assert.doesNotMatch(page.body, /<script>/)
  }
  assert.equal((await ask('/procedures/9.999999/guide')).statusCode, 404)
})

test('a procedure without a guide leads to its page', async () => {
  const page = await ask('/procedures/2.000635/guide')
  assert.deepEqual([page.statusCode, page.headers.location], [303, '/procedures/2.000635'])
})

test('who may not, or needs another procedure, is told why and where, and no draft is offered', async () => {
  const young = await ask('/procedures/1.000894/guide?both_here=yes&old_enough=no')
  assert.match(young.body, /Chưa đủ tuổi kết hôn/)
  assert.match(young.body, /52\/2014\/QH13, Điều 8/)
  const three = await ask('/procedures/1.001193/guide?wish=yes')
  assert.match(three.body, /href="\/procedures\/3\.000722"/)
  const unknown = await ask(
    '/procedures/1.000894/guide?both_here=yes&old_enough=yes&unmarried=yes&divorce=not_noted',
  )
  assert.match(unknown.body, /mã 2\.000554/)
  for (const { body } of [young, three, unknown]) {
    assert.doesNotMatch(body, /\/start/)
    assert.deepEqual(await findMarkupErrors(body), [])
  }
})

test('in English every sentence of the way is English', async () => {
  const page = await ask(`${marital}?use=other&before=first&who=self`, 'en')
  assert.match(page.body, /<h1>For the first time, for yourself<\/h1>/)
  assert.match(page.body, /It may be less/)
  assert.match(page.body, /What is it for|What do you need it for\?/)
  assert.doesNotMatch(page.body, /Bạn|Lệ phí/)
})

test('the draft begins with the case chosen: answers filled in, its papers asked for', async () => {
  const choices = 'wish=no&origin=surrogate&who=father'
  const started = await post(`/procedures/1.001193/start?${choices}`)
  assert.equal(started.statusCode, 303)
  const draft = String(started.headers.location)
  const headers = { accept: 'text/html', ...(await world.as(huong)) }
  const papers = await world.app.inject({ url: `${draft}/papers`, headers })
  assert.match(papers.body, /Văn bản xác nhận của cơ sở y tế về việc mang thai hộ/)
  assert.doesNotMatch(papers.body, /Biên bản về việc trẻ bị bỏ rơi/)
  const delivery = await world.app.inject({ url: `${draft}/delivery`, headers })
  assert.match(delivery.body, /value="father" checked/)
  const again = await post(`/procedures/1.001193/start?${choices}`)
  assert.equal(again.headers.location, draft, 'pressed twice, it is one draft')
  const other = await post('/procedures/1.001193/start?wish=no&origin=usual&who=mother')
  assert.notEqual(other.headers.location, draft)
})

test('choices that lead elsewhere fill in nothing', async () => {
  const started = await post('/procedures/1.001193/start?wish=yes')
  const headers = { accept: 'text/html', ...(await world.as(huong)) }
  const page = await world.app.inject({ url: `${String(started.headers.location)}/delivery`, headers })
  assert.doesNotMatch(page.body, /value="father" checked/)
})

test('signing in on the way keeps what was chosen', async () => {
  const url = '/procedures/1.001193/start?wish=no&origin=usual&who=mother'
  const asked = await world.app.inject({ method: 'POST', url, headers: { accept: 'text/html' } })
  const back = new URL(String(asked.headers.location), 'http://x').searchParams.get('return')
  assert.equal(back, url)
  const headers = { accept: 'text/html', ...(await world.as(huong)) }
  const page = await world.app.inject({ url, headers })
  assert.match(page.body, /action="\/procedures\/1\.001193\/start\?wish=no&#38;origin=usual&#38;who=mother"/)
})

test('the page of a procedure leads to its guide and shows the table of its fees', async () => {
  const { body } = await ask('/procedures/1.004873')
  assert.match(body, /href="\/procedures\/1\.004873\/guide"/)
  assert.match(body, /Bảng phí, lệ phí và miễn, giảm/)
  assert.match(body, /Từ 15\/8\/2026 đến hết 28\/2\/2027/)
  assert.deepEqual(await findMarkupErrors(body), [])
  assert.ok((await getProcedureToday(world.context, '1.004873')).guide)
})
