import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'
import type { OfficerActor } from '#modules/identity'
import type { Command } from '#modules/lifecycle'
import { listTasksOf, ringTimers } from '#modules/running'
import { AppError } from '#platform/errors'
import { type Demo, useDemo } from '#test/demo'
import { takeInRelocation } from '#test/relocation'
import { advanceDossier } from './advance-dossier.ts'
import { dossierSubjects } from './move-dossier.ts'
import { readDossier } from './read-dossier.ts'
import { findDossier, listEvents } from './repository.ts'
import { takeInDossier } from './take-in-dossier.ts'

const own = useDemo('2026-11-23T01:00:00Z')
const refusal = (code: string) => (error: unknown) => error instanceof AppError && error.code === code

const give = (demo: Demo, name: string, command: Command, actor: OfficerActor) =>
  advanceDossier(demo.context, name, { command }, actor)

const complete = (task: string, outcome: string, note = ''): Command => ({
  type: 'complete_task',
  task,
  outcome,
  note,
})

test('a dossier goes the way of its own process: two agencies are asked, two signatories agree', async () => {
  const { demo } = own
  const [desk, appraiser, division, director, trade, farming] = await Promise.all(
    [
      'reception.trung-tam',
      'case-officer.so-xay-dung',
      'signatory.so-xay-dung.division',
      'signatory.so-xay-dung',
      'case-officer.so-cong-thuong',
      'case-officer.so-nong-nghiep',
    ].map(demo.officer),
  )
  assert.ok(desk && appraiser && division && director && trade && farming)
  const name = await takeInRelocation(demo.context, 'relocation-1')
  await assert.rejects(readDossier(demo.context, name, trade), refusal('dossiers.not_found'))
  const moved = await give(demo, name, { type: 'transfer' }, desk)
  assert.deepEqual([moved.state, moved.step, moved.involvedAgencyIds.length], ['in_progress', 'appraisal', 2])

  const asked = await readDossier(demo.context, name, trade)
  const mine = asked.tasks.filter(({ mayDo }) => mayDo)
  assert.deepEqual(
    mine.map(({ name: title, items, freeOutcomes }) => [title, items.agency, freeOutcomes.length]),
    [['Cho ý kiến', 'so_cong_thuong', 2]],
  )
  assert.deepEqual(asked.commands, ['complete_task'])
  await assert.rejects(
    give(demo, name, { type: 'submit_for_approval', note: '' }, appraiser),
    refusal('dossiers.wrong_step'),
  )
  await assert.rejects(
    give(demo, name, complete('opinion', 'objects'), trade),
    refusal('dossiers.reason_missing'),
  )
  await give(demo, name, complete('opinion', 'agrees'), trade)
  await assert.rejects(give(demo, name, complete('opinion', 'agrees'), trade), refusal('dossiers.not_allowed'))
  await give(demo, name, complete('site_visit', 'matches'), appraiser)
  await give(demo, name, complete('opinion', 'agrees'), farming)
  await give(demo, name, { type: 'submit_for_approval', note: '' }, appraiser)
  await give(demo, name, complete('division_review', 'agree'), division)
  await assert.rejects(give(demo, name, { type: 'approve', note: '' }, division), refusal('dossiers.four_eyes'))
  const approved = await give(demo, name, { type: 'approve', note: '' }, director)
  assert.deepEqual([approved.state, approved.step, approved.outcome], ['resolved', 'delivery', 'granted'])
  const delivered = await give(demo, name, { type: 'deliver' }, desk)
  assert.equal(delivered.state, 'delivered')
  const tasks = await listTasksOf(demo.context.db, delivered.id)
  assert.ok(tasks.every(({ state }) => state === 'done'))
  assert.equal(tasks.length, 9)
})

