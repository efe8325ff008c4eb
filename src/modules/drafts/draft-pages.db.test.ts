import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CitizenActor, demoCitizens, seedDemoAccounts } from '#modules/identity'
import { seedDemoProvince } from '#modules/organisations'
import { getProcedureToday } from '#modules/procedures'
import { ceaseRepresentation, keepRepresentation } from '#modules/representation'
import { html } from '#platform/html'
import { makeId } from '#platform/ids'
import { testInstant, useContext } from '#test/app'
import { citizen } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { trustingProvider } from '#test/identity-providers'
import { type FormFile, multipartForm } from '#test/multipart'
import { loadPacks } from '#test/packs'
import { somePdf } from '#test/paper-samples'
import { movingClock, openBrowser, openSignInApp } from '#test/sign-in-app'
import { draftPages } from './draft-pages.ts'
import { listBegun, startDraft } from './start-draft.ts'

const made = useContext()
const [huong, thanh] = demoCitizens
const phuong = demoCitizens.find(({ assuranceLevel }) => assuranceLevel === 1)

let seeded: Promise<void> | undefined
async function seed(): Promise<void> {
  await seedDemoProvince(made.context)
  await seedDemoAccounts(made.context)
  await loadPacks(made.context)
}

const frame = (_request: unknown, { title, main }: { title: string; main: ReturnType<typeof html> }) =>
  html`<!doctype html><html lang="vi"><head><title>${title}</title></head><body><main>${main}</main></body></html>`

async function open(person = huong) {
  seeded ??= seed()
  await seeded
  const clock = movingClock(testInstant)
  const context = { ...made.context, clock }
  const app = await openSignInApp(context, trustingProvider(person), (server) => {
    void server.register(draftPages(context, frame))
  })
  const browser = openBrowser(app)
  const signIn = async (back = '/') => {
    await browser.get(`/sign-in/start?return=${encodeURIComponent(back)}`)
    return await browser.get('/sign-in/callback?state=state')
  }
  const sendFiles = (url: string, fields: Record<string, string>, files: FormFile[]) => {
    const { headers, payload } = multipartForm(fields, files)
    return app.inject({
      method: 'POST',
      url,
      headers: { accept: 'text/html', ...headers },
      cookies: Object.fromEntries(browser.jar),
      payload,
    })
  }
  return { app, context, clock, browser, signIn, sendFiles }
}

type Opened = Awaited<ReturnType<typeof open>>

/** Begins the birth registration and answers the address of the draft. */
async function begin({ browser }: Opened): Promise<string> {
  const started = await browser.post('/procedures/1.001193/start', { x: '1' })
  assert.equal(started.statusCode, 303, started.body)
  return String(started.headers.location)
}

const answers = {
  place: { commune: '03127', phone: '0900 000 017', email: '' },
  child: {
    fullName: 'Lò Minh An',
    sex: 'female',
    birthOn: '9/11/2026',
    birthPlace: 'Bệnh viện Đa khoa tỉnh',
    ethnicGroup: 'Thái',
    homePlace: 'Xã Mường Phăng',
  },
  mother: { fullName: 'Lò Thị Mai Hương', personalId: '999 000 000 017' },
  father: { declared: 'no' },
  delivery: { relation: 'mother', copies: '2', receiveBy: 'counter' },
} as const

async function fillIn({ browser, sendFiles }: Opened, draft: string): Promise<void> {
  const ways: string[] = []
  for (const [step, fields] of Object.entries(answers)) {
    const answer = await browser.post(`${draft}/${step}`, fields)
    assert.equal(answer.statusCode, 303, answer.body)
    ways.push(String(answer.headers.location).replace(draft, ''))
  }
  assert.deepEqual(ways, ['/child', '/mother', '/father', '/delivery', '/papers'])
  const file = { field: 'paper.birth_certificate_of_clinic', name: 'giấy chứng sinh.pdf', content: somePdf() }
  const papers = await sendFiles(`${draft}/papers`, {}, [file])
  assert.equal(papers.headers.location, `${draft}/check`, papers.body)
}

const countDossiers = async ({ context }: Opened) =>
  (await context.db.selectFrom('dossiers.dossier').select('reference').execute()).length

