import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type StandInVault, startStandInVault } from '#adapters/national-vault'
import { listVaultPapers, revokeItem } from '#modules/vault'
import { useContext } from '#test/app'
import { maiHuong } from '#test/demo'
import { openDrafts } from '#test/drafts'
import { findMarkupErrors } from '#test/html-validity'
import { openVaultDesk } from '#test/national-vault'
import { somePdf } from '#test/paper-samples'
import { keepPaper } from '#test/vault'

const made = useContext()
let opened: Awaited<ReturnType<typeof openDrafts>>
let standIn: StandInVault
before(async () => {
  await made.ready
  const marriage = {
    ...{ ownerNumber: maiHuong.personalId, ownerName: maiHuong.fullName, typeCode: 'KQ.G15.000032' },
    ...{ title: 'Giấy chứng nhận kết hôn', number: '52/2021', issuerName: 'UBND phường Tô Hiệu' },
    ...{ isInForce: true, content: async () => somePdf('Giấy chứng nhận kết hôn') },
  }
  standIn = await startStandInVault({ papers: [marriage] })
  const nationalVault = openVaultDesk(made.context, standIn)
  const context = { ...made.context, nationalVault }
  opened = await openDrafts(context)
})
after(() => standIn.stop())

const clinic = {
  source: 'certified_digitisation',
  typeCode: 'MC.birth_certificate_of_clinic',
  title: 'Giấy chứng sinh',
  number: '0017/2026',
  issuer: { code: null, name: 'Bệnh viện Đa khoa tỉnh' },
  validTo: null,
} as const
let count = 0
const keep = () => {
  count += 1
  return keepPaper(opened.context, { ...clinic, key: `clinic-${count}` })
}
const takeInto = (draft: string, item: string) =>
  opened.browser.post(`${draft}/papers`, { take: `birth_certificate_of_clinic/${item}` })

test('a paper of the vault is offered first, and one press hands it in without an upload', async () => {
  const { browser, begin } = opened
  const item = await keep()
  const draft = await begin()
  const page = await browser.get(`${draft}/papers`)
  assert.deepEqual(await findMarkupErrors(page.body), [])
  assert.ok(page.body.includes(`value="birth_certificate_of_clinic/${item.code}"`))
  assert.ok(page.body.indexOf('Dùng giấy tờ trong kho') < page.body.indexOf('Hoặc chọn tệp khác'))
  assert.match(page.body, /Số 0017\/2026, Bệnh viện Đa khoa tỉnh/)

  for (const _ of [1, 2]) {
    const taken = await takeInto(draft, item.code)
    assert.equal(taken.headers.location, `${draft}/papers`, taken.body)
  }
  const after = await browser.get(`${draft}/papers`)
  assert.deepEqual(await findMarkupErrors(after.body), [])
  assert.equal(after.body.split('Lấy từ kho giấy tờ của bạn').length, 2)
  assert.ok(!after.body.includes(`birth_certificate_of_clinic/${item.code}"`))
  const next = await browser.post(`${draft}/papers`, {})
  assert.equal(next.headers.location, `${draft}/check`)
})

test('a paper that is revoked while it is in a draft is said on its page and before sending', async () => {
  const { browser, begin, context } = opened
  const item = await keep()
  const draft = await begin()
  await takeInto(draft, item.code)
  const doing = { actor: { kind: 'system', fullName: 'Bệnh viện' }, at: context.clock.now() } as const
  await context.db.transaction().execute((tx) => revokeItem(tx, item.code, 'Ghi sai ngày sinh', doing))
  const page = await browser.post(`${draft}/papers`, {})
  assert.equal(page.statusCode, 422)
  assert.match(page.body, /đã bị cơ quan cấp thu hồi/)
  assert.match((await browser.get(`${draft}/check`)).body, /đã bị cơ quan cấp thu hồi/)
})

test('a paper that ran out between looking and pressing is not taken, and the page says why', async () => {
  const { begin, context } = opened
  const item = await keepPaper(context, { ...clinic, key: 'short', validTo: '2026-11-25' })
  const draft = await begin()
  const page = await takeInto(draft, item.code)
  assert.equal(page.statusCode, 422)
  assert.match(page.body, /giấy này đã hết hạn/)
})

test('what is not in the own vault, or not for that component, is not taken', async () => {
  const { browser, begin, context } = opened
  const owner = { kind: 'person', number: '999000000025', name: 'QUÀNG VĂN XÔM' } as const
  const theirs = await keepPaper(context, { ...clinic, key: 'theirs', owner })
  const draft = await begin()
  assert.equal((await takeInto(draft, theirs.code)).statusCode, 404)
  const other = await keepPaper(context, { key: 'another kind' })
  assert.equal((await takeInto(draft, other.code)).statusCode, 404)
  const own = await keep()
  await browser.post(`${draft}/papers`, { take: `nothing/${own.code}` })
  const { items } = await listVaultPapers(context, maiHuong)
  assert.equal(items.find(({ code }) => code === own.code)?.reuseCount, 0)
  assert.ok(!(await browser.get(`${draft}/papers`)).body.includes('Lấy từ kho giấy tờ của bạn'))
})

test('a paper of the national vault is found on the page of papers and taken without an upload; away, the page says so', async () => {
  const { browser, context } = opened
  const draft = String((await browser.post('/procedures/2.000635/start', { x: '1' })).headers.location)
  standIn.break('down')
  const away = await browser.post(`${draft}/papers`, { look: 'national_vault' })
  assert.equal(away.headers.location, `${draft}/papers`)
  const said = (await browser.get(`${draft}/papers`)).body
  assert.match(said, /Kho quốc gia không trả lời được lúc/)
  assert.match(said, /cứ tải tệp lên như thường/)
  standIn.break(null)

  await browser.post(`${draft}/papers`, { look: 'national_vault' })
  const page = (await browser.get(`${draft}/papers`)).body
  assert.deepEqual(await findMarkupErrors(page), [])
  assert.match(page, /Dùng được: chọn ở mục giấy tờ bên dưới/)
  assert.match(page, /Chưa rõ: chữ ký số/)
  const [, take = ''] =
    /value="([a-z_]+\/[\w-]+)"[^>]*>[^<]*<span class="ds-sr-only"> Giấy chứng nhận kết hôn/.exec(page) ?? []
  assert.notEqual(take, '')
  await browser.post(`${draft}/papers`, { take })
  const taken = await context.db
    .selectFrom('vault.use')
    .innerJoin('papers.paper', 'papers.paper.id', 'vault.use.paper_id')
    .select(['papers.paper.origin', 'vault.use.purpose'])
    .where('papers.paper.origin', '=', 'national_vault')
    .execute()
  assert.deepEqual(taken, [
    { origin: 'national_vault', purpose: 'Nộp hồ sơ Bản sao trích lục hộ tịch, Giấy khai sinh' },
  ])
})
