import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listVaultPapers, revokeItem, takeFromVault } from '#modules/vault'
import { maiHuong, useDemo } from '#test/demo'
import { birthAnswers } from '#test/dossiers'
import { keepPaper } from '#test/vault'
import { recordVaultUses, type Submission, submitDossier } from './index.ts'

const world = useDemo()

const birthSubmission = (paper: string): Submission => ({
  procedure: '1.001193',
  channel: 'online',
  communeCode: '03127',
  applicant: { fullName: maiHuong.fullName, personalId: maiHuong.personalId },
  answers: birthAnswers,
  papers: [{ component: 'birth_certificate_of_clinic', paper }],
})

async function takeClinicPaper(key: string) {
  const { context } = world.demo
  const item = await keepPaper(context, { key, typeCode: 'MC.birth_certificate_of_clinic', validTo: null })
  const { personalId } = maiHuong
  const taking = { item: item.code, actor: maiHuong, personalId, purpose: 'Nộp hồ sơ', key }
  const taken = await takeFromVault(context, taking)
  assert.ok(taken.ok)
  return { item, paper: taken.paper }
}

test('a paper of the vault is handed in, and its owner sees with which dossier', async () => {
  const { context } = world.demo
  const { item, paper } = await takeClinicPaper('one')
  const { reference } = await submitDossier(context, birthSubmission(paper.id), maiHuong)
  const { id } = await context.db
    .selectFrom('dossiers.dossier')
    .select('id')
    .where('reference', '=', reference)
    .executeTakeFirstOrThrow()
  const happened = { dossierId: id, number: 1, type: 'submitted' }
  for (const _ of [1, 2]) await context.db.transaction().execute((tx) => recordVaultUses(tx, happened))
  const { items } = await listVaultPapers(context, maiHuong)
  assert.equal(items.find(({ code }) => code === item.code)?.reuseCount, 1)
})

test('a paper of the vault that was revoked meanwhile is not handed in, and the refusal names it', async () => {
  const { context } = world.demo
  const { item, paper } = await takeClinicPaper('two')
  const doing = { actor: { kind: 'system', fullName: 'Bệnh viện' }, at: context.clock.now() } as const
  await context.db.transaction().execute((tx) => revokeItem(tx, item.code, 'Ghi sai', doing))
  await assert.rejects(submitDossier(context, birthSubmission(paper.id), maiHuong), {
    code: 'dossiers.papers_spent',
    detail: { papers: [{ paper: paper.id, item: item.code, validity: 'revoked' }] },
  })
})
