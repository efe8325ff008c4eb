import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { after, afterEach, before, describe, test } from 'node:test'
import type { DossierFacts, SyncMessage } from '#modules/sync'
import { listenOnLoopback } from '#platform/loopback'
import { factsOf, paperOf, resultOf } from '#test/dossier-facts'
import { PortalUnreachable } from './ask.ts'
import { type NationalPortal, openNationalPortal } from './client.ts'
import { type StandInPortal, startStandInPortal } from './stand-in.ts'

let standIn: StandInPortal
before(async () => {
  standIn = await startStandInPortal({
    catalogue: async () => ({
      agencies: [{ code: 'H99.1', name: 'Ủy ban nhân dân phường Thí Điểm', level: '3' }],
      procedures: [
        {
          code: '1.004873',
          name: 'Cấp Giấy xác nhận tình trạng hôn nhân',
          field: { code: 'G15-HT01', name: 'Hộ tịch' },
          level: 'commune',
          components: [{ code: '000.00.00.G15-KQ0001', name: 'Tờ khai' }],
        },
      ],
    }),
  })
})
after(() => standIn.stop())
afterEach(() => standIn.setFault(null))

const messageOf = (facts: DossierFacts, repeat = 0): SyncMessage => ({
  dossierCode: facts.code,
  number: facts.progress.length,
  repeat,
  toldBefore: 0,
  facts,
})

let made = 0
const newCode = (): string => {
  made += 1
  return `H99.1-261120-${String(made).padStart(4, '0')}`
}

const stepsOf = (code: string): unknown[] =>
  (standIn.store.find(code)?.steps ?? []).map((step) => step.NoiDungXuLy)

type Shape = 'classic' | 'json'
type Changes = Readonly<{ timeoutMs?: number; mostBytes?: number; password?: string }>

const open = (generation: Shape, changes: Changes = {}): NationalPortal =>
  openNationalPortal({
    ...standIn.connection,
    generation,
    databaseCodes: new Map([['population', 'CSDL-01']]),
    ...changes,
  })

for (const generation of ['classic', 'json'] as const)
  describe(`the ${generation} shapes`, () => holdContract(generation))

