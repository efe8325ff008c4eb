import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import type { LineFault } from '#adapters/carrier-line'
import { guardRoutes, nobody } from '#modules/identity'
import {
  listShipments,
  orderAfterEvent,
  orderShipment,
  PostAway,
  shipmentJobs,
  shipmentRoutes,
} from '#modules/shipments'
import type { Context } from '#platform/context'
import { html } from '#platform/html'
import { type HttpApp, openHttp } from '#platform/http'
import { makeId } from '#platform/ids'
import { listenOnLoopback } from '#platform/loopback'
import { testInstant } from '#test/app'
import { dossierInProgress } from '#test/consultations'
import { citizen as person, submitBirth } from '#test/dossiers'
import { useApp } from '#test/whole-app'
import { openPost } from './client.ts'
import { type StandInPost, startStandInPost } from './stand-in.ts'

const world = useApp()
let now = Temporal.Instant.from(testInstant)
let context: Context
let standIn: StandInPost
let api: HttpApp
let receiver: Awaited<ReturnType<typeof listenOnLoopback>>
let post: ReturnType<typeof openPost>

before(async () => {
  await world.ready
  context = { ...world.context, clock: { now: () => now } }
  receiver = await listenOnLoopback(
    createServer(async (request, response) => {
      const payload = await text(request)
      const headers = { 'content-type': 'application/json', 'x-chu-ky': String(request.headers['x-chu-ky']) }
      const { statusCode } = await api.inject({ method: 'POST', url: '/shipments/reports', headers, payload })
      response.writeHead(statusCode).end()
    }),
  )
  standIn = await startStandInPost({ clock: context.clock, reportUrl: receiver.url })
  post = openPost({ ...standIn, timeoutMs: 3000 })
  api = openHttp({ log: context.log, errorPage: (error) => html`${error.code}` })
  guardRoutes(api, async () => nobody)
  await api.register(shipmentRoutes(context, post))
})
beforeEach(() => standIn.setFault('none'))
after(async () => {
  await Promise.all([standIn.stop(), receiver.stop(), api.close()])
})

const citizen = {
  kind: 'citizen',
  accountId: makeId(),
  fullName: 'Lò Thị Mai Hương',
  personalId: '999000000017',
}

/** A dossier whose result is brought by post. */
async function givenDossier(address: string | null): Promise<string> {
  const code = await dossierInProgress(world.context)
  const { rows } = await context.pool.query(
    `update dossiers.dossier set state = 'resolved', step = 'delivery', outcome = 'granted', return_method = 'post',
       applicant_address = $2 where code = $1 returning id`,
    [code, address],
  )
  return rows[0].id
}
const follow = (dossierId: string, type: string) =>
  context.db.transaction().execute((tx) => orderAfterEvent(context)(tx, { dossierId, type }))
const approve = (dossierId: string) => follow(dossierId, 'approve')
async function run(name: string, payload: object = {}): Promise<void> {
  const job = shipmentJobs(post).find((one) => one.name === name)
  await job?.run(payload as never, { ...context, attempt: 1 })
}
const newest = async (dossierId: string) => (await listShipments(context.db, dossierId))[0]
const parcelsOf = (id: string) => standIn.parcels().filter(({ key }) => key === id)

test('a result is ordered once, followed by reports in whatever order, and never goes back', async () => {
  const dossierId = await givenDossier('Bản Co Mỵ, xã Thanh An, tỉnh Điện Biên')
  await Promise.all([approve(dossierId), approve(dossierId)])
  await run('shipments.carry_waiting')
  const shipment = await newest(dossierId)
  assert.deepEqual([shipment?.state, parcelsOf(shipment?.id ?? '').length], ['ordered', 1])
  const number = shipment?.trackingNumber ?? ''
  standIn.setFault('reorder')
  for (const status of ['DA_LAY', 'DANG_VAN_CHUYEN', 'DA_PHAT'] as const) standIn.move(number, status)
  await standIn.settle()
  assert.equal((await newest(dossierId))?.state, 'delivered')
  standIn.setFault('duplicate')
  standIn.move(number, 'DA_PHAT')
  await standIn.settle()
  const { rows } = await context.pool.query(
    "select count(*)::int from shipments.shipment_event where shipment_id = $1 and state = 'delivered'",
    [shipment?.id],
  )
  assert.deepEqual(rows, [{ count: 1 }])
  const dossier = await context.pool.query('select state from dossiers.dossier where id = $1', [dossierId])
  assert.equal(dossier.rows[0].state, 'resolved', 'the hand-over is an officer’s to confirm')
})

