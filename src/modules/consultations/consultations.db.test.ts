import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { listAudit } from '#modules/audit'
import { changeCalendar } from '#modules/calendar'
import { advanceDossier, findDossier } from '#modules/dossiers'
import { fixedClock } from '#platform/clock'
import { accountOf, dossierInProgress } from '#test/consultations'
import { useApp } from '#test/whole-app'
import { answerConsultation } from './answer-consultation.ts'
import { askAgency, type Question } from './ask-agency.ts'
import { checkConsultations } from './check-watch.ts'
import { findConsultation } from './repository.ts'
import { watchConsultations } from './watch-consultations.ts'

const world = useApp()
const at = (instant: string) => ({ ...world.context, clock: fixedClock(`${instant}:00+07:00`) })
const question: Question = {
  agency: 'H18.12',
  question: 'Nơi cư trú của người mẹ được xác định thế nào?',
  due: { until: '2026-10-09' },
  papers: [],
}
const tuesday = '2026-10-06T09:00'
const answer = { opinion: 'agrees', text: '' } as const

const account = (username: string) => accountOf(world.context, username)
async function asked(change: Partial<Question> = {}) {
  const code = await dossierInProgress(at(tuesday))
  const officer = await account('case-officer')
  return { code, consultation: await askAgency(at(tuesday), code, { ...question, ...change }, officer) }
}
const toldOf = async (id: string, news: string): Promise<string[]> => {
  const { rows } = await world.context.pool.query<{ recipient_name: string }>(
    `select recipient_name from notifications.message where about_kind = 'consultation' and about_id = $1
       and key like $2 order by 1`,
    [id, `%:${news}:%`],
  )
  return rows.map(({ recipient_name }) => recipient_name)
}
const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code

describe('asking another agency (NĐ 61/2018 Đ19 k5)', () => {
  test('asked on Tuesday for Friday: its officers are told, the clock of the dossier runs on', async () => {
    const code = await dossierInProgress(at(tuesday))
    const before = await findDossier(world.context.db, code)
    const officer = await account('case-officer')
    const consultation = await askAgency(at(tuesday), code, question, officer)
    assert.equal(consultation.dueAt.toString(), '2026-10-09T10:00:00Z')
    assert.equal(consultation.number, 1)
    assert.deepEqual(await toldOf(consultation.id, 'asked'), ['Cà Văn Diên', 'Mào Thị Phương'])
    const after = await findDossier(world.context.db, code)
    assert.deepEqual(after, before)
    const entries = await listAudit(world.context.db, { kind: 'dossier', id: consultation.dossierId })
    assert.equal(entries.filter(({ action }) => action === 'consultations.ask').length, 1)
  })

  test('who may not ask, what cannot be asked', async () => {
    const code = await dossierInProgress(at(tuesday))
    const officer = await account('case-officer')
    const cases: [string, Partial<Question>, string][] = [
      ['case-officer', { agency: 'H18.137' }, 'consultations.own_agency'],
      ['case-officer', { agency: 'H99.1' }, 'consultations.agency_unknown'],
      ['case-officer', { agency: 'H18.20' }, 'consultations.agency_unreachable'],
      ['case-officer', { question: '  ' }, 'consultations.question_missing'],
      ['case-officer', { due: { until: '2026-10-10' } }, 'consultations.due_day_off'],
      ['case-officer', { due: { until: '2026-10-05' } }, 'consultations.due_past'],
      ['case-officer', { papers: [officer.accountId] }, 'consultations.papers_unknown'],
      ['reception', {}, 'consultations.not_allowed'],
      ['leader', {}, 'consultations.not_allowed'],
      ['case-officer.so-tu-phap', {}, 'dossiers.not_found'],
    ]
    for (const [username, change, expected] of cases)
      await assert.rejects(
        askAgency(at(tuesday), code, { ...question, ...change }, await account(username)),
        refused(expected),
        expected,
      )
    await advanceDossier(at(tuesday), code, { command: { type: 'stop', reason: 'Người nộp đề nghị' } }, officer)
    await assert.rejects(askAgency(at(tuesday), code, question, officer), refused('consultations.wrong_state'))
  })

  test('the same key asks once, also at once and also after the due day; another question under it is refused', async () => {
    const code = await dossierInProgress(at(tuesday))
    const officer = await account('case-officer')
    const ask = (moment: string, change: Partial<Question> = {}) =>
      askAgency(at(moment), code, { ...question, ...change }, officer, 'key-of-one-form')
    const [one, other] = await Promise.all([ask(tuesday), ask(tuesday)])
    assert.equal(one.id, other.id)
    assert.equal((await ask('2026-10-13T09:00')).id, one.id)
    await assert.rejects(ask(tuesday, { question: 'Khác' }), refused('request.key_reused'))
    const [two, three] = await Promise.all([
      askAgency(at(tuesday), code, question, officer),
      askAgency(at(tuesday), code, { ...question, agency: 'H18.16' }, officer),
    ])
    assert.deepEqual([two.number, three.number].sort(), [2, 3])
  })
})

