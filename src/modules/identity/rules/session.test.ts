import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { decideSession, isPreviousGood, needsRotation, needsTouch, type SessionTimes } from './session.ts'

const start = Temporal.Instant.from('2026-11-26T07:00:00+07:00')
const session = (kind: 'citizen' | 'officer', seenAfterMinutes: number): SessionTimes => ({
  kind,
  startedAt: start,
  rotatedAt: start,
  seenAt: start.add({ minutes: seenAfterMinutes }),
  endedAt: null,
})
const after = (minutes: number) => start.add({ minutes })

test('an officer is signed out after half an hour of rest, a citizen after two hours', () => {
  assert.equal(decideSession(session('officer', 10), after(39)), 'alive')
  assert.equal(decideSession(session('officer', 10), after(40)), 'idle')
  assert.equal(decideSession(session('citizen', 10), after(129)), 'alive')
  assert.equal(decideSession(session('citizen', 10), after(130)), 'idle')
})

test('twelve hours end every session, however busy', () => {
  assert.equal(decideSession(session('officer', 719), after(719)), 'alive')
  assert.equal(decideSession(session('officer', 719), after(720)), 'too_old')
})

test('a session that was signed out stays so', () => {
  assert.equal(decideSession({ ...session('officer', 0), endedAt: start }, after(1)), 'signed_out')
})

test('a token is renewed each quarter of an hour, and the last request written once a minute', () => {
  assert.deepEqual(
    [needsRotation(session('officer', 0), after(14)), needsRotation(session('officer', 0), after(15))],
    [false, true],
  )
  assert.deepEqual(
    [needsTouch(session('officer', 5), after(5)), needsTouch(session('officer', 5), after(6))],
    [false, true],
  )
})

test('the token before a renewal is good until the new one came back, and until its end after that', () => {
  assert.equal(isPreviousGood(null, after(100)), true)
  assert.equal(isPreviousGood(after(1), after(0)), true)
  assert.equal(isPreviousGood(after(1), after(1)), false)
})
