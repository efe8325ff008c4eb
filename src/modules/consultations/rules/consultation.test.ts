import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Asker, longestText, mayAsk, maySpeakFor, opinions, refuseAnswer } from './consultation.ts'

const officer = (agencyId: string, ...roles: string[]): Asker => ({ kind: 'officer', roles, agencyId })

describe('who asks and who answers (NĐ 61/2018 Đ19 k5)', () => {
  test('a case officer or a signatory speaks for the own agency, nobody else does', () => {
    for (const [role, speaks] of [
      ['case_officer', true],
      ['signatory', true],
      ['reception_officer', false],
      ['leader', false],
      ['auditor', false],
      ['administrator', false],
    ] as const) {
      assert.equal(maySpeakFor(officer('own', role), 'own'), speaks, role)
      assert.equal(maySpeakFor(officer('own', role), 'other'), false, role)
    }
    for (const kind of ['nobody', 'citizen'] as const) assert.equal(maySpeakFor({ kind }, 'own'), false)
  })

  test('only while the dossier is in progress, and for the agency that decides it', () => {
    const dossier = { state: 'in_progress', competentAgencyId: 'own' }
    assert.equal(mayAsk(officer('own', 'case_officer'), dossier), true)
    assert.equal(mayAsk(officer('receiving', 'case_officer'), dossier), false)
    for (const state of ['registered', 'accepted', 'supplement_requested', 'resolved', 'stopped'])
      assert.equal(mayAsk(officer('own', 'case_officer'), { ...dossier, state }), false, state)
  })
})

describe('what is taken as an answer', () => {
  const open = { isOpen: true }
  test('plain consent needs no words, everything else does', () => {
    for (const opinion of opinions) {
      const refusal = opinion === 'agrees' ? null : 'answer_missing'
      assert.equal(refuseAnswer(open, { opinion, text: '' }), refusal, opinion)
      assert.equal(refuseAnswer(open, { opinion, text: 'Vì' }), null, opinion)
    }
  })

  test('words without an opinion are none; too many words are refused', () => {
    assert.equal(refuseAnswer(open, { opinion: null, text: 'Đồng ý' }), 'opinion_missing')
    const [most, more] = [longestText, longestText + 1].map((count) => 'x'.repeat(count))
    assert.equal(refuseAnswer(open, { opinion: 'agrees', text: most ?? '' }), null)
    assert.equal(refuseAnswer(open, { opinion: 'agrees', text: more ?? '' }), 'answer_missing')
  })

  test('what was said stands', () => {
    assert.equal(refuseAnswer({ isOpen: false }, { opinion: 'agrees', text: '' }), 'not_open')
  })
})