/** What a portal has to do in either shape. */
function holdContract(generation: Shape): void {
  let portal: NationalPortal
  before(() => {
    portal = open(generation)
  })

  describe('a dossier goes up', () => {
    test('it is created once, then updated, and its progress stands there in order', async () => {
      const code = newCode()
      assert.equal(await portal.ask(code), null)
      assert.equal(await portal.send(messageOf(factsOf(code, 'registered'))), 'delivered')
      assert.equal(await portal.send(messageOf(factsOf(code, 'registered', 'accepted'))), 'delivered')
      assert.deepEqual(await portal.ask(code), { state: 2 })
      assert.deepEqual(stepsOf(code), ['Việc thứ 1', 'Việc thứ 2'])
      assert.equal(standIn.store.find(code)?.arrivals[0]?.taken, 'created')
    })

    test('a message told twice, also by another process, leaves one dossier with each step once', async () => {
      const code = newCode()
      const message = messageOf(factsOf(code, 'registered', 'accepted', 'in_progress'))
      await portal.send(message)
      await portal.send(message)
      await open(generation).send(message)
      assert.deepEqual(stepsOf(code), ['Việc thứ 1', 'Việc thứ 2', 'Việc thứ 3'])
      assert.deepEqual(await portal.ask(code), { state: 4 })
    })

    test('a long history goes in pieces of ten', async () => {
      const code = newCode()
      const states = Array.from({ length: 23 }, () => 'in_progress' as const)
      await portal.send(messageOf(factsOf(code, 'accepted', ...states)))
      assert.equal(stepsOf(code).length, 24)
    })

    test('what the portal refuses is told in its words, and its state stays', async () => {
      const code = newCode()
      await portal.send(
        messageOf(factsOf(code, 'registered', 'accepted', 'in_progress', 'resolved', 'delivered')),
      )
      const answer = await portal.send(messageOf(factsOf(code, 'in_progress'), 1))
      assert.deepEqual(answer, { refused: '6: Trạng thái hồ sơ không được lùi' })
      assert.deepEqual(await portal.ask(code), { state: 10 })
    })

    test('told again because of drift, it is taken though its number was taken before', async () => {
      const code = newCode()
      const message = messageOf(factsOf(code, 'registered', 'accepted', 'in_progress'))
      await portal.send(message)
      standIn.store.overwrite(code, '2')
      assert.deepEqual(await portal.ask(code), { state: 2 })
      assert.equal(await portal.send({ ...message, repeat: 1 }), 'delivered')
      assert.deepEqual(await portal.ask(code), { state: 4 })
    })
  })

  describe('files by links', () => {
    test('papers and results are fetched by their links, and are what they were', async () => {
      const code = newCode()
      const bytes = Buffer.from('%PDF-1.7 một giấy')
      const { url, stop } = await listenOnLoopback(createServer((_, response) => void response.end(bytes)))
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const paper = { ...paperOf(sha256), link: `${url}/p${code}` }
      const result = { ...resultOf(sha256), link: `${url}/r${code}` }
      const through = ['registered', 'accepted', 'in_progress', 'resolved'] as const
      const facts = { ...factsOf(code, ...through), papers: [paper], results: [result] }
      assert.equal(await portal.send(messageOf(facts)), 'delivered')
      await standIn.fetched.settle()
      await stop()
      const page = await (await fetch(`${standIn.url}/dossiers/${code}`)).text()
      assert.match(page, /Giấy chứng sinh\.pdf/)
      assert.match(page, /data-fetched="result-1">đã tải/)
      assert.equal(standIn.fetched.listOf(code).at(-1)?.sha256, sha256)
    })
  })

  describe('the portal has troubles', () => {
    const message = () => messageOf(factsOf(newCode(), 'registered', 'accepted'))

    for (const fault of ['down', 'slow', 'drip', 'garbage', 'huge', 'account_refused'] as const) {
      test(`${fault}: nothing is taken for delivered, and it is delivered afterwards`, async () => {
        const told = message()
        const isSlow = ['slow', 'drip'].includes(fault)
        const client = open(generation, isSlow ? { timeoutMs: 300 } : {})
        standIn.setFault(fault)
        await assert.rejects(client.send(told), PortalUnreachable)
        standIn.setFault(null)
        const later = isSlow ? portal : client
        assert.equal(await later.send(told), 'delivered')
        assert.deepEqual(await later.ask(told.dossierCode), { state: 2 })
        assert.deepEqual(stepsOf(told.dossierCode), ['Việc thứ 1', 'Việc thứ 2'])
      })
    }

    test('an answer of 1 GB is read up to the limit and no further', async () => {
      const client = open(generation, { mostBytes: 3_000_000, timeoutMs: 20_000 })
      await client.ask('H99.1-261120-9999')
      standIn.setFault('huge')
      await assert.rejects(client.ask('H99.1-261120-9999'), /longer than/)
    })

    test('sessions that are over are opened again', async () => {
      const told = message()
      await portal.send(told)
      standIn.endSessions()
      assert.deepEqual(await portal.ask(told.dossierCode), { state: 2 })
      standIn.setFault('session_over')
      assert.equal(
        await portal.send(messageOf(factsOf(told.dossierCode, 'registered', 'accepted', 'in_progress'))),
        'delivered',
      )
      assert.deepEqual(await portal.ask(told.dossierCode), { state: 4 })
    })

    for (const fault of ['lossy', 'duplicate', 'reorder'] as const) {
      test(`${fault}: tried until it arrives, each step is there once and in order`, async () => {
        const code = newCode()
        const states = ['registered', 'accepted', 'in_progress', 'resolved', 'delivered'] as const
        standIn.setFault(fault)
        for (let count = 1; count <= states.length; count += 1) {
          const told = messageOf(factsOf(code, 'registered', ...states.slice(1, count)))
          await untilDelivered(told)
        }
        standIn.setFault(null)
        assert.deepEqual(await portal.ask(code), { state: 10 })
        assert.deepEqual(
          stepsOf(code),
          [1, 2, 3, 4, 5].map((number) => `Việc thứ ${number}`),
        )
      })
    }

    async function untilDelivered(told: SyncMessage): Promise<void> {
      for (let tries = 0; tries < 50; tries += 1) {
        try {
          assert.equal(await portal.send(told), 'delivered')
          return
        } catch (error) {
          if (!(error instanceof PortalUnreachable)) throw error
        }
      }
      assert.fail('never delivered')
    }

    test('a password that is wrong is said without being told', async () => {
      await assert.rejects(
        open(generation, { password: 'khong-phai' }).ask('H99.1-261120-0001'),
        (error: Error) => {
          assert.match(error.message, /opened no session|no token/)
          assert.doesNotMatch(error.message, /khong-phai/)
          return true
        },
      )
    })
  })

  test('the catalogue comes down: procedures, agencies, fields', async () => {
    const { catalogue } = portal
    const pages = []
    for (let place: string | null = null; ; ) {
      const page = await catalogue.readPage(place)
      pages.push(page)
      place = page.next
      if (place === null) break
    }
    const named = (lines: readonly Readonly<{ code: string; name: string }>[]) =>
      lines.map(({ code, name }) => ({ code, name }))
    assert.deepEqual(named(pages.flatMap(({ procedures }) => procedures)), [
      { code: '1.004873', name: 'Cấp Giấy xác nhận tình trạng hôn nhân' },
    ])
    const agencies = named(pages.flatMap((page) => page.agencies))
    assert.deepEqual(agencies, [{ code: 'H99.1', name: 'Ủy ban nhân dân phường Thí Điểm' }])
    const fields = named(pages.flatMap((page) => page.fields))
    assert.deepEqual(fields, [{ code: 'G15-HT01', name: 'Hộ tịch' }])
    const procedure = await catalogue.findProcedure('1.004873')
    assert.deepEqual(procedure?.fields, [{ code: 'G15-HT01', name: 'Hộ tịch' }])
    assert.deepEqual(procedure?.levels, generation === 'json' ? ['commune'] : [])
    assert.deepEqual(procedure?.components, [{ code: '000.00.00.G15-KQ0001', name: 'Tờ khai' }])
    assert.equal(await catalogue.findProcedure('9.999999'), null)
  })
}

