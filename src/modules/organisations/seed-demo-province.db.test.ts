import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import {
  findAgencyByCode,
  findCommune,
  findCompetentAgency,
  findReceivingDesk,
  getAgency,
  getOfficer,
  listAgencies,
  listDemoOfficers,
  listDesks,
  listOfficers,
  listSuccessors,
  listUnits,
  seedDemoProvince,
} from '#modules/organisations'
import { useContext } from '#test/app'

/** The 45 communes of Điện Biên since 1 July 2025, written down to check what a clone seeds itself with. */
const communesOfTheProvince = `
03127 Phường Điện Biên Phủ, 03151 Phường Mường Lay, 03158 Xã Sín Thầu, 03160 Xã Mường Nhé, 03162 Xã Nậm Kè,
03163 Xã Mường Toong, 03164 Xã Quảng Lâm, 03166 Xã Mường Chà, 03169 Xã Nà Hỳ, 03172 Xã Na Sang, 03175 Xã Chà Tở,
03176 Xã Nà Bủng, 03181 Xã Mường Tùng, 03193 Xã Pa Ham, 03194 Xã Nậm Nèn, 03199 Xã Si Pa Phìn, 03202 Xã Mường Pồn,
03203 Xã Na Son, 03208 Xã Xa Dung, 03214 Xã Mường Luân, 03217 Xã Tủa Chùa, 03220 Xã Tủa Thàng, 03226 Xã Sín Chải,
03241 Xã Sính Phình, 03244 Xã Sáng Nhè, 03253 Xã Tuần Giáo, 03256 Xã Mường Ảng, 03260 Xã Pú Nhung, 03268 Xã Mường Mùn,
03283 Xã Chiềng Sinh, 03295 Xã Quài Tở, 03301 Xã Búng Lao, 03313 Xã Mường Lạn, 03316 Xã Nà Tấu, 03325 Xã Mường Phăng,
03328 Xã Thanh Nưa, 03334 Phường Mường Thanh, 03349 Xã Thanh Yên, 03352 Xã Thanh An, 03356 Xã Sam Mứn,
03358 Xã Núa Ngam, 03368 Xã Mường Nhà, 03370 Xã Pu Nhi, 03382 Xã Phình Giàng, 03385 Xã Tìa Dình`
  .trim()
  .split(/,\s+/)

