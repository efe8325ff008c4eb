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
import { useContext } from '#test/app'
import { maiHuong } from '#test/demo'
import { somePdf } from '#test/paper-samples'
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
