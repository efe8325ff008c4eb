import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { advanceDossier, findDossier } from '#modules/dossiers'
import { listOfficerContacts } from '#modules/identity'
import { findAgencyByCode } from '#modules/organisations'
import { fixedClock } from '#platform/clock'
import { awaitingDossier } from '#test/alarms'
import { findOfficer } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { useApp } from '#test/whole-app'
import { wakeDossiers, watchDeadlines } from './jobs.ts'
import { findApologyDraft, readWatch } from './repository-watch.ts'
import { ringAlarms } from './ring-alarms.ts'

const world = useApp()
const at = (instant: string) => ({ ...world.context, clock: fixedClock(`2026-${instant}:00+07:00`) })
const query = async (text: string, values: unknown[] = []) =>
  (await world.context.pool.query(text, values)).rows

beforeEach(async () => {
  await world.ready
  await world.context.pool.query('update dossiers.dossier set alarm_at = null')
})

/** What rang for a dossier: rule and recipient, in order. */
const rungOf = async (dossierId: string): Promise<string[]> => {
  const rows = await query(
    `select rule, recipient_name from tasks.alarm where dossier_id = $1 order by rung_at, rule, recipient_name`,
    [dossierId],
  )
  return rows.map(({ rule, recipient_name }) => `${rule}: ${recipient_name}`)
}
const nextOf = async (dossierId: string): Promise<string | null> => {
  const [row] = await query('select alarm_at from dossiers.dossier where id = $1', [dossierId])
  return row.alarm_at?.toISOString() ?? null
}

describe('a step that comes due', () => {
  test('who has the work is reminded, at the due time their superior hears, two days later the leader', async () => {
    const id = await awaitingDossier(world.context, { stepDueAt: '2026-11-26T16:00:00+07:00' })
    await ringAlarms(at('11-25T10:00'), 200)
    assert.deepEqual(await rungOf(id), [])
    assert.equal(await nextOf(id), '2026-11-26T03:00:00.000Z', 'Thursday 10:00, four working hours before')

    await ringAlarms(at('11-26T10:00'), 200)
    assert.deepEqual(await rungOf(id), ['step_reminder: Cà Thị Ngân'])
    await ringAlarms(at('11-26T16:00'), 200)
    assert.deepEqual((await rungOf(id)).slice(1), [
      'step_due_handler: Cà Thị Ngân',
      'step_due_superior: Tòng Văn Phú',
    ])
    await ringAlarms(at('11-27T16:00'), 200)
    assert.deepEqual((await rungOf(id)).slice(3), ['step_overdue_superior: Tòng Văn Phú'])
    await ringAlarms(at('11-30T16:00'), 200)
    assert.deepEqual((await rungOf(id)).slice(4), ['step_overdue_leader: Lường Thị Xuyến'])
    assert.equal(await nextOf(id), null, 'nothing more will ring')
  })

  test('the officer in charge is told alone; another who takes over is told what had rung', async () => {
    const ward = await findAgencyByCode(world.context.db, 'H18.137')
    const contacts = await listOfficerContacts(world.context.db, { agencyId: ward?.id ?? '' })
    const idOf = (name: string) => contacts.find(({ fullName }) => fullName === name)?.accountId ?? null
    const id = await awaitingDossier(world.context, {
      stepDueAt: '2026-11-26T16:00:00+07:00',
      handlerId: idOf('Tòng Văn Phú'),
    })
    await ringAlarms(at('11-26T16:00'), 200)
    assert.deepEqual(await rungOf(id), ['step_due_handler: Tòng Văn Phú', 'step_due_superior: Lường Thị Xuyến'])
    await query(
      "update dossiers.dossier set handler_id = $2, alarm_at = '2026-11-26T16:10:00+07:00' where id = $1",
      [id, idOf('Cà Thị Ngân')],
    )
    await ringAlarms(at('11-26T16:10'), 200)
    assert.deepEqual((await rungOf(id)).slice(2), [
      'step_due_handler: Cà Thị Ngân',
      'step_due_superior: Tòng Văn Phú',
    ])
  })

  test('a due time that moves brings alarms of its own', async () => {
    const id = await awaitingDossier(world.context, { stepDueAt: '2026-11-26T08:00:00+07:00' })
    await ringAlarms(at('11-26T08:00'), 200)
    await query(
      "update dossiers.dossier set step_due_at = '2026-11-26T09:00:00+07:00', alarm_at = '2026-11-26T08:30:00+07:00' where id = $1",
      [id],
    )
    await ringAlarms(at('11-26T09:00'), 200)
    const due = (await rungOf(id)).filter((rung) => rung.startsWith('step_due_handler'))
    assert.equal(due.length, 2)
  })

  test('while it waits for the applicant nothing rings, and nobody looks', async () => {
    const waiting = { state: 'supplement_requested', waitingSince: '2026-11-25T08:00:00+07:00' }
    const id = await awaitingDossier(world.context, { ...waiting, stepDueAt: '2026-11-25T16:00:00+07:00' })
    await ringAlarms(at('11-26T16:00'), 200)
    assert.deepEqual([await rungOf(id), await nextOf(id)], [[], null])
  })
})