test('somebody not signed in goes to the sign-in, comes back to one button, and begins', async () => {
  const opened = await open()
  const { browser, signIn } = opened
  const posted = await browser.post('/procedures/1.001193/start', {})
  assert.match(String(posted.headers.location), /^\/sign-in\?return=%2Fprocedures%2F1\.001193%2Fstart/)
  const back = await signIn('/procedures/1.001193/start')
  assert.equal(back.headers.location, '/procedures/1.001193/start')
  const page = await browser.get('/procedures/1.001193/start')
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /<form[^>]+method="post" action="\/procedures\/1\.001193\/start"/)
  assert.deepEqual(await findMarkupErrors(page.body), [])
  const draft = await begin(opened)
  assert.equal(await begin(opened), draft, 'pressing twice begins one draft')
})

test('an account of level 1 is told what to do before it writes anything', async () => {
  const { browser, signIn } = await open(phuong)
  await signIn()
  const page = await browser.post('/procedures/1.001193/start', {})
  assert.equal(page.statusCode, 403)
  assert.match(page.body, /mức độ 2/)
  assert.deepEqual(await findMarkupErrors(page.body), [])
})

test('a procedure of the counter only says so', async () => {
  const { browser, signIn } = await open()
  await signIn()
  assert.match((await browser.get('/procedures/2.000815/start')).body, /quầy một cửa/)
})

test('what was typed is kept, also when it is wrong, and the page says what is missing', async () => {
  const opened = await open()
  await opened.signIn()
  const draft = await begin(opened)
  const wrong = await opened.browser.post(`${draft}/mother`, {
    fullName: 'Lò Thị <b>Hương',
    personalId: '99900000001',
  })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /Số định danh cá nhân có 12 chữ số/)
  const again = await opened.browser.get(`${draft}/mother`)
  assert.match(again.body, /value="99900000001"/)
  assert.match(again.body, /value="Lò Thị &#60;b&#62;Hương"/)
  for (const page of [wrong.body, again.body]) assert.deepEqual(await findMarkupErrors(page), [])
})

test('"later" keeps what was typed and checks nothing; its address leads on where something is missing', async () => {
  const opened = await open()
  await opened.signIn()
  const draft = await begin(opened)
  await opened.browser.post(`${draft}/place`, answers.place)
  const later = await opened.browser.post(`${draft}/child`, { fullName: 'Lò', later: '1' })
  assert.equal(later.headers.location, '/my/dossiers')
  assert.equal((await opened.browser.get(draft)).headers.location, `${draft}/child`)
})

test('the same is saved while it is typed, by JSON or as a form', async () => {
  const opened = await open()
  await opened.signIn()
  const draft = await begin(opened)
  assert.match((await opened.browser.get(`${draft}/child`)).body, /data-autosave="[^"]+\/child\/autosave"/)
  const saved = await opened.browser.post(`${draft}/child/autosave`, { fullName: 'Lò Minh' })
  assert.equal(saved.statusCode, 204)
  assert.equal(saved.headers['saved-at'], '2026-11-26T02:40:00Z')
  const asJson = await opened.app.inject({
    method: 'POST',
    url: `${draft}/mother/autosave`,
    cookies: Object.fromEntries(opened.browser.jar),
    payload: { fullName: 'Hương', personalId: 17, unknown: 'x' },
  })
  assert.equal(asJson.statusCode, 204)
  assert.match((await opened.browser.get(`${draft}/child`)).body, /value="Lò Minh"/)
  const mother = await opened.browser.get(`${draft}/mother`)
  assert.match(mother.body, /value="Hương"/)
  assert.doesNotMatch(mother.body, /value="17"/)
})

test('what was typed into a form whose session had expired is there when the person returns', async () => {
  const opened = await open()
  await opened.signIn()
  const draft = await begin(opened)
  await opened.browser.post(`${draft}/child`, { fullName: 'Lò Minh An', later: '1' })
  opened.clock.forward({ hours: 13 })
  const ended = await opened.browser.post(`${draft}/child`, { fullName: 'Lò Minh An', birthPlace: 'Tại nhà' })
  assert.equal(ended.statusCode, 303)
  assert.match(String(ended.headers.location), /kept=1/)
  await opened.signIn(`${draft}/child`)
  const page = await opened.browser.get(`${draft}/child`)
  assert.match(page.body, /value="Tại nhà"/)
  assert.match(page.body, /vẫn còn nguyên/)
  assert.doesNotMatch((await opened.browser.get(`${draft}/child`)).body, /vẫn còn nguyên/)
})

