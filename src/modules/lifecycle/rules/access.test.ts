import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Access,
  type Asker,
  type AskingCitizen,
  commandGivers,
  listSeenPapers,
  mayCommandDossier,
  mayReadDossier,
  stepsOf,
} from './access.ts'

const dossier: Access = {
  applicantId: 'mai-huong',
  applicantPersonalId: '999000000017',
  ownerPersonalId: '999000000024',
  ownerKind: 'citizen',
  receivingAgencyId: 'centre',
  involvedAgencyIds: ['agency-asked'],
  competentAgencyId: 'commune',
}
const officer = (agencyId: string, ...roles: string[]): Asker => ({ kind: 'officer', agencyId, roles })
const citizen = (accountId: string, personalId: string, more: Partial<AskingCitizen> = {}): AskingCitizen => ({
  ...{ kind: 'citizen', accountId, personalId, assuranceLevel: 2 },
  ...more,
})
const forBody = { kind: 'enterprise', number: '0109999002', isProven: true }
const forWard = { kind: 'person', number: '999000000024', isProven: true }

test('the applicant and the owner read it, a neighbour does not', () => {
  assert.ok(mayReadDossier(citizen('mai-huong', '999000000017'), dossier))
  assert.ok(mayReadDossier(citizen('other', '999000000024'), dossier))
  assert.ok(!mayReadDossier(citizen('neighbour', '999000000031'), dossier))
  assert.ok(!mayReadDossier({ kind: 'nobody' }, dossier))
})

test('at level 1 only what was filed with this very account is seen', () => {
  const low = { assuranceLevel: 1 } as const
  assert.ok(mayReadDossier(citizen('mai-huong', '999000000017', low), dossier))
  assert.ok(!mayReadDossier(citizen('another', '999000000017', low), dossier), 'handed in at a counter')
  assert.ok(mayReadDossier(citizen('another', '999000000017'), dossier))
  assert.ok(!mayReadDossier(citizen('other', '999000000024', low), dossier))
})

test("a body's dossier is its own: whoever acts for it now reads and commands it, whoever filed it alone does not", () => {
  const ofBody: Access = { ...dossier, ownerKind: 'enterprise', ownerPersonalId: '0109999002' }
  const table = [
    ['who filed it, acting for it', citizen('mai-huong', '999000000017', { actingFor: forBody }), true],
    ['a colleague, acting for it', citizen('other', '999000000024', { actingFor: forBody }), true],
    [
      'a colleague of level 1',
      citizen('other', '999000000024', { actingFor: forBody, assuranceLevel: 1 }),
      true,
    ],
    ['who filed it, for themselves', citizen('mai-huong', '999000000017'), false],
    [
      'who acts for another body',
      citizen('a', '999000000017', { actingFor: { ...forBody, number: '0109999003' } }),
      false,
    ],
    [
      'who acts for a person of that number',
      citizen('a', '999000000017', { actingFor: { ...forBody, kind: 'person' } }),
      false,
    ],
  ] as const
  for (const [who, asker, may] of table) {
    assert.equal(mayReadDossier(asker, ofBody), may, who)
    assert.equal(mayCommandDossier(asker, ofBody, 'withdraw'), may, who)
  }
})

test("at work for a body, one's own affairs stay closed", () => {
  const asker = citizen('mai-huong', '999000000017', { actingFor: forBody })
  assert.ok(!mayReadDossier(asker, dossier))
  assert.ok(!mayCommandDossier(asker, dossier, 'withdraw'))
})

test('who acts for a ward reads what is theirs when the State says so; a mere declaration opens nothing', () => {
  const guardian = (more: Partial<typeof forWard> = {}) =>
    citizen('guardian', '999000000048', { actingFor: { ...forWard, ...more } })
  assert.ok(mayReadDossier(guardian(), dossier))
  assert.ok(!mayCommandDossier(guardian(), dossier, 'withdraw'))
  assert.ok(!mayReadDossier(guardian({ isProven: false }), dossier))
  assert.ok(!mayReadDossier(guardian({ number: '999000000031' }), dossier))
})

test('officers of the two agencies read it, others do not, and technical administrators never do', () => {
  assert.ok(mayReadDossier(officer('commune', 'case_officer'), dossier))
  assert.ok(mayReadDossier(officer('centre', 'reception_officer'), dossier))
  assert.ok(mayReadDossier(officer('elsewhere', 'auditor'), dossier))
  assert.ok(!mayReadDossier(officer('elsewhere', 'leader'), dossier))
  assert.ok(!mayReadDossier(officer('commune', 'administrator'), dossier))
})

test('each command has its givers, and each giver only on the right side', () => {
  for (const [type, givers] of Object.entries(commandGivers)) {
    const command = type as keyof typeof commandGivers
    assert.equal(givers.length > 0, type !== 'complete_task')
    assert.ok(
      !mayCommandDossier(
        officer('elsewhere', 'reception_officer', 'case_officer', 'signatory', 'cashier'),
        dossier,
        command,
      ),
    )
    assert.ok(!mayCommandDossier(officer('commune', 'leader', 'auditor', 'administrator'), dossier, command))
  }
  assert.ok(mayCommandDossier(officer('commune', 'signatory'), dossier, 'approve'))
  assert.ok(!mayCommandDossier(officer('centre', 'signatory'), dossier, 'approve'))
  assert.ok(!mayCommandDossier(citizen('other', '999000000024'), dossier, 'withdraw'))
})

test('the system itself confirms a payment and gives no other command', () => {
  const system: Asker = { kind: 'system', accountId: 'system', fullName: 'Nền tảng thanh toán' }
  const types = Object.keys(commandGivers) as (keyof typeof commandGivers)[]
  assert.deepEqual(
    types.filter((type) => mayCommandDossier(system, dossier, type)),
    ['confirm_payment'],
  )
})

test('a worklist shows the steps that wait for its reader', () => {
  assert.deepEqual(stepsOf(['case_officer', 'signatory']), ['appraisal', 'approval'])
  assert.deepEqual(stepsOf(['administrator']), [])
})

test('of the results, those outside see what was decided: no draft that was returned, none of a rejection', () => {
  const at = (epochMilliseconds: number) => ({ epochMilliseconds })
  const paper = (stage: 'submission' | 'result', hour: number) => ({ stage, providedAt: at(hour), hour })
  const papers = [paper('submission', 1), paper('result', 5), paper('result', 7)]
  const applicant = citizen('mai-huong', '999000000017')
  const seen = (outcome: 'granted' | 'rejected' | null, resolvedAt: number | null, all = papers) => {
    const state = resolvedAt === null ? 'in_progress' : 'resolved'
    const decided = { state, outcome, resolvedAt: resolvedAt === null ? null : at(resolvedAt) } as const
    return listSeenPapers(applicant, decided, all).map(({ hour }) => hour)
  }
  assert.deepEqual(seen(null, null), [1])
  assert.deepEqual(seen('granted', 9), [1, 7])
  assert.deepEqual(seen('rejected', 9), [1])
  assert.deepEqual(seen('rejected', 9, [...papers, paper('result', 9)]), [1, 9])
  const inside = listSeenPapers(
    officer('commune', 'signatory'),
    { state: 'in_progress', outcome: null, resolvedAt: null },
    papers,
  )
  assert.equal(inside.length, 3)
})
