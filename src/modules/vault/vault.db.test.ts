import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { listAudit } from '#modules/audit'
import type { CitizenActor, OfficerActor } from '#modules/identity'
import { listOwnPapers } from '#modules/papers'
import {
  type Item,
  linkRepresentative,
  listSpent,
  listVaultPapers,
  offerPapers,
  recordUse,
  replaceInVault,
  revokeItem,
  saveSignature,
  takeFromVault,
  unlinkRepresentative,
} from '#modules/vault'
import { fixedClock } from '#platform/clock'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { useContext } from '#test/app'
import { maiHuong } from '#test/demo'
import { keepPaper, maritalStatus, storedPaper } from '#test/vault'
import { listUses } from './repository-uses.ts'

const world = useContext()

const system = { kind: 'system' } as const
const other: CitizenActor = {
  ...maiHuong,
  accountId: '01a20000-0000-7000-8000-000000000025',
  personalId: '999000000025',
  fullName: 'QUÀNG VĂN XÔM',
}
const reception: OfficerActor = {
  kind: 'officer',
  accountId: '01a20000-0000-7000-8000-0000000000bb',
  username: 'reception',
  fullName: 'LÒ VĂN PẢN',
  position: 'Công chức',
  roles: ['reception_officer'],
  agencyId: '01a20000-0000-7000-8000-0000000000bc',
  agencyCode: 'H18.137',
  agencyName: 'UBND xã Mường Phăng',
}

const at = (moment: string): Context => ({ ...world.context, clock: fixedClock(moment) })
let count = 0
const freshKey = () => {
  count += 1
  return `H18.137-260601-${1000 + count}`
}
const keep = (item: Parameters<typeof keepPaper>[1] = {}) =>
  keepPaper(world.context, { key: freshKey(), ...item })
const doing = () => ({ actor: { ...system, fullName: 'UBND xã Mường Phăng' }, at: world.context.clock.now() })
const write = <Answer>(work: Parameters<ReturnType<Context['db']['transaction']>['execute']>[0]) =>
  world.context.db.transaction().execute(work) as Promise<Answer>

const taking = (item: Item, more = {}) => ({
  ...{ item: item.code, actor: maiHuong, personalId: maiHuong.personalId, key: 'draft/marital_status' },
  ...{ purpose: 'Nộp hồ sơ Đăng ký kết hôn', procedure: { code: '1.000894', name: 'Đăng ký kết hôn' } },
  ...more,
})
const offersOf = async (context: Context, more = {}) => {
  const query = {
    personalId: maiHuong.personalId,
    typeCodes: ['KQ.G15.000038'],
    actor: maiHuong,
    purpose: 'own',
  }
  return (await offerPapers(context, { ...query, ...more })).map(({ code }) => code)
}

