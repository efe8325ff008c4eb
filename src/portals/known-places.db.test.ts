import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  openRegister,
  registerDefinitions,
  type StandInRegisters,
  startStandInRegisters,
} from '#adapters/register-look-up'
import type { AnswerSource, SourceKind } from '#modules/eforms'
import { listRecords, lookUp, openRegisterDesk } from '#modules/registers'
import { linkRepresentative } from '#modules/vault'
import { useContext } from '#test/app'
import { maiHuong } from '#test/demo'
import { keepPaper } from '#test/vault'
import { lookedUpSources, vaultSource } from './known-places.ts'

const made = useContext()
let standIn: StandInRegisters
before(async () => {
  standIn = await startStandInRegisters()
})
after(() => standIn.stop())

const about = { code: '2.000648', shortName: 'Cấp phép bán lẻ xăng dầu', occasion: 'draft:BN-1' }
const account = {
  ...{ id: maiHuong.accountId, personalId: maiHuong.personalId, fullName: maiHuong.fullName },
  ...{ assuranceLevel: 2, birthDate: '1997-03-14', phone: null, email: null },
} as Parameters<ReturnType<typeof vaultSource>>[0]
const of = { accountId: account.id, personalId: account.personalId, procedure: about.code }

async function ask(from: SourceKind, ...paths: readonly string[]) {
  const { context } = made
  const connect = (definition: (typeof registerDefinitions)[number]) =>
    openRegister(definition, { url: standIn.urlOf(definition.code), token: standIn.token, timeoutMs: 2000 })
  const desk = openRegisterDesk({ population: null, sources: registerDefinitions.map(connect) }, context.config)
  const sources = [...lookedUpSources(context, desk)(account, about), ...vaultSource(context)(account, about)]
  const source = sources.find((one) => one.from === from)
  assert.ok(source && !source.fixed, 'filled in, and never fixed')
  const asked = paths.map((path): AnswerSource => ({ from, path }))
  const known = await source.find(of, asked)
  return asked.map((one) => known.get(one)?.value ?? null)
}

test('registers asked by one number fill in what a form asks and no more, on record with its purpose', async () => {
  assert.deepEqual(await ask('civil_status', 'maritalStatus', 'spouseName'), ['Đã kết hôn', null])
  const whole = { from: null, to: null, account: null, agencyCode: null, subject: account.personalId }
  const query = { ...whole, register: 'civil_status' }
  const [record] = await listRecords(made.context.db, query, { before: null, limit: 1 })
  assert.deepEqual(
    [record?.fields, record?.purpose],
    [['maritalStatus'], `Điền sẵn tờ khai: ${about.shortName}`],
  )
})

test('what was declared is compared with one of four outcomes, and nothing that is held comes back', async () => {
  const { context } = made
  const connect = (definition: (typeof registerDefinitions)[number]) =>
    openRegister(definition, { url: standIn.urlOf(definition.code), token: standIn.token, timeoutMs: 2000 })
  const desk = openRegisterDesk({ population: null, sources: registerDefinitions.map(connect) }, context.config)
  const told = await lookUp(context, desk, {
    ...{ register: 'place', key: '999011000017', fields: [], actor: maiHuong, purpose: 'Đối chiếu nơi ở' },
    ...{ dossier: null, occasion: 'draft:x' },
    claims: { address: 'xã Mường Phăng', communeCode: '03127', state: 'Đã phá dỡ' },
  })
  assert.ok(told.ok)
  const expected = { address: 'insufficient_grounds', communeCode: 'match', state: 'mismatch' }
  assert.deepEqual([told.outcomes, told.values], [expected, {}])
})

test('an enterprise fills in a form only for who acts for it, and for no other', async () => {
  assert.deepEqual(await ask('enterprise', 'name'), [null])
  const { db, clock } = made.context
  const act = (number: string) =>
    db
      .transaction()
      .execute((tx) =>
        linkRepresentative(
          tx,
          { kind: 'organisation', number, name: 'HỘ KINH DOANH' },
          { personalId: account.personalId, ground: 'Giấy chứng nhận đăng ký' },
          { actor: { kind: 'system' }, at: clock.now() },
        ),
      )
  await act('9990000017')
  assert.deepEqual(await ask('enterprise', 'name', 'representative', 'capital'), [
    ...['HỘ KINH DOANH CHÈ MAI HƯƠNG', 'LÒ THỊ MAI HƯƠNG', null],
  ])
  await act('0109999001')
  assert.deepEqual(await ask('enterprise', 'name'), [null], 'of two nobody knows which is meant')
})

test('a paper of the vault that counts today fills in what stands on it', async () => {
  await keepPaper(made.context)
  assert.deepEqual(await ask('vault', 'KQ.G15.000038.number', 'KQ.G15.000032.number', 'KQ.G15.000038.sha256'), [
    ...['118/UBND-XNTTHN', null, null],
  ])
})