test('without an address the order waits until the person says where to; a second one is refused', async () => {
  const dossierId = await givenDossier(null)
  await approve(dossierId)
  assert.equal((await newest(dossierId))?.state, 'address_needed')
  const wanted = {
    dossierId,
    kind: 'deliver',
    address: 'Số 2, tổ 5, phường Mường Thanh',
    phone: '0900000017',
  } as const
  await orderShipment(context, wanted, citizen as never)
  await assert.rejects(orderShipment(context, wanted, citizen as never), { code: 'shipments.not_now' })
  await run('shipments.carry_waiting')
  assert.equal((await newest(dossierId))?.state, 'ordered')
})

test('a refusal goes by post as a granted result does; what is no result does not', async () => {
  const dossierId = await givenDossier('Bản Co Mỵ, xã Thanh An, tỉnh Điện Biên')
  await follow(dossierId, 'withdraw')
  assert.equal(await newest(dossierId), undefined)
  await Promise.all([follow(dossierId, 'reject'), follow(dossierId, 'reject')])
  await run('shipments.carry_waiting')
  const orders = await listShipments(context.db, dossierId)
  assert.deepEqual(
    orders.map(({ kind, state }) => [kind, state]),
    [['deliver', 'ordered']],
  )
})

test('a result that nobody ordered is ordered by hand, once, and is offered to its person', async () => {
  const dossierId = await givenDossier(null)
  const { rows } = await context.pool.query('select code from dossiers.dossier where id = $1', [dossierId])
  const headers = { accept: 'text/html', ...(await world.as('999000000017')) }
  const page = await world.app.inject({ url: `/my/dossiers/${rows[0].code}`, headers })
  assert.match(page.body, /Nhờ bưu chính mang kết quả đến nhà/)
  const address = 'Số 2, tổ 5, phường Mường Thanh'
  const wanted = { dossierId, kind: 'deliver', address, phone: '0900000017' } as const
  const both = await Promise.allSettled([1, 2].map(() => orderShipment(context, wanted, citizen as never)))
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  await approve(dossierId)
  assert.equal((await listShipments(context.db, dossierId)).length, 1)
})

test('the form of an order begins with the address of the person’s own last order, and of nobody else’s', async () => {
  const ordered = await submitBirth(context)
  const { rows } = await context.pool.query('select id from dossiers.dossier where reference = $1', [ordered])
  const wanted = { dossierId: rows[0].id, kind: 'collect', address: 'Bản Noong Nhai, xã Thanh Yên' } as const
  now = now.add({ minutes: 1 })
  await orderShipment(context, { ...wanted, phone: '0900000018' }, citizen as never)
  const mine = await submitBirth(context)
  const another = await submitBirth(context, person('24', 'QUÀNG VĂN THÀNH'))
  const formOf = async (reference: string, account: string) => {
    const url = `/my/dossiers/${reference}/post`
    const { body } = await world.app.inject({
      url,
      headers: { accept: 'text/html', ...(await world.as(account)) },
    })
    return ['address', 'phone'].map(
      (name) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(body)?.[1] ?? '',
    )
  }
  assert.deepEqual(await formOf(mine, '999000000017'), [wanted.address, '0900000018'])
  assert.doesNotMatch((await formOf(another, '999000000024')).join(), /Noong Nhai|0900000018/)
})

