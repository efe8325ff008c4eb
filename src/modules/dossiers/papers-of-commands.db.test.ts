import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CitizenActor, OfficerActor } from '#modules/identity'
import type { Command } from '#modules/lifecycle'
import { AppError } from '#platform/errors'
import { maiHuong, useDemo } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { type Advance, advanceDossier } from './advance-dossier.ts'
import { mayReadPaperOfDossier, readDossier } from './read-dossier.ts'
import { findDossier } from './repository.ts'

const own = useDemo()
const refusal = (code: string) => (error: unknown) => error instanceof AppError && error.code === code
const certificate = 'birth_certificate_of_clinic'
const request: Command = { type: 'request_papers', reason: 'Ảnh mờ', components: [certificate] }

/** An accepted dossier of Mai Hương in the ward, and how its officers and she give commands. */
async function open() {
  const { demo } = own
  const reference = await submitBirth(demo.context, maiHuong)
  const officers = await Promise.all(['reception', 'case-officer', 'signatory'].map(demo.officer))
  const [reception, caseOfficer, signatory] = officers as [OfficerActor, OfficerActor, OfficerActor]
  const give = (actor: OfficerActor | CitizenActor, command: Command, more: Omit<Advance, 'command'> = {}) =>
    advanceDossier(demo.context, reference, { command, ...more }, actor)
  const paper = async (actor: OfficerActor | CitizenActor, component: string, name?: string) =>
    [{ component, paper: (await demo.paper(actor, name)).id }] as const
  const find = async () => await findDossier(demo.context.db, reference)
  await give(reception, { type: 'accept' })
  return { ...demo, reference, reception, caseOfficer, signatory, give, paper, find }
}

test('only a supplement and what leads to the result bring papers', async () => {
  const { give, paper, reception, caseOfficer, find } = await open()
  const papers = await paper(maiHuong, certificate)
  await assert.rejects(
    give(maiHuong, { type: 'withdraw', reason: 'Thôi' }, { papers }),
    refusal('dossiers.papers_not_taken'),
  )
  const own = await paper(reception, 'result')
  await assert.rejects(
    give(reception, { type: 'transfer' }, { papers: own }),
    refusal('dossiers.papers_not_taken'),
  )
  assert.equal((await find())?.state, 'accepted')
  await give(reception, { type: 'transfer' })
  const other = await paper(caseOfficer, certificate)
  const proposing: Command = { type: 'submit_for_approval', note: '' }
  await assert.rejects(give(caseOfficer, proposing, { papers: other }), refusal('dossiers.component_unknown'))
})

test('a proposed result and what officers tell each other are seen outside when the dossier is resolved, or never', async () => {
  const { context, reference, give, paper, reception, caseOfficer, signatory } = await open()
  await give(reception, { type: 'transfer' })
  const papers = await paper(caseOfficer, 'result', 'trich-luc.pdf')
  const [result] = papers
  const { db } = context
  const mayRead = (actor: OfficerActor | CitizenActor) => mayReadPaperOfDossier(db, actor, result.paper)
  await give(caseOfficer, { type: 'submit_for_approval', note: 'Nghi khai man' }, { papers })
  const before = await readDossier(context, reference, maiHuong)
  assert.deepEqual(
    before.attachments.map(({ stage }) => stage),
    ['submission'],
  )
  assert.equal(await mayRead(maiHuong), false)
  assert.equal(await mayRead(signatory), true)
  const inside = await readDossier(context, reference, signatory)
  assert.equal(inside.attachments.at(-1)?.componentName, inside.procedure.result.name)
  await give(signatory, { type: 'return_to_appraisal', reason: 'Hỏi lại người nộp' })
  await give(caseOfficer, { type: 'submit_for_approval', note: '' })
  await give(signatory, { type: 'approve', note: 'Đã hỏi công an' })
  const after = await readDossier(context, reference, maiHuong)
  assert.equal(after.attachments.at(-1)?.name, 'trich-luc.pdf')
  assert.equal(await mayRead(maiHuong), true)
  assert.doesNotMatch(JSON.stringify(after.events), /khai man|Hỏi lại|công an/)
  const { events } = await readDossier(context, reference, signatory)
  assert.match(JSON.stringify(events), /khai man.*Hỏi lại.*công an/)
})

test('a supplement brings at least one of the papers asked for last, under the procedure’s name of it', async () => {
  const { context, reference, give, paper, reception, find } = await open()
  await give(reception, request)
  const due = (await find())?.dueAt?.toString()
  for (const actor of [maiHuong, reception]) {
    await assert.rejects(give(actor, { type: 'supplement' }), refusal('dossiers.components_missing'))
    const papers = await paper(actor, 'letter_of_authority')
    await assert.rejects(give(actor, { type: 'supplement' }, { papers }), refusal('dossiers.component_unknown'))
  }
  const foreign = await paper(reception, certificate)
  await assert.rejects(
    give(maiHuong, { type: 'supplement' }, { papers: foreign }),
    refusal('dossiers.papers_unknown'),
  )
  const untouched = await find()
  assert.deepEqual([untouched?.state, untouched?.dueAt?.toString()], ['supplement_requested', due])
  await give(maiHuong, { type: 'supplement' }, { papers: await paper(maiHuong, certificate) })
  const { attachments, procedure } = await readDossier(context, reference, maiHuong)
  const named = procedure.components.find(({ key }) => key === certificate)?.name
  assert.deepEqual([attachments.at(-1)?.stage, attachments.at(-1)?.componentName], ['supplement', named])
})

test('the same key carries out the same command once, and refuses another body', async () => {
  const { give, paper, reception, find } = await open()
  const key = 'asked-once-more'
  await give(reception, request, { key })
  await give(reception, { components: [certificate], reason: 'Ảnh mờ', type: 'request_papers' }, { key })
  for (const command of [{ ...request, reason: 'Khác' }, { type: 'transfer' }] as const)
    await assert.rejects(give(reception, command, { key }), refusal('request.key_reused'))
  const supplement = { type: 'supplement' } as const
  await give(maiHuong, supplement, { key: 'sent-twice', papers: await paper(maiHuong, certificate) })
  // The form was sent again: the same file, received once more.
  await give(maiHuong, supplement, { key: 'sent-twice', papers: await paper(maiHuong, certificate) })
  const [twice] = await paper(maiHuong, certificate)
  const papers = [twice, twice]
  await assert.rejects(give(maiHuong, supplement, { key: 'sent-twice', papers }), refusal('request.key_reused'))
  assert.equal((await find())?.revision, 4)
})
