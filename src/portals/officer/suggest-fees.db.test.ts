import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { advanceDossier, type Command, feeFactsOf, readDossier } from '#modules/dossiers'
import { reckonCharge } from '#modules/fees'
import { findOfficer } from '#test/demo'
import { citizen, submitMaritalStatus } from '#test/dossiers'
import { loadPacks, packsFolder } from '#test/packs'
import { useApp } from '#test/whole-app'
import { suggestFees } from './suggest-fees.ts'

const world = useApp()
let folder = ''
const code = '1.004873'

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-fees-'))
  await cp(join(packsFolder, code), join(folder, code), { recursive: true })
})
after(() => rm(folder, { recursive: true }))

/** The council sets another amount: the pack is a new version from today on. */
async function setAmount(from: string, to: string): Promise<void> {
  const file = join(folder, code, 'procedure.yaml')
  await writeFile(file, (await readFile(file, 'utf8')).replace(`amountVnd: ${from}`, `amountVnd: ${to}`))
  assert.deepEqual((await loadPacks(world.context, folder)).loaded, [code])
}

const submit = (number: string) =>
  submitMaritalStatus(world.context, citizen(number, 'LÒ THỊ MAI HƯƠNG'), '2026-11-26T09:40:00+07:00')

async function command(reference: string, username: string, given: Command): Promise<void> {
  await advanceDossier(world.context, reference, { command: given }, await findOfficer(world.context, username))
}
const view = async (reference: string) =>
  await readDossier(world.context, reference, await findOfficer(world.context, 'reception'))
const amounts = async (reference: string) =>
  suggestFees(await view(reference)).map(({ amountVnd }) => amountVnd)

test('a changed fee table changes no dossier already charged, nor one filed under the version before', async () => {
  assert.deepEqual(
    await amounts(await submit('17')),
    [],
    'what the council sets is not known: nothing is offered',
  )
  await setAmount('null', '15000')
  const [charged, waiting] = [await submit('48'), await submit('48')]
  assert.deepEqual(await amounts(charged), [15_000])
  const name = (await view(charged)).procedure.feeRules[0]?.name ?? ''
  await command(charged, 'reception', { type: 'accept' })
  await command(charged, 'reception', { type: 'request_payment', reason: name, amountVnd: 15_000 })
  await setAmount('15000', '20000')
  const { charges } = await view(charged)
  assert.deepEqual(
    charges.map(({ amountVnd, state }) => [amountVnd, state]),
    [[15_000, 'due']],
  )
  assert.deepEqual(await amounts(charged), [], 'what is charged is not offered again')
  assert.deepEqual(await amounts(waiting), [15_000])
  assert.deepEqual(await amounts(await submit('17')), [20_000])
})

test('the reckoning of a charge names its table, its law and the entitlements it rests on', async () => {
  const shown = await view(await submit('48'))
  const fees = shown.procedure.feeRules
  const name = fees[0]?.name ?? ''
  const facts = { ...feeFactsOf(shown.dossier), entitlements: [{ key: 'vneid_data', proof: 'VNeID' }] }
  const exempt = reckonCharge(fees, facts, { name, amountVnd: 0 })
  assert.deepEqual(exempt?.entitlements, [{ key: 'vneid_data', proof: 'VNeID' }])
  const normal = reckonCharge(fees, feeFactsOf(shown.dossier), { name, amountVnd: 20_000 })
  assert.deepEqual([normal?.entitlements, normal?.explanation.length], [[], 1])
  assert.equal(normal?.ruleHash, exempt?.ruleHash)
  assert.equal(reckonCharge(fees, facts, { name, amountVnd: 7 }), null, 'set by hand')
})