test('a draft belongs to its owner alone, and is gone thirty days after it was last saved', async () => {
  const opened = await open()
  await opened.signIn()
  const draft = await begin(opened)
  const stranger = await open(thanh)
  await stranger.signIn()
  for (const path of ['', '/child', '/papers', '/check', '/sent'])
    assert.equal((await stranger.browser.get(`${draft}${path}`)).statusCode, 404)
  assert.equal((await stranger.browser.post(`${draft}/child`, { fullName: 'X' })).statusCode, 404)
  assert.equal((await stranger.browser.post(`${draft}/child/autosave`, { fullName: 'X' })).statusCode, 404)
  opened.clock.forward({ hours: 31 * 24 })
  await opened.signIn()
  assert.equal((await opened.browser.get(`${draft}/child`)).statusCode, 404)
})

test('files are received, listed with size, refused with the reason at their field, and removed', async () => {
  const opened = await open()
  await opened.signIn()
  const draft = await begin(opened)
  const field = 'paper.birth_certificate_of_clinic'
  const mixed = await opened.sendFiles(`${draft}/papers`, { add: '1' }, [
    { field, name: 'mot.pdf', content: somePdf('một') },
    { field, name: 'hai.pdf', content: somePdf('hai') },
    { field, name: 'ba.docx', content: Buffer.from('no') },
  ])
  assert.equal(mixed.statusCode, 422)
  assert.match(mixed.body, /mot\.pdf/)
  assert.match(mixed.body, /hai\.pdf/)
  assert.match(mixed.body, /“ba\.docx” không thuộc loại được nhận/)
  assert.deepEqual(await findMarkupErrors(mixed.body), [])
  const remove = mixed.body.match(/value="(birth_certificate_of_clinic\/[0-9a-f-]+)"/)?.[1] ?? ''
  const removed = await opened.sendFiles(`${draft}/papers`, { remove }, [])
  assert.equal(removed.headers.location, `${draft}/papers`)
  const page = await opened.browser.get(`${draft}/papers`)
  assert.doesNotMatch(page.body, /mot\.pdf/)
  assert.match(page.body, /hai\.pdf/)
})