describe('the answer', () => {
  test('is recorded once; who asked hears of it, and the watch is silent', async () => {
    const { consultation } = await asked()
    const { id } = consultation
    const officer = await account('signatory.so-tu-phap')
    const given = { opinion: 'agrees_with_conditions', text: ' Bổ sung xác nhận nơi cư trú. ' } as const
    const answered = await answerConsultation(at('2026-10-08T10:00'), id, given, officer, 'key-of-answer')
    assert.equal(answered.answer?.text, 'Bổ sung xác nhận nơi cư trú.')
    assert.deepEqual(await toldOf(id, 'answered'), ['Cà Thị Ngân'])
    const again = await answerConsultation(at('2026-10-08T10:01'), id, given, officer, 'key-of-answer')
    assert.equal(again.answer?.at.toString(), '2026-10-08T03:00:00Z')
    await assert.rejects(
      answerConsultation(at('2026-10-08T10:01'), id, answer, officer, 'key-of-answer'),
      refused('request.key_reused'),
    )
    await assert.rejects(
      answerConsultation(at('2026-10-08T10:01'), id, given, officer),
      refused('consultations.not_open'),
    )
    await watchConsultations(at('2026-10-12T07:00'), 50)
    assert.deepEqual(await toldOf(id, 'overdue'), [])
  })

  test('two officers answer at once: one answer stands, the other is told', async () => {
    const { consultation } = await asked()
    const both = await Promise.all(['case-officer.so-tu-phap', 'signatory.so-tu-phap'].map(account))
    const outcomes = await Promise.allSettled(
      both.map((officer) => answerConsultation(at(tuesday), consultation.id, answer, officer)),
    )
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const lost = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    assert.ok(refused('consultations.not_open')(lost.reason))
  })

  test('only officers of the asked agency who speak for it answer; more than plain consent needs words', async () => {
    const { consultation } = await asked()
    for (const username of ['case-officer', 'signatory', 'case-officer.so-xay-dung', 'reception'])
      await assert.rejects(
        answerConsultation(at(tuesday), consultation.id, answer, await account(username)),
        refused('consultations.not_found'),
      )
    const officer = await account('case-officer.so-tu-phap')
    for (const [given, code] of [
      [{ opinion: 'disagrees', text: ' ' }, 'consultations.answer_missing'],
      [{ opinion: null, text: 'Đồng ý' }, 'consultations.opinion_missing'],
    ] as const)
      await assert.rejects(answerConsultation(at(tuesday), consultation.id, given, officer), refused(code))
  })
})

describe('silence', () => {
  test('due Fri 9/10 17:00 without an answer: Mon 12/10 07:00 the head of the one-stop is told, once', async () => {
    const { consultation, code } = await asked()
    const { id } = consultation
    for (const moment of ['2026-10-09T17:00', '2026-10-10T09:00', '2026-10-12T06:59']) {
      await watchConsultations(at(moment), 50)
      assert.deepEqual(await toldOf(id, 'overdue'), [], moment)
    }
    const healthAt = (moment: string) => checkConsultations(at(moment))(0)
    assert.equal((await healthAt('2026-10-12T07:15')).ok, true)
    const unwatched = await healthAt('2026-10-12T07:16')
    assert.deepEqual([unwatched.ok, unwatched.found], [false, 'silence has waited for 16 min to be told'])
    await Promise.all([1, 2].map(() => watchConsultations(at('2026-10-12T07:00'), 50)))
    assert.equal((await healthAt('2026-10-12T09:00')).ok, true)
    await watchConsultations(at('2026-10-13T07:00'), 50)
    assert.deepEqual(await toldOf(id, 'overdue'), ['Cà Thị Ngân', 'Lường Thị Xuyến'])
    const silent = await findConsultation(world.context.db, id)
    assert.equal(silent?.toldOverdueAt?.toString(), '2026-10-12T00:00:00Z')
    assert.equal(silent?.answer, null)
    assert.equal((await findDossier(world.context.db, code))?.state, 'in_progress')
    const officer = await account('case-officer.so-tu-phap')
    const overdue = await answerConsultation(at('2026-10-13T08:00'), id, answer, officer)
    assert.equal(overdue.answer?.opinion, 'agrees')
  })

  test('when the dossier has ended nobody is told, and no answer is taken', async () => {
    const { consultation, code } = await asked()
    const { id } = consultation
    const command = { type: 'stop', reason: 'Người nộp đề nghị' } as const
    await advanceDossier(at('2026-10-08T09:00'), code, { command }, await account('case-officer'))
    await watchConsultations(at('2026-10-12T07:00'), 50)
    assert.deepEqual(await toldOf(id, 'overdue'), [])
    const officer = await account('case-officer.so-tu-phap')
    await assert.rejects(
      answerConsultation(at('2026-10-12T08:00'), id, answer, officer),
      refused('consultations.not_open'),
    )
  })

  test('a holiday added for that Monday: due as asked, told on Tuesday', async () => {
    const { consultation } = await asked()
    const storm = {
      decision: { number: '12/TB-UBND', on: '2026-10-06', note: 'Nghỉ phòng chống bão' },
      days: [{ act: 'add', on: '2026-10-12', kind: 'holiday', name: 'Nghỉ phòng chống bão' }],
    } as const
    const followers = { onChanged: async () => undefined }
    const changed = await changeCalendar(at(tuesday), storm, { kind: 'system' }, { followers })
    assert.ok(changed.ok)
    await watchConsultations(at('2026-10-12T07:00'), 50)
    assert.deepEqual(await toldOf(consultation.id, 'overdue'), [])
    await watchConsultations(at('2026-10-13T07:00'), 50)
    assert.equal((await toldOf(consultation.id, 'overdue')).length, 2)
    const kept = await findConsultation(world.context.db, consultation.id)
    assert.equal(kept?.dueAt.toString(), '2026-10-09T10:00:00Z')
  })
})