test('a report that does not carry the signature of its bytes changes nothing', async () => {
  const payload = JSON.stringify({
    MaDonHang: makeId(),
    MaVanDon: 'BC1VN',
    TrangThai: 'DA_PHAT',
    ThoiGian: testInstant,
  })
  const headers = { 'content-type': 'application/json', 'x-chu-ky': '0'.repeat(64) }
  const { statusCode } = await api.inject({ method: 'POST', url: '/shipments/reports', headers, payload })
  assert.equal(statusCode, 401)
})

const fault = fc.constantFrom<LineFault[]>(
  'none',
  'down',
  'garbage',
  'cut_after_taking',
  'expired',
  'duplicate',
  'lossy',
  'reorder',
)
const status = fc.constantFrom('DA_LAY', 'DANG_VAN_CHUYEN', 'DA_PHAT', 'CHUYEN_HOAN', null)

/** The postman goes on, unless the parcel has come to its end. */
function moveNewest(id: string, word: Parameters<StandInPost['move']>[1] | null): void {
  const [parcel] = parcelsOf(id)
  const isOver = parcel?.status === 'DA_PHAT' || parcel?.status === 'CHUYEN_HOAN'
  if (parcel && word && !isOver) standIn.move(parcel.number, word)
}

for (const [broken, mayHaveTaken] of [
  ['down', true],
  ['slow', true],
  ['garbage', true],
  ['huge', true],
  ['drip', true],
  ['cut_after_taking', true],
  ['unknown_code', true],
  ['expired', false],
  ['account_refused', false],
  ['busy', false],
] as const)
  test(`${broken}: an order has its limit of time, says whether it may be there, and later there is one parcel`, async () => {
    const key = makeId()
    const order = {
      ...{ key, agencyName: 'UBND xã Thanh An', dossierCode: 'H18', feeVnd: null },
      kind: 'deliver',
      person: { name: 'Quàng Thị Bình', phone: '0900000017', address: 'Bản Co Mỵ, xã Thanh An' },
    } as const
    const hasty = openPost({ ...standIn, timeoutMs: 2000 })
    standIn.setFault(broken)
    await assert.rejects(hasty.order(order), { name: 'PostAway', mayHaveTaken })
    standIn.setFault('none')
    const told = await post.ask(key)
    if (told.state === 'not_taken') assert.equal((await post.order(order)).state, 'ordered')
    assert.equal(parcelsOf(key).length, 1)
  })

test('whatever is lost, told twice or late: one parcel for one order, and both sides agree in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fault, status), { maxLength: 10 }), async (steps) => {
      const dossierId = await givenDossier('Bản Co Mỵ, xã Thanh An, tỉnh Điện Biên')
      await approve(dossierId)
      for (const [broken, word] of steps) {
        standIn.setFault(broken)
        await run('shipments.carry_waiting')
        moveNewest((await newest(dossierId))?.id ?? '', word)
        now = now.add({ minutes: 30 })
      }
      standIn.setFault('none')
      await standIn.settle()
      for (let times = 0; times < 3; times += 1) {
        now = now.add({ hours: 5 })
        await run('shipments.carry_waiting')
      }
      const shipment = await newest(dossierId)
      const parcels = parcelsOf(shipment?.id ?? '')
      assert.equal(parcels.length, 1)
      const words = {
        DA_TAO: 'ordered',
        DA_LAY: 'collected',
        DANG_VAN_CHUYEN: 'in_transit',
        DA_PHAT: 'delivered',
        CHUYEN_HOAN: 'returned',
      }
      const theirs = words[parcels[0]?.status as keyof typeof words]
      const wentBack = steps.length > 0 && shipment?.state === 'in_transit' && theirs === 'collected'
      assert.ok(shipment?.state === theirs || wentBack, `${shipment?.state}, and they say ${theirs}`)
    }),
    { numRuns: 12 },
  )
  assert.ok(PostAway)
})
