import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBirthDate } from './birth-date.ts'

test('a date of birth is read in the forms that registers and portals use, as far as it is known', () => {
  const forms = [
    ['14/03/1997', '1997-03-14'],
    ['14-3-1997', '1997-03-14'],
    ['1997-03-14', '1997-03-14'],
    ['19970314', '1997-03-14'],
    ['19970314000000', '1997-03-14'],
    ['03/1997', '1997-03'],
    ['1997', '1997'],
    ['29/02/2000', '2000-02-29'],
    ['29/02/1900', null],
    ['19971314000000', null],
    ['31/04/1997', null],
    ['00/00/1997', null],
    ['', null],
    ['không rõ', null],
  ] as const
  for (const [given, expected] of forms) assert.equal(parseBirthDate(given), expected, given)
})
