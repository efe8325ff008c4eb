import assert from 'node:assert/strict'
import { test } from 'node:test'
import { revokeItem } from '#modules/vault'
import { fieldsOfPage } from '#test/form'
import { findMarkupErrors } from '#test/html-validity'
import { multipartForm } from '#test/multipart'
import { keepPaper } from '#test/vault'
import { useApp } from '#test/whole-app'

const world = useApp()
const birth = '1.001193'
const component = 'birth_certificate_of_clinic'
const card = '999197000017||Lò Thị Mai Hương|14031997|Nữ|Bản Ten, Xã Mường Phăng, Điện Biên|01072021'
const owner = { kind: 'person', number: '999197000017', name: 'Lò Thị Mai Hương' } as const

const keep = (title: string) =>
  keepPaper(world.context, {
    ...{ owner, title, key: title, source: 'certified_digitisation' },
    ...{ typeCode: 'MC.birth_certificate_of_clinic', validTo: null },
  })

async function press(page: string, given: Record<string, string>) {
  const { headers, payload } = multipartForm({ ...fieldsOfPage(page), ...given }, [])
  return await world.app.inject({
    method: 'POST',
    url: '/officer/intake',
    headers: { ...headers, ...(await world.as('reception')), accept: 'text/html' },
    payload,
  })
}

async function openIntake(): Promise<string> {
  const headers = { ...(await world.as('reception')), accept: 'text/html' }
  return (await world.app.inject({ url: '/officer/intake', headers })).body
}

async function readings(): Promise<number> {
  const found = await world.context.db
    .selectFrom('audit.entry')
    .select('id')
    .where('action', '=', 'vault.read')
    .execute()
  return found.length
}

test('nobody’s vault is looked into before a card was read', async () => {
  await keep('Giấy chứng sinh số 1')
  const before = await readings()
  const typed = await press(await openIntake(), {
    v: 'procedure',
    procedure: birth,
    fullName: 'LÒ THỊ MAI HƯƠNG',
    personalId: owner.number,
  })
  assert.ok(!typed.body.includes('Giấy chứng sinh số 1'))
  assert.equal(await readings(), before)
})

test('a paper of the vault is taken with one press, for whom the card names; the owner sees it', async () => {
  const item = await keep('Giấy chứng sinh số 2')
  const read = await press(await openIntake(), { v: 'procedure', procedure: birth, scan: card })
  assert.ok(read.body.includes('Giấy chứng sinh số 2'), 'the vault offers it first')
  assert.deepEqual(await findMarkupErrors(read.body), [])
  const taken = await press(read.body, { take: `${component}/${item.code}` })
  assert.equal(taken.statusCode, 200)
  const papers = fieldsOfPage(taken.body)[`paper.${component}`]
  assert.match(papers ?? '', /^[0-9a-f-]{36}$/)
  const again = await press(read.body, { take: `${component}/${item.code}` })
  assert.equal(fieldsOfPage(again.body)[`paper.${component}`], papers, 'pressed twice, the same paper')
  const uses = await world.context.db.selectFrom('vault.use').select(['purpose', 'agency_name']).execute()
  assert.deepEqual(uses, [
    { purpose: 'Tiếp nhận hồ sơ tại quầy: Đăng ký khai sinh', agency_name: 'UBND phường Điện Biên Phủ' },
  ])
})

test('a paper that was revoked meanwhile is not taken; the page says so and keeps what was typed', async () => {
  const item = await keep('Giấy chứng sinh số 3')
  const read = await press(await openIntake(), { v: 'procedure', procedure: birth, scan: card })
  const doing = { actor: { kind: 'system' }, at: world.context.clock.now() } as const
  await world.context.db.transaction().execute((tx) => revokeItem(tx, item.code, 'Ghi sai', doing))
  const refused = await press(read.body, { take: `${component}/${item.code}`, phone: '0900000017' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /“Giấy chứng sinh số 3” trong kho không còn dùng được/)
  assert.equal(fieldsOfPage(refused.body).phone, '0900000017')
  assert.equal(fieldsOfPage(refused.body)[`paper.${component}`], undefined)
})