test('an unfinished draft is not sent: the last look lists exactly what is missing', async () => {
  const opened = await open()
  await opened.signIn()
  const draft = await begin(opened)
  const count = await countDossiers(opened)
  await opened.browser.post(`${draft}/place`, answers.place)
  const refused = await opened.browser.post(`${draft}/check`, { truth: 'true' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, new RegExp(`href="${draft}/child#f-fullName"`))
  assert.match(refused.body, new RegExp(`href="${draft}/papers#f-paper-birth_certificate_of_clinic"`))
  assert.deepEqual(await findMarkupErrors(refused.body), [])
  assert.equal(await countDossiers(opened), count)
})

test('from the first page to the manifest; two presses at once make one dossier', async () => {
  const opened = await open()
  const { browser } = opened
  await opened.signIn()
  const draft = await begin(opened)
  await fillIn(opened, draft)
  const check = await browser.get(`${draft}/check`)
  assert.match(check.body, /09\/11\/2026/)
  assert.match(check.body, /16\.000 đồng/)
  assert.match(check.body, /hạn trả kết quả là 17 giờ, thứ Năm 26\/11\/2026/)
  assert.deepEqual(await findMarkupErrors(check.body), [])
  const undeclared = await browser.post(`${draft}/check`, {})
  assert.equal(undeclared.statusCode, 422)
  assert.match(undeclared.body, /Đánh dấu vào ô cam đoan/)

  const count = await countDossiers(opened)
  const both = await Promise.all([1, 2].map(() => browser.post(`${draft}/check`, { truth: 'true' })))
  for (const sent of both) assert.equal(sent.headers.location, `${draft}/sent`, sent.body)
  assert.equal(await countDossiers(opened), count + 1)
  const again = await browser.post(`${draft}/child`, { fullName: 'Khác' })
  assert.equal(again.headers.location, `${draft}/sent`)

  const manifest = await browser.get(`${draft}/sent`)
  assert.match(manifest.body, /giấy chứng sinh\.pdf/)
  assert.deepEqual(await findMarkupErrors(manifest.body), [])
  const dossier = await opened.context.db
    .selectFrom('dossiers.dossier')
    .selectAll()
    .orderBy('submitted_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  assert.equal(dossier.subject, 'Lò Minh An')
  assert.equal(dossier.applicant_phone, '0900000017')
  const { father, child } = dossier.answers as { father: unknown; child: { birthOn: string } }
  assert.deepEqual(father, { declared: 'no' })
  assert.equal(child.birthOn, '2026-11-09')
})

test('a crash after the dossier was made and before the draft was marked is harmless: sending again answers it', async () => {
  const opened = await open()
  const { browser, context } = opened
  await opened.signIn()
  const draft = await begin(opened)
  await fillIn(opened, draft)
  await browser.post(`${draft}/check`, { truth: 'true' })
  const count = await countDossiers(opened)
  const reference = draft.replace('/drafts/', '')
  await context.db
    .updateTable('drafts.draft')
    .set({ submitted_reference: null })
    .where('reference', '=', reference)
    .execute()

  const edited = await browser.post(`${draft}/child`, { fullName: 'Tên Khác' })
  assert.equal(edited.headers.location, `${draft}/check`, 'what is being sent is not edited any more')
  const check = await browser.get(`${draft}/check`)
  assert.match(check.body, /Lần gửi trước chưa xong/)
  assert.deepEqual(await findMarkupErrors(check.body), [])
  const sent = await browser.post(`${draft}/check`, { truth: 'true' })
  assert.equal(sent.headers.location, `${draft}/sent`)
  assert.equal((await browser.get(`${draft}/sent`)).statusCode, 200)
  assert.equal(await countDossiers(opened), count)
})

test('what was handed in stays fixed when its key already made a dossier of other answers', async () => {
  const opened = await open()
  const { browser, context } = opened
  await opened.signIn()
  const draft = await begin(opened)
  await fillIn(opened, draft)
  await browser.post(`${draft}/check`, { truth: 'true' })
  const reference = draft.replace('/drafts/', '')
  const applicant = { fullName: huong?.fullName, personalId: huong?.personalId }
  const other = { procedure: '1.001193', channel: 'online', applicant, answers: {}, papers: [] }
  await context.db
    .updateTable('drafts.draft')
    .set({ submitted_reference: null, submission: JSON.stringify(other) })
    .where('reference', '=', reference)
    .execute()
  const refused = await browser.post(`${draft}/check`, { truth: 'true' })
  assert.equal(refused.statusCode, 422)
  const kept = await context.db
    .selectFrom('drafts.draft')
    .select('submission')
    .where('reference', '=', reference)
    .executeTakeFirstOrThrow()
  assert.notEqual(kept.submission, null)
})

test('what is begun for an organisation is listed while acting for it, and one’s own otherwise', async () => {
  const { context } = await open()
  const self = citizen('31', 'LƯỜNG VĂN KHÁNH')
  const principal = { kind: 'enterprise', number: '5600999001', name: 'HTX Noong Nhai' } as const
  const told = {
    principal,
    source: 'provider',
    personalId: self.personalId,
    paperId: null,
    birthDate: null,
  } as const
  const doing = { actor: self, at: context.clock.now() }
  const keep = (ground: 'authorised' | 'organisation_account') =>
    context.db.transaction().execute((tx) => keepRepresentation(tx, { ...told, ground }, doing))
  const actingBy = (representationId: string) => ({
    ...self,
    actingFor: { ...principal, representationId, ground: 'authorised', isProven: false } as const,
  })
  const [one, other] = [actingBy(await keep('authorised')), actingBy(await keep('organisation_account'))]
  const procedure = await getProcedureToday(context, '1.004873')
  const own = await startDraft(context, procedure, self)
  const theirs = await startDraft(context, procedure, one)
  const listed = async (actor: CitizenActor) =>
    (await listBegun(context, actor, 20)).map(({ reference }) => reference)
  assert.deepEqual(await listed(self), [own])
  assert.deepEqual(await listed(one), [theirs])
  assert.deepEqual(await listed(other), [theirs], 'the same organisation, by whatever right')
  assert.deepEqual(await listed({ ...one, accountId: makeId() }), [], 'somebody else who acts for it')
  const ended = { id: one.actingFor.representationId, personalId: self.personalId }
  await context.db.transaction().execute((tx) => ceaseRepresentation(tx, ended, doing))
  assert.deepEqual(new Set(await listed(self)), new Set([own, theirs]), 'nothing disappears')
})
