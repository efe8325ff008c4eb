import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getAgency } from '#modules/organisations'
import { AppError } from '#platform/errors'
import { type ListPlace, readPlace, writePlace } from '#platform/list-place'
import { maiHuong, useDemo } from '#test/demo'
import { birthAnswers, citizen, submitBirth } from '#test/dossiers'
import { findDossier } from './repository.ts'
import { listOwnDossiers } from './repository-worklist.ts'
import { type Submission, submitDossier } from './submit-dossier.ts'
import { takeInDossier } from './take-in-dossier.ts'

const own = useDemo()
const refusal = (code: string) => (error: unknown) => error instanceof AppError && error.code === code

async function birth(actor: Parameters<typeof own.demo.paper>[0] = maiHuong): Promise<Submission> {
  const { demo } = own
  const { communeCode } = await getAgency(demo.context.db, (await demo.officer('reception')).agencyId)
  return {
    procedure: '1.001193',
    channel: actor.kind === 'citizen' ? 'online' : 'counter',
    communeCode,
    applicant: { fullName: maiHuong.fullName, personalId: maiHuong.personalId },
    answers: birthAnswers,
    papers: [{ component: 'birth_certificate_of_clinic', paper: (await demo.paper(actor)).id }],
  }
}

test('who asks again with the key hears of the dossier, also when it would be refused today', async () => {
  const { context } = own.demo
  const submission = await birth()
  const today = { ...maiHuong, assuranceLevel: 1 } as const
  const first = await submitDossier(context, submission, maiHuong, 'answer-was-lost')
  assert.deepEqual(await submitDossier(context, submission, today, 'answer-was-lost'), first)
  const sentAgain = { ...submission, papers: (await birth()).papers }
  assert.deepEqual(await submitDossier(context, sentAgain, today, 'answer-was-lost'), first)
  await assert.rejects(
    submitDossier(context, { ...submission, answers: {} }, maiHuong, 'answer-was-lost'),
    refusal('request.key_reused'),
  )
  await assert.rejects(
    submitDossier(context, submission, today, 'another-key'),
    refusal('dossiers.level_too_low'),
  )
})

test('at the counter the same form is the same dossier, and another under its key is refused', async () => {
  const { context, officer } = own.demo
  const reception = await officer('reception')
  const submission = await birth(reception)
  const first = await takeInDossier(context, submission, reception, 'counter-form-again')
  const refused = { ...submission, answers: {} }
  await assert.rejects(
    takeInDossier(context, refused, reception, 'counter-form-again'),
    refusal('request.key_reused'),
  )
  const again = await takeInDossier(context, submission, reception, 'counter-form-again')
  assert.equal(again.id, first.id)
})

test('a citizen’s name is that of the account; an officer files at the counter or by post', async () => {
  const { context, officer } = own.demo
  const applicant = { fullName: 'NGƯỜI KHÁC', personalId: maiHuong.personalId, birthOn: '1950' }
  const known = { ...maiHuong, birthDate: '1994-03-08' }
  const { reference } = await submitDossier(context, { ...(await birth()), applicant }, known)
  const dossier = await findDossier(context.db, reference)
  assert.deepEqual(
    [dossier?.applicantName, dossier?.ownerName, dossier?.applicantBirthOn],
    [maiHuong.fullName, maiHuong.fullName, '1994-03-08'],
  )
  const reception = await officer('reception')
  await assert.rejects(
    submitDossier(context, { ...(await birth(reception)), channel: 'online' }, reception),
    refusal('dossiers.channel_closed'),
  )
})

test('own dossiers come newest first, none lost or repeated, though many came in the same moment', async () => {
  const { context, officer } = own.demo
  const khanh = citizen('31', 'LƯỜNG VĂN KHÁNH')
  const reception = await officer('reception')
  const mine: string[] = []
  for (let count = 0; count < 7; count++) mine.push(await submitBirth(context, khanh))
  const owner = { fullName: khanh.fullName, personalId: khanh.personalId }
  const theirs = await Promise.all(
    Array.from(
      { length: 4 },
      async () =>
        await submitDossier(context, { ...(await birth(reception)), channel: 'counter', owner }, reception),
    ),
  )
  const seen: string[] = []
  let cursor: ListPlace | null = null
  do {
    const rows = await listOwnDossiers(context.db, { kind: 'own', personalId: khanh.personalId }, cursor, 3)
    seen.push(...rows.map(({ reference }) => reference))
    const last = rows.length === 3 ? rows.at(-1) : undefined
    cursor = last ? readPlace(writePlace(last.submittedAt.toISOString(), last.id)) : null
  } while (cursor)
  assert.equal(seen.length, 11)
  assert.deepEqual(new Set(seen), new Set([...mine, ...theirs.map(({ reference }) => reference)]))
})