/** How many looks into papers are queued. */
async function countExaminations({ db }: Context): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from graphile_worker.jobs where task_identifier = 'papers.examine'`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

describe('what is in a vault', () => {
  test('a result put in twice is there once, also when both come at once', async () => {
    const { context } = world
    const paper = await storedPaper(context)
    const both = await Promise.all([1, 2].map(() => keepPaper(context, { key: 'twice', paper })))
    assert.equal(both[0]?.code, both[1]?.code)
    const { items } = await listVaultPapers(context, maiHuong)
    assert.equal(items.filter(({ id }) => id === both[0]?.id).length, 1)
    assert.equal(items[0]?.validity, 'valid')
  })

  test('a newer version takes the place of the older one, once', async () => {
    const { context } = world
    const old = await keep()
    const paper = await storedPaper(context)
    const newer = (key: string) => ({ ...maritalStatus, key, paper, number: '119/UBND' })
    const replace = (key: string) =>
      write<Item>((tx) => replaceInVault(tx, old.code, newer(key), doing())).catch((error) => error.code)
    const [one, two] = await Promise.all([replace('newer-1'), replace('newer-2')])
    const [kept, refused] = typeof one === 'string' ? [two, one] : [one, two]
    assert.equal(refused, 'vault.replaced_already')
    assert.ok(typeof kept !== 'string')
    assert.equal(kept.version, 2)
    const offered = await offersOf(context)
    assert.ok(offered.includes(kept.code))
    assert.ok(!offered.includes(old.code))
  })

  test('what was found of a signature is noted on every item of that content, and an older look changes nothing', async () => {
    const { context } = world
    const paper = await storedPaper(context)
    const item = await keep({ paper })
    const found = (moment: string, verdict: 'valid' | 'invalid') =>
      write((tx) =>
        saveSignature(tx, paper.sha256, { verdict, level: 'B-LT', judgedAt: fixedClock(moment).now() }),
      )
    await found('2026-11-26T08:00:00+07:00', 'invalid')
    await found('2026-11-25T08:00:00+07:00', 'valid')
    const { items } = await listVaultPapers(context, maiHuong)
    assert.equal(items.find(({ code }) => code === item.code)?.signature?.verdict, 'invalid')
    assert.ok(!(await offersOf(context)).includes(item.code))
    const result = await takeFromVault(context, taking(item))
    assert.deepEqual([result.ok, !result.ok && result.code], [false, 'signature_broken'])
    await found('2026-11-26T09:00:00+07:00', 'valid')
  })

  test('a paper that comes into a vault is looked into again: its signature may have been judged before', async () => {
    const paper = await storedPaper(world.context)
    const queued = () => countExaminations(world.context)
    const before = await queued()
    await keep({ paper })
    assert.equal(await queued(), before + 1)
    const signature = { verdict: 'valid', level: 'B-LT', judgedAt: world.context.clock.now() } as const
    await keep({ paper, signature })
    assert.equal(await queued(), before + 1, 'what is known is not asked for')
  })

  test('pages of a vault follow one another without gaps', async () => {
    const owner = { kind: 'person', number: '999000000033', name: 'LÝ A DỂ' } as const
    const actor = { ...maiHuong, accountId: makeId(), personalId: owner.number }
    for (let number = 0; number < 7; number += 1) {
      const item = { key: freshKey(), owner, title: `Giấy ${number}`, paper: null }
      await keepPaper(at(`2026-11-2${number}T08:00:00+07:00`), item)
    }
    const titles: string[] = []
    let cursor: string | undefined
    do {
      const page = await listVaultPapers(world.context, actor, { limit: 3, cursor })
      titles.push(...page.items.map(({ title }) => title))
      cursor = page.next ?? undefined
    } while (cursor)
    assert.deepEqual(
      titles,
      [6, 5, 4, 3, 2, 1, 0].map((number) => `Giấy ${number}`),
    )
    const found = await listVaultPapers(world.context, actor, { words: 'GIAY 4' })
    assert.deepEqual(
      found.items.map(({ title }) => title),
      ['Giấy 4'],
    )
  })
})

describe('what is offered', () => {
  test('a paper is offered to the end of its last day, and not on the day after', async () => {
    const item = await keep({ validTo: '2026-11-30' })
    const lastMinute = at('2026-11-30T23:59:00+07:00')
    const nextDay = at('2026-12-01T00:00:00+07:00')
    assert.ok((await offersOf(lastMinute)).includes(item.code))
    assert.ok(!(await offersOf(nextDay)).includes(item.code))
    const late = await takeFromVault(nextDay, taking(item))
    assert.deepEqual([late.ok, !late.ok && late.code], [false, 'expired'])
    assert.equal((await takeFromVault(lastMinute, taking(item))).ok, true)
  })

  test('a paper of another kind, without content, or of somebody else is not offered', async () => {
    const kinds = await keep({ typeCode: 'KQ.G15.000031' })
    const empty = await keep({ paper: null })
    const theirs = await keep({ owner: { kind: 'person', number: other.personalId, name: other.fullName } })
    const offered = await offersOf(world.context)
    for (const { code } of [kinds, empty, theirs]) assert.ok(!offered.includes(code))
    await assert.rejects(takeFromVault(world.context, taking(theirs)), { code: 'vault.not_found' })
    await assert.rejects(offersOf(world.context, { actor: other }), { code: 'vault.not_found' })
  })

  test('an officer says what for, and the owner sees who looked', async () => {
    const item = await keep()
    await assert.rejects(offersOf(world.context, { actor: reception, purpose: ' ' }), {
      code: 'vault.purpose_missing',
    })
    const purpose = 'Tiếp nhận hồ sơ Đăng ký kết hôn tại quầy'
    assert.ok((await offersOf(world.context, { actor: reception, purpose })).includes(item.code))
    const entries = await listAudit(world.context.db, { kind: 'vault', id: item.ownerId })
    const looked = entries.find(({ actor }) => actor.kind === 'officer')
    assert.deepEqual(
      [looked?.action, looked?.actor.fullName, looked?.detail],
      ['vault.read', reception.fullName, { purpose }],
    )
  })
})

describe('taking and re-use', () => {
  test('what is taken is a paper of the taker with the same content, once for the same place', async () => {
    const { context } = world
    const item = await keep()
    const two = await Promise.all([1, 2].map(() => takeFromVault(context, taking(item))))
    const papers = two.flatMap((result) => (result.ok ? [result.paper] : []))
    assert.equal(new Set(papers.map(({ id }) => id)).size, 1)
    const [own] = await listOwnPapers(context.db, [papers[0]?.id ?? ''], maiHuong.accountId)
    assert.equal(own?.sha256, item.paper?.sha256)
    assert.equal(own?.origin, 'vault')
    const elsewhere = await takeFromVault(context, taking(item, { key: 'another draft' }))
    assert.ok(elsewhere.ok && elsewhere.paper.id !== own?.id)
    const [entry] = await listAudit(context.db, { kind: 'vault_item', id: item.id })
    assert.equal(entry?.action, 'vault.take')
  })

  test('a re-use counts once for a dossier, however often it is told', async () => {
    const { context } = world
    const item = await keep()
    const first = await takeFromVault(context, taking(item))
    const second = await takeFromVault(context, taking(item, { actor: reception, key: 'second' }))
    assert.ok(first.ok && second.ok)
    const handedIn = {
      ...{ dossierId: makeId(), reference: '4F7K-92QX-B3CD', agencyName: 'UBND xã Mường Phăng' },
      at: context.clock.now(),
      papers: [first.paper, second.paper].map(({ id }) => ({ paperId: id, component: 'marital_status' })),
    }
    const told = [handedIn, handedIn, { ...handedIn, papers: handedIn.papers.slice(1) }]
    await Promise.all(told.map((one) => write((tx) => recordUse(tx, one))))
    const uploaded = { paperId: makeId(), component: 'marital_status' }
    await write((tx) => recordUse(tx, { ...handedIn, dossierId: makeId(), papers: [uploaded] }))
    const [kept] = (await listVaultPapers(context, maiHuong)).items.filter(({ id }) => id === item.id)
    assert.equal(kept?.reuseCount, 1)
    const uses = await listUses(context.db, item.id, { limit: 10 })
    const seen = uses.map(({ dossier, takenByKind }) => `${takenByKind} ${dossier?.reference}`)
    assert.deepEqual(new Set(seen), new Set(['citizen 4F7K-92QX-B3CD', 'officer 4F7K-92QX-B3CD']))
  })

  test('a paper revoked after it was taken into a draft is told there, and taken by nobody any more', async () => {
    const { context } = world
    const item = await keep()
    const taken = await takeFromVault(context, taking(item))
    assert.ok(taken.ok)
    assert.deepEqual(await listSpent(context.db, [taken.paper.id], '2026-11-26'), [])
    await write((tx) => revokeItem(tx, item.code, 'Cấp sai thẩm quyền', doing()))
    const [spent] = await listSpent(context.db, [taken.paper.id, makeId()], '2026-11-26')
    assert.deepEqual([spent?.paperId, spent?.validity], [taken.paper.id, 'revoked'])
    assert.equal(spent?.revoked?.reason, 'Cấp sai thẩm quyền')
    const again = await takeFromVault(context, taking(item, { key: 'later' }))
    assert.deepEqual([again.ok, !again.ok && again.code], [false, 'revoked'])
    await assert.rejects(
      write((tx) => revokeItem(tx, item.code, 'again', doing())),
      { code: 'vault.revoked_already' },
    )
  })

  test('nobody can change or remove what is on record of a use', async () => {
    for (const table of ['use', 'use_dossier', 'share_view']) {
      await assert.rejects(world.context.pool.query(`delete from vault.${table}`), { code: '42501' })
    }
  })
})

describe('the vault of an organisation', () => {
  const company = { kind: 'organisation', number: '9900000017', name: 'HTX CHÈ TỦA CHÙA' } as const
  const certificate = {
    owner: company,
    typeCode: 'KQ.G12.001041',
    title: 'Giấy chứng nhận đăng ký hộ kinh doanh',
  }

  test('opens for who acts for it, as long as that lasts', async () => {
    const { context } = world
    const item = await keep(certificate)
    const open = () => listVaultPapers(context, maiHuong, { organisation: company.number })
    await assert.rejects(open(), { code: 'vault.not_found' })
    await write((tx) =>
      linkRepresentative(tx, company, { personalId: maiHuong.personalId, ground: 'Giấy ủy quyền 01' }, doing()),
    )
    const { owner, owners, items } = await open()
    assert.deepEqual([owner.name, items.map(({ code }) => code)], [company.name, [item.code]])
    assert.deepEqual(
      owners.map(({ kind }) => kind),
      ['person', 'organisation'],
    )
    const typeCodes = [certificate.typeCode]
    assert.deepEqual(await offersOf(context, { typeCodes }), [item.code])
    assert.deepEqual(await offersOf(context, { typeCodes, actor: other, personalId: other.personalId }), [])
    await write((tx) => unlinkRepresentative(tx, company, maiHuong.personalId, doing()))
    await assert.rejects(open(), { code: 'vault.not_found' })
    assert.deepEqual(await offersOf(context, { typeCodes }), [])
  })
})