test('two officers complete the same task at once: one wins, the other is told', async () => {
  const { demo } = own
  const desk = await demo.officer('reception.trung-tam')
  const appraiser = await demo.officer('case-officer.so-xay-dung')
  const name = await takeInRelocation(demo.context, 'relocation-2')
  await give(demo, name, { type: 'transfer' }, desk)
  const [one, other] = await Promise.allSettled([
    give(demo, name, complete('site_visit', 'matches'), appraiser),
    give(demo, name, complete('site_visit', 'matches'), {
      ...appraiser,
      accountId: '01a20000-0000-7000-8000-00000000beef',
    }),
  ])
  assert.deepEqual([one.status, other.status].toSorted(), ['fulfilled', 'rejected'])
  const refused = one.status === 'rejected' ? one : other
  assert.ok(refused.status === 'rejected' && refusal('dossiers.wrong_step')(refused.reason), String(refused))
  const done = await listTasksOf(demo.context.db, (await findDossier(demo.context.db, name))?.id ?? '')
  assert.equal(done.filter(({ node, state }) => node === 'site_visit' && state === 'done').length, 1)
})

test('when a timer rings, the process moves on by itself and the dossier knows', async () => {
  const { demo } = own
  const desk = await demo.officer('reception.trung-tam')
  const appraiser = await demo.officer('case-officer.so-xay-dung')
  const name = await takeInRelocation(demo.context, 'relocation-3')
  await give(demo, name, { type: 'transfer' }, desk)
  await give(demo, name, complete('site_visit', 'matches'), appraiser)
  // Five working days from the transfer on Monday morning; Tuesday is Vietnamese Culture Day.
  const later = demo.at('2026-12-01T02:00:00Z')
  await ringTimers(later, dossierSubjects(later), 50)
  const view = await readDossier(later, name, appraiser)
  assert.deepEqual(
    view.tasks.map(({ node }) => node),
    ['missing_opinions'],
  )
  const before = await listEvents(later.db, view.dossier.id)
  await ringTimers(later, dossierSubjects(later), 50)
  assert.deepEqual(await listEvents(later.db, view.dossier.id), before)
})

test('answered at once: accepted and signed without a transfer', async () => {
  const { demo } = own
  const [desk, signatory] = await Promise.all(['reception', 'signatory'].map(demo.officer))
  assert.ok(desk && signatory)
  const original = (await demo.paper(desk, 'ban-chinh.pdf')).id
  const { sample } = parse(readFileSync('packs/2.000815/cases.yaml', 'utf8'))
  const submission = {
    procedure: '2.000815',
    channel: 'counter',
    communeCode: '03127',
    applicant: { fullName: 'LÒ THỊ MAI HƯƠNG', personalId: '999000000017' },
    answers: sample,
    papers: [{ component: 'original', paper: original }],
  } as const
  const { reference, state, step } = await takeInDossier(demo.context, submission, desk, 'certify-1')
  assert.deepEqual([state, step], ['in_progress', 'approval'])
  const approved = await give(demo, reference, { type: 'approve', note: '' }, signatory)
  assert.equal(approved.state, 'resolved')
})

test('a dossier from before there were processes gets the one of its version, where its history has led it', async () => {
  const { demo } = own
  const [desk, appraiser, signatory] = await Promise.all(
    ['reception', 'case-officer', 'signatory'].map(demo.officer),
  )
  assert.ok(desk && appraiser && signatory)
  const name = await takeInRelocation(demo.context, 'relocation-4')
  const director = await demo.officer('signatory.so-xay-dung')
  const centre = await demo.officer('reception.trung-tam')
  const moved = await give(demo, name, { type: 'transfer' }, centre)
  await demo.context.db.deleteFrom('running.task').where('subject_id', '=', moved.id).execute()
  await demo.context.db.deleteFrom('running.instance').where('subject_id', '=', moved.id).execute()
  const seen = await readDossier(demo.context, name, director)
  assert.deepEqual(seen.tasks.map(({ node }) => node).toSorted(), ['opinion', 'opinion', 'site_visit'])
  assert.equal((await listTasksOf(demo.context.db, moved.id)).length, 0, 'reading writes nothing')
  const worker = await demo.officer('case-officer.so-xay-dung')
  await give(demo, name, complete('site_visit', 'matches'), worker)
  const tasks = await listTasksOf(demo.context.db, moved.id)
  assert.deepEqual(
    tasks.map(({ node, state }) => `${node} ${state}`),
    ['reception done', 'transfer done', 'site_visit done', 'opinion open', 'opinion open'],
  )
})
