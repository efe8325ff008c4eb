import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import fc from 'fast-check'
import { openPopulationRegister, type StandInPopulation, startStandInPopulation } from '#adapters/population'
import { listAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import { fixedClock } from '#platform/clock'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { testInstant, useContext } from '#test/app'
import { maiHuong } from '#test/demo'
import { type PersonMeant, readPerson, verifyPerson } from './ask-person.ts'
import { openRegisterDesk, type RegisterDesk } from './desk.ts'
import { forgetAnswers } from './jobs.ts'
import { tieToDossier } from './repository.ts'
import { findLatest, listAnswered, listRecords } from './repository-records.ts'

const world = useContext()
let standIn: StandInPopulation
let desk: RegisterDesk

const settings = {
  REGISTERS_LOOK_UPS_A_MINUTE: 500,
  REGISTERS_FAILURES_BEFORE_REST: 3,
  REGISTERS_REST_SECONDS: 600,
}
const open = (more: Partial<typeof settings> = {}) => {
  const population = openPopulationRegister({
    ...{ url: standIn.url, token: standIn.token, integrationCode: '', offeringCode: '' },
    ...{ dayFormat: 'yyyymmdd', timeoutMs: 5000, placeName: async () => null },
  })
  return openRegisterDesk({ population, sources: [] }, { ...settings, ...more })
}

before(async () => {
  await world.ready
  standIn = await startStandInPopulation()
})
after(() => standIn.stop())
beforeEach(() => {
  standIn.break(null)
  desk = open()
})

const reception = (number = 'bb'): OfficerActor => ({
  kind: 'officer',
  accountId: `01a20000-0000-7000-8000-0000000000${number}`,
  username: 'reception',
  fullName: 'LÒ VĂN PẢN',
  position: 'Công chức',
  roles: ['reception_officer'],
  agencyId: '01a20000-0000-7000-8000-0000000000bc',
  agencyCode: 'H18.137',
  agencyName: 'UBND xã Mường Phăng',
})
const huong: PersonMeant = { personalId: '999000000017', fullName: 'LÒ THỊ MAI HƯƠNG', birth: '1997-03-14' }
const at = (moment: string): Context => ({ ...world.context, clock: fixedClock(moment) })
const newDossier = () => ({ id: makeId(), code: 'H18.137.01-261126-0001' })
const because = (dossier = newDossier(), actor: OfficerActor = reception()) => ({
  ...{ purpose: 'Giải quyết hồ sơ', dossier, occasion: null, actor },
})
const whole = { from: null, to: null, account: null, agencyCode: null, register: null, subject: null }

describe('each question is on record before it leaves', () => {
  test('who asked, for which agency, with what, why and for which dossier; never what the register holds', async () => {
    const { context } = world
    const dossier = newDossier()
    const told = await verifyPerson(context, desk, { ...huong, ...because(dossier), claims: { sex: 'male' } })
    assert.ok(told.ok)
    assert.deepEqual(told.outcomes, { sex: 'mismatch', fullName: 'match', birthOn: 'match' })
    assert.deepEqual(told.values, {})
    const found = await findLatest(context.db, { register: 'population', dossierId: dossier.id })
    assert.ok(found)
    assert.equal(found.dossierCode, dossier.code)
    assert.equal(found.account.name, 'LÒ VĂN PẢN')
    assert.equal(found.agency?.code, 'H18.137')
    assert.deepEqual(found.inputKinds, ['personalId', 'fullName', 'birthOn', 'sex'])
    assert.deepEqual(found.outcomes, told.outcomes)
    const [entry] = await listAudit(context.db, { kind: 'dossier', id: dossier.id })
    assert.equal(entry?.action, 'registers.look_up')
    assert.doesNotMatch(JSON.stringify(entry), /999000000017|1997/)
    const { rows } = await context.pool.query('select outcomes::text as kept from registers.look_up_answer')
    assert.doesNotMatch(JSON.stringify(rows), /Bản Mớ|Thái|QUÀNG THỊ MẸ/)
  })

  test('a question that got no answer is on record with the reason, and nothing is known by it', async () => {
    const { context } = world
    for (const [fault, reason] of [
      ['down', 'unreachable'],
      ['garbage', 'unreadable'],
    ] as const) {
      standIn.break(fault)
      const dossier = newDossier()
      const told = await verifyPerson(context, desk, { ...huong, ...because(dossier), fresh: true })
      assert.deepEqual(told, { ok: false, reason })
      const found = await findLatest(context.db, { register: 'population', dossierId: dossier.id })
      assert.deepEqual([found?.failure, found?.outcomes], [reason, null])
    }
  })

  test('nobody can change or remove a record', async () => {
    const { pool } = world.context
    for (const table of ['look_up', 'look_up_answer', 'look_up_dossier']) {
      await assert.rejects(pool.query(`delete from registers.${table}`), { code: '42501' })
    }
    await assert.rejects(pool.query("update registers.look_up set purpose = 'khác'"), { code: '42501' })
  })

  test('an intake that became a dossier shows its look-ups there', async () => {
    const { context } = world
    const occasion = `intake:${makeId()}`
    const { actor } = because()
    await verifyPerson(context, desk, { ...huong, purpose: 'Tiếp nhận', dossier: null, occasion, actor })
    const { id: dossierId, code } = newDossier()
    const tie = { occasion, accountId: actor.accountId, dossierId, code, at: context.clock.now() }
    for (const _ of [1, 2]) await context.db.transaction().execute((tx) => tieToDossier(tx, tie))
    const found = await findLatest(context.db, { register: 'population', dossierId })
    assert.equal(found?.dossierCode, code)
  })
})

describe('what is refused before anything is asked', () => {
  const cases = [
    [{ birth: '' }, 'registers.question_incomplete'],
    [{ birth: '31/12/1997' }, 'registers.question_incomplete'],
    [{ personalId: '12345' }, 'registers.question_incomplete'],
    [{ fullName: ' ' }, 'registers.question_incomplete'],
    [{ purpose: '  ' }, 'registers.purpose_missing'],
    [{ dossier: null }, 'registers.dossier_missing'],
  ] as const
  for (const [wrong, code] of cases)
    test(`${code}: ${JSON.stringify(wrong)}`, async () => {
      const before = standIn.asked.length
      const asked = { ...huong, ...because(), ...wrong }
      await assert.rejects(verifyPerson(world.context, desk, asked), { code })
      assert.equal(standIn.asked.length, before)
    })

  test('a register that is not connected', async () => {
    const none = openRegisterDesk({ population: null, sources: [] }, settings)
    await assert.rejects(verifyPerson(world.context, none, { ...huong, ...because() }), {
      code: 'registers.unknown',
    })
  })

  test('more questions in a minute than an account may ask', async () => {
    const few = open({ REGISTERS_LOOK_UPS_A_MINUTE: 2 })
    const ask = () => verifyPerson(world.context, few, { ...huong, ...because(), fresh: true })
    await ask()
    await ask()
    await assert.rejects(ask(), { code: 'registers.too_many', status: 429 })
  })
})

describe('an answer is kept for a while, and says so', () => {
  test('the same question is answered again with the time of the answer, recorded again, until it expires', async () => {
    const claims = { ethnicity: 'Thái' }
    const first = await verifyPerson(at(testInstant), desk, { ...huong, ...because(), claims })
    const before = standIn.asked.length
    const later = at('2026-11-26T15:00:00+07:00')
    const dossier = newDossier()
    const again = await verifyPerson(later, desk, { ...huong, ...because(dossier, reception('cc')), claims })
    assert.ok(first.ok && again.ok)
    assert.deepEqual([first.isKept, again.isKept], [false, true])
    assert.ok(again.answeredAt.equals(first.answeredAt))
    assert.equal(standIn.asked.length, before)
    const found = await findLatest(world.context.db, { register: 'population', dossierId: dossier.id })
    assert.equal(found?.isKept, true)
    assert.deepEqual(found?.outcomes, first.outcomes)
    const fresh = await verifyPerson(later, desk, { ...huong, ...because(), claims, fresh: true })
    assert.ok(fresh.ok && !fresh.isKept)
    const over = await verifyPerson(at('2026-11-27T15:00:00+07:00'), desk, { ...huong, ...because(), claims })
    assert.ok(over.ok && !over.isKept)
  })

  test('what was read to fill in a form is the same look-up for the same person and purpose, and no other', async () => {
    const { context } = world
    const asked = { ...huong, fields: ['ethnicity'], purpose: 'Điền sẵn', dossier: null, occasion: 'draft' }
    const count = async () => (await listRecords(context.db, whole, { before: null, limit: 1000 })).length
    const before = await count()
    const first = await readPerson(context, desk, { ...asked, actor: maiHuong })
    const again = await readPerson(context, desk, { ...asked, actor: maiHuong })
    assert.ok(first.ok && again.ok && again.isKept)
    assert.deepEqual(again.values, { ethnicity: 'Thái' })
    assert.equal(await count(), before + 1)
    const other = await readPerson(context, desk, { ...asked, purpose: 'Việc khác', actor: maiHuong })
    assert.ok(other.ok && !other.isKept)
  })

  test('a form filled in out of a kept answer has a look-up of its own, once, and its dossier lists it', async () => {
    const { context } = world
    const asked = {
      ...huong,
      fields: ['ethnicity'],
      purpose: 'Điền sẵn hai lần',
      dossier: null,
      actor: maiHuong,
    }
    const query = { ...whole, subject: huong.personalId }
    const listed = async () =>
      (await listRecords(context.db, query, { before: null, limit: 1000 }))
        .filter(({ purpose }) => purpose === asked.purpose)
        .map(({ isKept, dossierCode }) => ({ isKept, dossierCode }))
    const drafts = ['draft:one', 'draft:two'].map((occasion) => ({ occasion, ...newDossier() }))
    const before = standIn.asked.length
    for (const { occasion } of drafts) {
      assert.ok((await readPerson(context, desk, { ...asked, occasion })).ok)
      await Promise.all([1, 2, 3].map(() => readPerson(context, desk, { ...asked, occasion })))
    }
    assert.equal(standIn.asked.length, before + 1, 'the register itself is asked once')
    assert.deepEqual(
      (await listed()).map(({ isKept }) => isKept),
      [true, false],
    )
    const { accountId } = maiHuong
    for (const { occasion, id: dossierId, code } of drafts) {
      const tie = { occasion, accountId, dossierId, code, at: context.clock.now() }
      await context.db.transaction().execute((tx) => tieToDossier(tx, tie))
      assert.deepEqual(
        (await listAnswered(context.db, dossierId)).map(({ code }) => code),
        ['population'],
      )
      const check = await findLatest(context.db, { register: 'population', dossierId })
      assert.equal(check, null, 'what a form was filled in with is no check of the person')
    }
    assert.ok((await listed()).every(({ dossierCode }) => dossierCode !== null))
    const reading = { ...asked, occasion: null, dossier: newDossier() }
    for (const _ of [1, 2]) await readPerson(context, desk, reading)
    const audited = await listAudit(context.db, { kind: 'dossier', id: reading.dossier.id })
    assert.equal(audited.length, 1)
  })

  test('what has expired is forgotten', async () => {
    const later = at('2027-01-01T09:00:00+07:00')
    await forgetAnswers.run({}, { ...later, attempt: 1 })
    const { rows } = await world.context.pool.query('select count(*)::int as left from registers.kept_answer')
    assert.equal(rows[0].left, 0)
  })
})

test('a register that keeps failing rests: nobody waits for it, and the record says why', async () => {
  standIn.break('down')
  const ask = () => verifyPerson(world.context, desk, { ...huong, ...because(), fresh: true })
  const reasons: unknown[] = []
  for (const _ of [1, 2, 3, 4]) {
    const told = await ask()
    reasons.push(told.ok ? 'answered' : told.reason)
  }
  assert.deepEqual(reasons, ['unreachable', 'unreachable', 'unreachable', 'resting'])
})

test('whatever is asked, nothing but what was asked for comes back, and every question has its record', async () => {
  const { context } = world
  const fields = ['address', 'ethnicity', 'nationality', 'fatherName', 'motherName', 'maritalStatus'] as const
  const some = fc.subarray([...fields], { minLength: 1 })
  const people = fc.constantFrom(huong, { ...huong, fullName: 'NGƯỜI KHÁC' }, { ...huong, birth: '1997' })
  await fc.assert(
    fc.asyncProperty(some, people, async (asked, person) => {
      const occasion = makeId()
      const told = await readPerson(context, desk, {
        ...{ ...person, fields: asked, purpose: `Điền sẵn ${occasion}`, dossier: null, occasion },
        actor: maiHuong,
      })
      assert.ok(told.ok)
      assert.ok(Object.keys(told.values).every((field) => (asked as string[]).includes(field)))
      if (person.fullName !== huong.fullName) assert.deepEqual(told.values, {})
      const of = { register: 'population', occasion, accountId: maiHuong.accountId, subject: huong.personalId }
      const found = await findLatest(context.db, of)
      assert.deepEqual(new Set(found?.fields), new Set(['fullName', 'birthOn', ...asked]))
    }),
    { numRuns: 25 },
  )
})