test('a dossier that nobody touches rings by itself, from the day it was accepted', async () => {
  const reference = await submitBirth(world.context)
  for (const type of ['accept', 'transfer'] as const) {
    const reception = await findOfficer(world.context, 'reception')
    await advanceDossier(world.context, reference, { command: { type } }, reception)
  }
  const dossier = await findDossier(world.context.db, reference)
  assert.ok(dossier?.stepDueAt && dossier.dueAt, 'the step and the dossier are due')
  const id = dossier.id
  await ringAlarms(world.context, 200)
  for (let looks = 0; looks < 20; looks++) {
    const next = await nextOf(id)
    if (next === null) break
    await ringAlarms({ ...world.context, clock: fixedClock(next) }, 200)
  }
  const rung = await rungOf(id)
  for (const expected of [
    'step_due_handler: Cà Thị Ngân',
    'step_due_superior: Tòng Văn Phú',
    'step_overdue_leader: Lường Thị Xuyến',
    'dossier_due_superior: Tòng Văn Phú',
    'dossier_overdue_leader: Lường Thị Xuyến',
  ])
    assert.ok(rung.includes(expected), `${expected} is not among ${rung.join(', ')}`)
})

describe('a dossier that may be late', () => {
  test('its apology is drafted when the last working day before begins, once', async () => {
    const dueAt = '2026-11-30T08:00:00+07:00'
    const id = await awaitingDossier(world.context, { dueAt })
    await ringAlarms(at('11-27T06:59'), 200)
    assert.equal(await findApologyDraft(world.context.db, id), null)
    await ringAlarms(at('11-27T07:00'), 200)
    assert.deepEqual(await rungOf(id), ['apology_handler: Cà Thị Ngân', 'apology_superior: Tòng Văn Phú'])
    const draft = await findApologyDraft(world.context.db, id)
    assert.deepEqual([draft?.proposedUntil, draft?.reason], ['2026-12-04', ''])
    await query("update tasks.apology_draft set reason = 'Thiếu cán bộ' where dossier_id = $1", [id])
    await query("update dossiers.dossier set alarm_at = '2026-11-27T08:00:00+07:00' where id = $1", [id])
    await ringAlarms(at('11-27T08:00'), 200)
    assert.equal((await findApologyDraft(world.context.db, id))?.reason, 'Thiếu cán bộ')
  })

  test('once extended it gets no second apology', async () => {
    const extendedAt = '2026-11-25T08:00:00+07:00'
    const id = await awaitingDossier(world.context, { dueAt: '2026-11-30T08:00:00+07:00', extendedAt })
    await ringAlarms(at('11-27T07:00'), 200)
    assert.equal(await findApologyDraft(world.context.db, id), null)
    assert.equal(await nextOf(id), '2026-11-30T01:00:00.000Z')
  })
})

