import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Temporal } from 'temporal-polyfill'
import { listOfficerContacts, seedDemoAccounts } from '#modules/identity'
import type { Command } from '#modules/lifecycle'
import { AppError } from '#platform/errors'
import { maiHuong, useDemo } from '#test/demo'
import { submitMaritalStatus } from '#test/dossiers'
import { advanceDossier } from './advance-dossier.ts'
import { readDossier } from './read-dossier.ts'
import { findDossier } from './repository.ts'
import { listStepTimes } from './repository-clock.ts'

const own = useDemo()
const local = (at: Temporal.Instant | null): string | null =>
  at?.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDateTime().toString().slice(8, 16) ?? null

/** A certificate of marital status, three working days, asked for in the ward; commands are given in October 2026. */
async function open() {
  const { demo } = own
  const reference = await submitMaritalStatus(demo.context, maiHuong, '2026-10-05T08:00:00+07:00')
  const give = async (who: string, when: string, command: Command) => {
    const context = demo.at(`2026-10-${when}:00+07:00`)
    const actor = who === 'citizen' ? maiHuong : await demo.officer(who)
    const papers =
      command.type === 'supplement'
        ? [{ component: 'earlier_certificate', paper: (await demo.paper(maiHuong)).id }]
        : []
    return await advanceDossier(context, reference, { command, papers }, actor)
  }
  return { ...demo, reference, give }
}

const request: Command = { type: 'request_papers', reason: 'Ảnh mờ', components: ['earlier_certificate'] }

test('each finished visit of a step has a row: who had it, from when until when, what counted, and whether in time', async () => {
  const { context, reference, give } = await open()
  await give('reception', '05T09:00', { type: 'accept' })
  await give('reception', '05T10:00', { type: 'transfer' })
  await give('case-officer', '06T09:00', request)
  await give('citizen', '08T09:00', { type: 'supplement' })
  await give('case-officer', '08T15:00', { type: 'submit_for_approval', note: '' })
  await give('signatory', '09T08:00', { type: 'return_to_appraisal', reason: 'Thiếu căn cứ' })
  await give('case-officer', '09T10:00', { type: 'submit_for_approval', note: '' })
  await give('signatory', '09T11:00', { type: 'approve', note: '' })
  const { id } = await give('reception', '12T08:00', { type: 'deliver' })
  const rows = await listStepTimes(context.db, id)
  assert.deepEqual(
    rows.map((row) => [
      row.number,
      row.step,
      row.officerName,
      local(row.enteredAt),
      local(row.leftAt),
      local(row.dueAt),
      row.elapsedMinutes,
      row.countedMinutes,
      row.verdict,
    ]),
    [
      [2, 'reception', 'Vàng A Súa', '05T08:00', '05T09:00', '06T08:00', 60, 60, 'early'],
      [3, 'transfer', 'Vàng A Súa', '05T09:00', '05T10:00', '05T17:00', 60, 60, 'on_time'],
      // Two days of waiting for papers are elapsed, not counted; the time began again when they came.
      [6, 'appraisal', 'Cà Thị Ngân', '05T10:00', '08T15:00', '12T09:48', 4620, 660, 'early'],
      [7, 'approval', 'Tòng Văn Phú', '08T15:00', '09T08:00', '09T09:48', 1020, 180, 'on_time'],
      [8, 'appraisal', 'Cà Thị Ngân', '09T08:00', '09T10:00', '13T08:48', 120, 120, 'early'],
      [9, 'approval', 'Tòng Văn Phú', '09T10:00', '09T11:00', '09T16:48', 60, 60, 'on_time'],
      [10, 'delivery', 'Vàng A Súa', '09T11:00', '12T08:00', null, 4140, 300, null],
    ],
  )
  const { agencyId } = await own.demo.officer('reception')
  assert.ok(rows.every((row) => row.agencyId === agencyId))
  assert.equal(
    (await findDossier(context.db, reference))?.stepEnteredAt,
    null,
    'nobody has it in hand any more',
  )
})

test('returned to appraisal, a dossier is with the officer who appraised it', async () => {
  const { give, officer } = await open()
  const caseOfficer = await officer('case-officer')
  await give('reception', '05T09:00', { type: 'accept' })
  const taken = await give('case-officer', '05T10:00', { type: 'transfer' })
  assert.equal(taken.handlerId, caseOfficer.accountId, 'who takes it over is in charge')
  const submitted = await give('case-officer', '06T09:00', { type: 'submit_for_approval', note: '' })
  assert.equal(submitted.handlerId, null, 'anybody who may sign')
  const back = await give('signatory', '06T10:00', { type: 'return_to_appraisal', reason: 'Thiếu căn cứ' })
  assert.deepEqual([back.handlerId, back.handlerName], [caseOfficer.accountId, 'Cà Thị Ngân'])
})

test('nobody of another agency is put in charge', async () => {
  await seedDemoAccounts(own.demo.context)
  const { give, officer } = await open()
  await give('reception', '05T09:00', { type: 'accept' })
  await give('reception', '05T10:00', { type: 'transfer' })
  const assign = async (username: string) => {
    const { agencyId, fullName } = await officer(username)
    const contacts = await listOfficerContacts(own.demo.context.db, { agencyId, role: 'case_officer' })
    const account = contacts.find((contact) => contact.fullName === fullName)
    assert.ok(account)
    return await give('signatory', '05T11:00', { type: 'assign', officer: account.accountId })
  }
  await assert.rejects(
    assign('case-officer.muong-nhe'),
    (error) => error instanceof AppError && error.code === 'dossiers.officer_unknown',
  )
  assert.equal((await assign('case-officer')).handlerName, 'Cà Thị Ngân')
})

test('an extension is offered once, while its clock runs, and not on the day the result is due', async () => {
  const { at, reference, give, officer } = await open()
  const signatory = await officer('signatory')
  const offered = async (when: string) =>
    (await readDossier(at(`2026-10-${when}:00+07:00`), reference, signatory)).commands.includes('extend')
  assert.equal(await offered('05T08:30'), false, 'not accepted')
  await give('reception', '05T09:00', { type: 'accept' })
  await give('reception', '05T10:00', { type: 'transfer' })
  assert.equal(await offered('07T16:00'), true)
  assert.equal(await offered('08T07:00'), false, 'due today at 9')
  assert.equal(await offered('09T07:00'), false, 'overdue')
  await give('signatory', '07T16:00', { type: 'extend', reason: 'Chờ xác minh', until: '2026-10-14' })
  assert.equal(await offered('07T16:30'), false, 'extended before')
})
