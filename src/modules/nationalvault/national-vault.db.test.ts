import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  openNationalVault,
  type StandInVault,
  startStandInVault,
  type VaultFault,
} from '#adapters/national-vault'
import { listRecords, noRegisters, openRegisterDesk } from '#modules/registers'
import { listVaultPapers } from '#modules/vault'
import { examineSignatures } from '#modules/verification'
import { fixedClock } from '#platform/clock'
import { testInstant, useContext } from '#test/app'
import { maiHuong } from '#test/demo'
import { somePdf } from '#test/paper-samples'
import { storedPaper } from '#test/vault'
import { checkNationalVault } from './check-pushes.ts'
import { pushResults } from './push-results.ts'
import { queueEnded, queueIssued } from './queue-push.ts'
import { listPushesOf, tallyPushes } from './repository-pushes.ts'
import { findLatestSearch } from './repository-searches.ts'
import { searchNationalVault } from './search-vault.ts'

const made = useContext()
const owner = { kind: 'person', number: maiHuong.personalId, name: maiHuong.fullName } as const
const kinds = ['KQ.G15.000032', 'KQ.G15.000033', 'KQ.G15.000034', 'KQ.G15.000035', 'KQ.G15.000036']

let standIn: StandInVault
before(async () => {
  const papers = kinds.map((typeCode, index) => ({
    ...{ ownerNumber: owner.number, ownerName: owner.name, typeCode, title: `Giấy tờ ${index}` },
    ...{ number: `${index}/2021`, issuerName: 'UBND phường Tô Hiệu', isInForce: true },
    content: async () => somePdf(`Giấy tờ ${index}`),
  }))
  standIn = await startStandInVault({ papers })
})
after(() => standIn.stop())

const openVault = (timeoutMs = 3000) =>
  openNationalVault({ ...standIn.connection, timeoutMs, mostBytes: made.context.config.UPLOAD_MAX_BYTES })

async function look(typeCode: string, fault: VaultFault | null = null, failures = 5) {
  const { context } = made
  const config = { ...context.config, REGISTERS_FAILURES_BEFORE_REST: failures }
  const judge = examineSignatures({ listAnchors: async () => [], revocation: null })
  const desk = { vault: openVault(), registers: openRegisterDesk(noRegisters, config), judge }
  const search = {
    ...{ actor: maiHuong, owner, occasion: `draft:${typeCode}`, purpose: 'Nộp hồ sơ Đăng ký khai sinh' },
    ...{ procedureCode: '1.001193', typeCodes: [typeCode, 'MC.birth_certificate_of_clinic'] },
  }
  standIn.break(fault)
  try {
    const found = await searchNationalVault(context, desk, search)
    assert.notEqual(found, 'too_many')
    return { ...(found as Exclude<typeof found, 'too_many'>), desk, search }
  } finally {
    standIn.break(null)
  }
}

test('what is found and sound lies in the owner’s vault with what is not known of it; the look is on record', async () => {
  const { findings, search } = await look('KQ.G15.000032')
  assert.deepEqual(
    findings.map(({ verdict, unsaid }) => [verdict, unsaid]),
    [['offered', ['signature']]],
  )
  const { items } = await listVaultPapers(made.context, maiHuong)
  assert.deepEqual(
    items.map(({ code, source, number, signature }) => [code, source, number, signature?.verdict]),
    [[findings[0]?.itemCode, 'national_vault', '0/2021', 'unsigned']],
  )
  const whole = { from: null, to: null, account: null, agencyCode: null, register: null, subject: owner.number }
  const [record] = await listRecords(made.context.db, whole, { before: null, limit: 5 })
  assert.deepEqual(
    [record?.register, record?.purpose, record?.fields, record?.outcomes],
    ['national_vault', search.purpose, ['KQ.G15.000032'], { 'KQ.G15.000032': 'match' }],
    'our own kinds are not asked for there',
  )
  const again = await look('KQ.G15.000032')
  assert.deepEqual(
    again.findings.map(({ verdict, itemCode }) => [verdict, itemCode]),
    [['here_already', items[0]?.code]],
  )
  const latest = await findLatestSearch(made.context.db, {
    ...{ occasion: 'draft:KQ.G15.000032', accountId: maiHuong.accountId, ownerNumber: owner.number },
  })
  assert.deepEqual(latest?.findings, again.findings)
})

