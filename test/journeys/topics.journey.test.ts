import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { press, useJourneys } from '#test/journey'
import { signInOfficer } from '#test/officer-steps'

const { openPage, server } = useJourneys()

type Bearer = Readonly<{ authorization: string }>
type Answer = Readonly<{ events: readonly Readonly<{ payload: object }>[]; next: number }>

/** A token with a key that an administrator makes for the system of this name, as its owner reads it off the page. */
async function takeKey(administrator: Page, name: string): Promise<Bearer> {
  await administrator.goto('/admin/exchange')
  await administrator
    .getByRole('row', { name })
    .getByRole('button', { name: /^Tạo khóa/ })
    .click()
  const commands = (await administrator.locator('pre.mc-listing').textContent()) ?? ''
  const [, clientId, clientSecret] = /-u (client-[0-9a-f]+):([\w-]+) /.exec(commands) ?? []
  const answer = await fetch(`${server().url}/api/v1/exchange/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
    }),
  })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return { authorization: `Bearer ${token}` }
}

const address = () => `${server().url}/api/v1/exchange/topics/parcels/events`

async function read(headers: Bearer, after: number): Promise<Answer> {
  const answer = await fetch(`${address()}?after=${after}`, { headers })
  assert.equal(answer.status, 200)
  return (await answer.json()) as Answer
}

/** Until the page of the topic shows an event: the worker gives what was published its position. */
async function untilShown(page: Page, key: string): Promise<void> {
  while ((await page.getByRole('row', { name: key }).count()) === 0) await page.reload()
}

test('one system of the province publishes, another is let read, and the page shows how far it is', async () => {
  const page = await openPage()
  await signInOfficer(page, 'administrator')
  const land = await takeKey(page, 'GOV/H18.15/LAND')
  const civil = await takeKey(page, 'GOV/H18.12/CIVIL')
  assert.equal((await fetch(`${address()}?after=0`, { headers: civil })).status, 404)

  await page.goto('/admin/exchange')
  await press(page, 'Sự kiện')
  await press(page, 'Biến động thửa đất')
  await page
    .getByLabel('Hệ thống được cấp quyền')
    .selectOption({ label: 'GOV/H18.12/CIVIL: Phần mềm hộ tịch của Sở Tư pháp (hư cấu)' })
  await page.getByLabel('Đọc sự kiện').check()
  await page.getByLabel('Căn cứ cấp quyền').fill('QĐ 12/QĐ-UBND ngày 20/11/2026')
  await press(page, 'Cấp quyền')
  await page.getByRole('status').waitFor()

  const payload = { sheet: 12, parcel: 204, areaM2: 318.5, landUse: 'ODT' }
  const event = {
    messageId: 'tach-204',
    key: '12/204',
    kind: 'split',
    at: '2026-11-26T09:30:00+07:00',
    payload,
  }
  const published = await fetch(address(), {
    method: 'POST',
    headers: { ...land, 'content-type': 'application/json' },
    body: JSON.stringify({ events: [event] }),
  })
  assert.deepEqual(await published.json(), { published: 1, known: 0 })
  await untilShown(page, '12/204')
  const { events, next } = await read(civil, 0)
  assert.deepEqual(
    events.map((one) => one.payload),
    [payload],
  )
  await page.reload()
  await page.getByText('còn 1 sự kiện').waitFor()
  await read(civil, next)
  await page.reload()
  await page.getByText('đã đọc hết').waitFor()
})