describe('a clone seeds itself', () => {
  const world = useContext()
  before(() => seedDemoProvince(world.context))

  test('Điện Biên has its 45 communes under their own codes', async () => {
    const communes = await listUnits(world.context.db, { level: 'commune', parentCode: '11', on: '2026-11-26' })
    assert.deepEqual(
      communes.map(({ code, fullName }) => `${code} ${fullName}`),
      communesOfTheProvince,
    )
  })

  test('the country has 34 provinces and 3,321 communes, in NFC, with what was corrected', async () => {
    const { db } = world.context
    const provinces = await listUnits(db, { level: 'province', on: '2026-11-26' })
    assert.equal(provinces.length, 34)
    const counted = await db
      .selectFrom('organisations.administrative_unit')
      .select(['code', 'full_name'])
      .where('level', '=', 'commune')
      .where('valid_to', 'is', null)
      .execute()
    assert.equal(counted.length, 3321)
    assert.deepEqual(
      counted.filter(({ full_name }) => full_name !== full_name.normalize('NFC')),
      [],
    )
    assert.equal((await findCommune(db, '23938', '2026-11-26'))?.fullName, 'Xã Ia Mơ')
    assert.equal(await findCommune(db, '23737', '2026-11-26'), null)
    assert.equal((await findCommune(db, '25270', '2026-04-29'))?.fullName, 'Xã Lộc Ninh')
    assert.equal((await findCommune(db, '25270', '2026-04-30'))?.fullName, 'Phường Lộc Ninh')
  })

  test('an old commune leads to its new one, by name where the package has lost the code', async () => {
    const { db } = world.context
    assert.deepEqual(
      (await listSuccessors(db, '00556')).map(({ newCode, scope }) => [newCode, scope]),
      [['00541', 'unknown']],
    )
    const [{ count }] = (await db
      .selectFrom('organisations.unit_mapping')
      .select((by) => by.fn.countAll<number>().as('count'))
      .execute()) as [{ count: number }]
    assert.equal(count, 10_032)
  })

  test('every commune has its committee and a desk, and Phường Điện Biên Phủ is H18.137', async () => {
    const { db } = world.context
    const agencies = await listAgencies(db, { kind: 'peoples_committee', provinceCode: '11' })
    assert.equal(agencies.filter(({ communeCode }) => communeCode).length, 45)
    assert.equal(new Set(agencies.map(({ code }) => code)).size, 46)
    const committee = await findAgencyByCode(db, 'H18.137')
    assert.equal(committee?.name, 'UBND phường Điện Biên Phủ')
    const desks = await listDesks(db, committee?.id ?? '')
    assert.deepEqual(
      desks.map(({ code, name }) => `${code} ${name}`),
      ['H18.137.01 Quầy 1', 'H18.137.02 Quầy 2', 'H18.137.03 Quầy 3'],
    )
  })

  test('a procedure of a commune is resolved by its committee, one of a province by the department', async () => {
    const { db } = world.context
    const committee = await findCompetentAgency(db, { level: 'commune', communeCode: '03160' })
    assert.equal(committee?.name, 'UBND xã Mường Nhé')
    const department = await findCompetentAgency(db, { level: 'province', departmentKey: 'so_xay_dung' })
    assert.equal(department?.name, 'Sở Xây dựng')
    const province = await findCompetentAgency(db, { level: 'province' })
    assert.equal(province?.code, 'H18')
    assert.equal(await findCompetentAgency(db, { level: 'commune', communeCode: '99999' }), null)
    assert.equal(await findCompetentAgency(db, { level: 'province', departmentKey: 'so_khong_co' }), null)
    assert.equal((await findReceivingDesk(db, committee?.id ?? ''))?.agencyId, committee?.id)
    assert.equal((await findReceivingDesk(db, department?.id ?? ''))?.code, 'H18.50.01')
  })

  test('the officers who get accounts serve in the agencies they are named for', async () => {
    const { db } = world.context
    const officers = await listDemoOfficers(db)
    const reception = officers.find(({ username }) => username === 'reception')
    assert.equal(reception?.officer.fullName, 'Vàng A Súa')
    assert.equal((await getAgency(db, reception?.officer.agencyId ?? '')).code, 'H18.137')
    const wanted = ['case-officer', 'signatory', 'cashier', 'administrator', 'leader', 'auditor']
    const others = [
      'reception.muong-nhe',
      'reception.trung-tam',
      'case-officer.so-xay-dung',
      'signatory.so-xay-dung',
    ]
    const names = officers.map(({ username }) => username)
    assert.deepEqual(
      [...wanted, ...others].filter((name) => !names.includes(name)),
      [],
    )
    assert.equal((await getOfficer(db, reception?.officer.id ?? '')).position, 'Công chức tiếp nhận')
    assert.equal((await listOfficers(db, reception?.officer.agencyId ?? '')).length, 7)
  })

  test('a second start adds nothing', async () => {
    assert.deepEqual(await seedDemoProvince(world.context), { agencies: 0, desks: 0, officers: 0 })
  })

  test('an unknown agency or officer is an error with a code', async () => {
    const nobody = '01890000-0000-7000-8000-000000000000'
    await assert.rejects(getAgency(world.context.db, nobody), { code: 'organisations.agency_not_found' })
    await assert.rejects(getOfficer(world.context.db, nobody), { code: 'organisations.officer_not_found' })
  })
})

describe('two processes start at once on an empty database', () => {
  const world = useContext()

  test('one waits for the other, and the province is there once', async () => {
    await world.ready
    const [first, second] = await Promise.all([
      seedDemoProvince(world.context),
      seedDemoProvince(world.context),
    ])
    const agencies = await listAgencies(world.context.db, { kind: 'peoples_committee' })
    assert.equal(agencies.filter(({ communeCode }) => communeCode !== null).length, 45)
    assert.equal(Math.min(first.agencies, second.agencies), 0)
  })
})