test('what is not what it should be is said, and offered to nobody', async () => {
  const before = await listVaultPapers(made.context, maiHuong)
  for (const [fault, typeCode, verdict] of [
    ['wrong_owner', 'KQ.G15.000033', 'other_owner'],
    ['revoked_paper', 'KQ.G15.000033', 'not_in_force'],
    ['wrong_hash', 'KQ.G15.000034', 'content_differs'],
    ['unsafe_file', 'KQ.G15.000035', 'not_accepted'],
  ] as const) {
    const { findings } = await look(typeCode, fault)
    assert.deepEqual(
      findings.map((one) => [one.verdict, one.itemCode]),
      [[verdict, null]],
      fault,
    )
  }
  const { items } = await listVaultPapers(made.context, maiHuong)
  assert.equal(items.length, before.items.length)
})

test('a paper that was taken over and counts no more there counts no more here', async () => {
  await look('KQ.G15.000036')
  await look('KQ.G15.000036', 'revoked_paper')
  const { items } = await listVaultPapers(made.context, maiHuong)
  assert.equal(items.find(({ typeCode }) => typeCode === 'KQ.G15.000036')?.validity, 'revoked')
})

test('a vault that is away is a sentence, and after some failures it is not asked at all for a while', async () => {
  const { failure, desk, search } = await look('KQ.G15.000033', 'down', 1)
  assert.equal(failure, 'unreachable')
  const asked = standIn.asked().length
  const resting = await searchNationalVault(made.context, desk, search)
  assert.equal(resting !== 'too_many' && resting.failure, 'resting')
  assert.equal(standIn.asked().length, asked)
})

test('a sealed result is told once and in order, also after an outage; what ended before it was told is told too', async () => {
  const { context } = made
  const { db } = context
  const { sha256 } = await storedPaper(context)
  const at = context.clock.now()
  const resultId = '01a20000-0000-7000-8000-00000000f001'
  const result = {
    ...{ resultId, dossierCode: 'H18.137-261126-0001', owner, typeCode: 'KQ.G15.000038', sha256 },
    ...{
      title: 'Giấy xác nhận',
      number: '7/XN',
      issuer: { code: 'H18.137', name: 'UBND' },
      issuedOn: '2026-11-26',
    },
  }
  await db.transaction().execute(async (tx) => {
    await queueIssued(tx, result, at)
    await queueIssued(tx, result, at)
    await queueEnded(tx, resultId, { kind: 'revoked', reason: 'Ghi sai' }, at)
    const other = '01a20000-0000-7000-8000-00000000f002'
    await queueEnded(tx, other, { kind: 'revoked', reason: 'Ghi sai' }, at)
  })
  standIn.break('down')
  assert.equal(await pushResults(context, openVault()), 0)
  const [failed, waiting] = await listPushesOf(db, [resultId])
  assert.deepEqual([failed?.tries, failed?.lastFailure, waiting?.tries], [1, 'unreachable', 0])
  assert.equal((await checkNationalVault(context)(0)).warning, null)
  const muchLater = { ...context, clock: fixedClock(testInstant.replace('09:40', '11:40')) }
  assert.match((await checkNationalVault(muchLater)(0)).warning ?? '', /the oldest for 120 min/)

  standIn.break(null)
  assert.equal(await pushResults(context, openVault()), 0, 'the back-off holds')
  assert.equal(await pushResults(muchLater, openVault()), 2)
  assert.deepEqual(
    standIn.told().map(({ kind }) => kind),
    ['1', '2'],
  )
  assert.deepEqual(await tallyPushes(db), { waiting: 0, refused: 0, oldestQueuedAt: null })
  assert.equal(await pushResults(muchLater, openVault()), 0)

  const lost = { ...result, resultId: '01a20000-0000-7000-8000-00000000f003', sha256: '0'.repeat(64) }
  await db.transaction().execute(async (tx) => {
    await queueIssued(tx, lost, at)
    await queueIssued(tx, { ...result, resultId: '01a20000-0000-7000-8000-00000000f004' }, at)
  })
  assert.equal(
    await pushResults(muchLater, openVault()),
    1,
    'a file that is not there holds up none of the others',
  )
  const [unread] = await listPushesOf(db, [lost.resultId])
  assert.deepEqual([unread?.tries, unread?.lastFailure, unread?.toldAt], [1, 'not_ready', null])
})
