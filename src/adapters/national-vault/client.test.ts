import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { readAtMost } from '#platform/read-at-most'
import { somePdf } from '#test/paper-samples'
import { openNationalVault } from './client.ts'
import { type StandInVault, startStandInVault } from './stand-in.ts'

const marriage = {
  ...{ ownerNumber: '999000000017', ownerName: 'LÒ THỊ MAI HƯƠNG', typeCode: 'KQ.G15.000032' },
  ...{ title: 'Giấy chứng nhận kết hôn', number: '52/2021', issuerName: 'UBND phường Tô Hiệu' },
  isInForce: true,
}
const pdf = somePdf('Giấy chứng nhận kết hôn')

let standIn: StandInVault
before(async () => {
  standIn = await startStandInVault({ papers: [{ ...marriage, content: async () => pdf }] })
})
after(() => standIn.stop())

const open = (limits: Readonly<{ timeoutMs?: number; mostBytes?: number }> = {}) =>
  openNationalVault({ ...standIn.connection, timeoutMs: 3000, mostBytes: 1_000_000, ...limits })
const search = {
  ...{
    reference: 'q-1',
    account: 'officer-1',
    agencyCode: 'H18.137',
    purpose: 'Tiếp nhận hồ sơ',
    dossierCode: null,
  },
  ...{ ownerNumber: marriage.ownerNumber, askedBy: { fullName: 'LƯỜNG THỊ PÂNG', number: 'H18.137' } },
  channel: 'officer',
  ...{ procedureCode: '1.001193', typeCodes: ['KQ.G15.000032', 'KQ.G15.000038'] },
} as const
const told = {
  kind: 'issued',
  ...{ key: 'r-1 issued', resultId: 'r-1', dossierCode: 'H18.137-261122-0001' },
  ...{ ownerNumber: marriage.ownerNumber, ownerName: marriage.ownerName, typeCode: 'KQ.G15.000038' },
  ...{ title: 'Giấy xác nhận tình trạng hôn nhân', number: '7/XN', issuedOn: '2026-11-22', reason: null },
  ...{ issuer: { code: 'H18.137', name: 'UBND xã Mường Phăng' } },
  ...{ sha256: createHash('sha256').update(pdf).digest('hex'), content: pdf },
} as const

const readAll = async (content: Promise<AsyncIterable<Buffer>>) => readAtMost(await content, 10_000_000)

test('a paper is found by owner and kind, with what the vault says of it, and its content is fetched', async () => {
  const [paper, ...more] = await open().search(search)
  assert.ok(paper?.files[0])
  assert.equal(more.length, 0)
  const { files, ...said } = paper
  const { ownerName: _, ...expected } = marriage
  assert.deepEqual(said, expected)
  assert.deepEqual(await readAll(open().fetch(paper.issuerName, paper.files[0])), pdf)
  assert.equal(files[0]?.sha256, told.sha256)
  assert.deepEqual(standIn.asked().at(-1), {
    ...{ askerNumber: 'H18.137', ownerNumber: marriage.ownerNumber, purpose: 'Tiếp nhận hồ sơ' },
  })
})

test('a citizen is looked for by the own number; another’s is never named', async () => {
  const askedBy = { fullName: 'LÒ VĂN THÀNH', number: '999000000025' }
  const found = await open().search({ ...search, channel: 'citizen', askedBy })
  assert.deepEqual([found, standIn.asked().at(-1)?.ownerNumber], [[], '999000000025'])
})

test('a result is told once, however often; taken out of force it is found as such', async () => {
  const vault = open()
  assert.deepEqual([await vault.push(told), await vault.push(told)], [null, null])
  assert.equal(standIn.told().length, 1)
  await vault.push({ ...told, key: 'r-1 revoked', kind: 'revoked', content: null, reason: 'Ghi sai' })
  const found = (await vault.search(search)).find(({ typeCode }) => typeCode === told.typeCode)
  assert.equal(found?.isInForce, false)
})

for (const fault of ['lossy', 'duplicate'] as const)
  test(`${fault}: what is told again until it arrives is there once, and is found`, async () => {
    const vault = open()
    const untilAnswered = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
      for (let tries = 0; tries < 5; tries += 1) {
        const answer = await call().catch((error: Error) => assert.equal(error.name, 'RegisterFailure'))
        if (answer !== undefined) return answer
      }
      throw new Error('it never answered')
    }
    standIn.break(fault)
    try {
      for (const step of ['a', 'b', 'c']) {
        const one = { ...told, key: `${fault} ${step}`, number: `${fault}/${step}` }
        assert.equal(await untilAnswered(() => vault.push(one)), null)
        assert.equal(standIn.told().filter(({ key }) => key === one.key).length, 1)
        const found = await untilAnswered(() => vault.search(search))
        assert.equal(found.filter(({ number }) => number === one.number).length, 1)
      }
    } finally {
      standIn.break(null)
    }
  })

test('a refusal is told in its words', async () => {
  standIn.break('error')
  assert.equal(await open().push({ ...told, key: 'r-2 issued' }), '7: Không có loại kết quả này')
  standIn.break(null)
})

describe('a vault in trouble is said to be, in the time and within the bytes that were given', () => {
  for (const [fault, reason] of [
    ['down', 'unreachable'],
    ['slow', 'timed_out'],
    ['drip', 'timed_out'],
    ['huge', 'unreadable'],
    ['garbage', 'unreadable'],
    ['expired', 'refused'],
    ['cut_after_taking', 'unreachable'],
  ] as const)
    test(fault, async () => {
      const [paper] = await open().search(search)
      assert.ok(paper?.files[0])
      standIn.break(fault)
      try {
        const vault = open({ timeoutMs: ['slow', 'drip'].includes(fault) ? 150 : 3000 })
        await assert.rejects(vault.search(search), { name: 'RegisterFailure', reason })
        const isFileBroken = fault !== 'garbage'
        const fetched = readAll(vault.fetch(paper.issuerName, paper.files[0]))
        if (isFileBroken) await assert.rejects(fetched, { name: 'RegisterFailure', reason })
        else assert.match(String(await fetched), /bảo trì/, 'what it is, who asked finds out')
        await assert.rejects(vault.push(told), { name: 'RegisterFailure', reason })
      } finally {
        standIn.break(null)
      }
    })
})
