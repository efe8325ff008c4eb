import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeWatch, type WatchState } from './health.ts'

const minutes = (count: number): number => count * 60
const fine: WatchState = {
  activeRules: 9,
  waitingSeconds: null,
  ranSecondsAgo: minutes(1),
  upSeconds: minutes(600),
}

const cases: [string, Partial<WatchState>, ReturnType<typeof judgeWatch>][] = [
  ['the watch runs and nothing waits', {}, null],
  ['an alarm that comes due next week', { waitingSeconds: -minutes(9000) }, null],
  ['an alarm that came due a quarter of an hour ago', { waitingSeconds: minutes(15) }, null],
  ['an alarm that nobody looked at since', { waitingSeconds: minutes(16) }, 'alarm_waits'],
  ['so too just after a start', { waitingSeconds: minutes(16), upSeconds: 1 }, 'alarm_waits'],
  ['a watch that is silent', { ranSecondsAgo: minutes(16) }, 'silent'],
  [
    'a process that has just started knows nothing of it yet',
    { ranSecondsAgo: minutes(999), upSeconds: 60 },
    null,
  ],
  ['a watch that never ran', { ranSecondsAgo: null }, 'silent'],
  ['a new system that has just started', { ranSecondsAgo: null, upSeconds: 60 }, null],
  ['no rule is in force', { activeRules: 0, waitingSeconds: minutes(99), ranSecondsAgo: null }, null],
]
for (const [name, change, verdict] of cases)
  test(`${name}: ${verdict ?? 'nothing is wrong'}`, () =>
    assert.equal(judgeWatch({ ...fine, ...change }), verdict))
