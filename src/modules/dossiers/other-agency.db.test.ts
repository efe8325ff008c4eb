import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Command, Step } from '#modules/lifecycle'
import { getAgency } from '#modules/organisations'
import { AppError } from '#platform/errors'
import { useDemo } from '#test/demo'
import { loadPacks } from '#test/packs'
import { advanceDossier } from './advance-dossier.ts'
import { writeNotice } from './jobs.ts'
import { findPublicProgress, readDossier } from './read-dossier.ts'
import { findDossier, listEvents } from './repository.ts'
import { listStepTimes } from './repository-clock.ts'
import { listWork } from './repository-worklist.ts'
import type { Submission } from './submit-dossier.ts'
import { takeInDossier } from './take-in-dossier.ts'

const own = useDemo()
const friday = '2026-10-09T16:00:00+07:00'
const monday = '2026-10-12T08:10:00+07:00'
const refusal = (code: string) => (error: unknown) => error instanceof AppError && error.code === code

/** A procedure of communes with five working days, made of the certificate of marital status. */
async function loadFiveDays(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-packs-'))
  const pack = join(folder, '9.000005')
  await cp(join(import.meta.dirname, '../../../packs/1.004873'), pack, { recursive: true })
  const file = join(pack, 'procedure.yaml')
  const text = (await readFile(file, 'utf8'))
    .replace("'1.004873'", "'9.000005'")
    .replace('amount: 3\n', 'amount: 5\n')
  await writeFile(file, text)
  await loadPacks(own.demo.context, folder)
  await rm(folder, { recursive: true })
}

/** Taken in by the ward Điện Biên Phủ for the commune Mường Nhé on a Friday at 16:00. */
async function takeIn() {
  const { demo } = own
  await loadFiveDays()
  const [reception, caseOfficer] = await Promise.all(['reception', 'case-officer.muong-nhe'].map(demo.officer))
  assert.ok(reception && caseOfficer)
  const { communeCode } = await getAgency(demo.context.db, caseOfficer.agencyId)
  const person = { fullName: 'CÀ VĂN PHƯƠNG', personalId: '999000000055' }
  const submission: Submission = {
    procedure: '9.000005',
    channel: 'counter',
    communeCode,
    applicant: person,
    answers: {
      person: { ...person, residence: 'Bản Huổi Lụ, xã Mường Nhé', status: 'single' },
      purpose: { use: 'other', otherUse: 'Vay vốn ngân hàng' },
      delivery: { phone: '0900000055', copies: 1, receiveBy: 'counter' },
    },
    papers: [],
    returnMethod: 'counter',
  }
  const { code } = await takeInDossier(demo.at(friday), submission, reception, crypto.randomUUID())
  assert.ok(code)
  const give = async (who: string, when: string, command: Command) =>
    await advanceDossier(demo.at(when), code, { command }, await demo.officer(who))
  /** Whether an officer's worklist shows it. */
  const isBefore = async (who: string, steps: readonly Step[]) => {
    const { agencyId } = await demo.officer(who)
    const rows = await listWork(demo.context.db, { agencyId, steps, limit: 50, after: null })
    return rows.some((row) => row.code === code)
  }
  return { demo, code, reception, caseOfficer, give, isBefore }
}

test('the competent agency’s time runs from when it has the dossier; until then the day is expected (NĐ 118/2025 Đ17 k3)', async () => {
  const { demo, code, reception, caseOfficer, give, isBefore } = await takeIn()
  const waiting = await readDossier(demo.at(friday), code, reception)
  assert.equal(waiting.dossier.dueAt?.toString(), '2026-10-16T09:00:00Z')
  assert.deepEqual(
    [waiting.dossier.dueProvisional, waiting.awaitsTransfer, waiting.due?.provisional],
    [true, true, false],
  )
  assert.notEqual(waiting.receivingAgency.id, waiting.competentAgency.id)
  assert.equal((await findPublicProgress(demo.at(friday), code))?.awaitsTransfer, true)
  assert.ok(await isBefore('reception', ['reception']), 'the counter has it, to be transferred')
  assert.ok(!(await isBefore('case-officer.muong-nhe', ['appraisal'])))

  const received = await give('reception', monday, { type: 'transfer' })
  assert.equal(received.clockStartedAt?.toString(), '2026-10-12T01:10:00Z')
  assert.equal(received.dueAt?.toString(), '2026-10-19T01:10:00Z')
  assert.equal(received.originalDueAt?.toString(), '2026-10-16T09:00:00Z', 'the first promise is kept')
  assert.equal(received.dueProvisional, false)
  assert.equal((await readDossier(demo.at(monday), code, caseOfficer)).awaitsTransfer, false)
  assert.ok(!(await isBefore('reception', ['reception', 'delivery'])))
  assert.ok(await isBefore('case-officer.muong-nhe', ['appraisal']))

  await give('case-officer.muong-nhe', '2026-10-13T09:00:00+07:00', { type: 'submit_for_approval', note: '' })
  await give('signatory.muong-nhe', '2026-10-14T09:00:00+07:00', { type: 'approve', note: '' })
  assert.ok(await isBefore('reception', ['delivery']), 'the result is returned where it was handed in')
  const delivery = '2026-10-14T10:00:00+07:00'
  await assert.rejects(
    give('reception.muong-nhe', delivery, { type: 'deliver' }),
    refusal('dossiers.not_allowed'),
  )
  assert.equal((await give('reception', delivery, { type: 'deliver' })).state, 'delivered')
  const agencies = (await listStepTimes(demo.context.db, received.id)).map(({ step, agencyId }) => [
    step,
    agencyId === reception.agencyId ? 'receiving' : 'competent',
  ])
  assert.deepEqual(agencies, [
    ['reception', 'receiving'],
    ['transfer', 'receiving'],
    ['appraisal', 'competent'],
    ['approval', 'competent'],
    ['delivery', 'receiving'],
  ])
})

test('the applicant is told that the day is expected, and then the day that counts', async () => {
  const { demo, code, give } = await takeIn()
  await give('reception', monday, { type: 'transfer' })
  const dossier = await findDossier(demo.context.db, code)
  assert.ok(dossier)
  const notices = (await listEvents(demo.context.db, dossier.id)).map(
    (event) => writeNotice(dossier, event, '')?.body,
  )
  assert.match(
    notices[1] ?? '',
    /dự kiến: 16 giờ, thứ Sáu 16\/10\/2026\. Thời hạn tính từ khi cơ quan giải quyết nhận/,
  )
  assert.match(notices[2] ?? '', /thời hạn bắt đầu tính\. Hạn trả kết quả: 8 giờ 10, thứ Hai 19\/10\/2026/)
})

test('there is nothing to extend before the competent agency has it', async () => {
  const { demo, code, give } = await takeIn()
  const signatory = await demo.officer('signatory.muong-nhe')
  const isOffered = async (when: string) =>
    (await readDossier(demo.at(when), code, signatory)).commands.includes('extend')
  assert.equal(await isOffered(friday), false)
  const extend = { type: 'extend', reason: 'Chờ xác minh', until: '2026-10-21' } as const
  await assert.rejects(give('signatory.muong-nhe', friday, extend), refusal('dossiers.wrong_state'))
  await give('reception', monday, { type: 'transfer' })
  assert.equal(await isOffered(monday), true)
})