test('in the classic shapes values travel as strings, times in Vietnamese time, and nothing that did not happen', async () => {
  const code = newCode()
  await open('classic').send(
    messageOf({ ...factsOf(code, 'accepted'), consultedDatabases: ['population', 'place'] }),
  )
  const { fields } = standIn.store.find(code) ?? assert.fail()
  assert.equal(fields.NgayNopHoSo, '20261120083005')
  assert.equal(fields.NgayTra, '')
  assert.equal(fields.MaLinhVuc, 'G15-HT01')
  assert.deepEqual(fields.DSKetNoiCSDL, [{ MaCSDL: 'CSDL-01' }])
  const values = Object.values(fields).filter((value) => !Array.isArray(value))
  assert.ok(values.every((value) => typeof value === 'string'))
})

test('what was filled in is given in the JSON shapes, which have room for it', async () => {
  const [classic, json] = [open('classic'), open('json')]
  assert.deepEqual([classic.isGivenAnswers, json.isGivenAnswers], [false, true])
  const code = newCode()
  const answers = { purpose: { use: 'marriage' } }
  await json.send(messageOf({ ...factsOf(code, 'registered'), answers }))
  assert.deepEqual(standIn.store.find(code)?.fields.EformThongTinChiTiet, answers)
})

test('in the JSON shapes a file that is another there than here stops its dossier until it is the same', async () => {
  const portal = open('json')
  const bytes = Buffer.from('%PDF-1.7 một giấy')
  const { url, stop } = await listenOnLoopback(createServer((_, response) => void response.end(bytes)))
  const hashOf = (content: Buffer | string) => createHash('sha256').update(content).digest('hex')
  const code = newCode()
  const withPaper = (sha256: string) =>
    messageOf({ ...factsOf(code, 'registered'), papers: [{ ...paperOf(sha256), link: `${url}/p${code}` }] })
  const wrong = portal.send(withPaper(hashOf('một giấy khác')))
  await assert.rejects(wrong, /holds another file than we gave it/)
  assert.equal(await portal.ask(code), null)
  assert.equal(await portal.send(withPaper(hashOf(bytes))), 'delivered')
  await stop()
})
