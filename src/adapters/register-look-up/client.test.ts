import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openRegister } from './client.ts'
import { registerDefinitions } from './definitions.ts'
import { type StandInRegisters, startStandInRegisters } from './stand-in.ts'

let standIn: StandInRegisters
before(async () => {
  standIn = await startStandInRegisters()
})
after(() => standIn.stop())

const asker = {
  ...{ reference: 'q-1', account: 'officer-1', agencyCode: 'H18.137', purpose: 'Thẩm định' },
  dossierCode: 'H18.137-261126-0001',
}
const open = (code: string, timeoutMs = 2000) => {
  const definition = registerDefinitions.find((one) => one.code === code)
  assert.ok(definition)
  return openRegister(definition, { url: standIn.urlOf(code), token: standIn.token, timeoutMs })
}
const ask = (code: string, key: string, reads: readonly string[], timeoutMs?: number) =>
  open(code, timeoutMs).ask({ ...asker, key, reads })

test('only the fields that were asked for come back, wherever they stand in the record', async () => {
  assert.deepEqual(await ask('enterprise', '0109999001', ['name', 'address']), {
    name: 'HỢP TÁC XÃ HƯ CẤU MƯỜNG THANH',
    address: 'Tổ dân phố 3, phường Điện Biên Phủ, tỉnh Điện Biên',
  })
  assert.deepEqual(await ask('social_insurance', '9990000017', ['months']), { months: '62' })
  assert.deepEqual(await ask('civil_status', '999000000017', ['maritalStatus', 'birthRecord']), {
    ...{ maritalStatus: 'Đã kết hôn', birthRecord: '17/1997' },
  })
  assert.deepEqual(await ask('place', '999011000017', ['communeCode']), { communeCode: '03127' })
})

test('a field the record has not is left out; a number it does not know is null', async () => {
  assert.deepEqual(await ask('enterprise', '0109999002', ['address']), {})
  assert.equal(await ask('enterprise', '0109999999', ['name']), null)
  assert.equal(await ask('enterprise', '../social_insurance/9990000017', ['name']), null)
})

test('who asks, what for and for which dossier goes along', async () => {
  await ask('enterprise', '0109999001', ['name'])
  const { 'x-request-id': id, 'x-account': account, 'x-dossier': dossier, ...more } = standIn.asked.at(-1) ?? {}
  assert.deepEqual([id, account, dossier], ['q-1', 'officer-1', asker.dossierCode])
  assert.deepEqual([more['x-purpose'], more['x-agency']], ['Th%E1%BA%A9m%20%C4%91%E1%BB%8Bnh', 'H18.137'])
})

describe('a register in trouble is said to be', () => {
  for (const [fault, reason] of [
    ['down', 'unreachable'],
    ['slow', 'timed_out'],
    ['garbage', 'unreadable'],
    ['huge', 'unreadable'],
    ['drip', 'timed_out'],
    ['cut_after_taking', 'unreachable'],
    ['expired', 'refused'],
  ] as const)
    test(fault, async () => {
      standIn.break(fault)
      try {
        const asked = ask('enterprise', '0109999001', ['name'], ['slow', 'drip'].includes(fault) ? 150 : 2000)
        await assert.rejects(asked, { name: 'RegisterFailure', reason })
      } finally {
        standIn.break(null)
      }
    })
})

test('a line that loses answers is said to be away, and the next question is answered; one that doubles questions answers alike', async () => {
  const names: (string | undefined)[] = []
  for (const fault of ['lossy', 'duplicate'] as const) {
    standIn.break(fault)
    for (let asked = 0; asked < 5; asked += 1) {
      const answer = await ask('enterprise', '0109999001', ['name']).catch((error: Error) => {
        assert.equal(error.name, 'RegisterFailure')
        return null
      })
      names.push(answer?.name)
    }
  }
  standIn.break(null)
  assert.equal(names.filter((name) => name === 'HỢP TÁC XÃ HƯ CẤU MƯỜNG THANH').length, 3 + 5)
})
