import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { PersonQuestion, RegisterFailure } from '#modules/registers'
import { openPopulationRegister } from './client.ts'
import { readPersons, writeBirth } from './shapes.ts'
import { type PopulationFault, type StandInPopulation, startStandInPopulation } from './stand-in.ts'
import { oddPeople } from './stand-in-people.ts'

let standIn: StandInPopulation
before(async () => {
  standIn = await startStandInPopulation()
})
after(() => standIn.stop())

const open = (timeoutMs = 2000, { url, token } = standIn) =>
  openPopulationRegister({
    ...{ url, token },
    integrationCode: 'H18',
    offeringCode: '037',
    dayFormat: 'yyyymmdd',
    timeoutMs,
    placeName: async (code) => ({ '03127': 'Phường Điện Biên Phủ', '11': 'Tỉnh Điện Biên' })[code] ?? null,
  })

const huong = { personalId: '999000000017', fullName: 'LÒ THỊ MAI HƯƠNG', birthOn: '1997-03-14' }

const about = (
  { personalId, ...claims }: { personalId: string } & PersonQuestion['claims'],
  reads: PersonQuestion['reads'] = [],
): PersonQuestion => ({
  ...{ reference: 'q-1', account: 'officer-1', agencyCode: 'H18.137', purpose: 'Đối chiếu' },
  ...{ dossierCode: null, personalId, claims, reads },
})

const outcomesOf = async (...asked: Parameters<typeof about>) => (await open().ask(about(...asked))).outcomes

describe('four outcomes, field by field', () => {
  const agree = { fullName: 'match', birthOn: 'match' }
  const cases = [
    ['the person as the papers say', huong, agree],
    ['a sex that agrees', { ...huong, sex: 'female' }, { ...agree, sex: 'match' }],
    ['a sex that does not', { ...huong, sex: 'male' }, { ...agree, sex: 'mismatch' }],
    [
      'an address written in another way',
      { ...huong, address: 'bản Mớ – phường Điện Biên Phủ – tỉnh Điện Biên' },
      { ...agree, address: 'match' },
    ],
    [
      'a birth of which the register knows the year',
      { personalId: '999000000303', fullName: 'VÀNG THỊ DÍNH', birthOn: '1960-02-08' },
      { fullName: 'match', birthOn: 'insufficient_grounds' },
    ],
    [
      'a year that is all anybody knows',
      { personalId: '999000000062', fullName: 'TÒNG THỊ ẦNG', birthOn: '1949' },
      agree,
    ],
    [
      'another name: nothing more is told',
      { personalId: '999000000310', fullName: 'LÒ ANH MINH', birthOn: '1985-06-17', sex: 'male' },
      { fullName: 'mismatch', birthOn: 'match', sex: 'insufficient_grounds' },
    ],
    [
      'a number that was given twice',
      { personalId: '999000000327', fullName: 'CÀ THỊ HẢO', birthOn: '1990-04-02' },
      { fullName: 'insufficient_grounds', birthOn: 'insufficient_grounds' },
    ],
    [
      'a number nobody has',
      { personalId: oddPeople.unknownId, fullName: 'CÀ THỊ HẢO', birthOn: '1990-04-02' },
      { fullName: 'no_data', birthOn: 'no_data' },
    ],
  ] as const
  for (const [name, asked, expected] of cases)
    test(name, async () => assert.deepEqual(await outcomesOf(asked), expected))
})

test('what is read is what was asked for, of a person who agrees', async () => {
  const answer = await open().ask(about(huong, ['address', 'ethnicity']))
  assert.deepEqual(answer.values, {
    address: 'Bản Mớ, Phường Điện Biên Phủ, Tỉnh Điện Biên',
    ethnicity: 'Thái',
  })
  const other = await open().ask(about({ ...huong, fullName: 'NGƯỜI KHÁC' }, ['address']))
  assert.deepEqual(other.values, {})
})

test('the question says who asks, and a birth of a year is sent as a year', async () => {
  await open().ask(about({ personalId: '999000000062', fullName: 'TÒNG THỊ ẦNG', birthOn: '1949' }))
  assert.deepEqual(standIn.asked.at(-1), {
    ...{ HoVaTen: 'TÒNG THỊ ẦNG', SoDinhDanh: '999000000062', SoCMND: '', Nam: '1949' },
    ...{ MaTichHop: 'H18', MaDVC: '037', MaCanBo: 'officer-1', MaYeuCau: 'q-1' },
  })
  assert.deepEqual(writeBirth('1997-03-14', 'dd/mm/yyyy'), { NgayThangNam: '14/03/1997' })
  assert.deepEqual(writeBirth('1983-07', 'yyyymmdd'), { Nam: '1983' })
})

describe('a register in trouble is said to be, and works again after', () => {
  const faults: readonly (readonly [PopulationFault, RegisterFailure['reason']])[] = [
    ['down', 'unreachable'],
    ['slow', 'timed_out'],
    ['garbage', 'unreadable'],
    ['huge', 'unreadable'],
    ['drip', 'timed_out'],
    ['cut_after_taking', 'unreachable'],
    ['expired', 'refused'],
  ]
  for (const [fault, reason] of faults)
    test(fault, async () => {
      standIn.break(fault)
      try {
        await assert.rejects(open(['slow', 'drip'].includes(fault) ? 150 : 5000).ask(about(huong)), {
          name: 'RegisterFailure',
          reason,
        })
      } finally {
        standIn.break(null)
      }
      assert.equal((await outcomesOf(huong)).fullName, 'match')
    })
})

test('what for and for whom it is asked goes along in headers', async () => {
  await open().ask({ ...about(huong), dossierCode: 'H18.137-261126-0001' })
  const { 'x-purpose': purpose, 'x-agency': agency, 'x-dossier': dossier } = standIn.askers.at(-1) ?? {}
  assert.deepEqual(
    [decodeURIComponent(String(purpose)), agency, dossier],
    ['Đối chiếu', 'H18.137', 'H18.137-261126-0001'],
  )
})

describe('asked again where an answer is lost, and answered alike where the question arrives twice', () => {
  for (const fault of ['lossy', 'duplicate'] as const satisfies PopulationFault[])
    test(fault, async () => {
      standIn.break(fault)
      const heard: string[] = []
      for (let asked = 0; asked < 5; asked += 1)
        heard.push(
          await outcomesOf(huong).then(
            ({ fullName = '' }) => fullName,
            ({ reason }: RegisterFailure) => reason,
          ),
        )
      standIn.break(null)
      assert.deepEqual(
        heard.toSorted((one, other) => one.localeCompare(other)),
        Array.from({ length: 5 }, (_, count) => (fault === 'lossy' && count > 2 ? 'unreachable' : 'match')),
      )
    })
})

test('XML that could reach out or grow is not read', () => {
  const bombs = [
    '<!DOCTYPE Envelope [<!ENTITY a "b">]><Envelope><Body><CongdanCollection/></Body></Envelope>',
    '<Envelope><Body/></Envelope>',
    `${'<a>'.repeat(50)}${'</a>'.repeat(50)}`,
    '{"status": 200}',
    '',
  ]
  for (const text of bombs) assert.throws(() => readPersons(text), { reason: 'unreadable' }, text)
  assert.deepEqual(readPersons('<Envelope><Body><CongdanCollection/></Body></Envelope>'), [])
})
