import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Recipient } from './alarms.ts'
import { type Contact, chooseRecipients } from './recipients.ts'

const contact = (accountId: string, role: string, superiorId: string | null = null): Contact => ({
  accountId,
  fullName: accountId,
  roles: [role],
  superiorId,
  email: null,
})

const ward = [
  contact('vang', 'reception_officer', 'phu'),
  contact('ngan', 'case_officer', 'phu'),
  contact('inh', 'case_officer'),
  contact('phu', 'signatory', 'xuyen'),
  contact('muon', 'signatory'),
  contact('xuyen', 'leader'),
  contact('huong', 'administrator'),
]

const tell = (
  recipient: Recipient,
  step: string,
  handlerId: string | null = null,
  ofAgency: readonly Contact[] = ward,
) => {
  const byId = new Map(ward.map((one) => [one.accountId, one]))
  return chooseRecipients(recipient, { step, handlerId }, { ofAgency, byId }).map(({ accountId }) => accountId)
}
const without = (...roles: string[]) => ward.filter((one) => !one.roles.some((role) => roles.includes(role)))

test('the officer in charge is told; when nobody is, everybody of the role of the step', () => {
  assert.deepEqual(tell('handler', 'appraisal', 'ngan'), ['ngan'])
  assert.deepEqual(tell('handler', 'appraisal'), ['ngan', 'inh'])
  assert.deepEqual(tell('handler', 'reception'), ['vang'])
  assert.deepEqual(tell('handler', 'approval'), ['phu', 'muon'])
  assert.deepEqual(tell('handler', 'appraisal', 'an account that is closed'), ['ngan', 'inh'])
})

test('the superior is whom the account names, else the signatories, else the leaders', () => {
  assert.deepEqual(tell('superior', 'appraisal', 'ngan'), ['phu'])
  assert.deepEqual(tell('superior', 'appraisal', 'inh'), ['phu', 'muon'])
  assert.deepEqual(tell('superior', 'approval', 'phu'), ['xuyen'])
  assert.deepEqual(tell('superior', 'appraisal', 'inh', without('signatory')), ['xuyen'])
})

test('nobody is their own superior', () => {
  assert.deepEqual(tell('superior', 'approval', 'muon'), ['phu'])
  assert.deepEqual(tell('superior', 'approval'), ['xuyen'])
})

test('the leader is told; an agency without one has signatories', () => {
  assert.deepEqual(tell('leader', 'appraisal'), ['xuyen'])
  assert.deepEqual(tell('leader', 'appraisal', null, without('leader')), ['phu', 'muon'])
})

test('an alarm that nobody of its kind can hear goes one rank up', () => {
  assert.deepEqual(tell('handler', 'appraisal', null, without('case_officer')), ['phu', 'muon'])
  assert.deepEqual(tell('handler', 'appraisal', null, []), [])
})
