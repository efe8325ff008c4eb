import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { listAudit } from '#modules/audit'
import { seedDemoProvince } from '#modules/organisations'
import type { HttpApp } from '#platform/http'
import { makeId } from '#platform/ids'
import { testInstant, useContext } from '#test/app'
import { absentProvider } from '#test/identity-providers'
import { movingClock, openBrowser, openSignInApp } from '#test/sign-in-app'
import { listOfficerContacts } from './accounts.ts'
import { findOfficerByUsername } from './repository-accounts.ts'
import { demoPassword, seedDemoAccounts } from './seed-demo.ts'

describe('accounts of officers', () => {
  const made = useContext()
  const clock = movingClock(testInstant)
  let app: HttpApp
  before(async () => {
    const context = { ...made.context, clock }
    await seedDemoProvince(context)
    await seedDemoAccounts(context)
    app = await openSignInApp(context, absentProvider)
  })

  const signIn = async (username: string, password = demoPassword) => {
    const browser = openBrowser(app)
    const answer = await browser.post('/officer/sign-in', { username, password, return: '' })
    return { browser, answer }
  }

  test('the demo has an account for each role, made once', async () => {
    const again = await seedDemoAccounts({ ...made.context, clock })
    assert.deepEqual(again, { officers: [], citizens: 0 })
    const { answer, browser } = await signIn('reception')
    assert.deepEqual([answer.statusCode, answer.headers.location], [303, '/officer/worklist'])
    const me = (await browser.get('/api/v1/me')).json()
    assert.deepEqual([me.roles, me.agencyCode], [['reception_officer'], 'H18.137'])
    assert.equal((await signIn('administrator')).answer.headers.location, '/admin/accounts')
  })

  test('outside the demonstration there are no demo accounts', async () => {
    const config = { ...made.context.config, MOTCUA_DEMO: 'off' as const }
    await assert.rejects(seedDemoAccounts({ ...made.context, config }), { code: 'identity.demo_only' })
  })

  test('a wrong or empty password keeps the name and says what to do; many say how long to wait', async () => {
    const empty = (await signIn('cashier', '')).answer
    assert.equal(empty.statusCode, 422)
    assert.match(empty.body, /Nhập mật khẩu/)
    for (let count = 0; count < 5; count += 1) {
      const { answer } = await signIn('cashier', 'wrong')
      assert.equal(answer.statusCode, 422)
      assert.match(answer.body, /value="cashier"/)
      assert.ok(!answer.body.includes('value="wrong"'))
    }
    const { answer } = await signIn('cashier')
    assert.equal(answer.statusCode, 429)
    assert.equal(answer.headers['retry-after'], '60')
    assert.match(answer.body, /Thử lại sau 1 phút/)
  })

  test('an administrator opens an account; the officer signs in with the password shown once', async () => {
    const { browser } = await signIn('administrator')
    const form = { username: 'lo.van.moi', fullName: 'Lò Văn Mới', position: '', agency: 'h18.137' }
    const created = await browser.post('/admin/accounts', { ...form, roles: 'case_officer' })
    assert.equal(created.statusCode, 200)
    const password = created.body.match(/<strong>([A-Z0-9-]{19})<\/strong>/)?.[1] ?? ''
    assert.equal((await signIn('lo.van.moi', password)).answer.statusCode, 303)
    const taken = await browser.post('/admin/accounts', { ...form, roles: 'case_officer' })
    assert.equal(taken.statusCode, 422)
    assert.match(taken.body, /đã có người dùng/)
    assert.match((await browser.get('/admin/accounts?after=lo')).body, /lo\.van\.moi/)
  })

  test('officers of the demo have a superior of their agency; an administrator names another, or none', async () => {
    const { db } = made.context
    const superiorOf = async (username: string) => {
      const account = await findOfficerByUsername(db, username)
      const [superior] = await listOfficerContacts(db, { accountIds: [account?.superiorId ?? makeId()] })
      return superior?.fullName ?? null
    }
    const held = ['reception', 'case-officer', 'signatory', 'leader', 'case-officer.so-xay-dung']
    assert.deepEqual(await Promise.all(held.map(superiorOf)), [
      'Tòng Văn Phú',
      'Tòng Văn Phú',
      'Lường Thị Xuyến',
      null,
      'Lò Văn Muôn',
    ])
    const { browser } = await signIn('administrator')
    const give = async (superior: string) => {
      const form = { change: 'set_superior', superior }
      return (await browser.post('/admin/accounts/case-officer', form)).statusCode
    }
    const leader = await findOfficerByUsername(db, 'leader')
    assert.equal(await give(leader?.id ?? ''), 303)
    assert.equal(await superiorOf('case-officer'), 'Lường Thị Xuyến')
    const self = await findOfficerByUsername(db, 'case-officer')
    const stranger = await findOfficerByUsername(db, 'leader.muong-nhe')
    for (const no of [self?.id ?? '', stranger?.id ?? '', 'nobody']) assert.equal(await give(no), 422)
    assert.equal(await superiorOf('case-officer'), 'Lường Thị Xuyến')
    assert.equal(await give(''), 303)
    assert.equal(await superiorOf('case-officer'), null)
  })

  test('an officer is reached at the mailbox of the agency; a closed account is not reached', async () => {
    const { db } = made.context
    const signatory = await findOfficerByUsername(db, 'signatory')
    const agencyId = signatory?.agencyId ?? ''
    const [contact, ...more] = await listOfficerContacts(db, { agencyId, role: 'signatory' })
    assert.deepEqual(
      [contact?.fullName, contact?.email, more.length],
      ['Tòng Văn Phú', 'signatory@motcua.example', 0],
    )
    await made.context.pool.query(
      "update identity.officer_account set active = false, deactivated_at = now() where username = 'auditor'",
    )
    assert.deepEqual(await listOfficerContacts(db, { agencyId, role: 'auditor' }), [])
  })

  test('a form with mistakes comes back with what was typed and each mistake named', async () => {
    const { browser } = await signIn('administrator')
    const answer = await browser.post('/admin/accounts', { username: 'Lò An', fullName: '', agency: 'H99' })
    assert.equal(answer.statusCode, 422)
    for (const sentence of [/3 đến 64 chữ thường/, /Nhập họ và tên/, /Không có cơ quan/, /ít nhất một vai trò/])
      assert.match(answer.body, sentence)
    assert.match(answer.body, /value="lò an"/)
  })

  test('a closed account is signed out at once, and its password opens nothing until it is opened again', async () => {
    const { browser: officer } = await signIn('auditor')
    const { browser } = await signIn('administrator')
    const closed = await browser.post('/admin/accounts/auditor', { change: 'deactivate' })
    assert.equal(closed.statusCode, 303)
    assert.equal((await officer.get('/officer/sign-in')).statusCode, 200)
    assert.equal((await officer.get('/api/v1/me')).statusCode, 401)
    assert.equal((await signIn('auditor')).answer.statusCode, 422)
    await browser.post('/admin/accounts/auditor', { change: 'activate' })
    assert.equal((await signIn('auditor')).answer.statusCode, 303)
    const account = await findOfficerByUsername(made.context.db, 'auditor')
    const entries = await listAudit(made.context.db, { kind: 'account', id: account?.id ?? '' })
    const acts = entries.filter(({ actor }) => actor.fullName === 'Quàng Văn Hưởng').map(({ action }) => action)
    assert.deepEqual(new Set(acts), new Set(['identity.activate', 'identity.deactivate']))
  })

  test('a new password ends the old one; new roles hold from the next request', async () => {
    const { browser } = await signIn('administrator')
    const reset = await browser.post('/admin/accounts/leader', { change: 'reset_password' })
    const password = reset.body.match(/<strong>([A-Z0-9-]{19})<\/strong>/)?.[1] ?? ''
    assert.equal((await signIn('leader')).answer.statusCode, 422)
    await browser.post('/admin/accounts/leader', { change: 'set_roles', roles: 'auditor' })
    const { browser: leader } = await signIn('leader', password)
    assert.deepEqual((await leader.get('/api/v1/me')).json().roles, ['auditor'])
  })

  test('nobody closes their own account, and no account is left without a role', async () => {
    const { browser } = await signIn('administrator')
    const own = await browser.post('/admin/accounts/administrator', { change: 'deactivate' })
    assert.equal(own.statusCode, 422)
    assert.match(own.body, /Không thể tự đóng/)
    const none = await browser.post('/admin/accounts/signatory', { change: 'set_roles' })
    assert.equal(none.statusCode, 422)
    assert.equal((await browser.post('/admin/accounts/nobody', { change: 'activate' })).statusCode, 404)
  })

  test('only an administrator comes here', async () => {
    const { browser } = await signIn('signatory')
    assert.equal((await browser.get('/admin/accounts')).statusCode, 403)
    assert.equal((await openBrowser(app).get('/admin/accounts')).statusCode, 303)
  })

  test('every page of identity is valid HTML, in both languages', async () => {
    const { browser } = await signIn('administrator')
    const validator = new HtmlValidate({ extends: ['html-validate:standard'] })
    const urls = [
      '/sign-in?ended=1&kept=1&level=2',
      '/sign-in/callback?state=x',
      '/admin/accounts',
      '/admin/accounts?after=zz',
      '/admin/new-account',
      '/admin/accounts/case-officer?saved=1',
    ]
    const visitor = openBrowser(app)
    for (const language of ['vi', 'en']) {
      browser.jar.set('mc_language', language)
      visitor.jar.set('mc_language', language)
      const pages = [
        ...(await Promise.all(urls.map((url) => browser.get(url)))),
        await visitor.get('/officer/sign-in?ended=1'),
        await visitor.post('/officer/sign-in', {}),
        await browser.post('/admin/accounts', {}),
      ]
      for (const page of pages) {
        const report = await validator.validateString(page.body)
        const wrong = report.results.flatMap(({ messages }) =>
          messages.map(({ message, line }) => `${line}: ${message}`),
        )
        assert.deepEqual(wrong, [], page.body)
      }
    }
  })
})