describe('the messages', () => {
  test('one for each officer and dossier, by e-mail, which names the dossier and no person', async () => {
    await query('delete from notifications.message')
    const both = { stepDueAt: '2026-11-26T16:00:00+07:00', dueAt: '2026-11-26T16:00:00+07:00' }
    const id = await awaitingDossier(world.context, both)
    await ringAlarms(at('11-26T16:00'), 200)
    assert.equal((await rungOf(id)).length, 5, 'apology for two, due for two, dossier due for one')
    const messages = await query('select email, subject, body, state from notifications.message order by email')
    assert.deepEqual(
      messages.map(({ email, state }) => `${email} ${state}`),
      ['case-officer@motcua.example queued', 'signatory@motcua.example queued'],
    )
    for (const { subject, body } of messages) {
      assert.match(subject, /^Nhắc việc: hồ sơ H18\.137\.01-261123-/)
      assert.match(body, /Bước thẩm định đến hạn\. Hạn: 16 giờ, thứ Năm 26\/11\/2026\./)
      assert.ok(!/HƯƠNG|MINH AN|999000/i.test(subject + body), body)
    }
  })

  test('an officer without a mailbox reads it in the system', async () => {
    await query('delete from notifications.message')
    await query("update identity.officer_account set officer_id = null where username = 'case-officer'")
    await awaitingDossier(world.context, { stepDueAt: '2026-11-26T20:00:00+07:00' })
    await ringAlarms(at('11-26T17:00'), 200)
    const messages = await query('select email, state from notifications.message')
    assert.deepEqual(messages, [{ email: null, state: 'in_app' }])
  })
})

describe('the watch', () => {
  const run = (context = world.context) => watchDeadlines.run({}, { ...context, attempt: 1 })

  test('two workers at once ring every alarm once', async () => {
    await query('delete from notifications.message')
    const ids = await Promise.all(
      Array.from({ length: 24 }, () =>
        awaitingDossier(world.context, { stepDueAt: '2026-11-26T09:00:00+07:00' }),
      ),
    )
    const before = (await readWatch(world.context.db)).rung
    const looked = await Promise.all([5, 5, 5, 5, 5, 5, 5, 5].map((limit) => ringAlarms(world.context, limit)))
    const total = looked.reduce((sum, count) => sum + count, 0)
    assert.ok(total <= ids.length, 'no dossier is looked at by two')
    await Promise.all([run(), run()])
    for (const id of ids)
      assert.deepEqual(await rungOf(id), ['step_due_handler: Cà Thị Ngân', 'step_due_superior: Tòng Văn Phú'])
    const [{ messages }] = await query('select count(*)::int as messages from notifications.message')
    assert.equal(messages, 48)
    const after = (await readWatch(world.context.db)).rung
    assert.deepEqual([after.reminder - before.reminder, after.escalation - before.escalation], [24, 24])
  })

  test('a dossier that cannot be reckoned is looked at later, and silences no other', async () => {
    const broken = await awaitingDossier(world.context, { stepDueAt: '2026-11-26T09:00:00+07:00' })
    await query('update dossiers.dossier set holder_agency_id = gen_random_uuid() where id = $1', [broken])
    const sound = await awaitingDossier(world.context, { stepDueAt: '2026-11-26T09:00:00+07:00' })
    await run()
    assert.deepEqual([(await rungOf(broken)).length, (await rungOf(sound)).length], [0, 2])
    assert.equal(await nextOf(broken), '2026-11-26T03:40:00.000Z')
  })

  test('a rule that changes is applied to every open dossier, once', async () => {
    const jobs = async () =>
      (await query("select from graphile_worker.jobs where task_identifier = 'tasks.wake_dossiers'")).length
    await run()
    await query("delete from graphile_worker._private_jobs where key = 'tasks.wake_dossiers'")
    await run()
    assert.equal(await jobs(), 0)
    const id = await awaitingDossier(world.context, { stepDueAt: '2026-12-01T09:00:00+07:00', alarmAt: null })
    await query(
      `insert into tasks.alarm_rule select name, 2, '2026-11-26', measured_from, step, -2400, recipient, kind, active,
         basis, decided_by, now() from tasks.alarm_rule where name = 'step_reminder' and number = 1`,
    )
    await run()
    assert.equal(await jobs(), 1)
    await wakeDossiers.run({}, { ...world.context, attempt: 1 })
    await run()
    assert.deepEqual(await rungOf(id), ['step_reminder: Cà Thị Ngân'])
    assert.equal(await jobs(), 1, 'queued once')
  })
})
