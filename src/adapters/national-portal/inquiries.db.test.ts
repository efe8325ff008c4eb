import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fetchInquiries, type InquirySystem, inquiryGauges, tellReplies } from '#modules/inquiries'
import { fixedClock } from '#platform/clock'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'
import { openNationalPortal } from './client.ts'
import { type StandInPortal, startStandInPortal } from './stand-in.ts'

let standIn: StandInPortal
before(async () => {
  standIn = await startStandInPortal()
})
after(() => standIn.stop())

const openPortal = (): InquirySystem => {
  const { inquiries } = openNationalPortal({ ...standIn.connection, timeoutMs: 2000 })
  if (!inquiries) throw new Error('the classic portal knows questions')
  return inquiries
}
const world = useApp(async () => ({ inquirySystems: [openPortal()] }))

const owner = '999000000017'
const ask = async (account: string | null, url: string, form?: Record<string, string>) =>
  await world.app.inject({
    method: form ? 'POST' : 'GET',
    url,
    headers: {
      ...(account && (await world.as(account))),
      accept: 'text/html',
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form && { payload: new URLSearchParams(form).toString() }),
  })

const inMinutes = (minutes: number) => ({
  ...world.context,
  clock: fixedClock(world.context.clock.now().add({ minutes }).toString()),
})
/** The page of the question of that title, as it stands in a list. */
async function pageOf(account: string, list: string, title: string): Promise<string> {
  const { body } = await ask(account, list)
  const found = body.match(new RegExp(`href="([^"]+)">(?:<strong>)?${title}`))?.[1]
  assert.ok(found, `${title} in ${list}`)
  return found
}
const seenIn = (body: string) => body.match(/name="seen" value="([^"]*)"/)?.[1] ?? ''

test('a question asked at the portal is kept once, answered by one of two officers, and the portal has the newest answer', async () => {
  const { context } = world
  const question = { question: 'Cần mang gì?\nCó mất lệ phí không?', askerName: 'Quàng Thị Bình' }
  const asked = { ...question, agencyCode: 'H18.137', procedureCode: '1.001193' }
  const id = standIn.inquiries.ask({ title: 'Khai sinh muộn', ...asked })
  standIn.inquiries.spoil()
  const both = await Promise.all([fetchInquiries(context, openPortal()), fetchInquiries(context, openPortal())])
  assert.equal(both[0].asked + both[1].asked, 1)
  standIn.inquiries.mend()
  assert.deepEqual(await fetchInquiries(context, openPortal()), { asked: 0, published: 0 })

  const url = await pageOf('case-officer', '/officer/inquiries', 'Khai sinh muộn')
  const shown = (await ask('reception', url)).body
  assert.match(shown, /Cần mang gì\?<br>Có mất lệ phí không\?/)
  assert.match(shown, /Quàng Thị Bình/)
  assert.deepEqual(await findMarkupErrors(shown), [])
  assert.equal((await ask('case-officer.muong-nhe', url)).statusCode, 404)
  const watched = (await ask('auditor', url)).body
  assert.doesNotMatch(watched, /<textarea/)
  assert.equal((await ask('auditor', url, { text: 'Không', seen: '' })).statusCode, 403)
  assert.equal((await ask('reception', url, { text: '  ', seen: '' })).statusCode, 422)

  standIn.setFault('down')
  const said = ['Mang giấy chứng sinh.', 'Không mất lệ phí.']
  const answers = await Promise.all([
    ask('reception', url, { text: said[0] ?? '', seen: '' }),
    ask('case-officer', url, { text: said[1] ?? '', seen: '' }),
  ])
  assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [303, 409])
  const refused = answers.find(({ statusCode }) => statusCode === 409)?.body ?? ''
  for (const text of said) assert.match(refused, new RegExp(text))
  assert.deepEqual(await findMarkupErrors(refused), [])
  assert.equal(await tellReplies(context, openPortal()), 0)
  const now = await ask('reception', url)
  const correct = { text: 'Mang giấy chứng sinh và căn cước.', seen: seenIn(now.body) }
  assert.equal((await ask('reception', url, correct)).statusCode, 303)
  assert.equal((await ask('reception', url, correct)).statusCode, 303)
  assert.equal(await inquiryGauges(context)[0]?.read(), 2)
  standIn.setFault(null)
  assert.equal(await tellReplies(inMinutes(2), openPortal()), 2)
  assert.equal(await tellReplies(inMinutes(9), openPortal()), 0)
  assert.equal(standIn.inquiries.findReply(id)?.NoiDungTraLoi, correct.text)
  assert.match((await ask('reception', url)).body, /Câu trả lời trước/)
})

test('what cannot be read holds the place in the list until it can, and what comes late is not passed over', async () => {
  const { context } = world
  standIn.inquiries.spoil()
  standIn.inquiries.ask({
    ...{
      title: 'Không rõ nơi',
      question: 'Hỏi ai?',
      askerName: null,
      agencyCode: 'H99.1',
      procedureCode: null,
    },
  })
  standIn.setFault('garbage')
  await assert.rejects(fetchInquiries(context, openPortal()))
  standIn.setFault('duplicate')
  assert.equal((await fetchInquiries(context, openPortal())).asked, 1)
  standIn.setFault(null)
  standIn.inquiries.mend()
  const unclear = { question: 'Hỏi gì?', askerName: null, agencyCode: null, procedureCode: null }
  standIn.inquiries.ask({ title: 'Ngày sai', ...unclear }, -525_600)
  assert.equal((await fetchInquiries(context, openPortal())).asked, 1, 'dated in a year')
  standIn.inquiries.ask({ title: 'Đến muộn', ...unclear }, 600)
  assert.equal((await fetchInquiries(context, openPortal())).asked, 1, 'what came to the portal late')

  const url = await pageOf('reception', '/officer/inquiries', 'Không rõ nơi')
  assert.equal((await ask('case-officer.muong-nhe', url)).statusCode, 200)
  const options = (await ask('reception', url)).body
  const department = options.match(/<option value="([^"]+)">Sở Tư pháp/)?.[1] ?? ''
  assert.equal((await ask('reception', `${url}/agency`, { agency: 'nobody' })).statusCode, 422)
  const handed = await ask('reception', `${url}/agency`, { agency: department })
  assert.equal(handed.statusCode, 303)
  assert.match(
    (await ask('reception', String(handed.headers.location))).body,
    /Đã chuyển câu hỏi đến Sở Tư pháp/,
  )
  assert.equal((await ask('reception', url)).statusCode, 404)
})

test('who asks here asks once, is told of the answer, and all read it without names when it is public', async () => {
  const { context } = world
  const typed = { key: 'một lần', title: 'Bản sao trích lục', question: 'Xin bản sao ở xã khác được không?' }
  const empty = await ask(owner, '/my/questions/new', { ...typed, title: ' ' })
  assert.equal(empty.statusCode, 422)
  assert.match(empty.body, /Xin bản sao ở xã khác/)
  assert.deepEqual(await findMarkupErrors(empty.body), [])
  const both = await Promise.all([1, 2].map(() => ask(owner, '/my/questions/new', typed)))
  assert.deepEqual(
    both.map(({ statusCode }) => statusCode),
    [303, 303],
  )
  const mine = (await ask(owner, '/my/questions?sent=yes')).body
  assert.equal(mine.match(/Bản sao trích lục/g)?.length, 1)
  assert.deepEqual(await findMarkupErrors(mine), [])
  const own = await pageOf(owner, '/my/questions', 'Bản sao trích lục')
  assert.equal((await ask('999000000024', own)).statusCode, 404)
  const url = await pageOf('reception', '/officer/inquiries', 'Bản sao trích lục')
  const open = url.replace('/officer/inquiries', '/questions')
  assert.equal((await ask(null, open)).statusCode, 404)

  const reply = { text: 'Được, ở bất kỳ xã nào.', public: 'true', seen: '' }
  assert.equal((await ask('reception', url, reply)).statusCode, 303)
  assert.equal(await tellReplies(context, openPortal()), 1)
  const [told] = standIn.inquiries.listOwn()
  assert.deepEqual([told?.TieuDe, told?.NoiDungTraLoi, told?.CongKhai], [typed.title, reply.text, '1'])
  assert.doesNotMatch(JSON.stringify(told), /Lò|999000000017/)
  const found = (await ask(null, '/questions?q=trich%20luc')).body
  assert.match(found, /Bản sao trích lục/)
  assert.deepEqual(await findMarkupErrors(found), [])
  assert.doesNotMatch((await ask(null, '/questions?q=ly+hon')).body, /Bản sao trích lục/)
  assert.match((await ask(null, '/questions?q=%21%21')).body, /Không có câu hỏi nào/)
  const read = (await ask(null, open)).body
  assert.match(read, /Được, ở bất kỳ xã nào/)
  assert.doesNotMatch(read, /Vàng A Súa/)
  assert.deepEqual(await findMarkupErrors(read), [])
  const { rows } = await context.pool.query<{ body: string }>(
    "select body from notifications.message where about_kind = 'inquiry'",
  )
  assert.equal(rows.length, 1)
  assert.doesNotMatch(rows[0]?.body ?? '', /bất kỳ xã nào/)

  const seen = seenIn((await ask('reception', url)).body)
  assert.equal((await ask('reception', url, { text: reply.text, seen })).statusCode, 303)
  assert.equal(await tellReplies(inMinutes(3), openPortal()), 1)
  assert.equal(standIn.inquiries.listOwn()[0]?.CongKhai, '0')
  assert.equal((await ask(null, open)).statusCode, 404)
})

test('ten open questions of one person are the most, and the eleventh stays in its form', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      ask('999000000024', '/my/questions/new', {
        ...{ key: `câu ${index}`, title: `${'a'.repeat(190)}${index}`, question: 'Một từ rất dài' },
      }),
    ),
  )
  assert.equal(answers.filter(({ statusCode }) => statusCode === 303).length, 10)
  const refused = answers.filter(({ statusCode }) => statusCode === 409)
  assert.equal(refused.length, 2)
  assert.match(refused[0]?.body ?? '', /Một từ rất dài/)
})

test('what others answered in public is kept with its answer, and anew when they answer anew', async () => {
  const { context } = world
  const said = { title: 'Ông bà đăng ký thay', question: 'Có được không?', publisher: 'Bộ đóng thế' }
  const id = standIn.inquiries.publish({ ...said, reply: 'Được.' })
  assert.equal((await fetchInquiries(context, openPortal())).published, 1)
  assert.equal((await fetchInquiries(context, openPortal())).published, 0)
  const url = await pageOf(owner, '/questions?q=ong+ba', said.title)
  assert.match((await ask(null, url)).body, /Bộ đóng thế trả lời lúc/)
  assert.equal((await ask('reception', url.replace('/questions', '/officer/inquiries'))).statusCode, 404)
  standIn.inquiries.publish({ ...said, id, reply: 'Được, khi thống nhất với cha, mẹ.', later: 60 })
  assert.equal((await fetchInquiries(context, openPortal())).published, 1)
  assert.match((await ask(null, url)).body, /thống nhất với cha, mẹ/)
})
