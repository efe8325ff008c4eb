import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import {
  applyChange,
  type CalendarChange,
  type CalendarRecord,
  type DayEdit,
  findChangedFrom,
  hoursOn,
  sourceFor,
} from './calendar-change.ts'
import { checkChange, isDay, isSpans } from './check-change.ts'

const today = Temporal.PlainDate.from('2026-11-26')
const at = (text: string) => Temporal.Instant.from(`${text}:00+07:00`)
const decision = { number: 'TB 1/TB-BNV', on: '2026-11-20', note: 'Nghỉ Tết' }
const office = '07:00-11:30,13:30-17:00'

const record: CalendarRecord = {
  version: 4,
  hours: [1, 2, 3, 4, 5].map((weekday) => ({
    agencyCode: null,
    weekday,
    validFrom: '2024-01-01',
    spans: office,
    basis: 'x',
  })),
  specialDays: [
    { on: '2026-08-22', kind: 'working_saturday', name: 'Làm bù', basis: 'TB', swappedWith: '2026-08-31' },
    { on: '2026-08-31', kind: 'compensatory_off', name: 'Hoán đổi', basis: 'TB', swappedWith: '2026-08-22' },
    { on: '2026-11-24', kind: 'holiday', name: 'Ngày Văn hóa', basis: 'NQ 28', swappedWith: null },
  ],
  decidedYears: [{ year: 2026, basis: 'TB' }],
  interruptions: [
    {
      id: 'a',
      agencyCode: 'H18.137',
      from: at('2026-11-25T08:00'),
      until: at('2026-11-25T12:00'),
      name: 'Sự cố',
      basis: 'TB',
    },
  ],
}

const wrong = (change: Partial<CalendarChange>): string[] =>
  checkChange(record, { decision, ...change }, today).map(({ field, fault }) => `${field} ${fault}`)
const holiday = (on: string, name = 'Tết'): DayEdit => ({ act: 'add', on, kind: 'holiday', name })
const swap = (off: string, worked: string): DayEdit[] => [
  { act: 'add', on: off, kind: 'compensatory_off', name: 'Hoán đổi', swappedWith: worked },
  { act: 'add', on: worked, kind: 'working_saturday', name: 'Làm bù', swappedWith: off },
]

describe('a change of the calendar is checked before it is made', () => {
  const cases: readonly [string, Partial<CalendarChange>, string[]][] = [
    ['a day off', { days: [holiday('2026-12-31')] }, []],
    ['nothing at all', {}, ['change nothing_changed']],
    [
      'no document',
      { decision: { number: ' ', on: null, note: ' ' }, days: [holiday('2026-12-31')] },
      ['decision.number number_missing', 'decision.note note_missing'],
    ],
    [
      'texts too long',
      { decision: { number: 'x'.repeat(501), on: null, note: 'x'.repeat(501) }, days: [holiday('2026-12-31')] },
      ['decision.number text_too_long', 'decision.note text_too_long'],
    ],
    [
      'texts as long as may be',
      {
        decision: { number: 'x'.repeat(500), on: null, note: 'x'.repeat(500) },
        days: [holiday('2026-12-31', 'x'.repeat(500))],
      },
      [],
    ],
    [
      'a document of tomorrow',
      { decision: { ...decision, on: '2026-11-27' }, days: [holiday('2026-12-31')] },
      ['decision.on day_in_future'],
    ],
    ['a document of today', { decision: { ...decision, on: '2026-11-26' }, days: [holiday('2026-12-31')] }, []],
    [
      'a document of another age',
      { decision: { ...decision, on: '1026-11-26' }, days: [holiday('2026-12-31')] },
      ['decision.on year_out_of_range'],
    ],
    ['30 February', { days: [holiday('2026-02-30')] }, ['days.0.on day_not_written']],
    ['29 February of a leap year', { days: [holiday('2028-02-29')] }, []],
    ['a year mistyped', { days: [holiday('2062-12-31')] }, ['days.0.on year_out_of_range']],
    ['before the data begin', { days: [holiday('1999-12-31')] }, ['days.0.on year_out_of_range']],
    ['the farthest years', { days: [holiday('2000-01-01'), holiday('2031-12-31')] }, []],
    ['a year too far', { days: [holiday('2032-01-01')] }, ['days.0.on year_out_of_range']],
    ['a day twice', { days: [holiday('2026-12-31'), holiday('2026-12-31')] }, ['days.1.on day_twice']],
    ['a day that is off already', { days: [holiday('2026-11-24')] }, ['days.0.on day_taken']],
    [
      'another name for a known day',
      { days: [{ act: 'replace', on: '2026-11-24', kind: 'holiday', name: 'Ngày Văn hóa Việt Nam' }] },
      [],
    ],
    [
      'replacing an ordinary day',
      { days: [{ act: 'replace', on: '2026-11-25', kind: 'holiday', name: 'x' }] },
      ['days.0.on day_ordinary'],
    ],
    ['taking a day back', { days: [{ act: 'remove', on: '2026-11-24' }] }, []],
    [
      'taking an ordinary day back',
      { days: [{ act: 'remove', on: '2026-11-25' }] },
      ['days.0.on day_ordinary'],
    ],
    [
      'a day without a name and of no kind',
      { days: [{ act: 'add', on: '2026-12-31', kind: 'x' as 'holiday', name: ' ' }] },
      ['days.0.kind kind_unknown', 'days.0.name name_missing'],
    ],
    ['a name too long', { days: [holiday('2026-12-31', 'x'.repeat(501))] }, ['days.0.name text_too_long']],
    ['a swap', { days: swap('2026-12-31', '2026-12-26') }, []],
    ['a swap with a Sunday', { days: swap('2026-12-31', '2026-12-27') }, ['days.1.on not_a_saturday']],
    ['a swap of a Saturday', { days: swap('2026-12-19', '2026-12-26') }, ['days.0.on off_on_weekend']],
    [
      'a day off in lieu without a swap',
      { days: [{ act: 'add', on: '2026-12-31', kind: 'compensatory_off', name: 'Bù' }] },
      [],
    ],
    [
      'a worked Saturday for no day',
      { days: [{ act: 'add', on: '2026-12-26', kind: 'working_saturday', name: 'Làm bù' }] },
      ['days.0.swappedWith swap_missing'],
    ],
    [
      'a worked Saturday for a day that stays worked',
      { days: swap('2026-12-31', '2026-12-26').slice(1) },
      ['days.0.swappedWith swap_one_sided'],
    ],
    [
      'half a swap',
      { days: swap('2026-12-31', '2026-12-26').slice(0, 1) },
      ['days.0.swappedWith swap_one_sided'],
    ],
    [
      'a swap with a day that is no day',
      { days: [{ act: 'add', on: '2026-12-26', kind: 'working_saturday', name: 'x', swappedWith: '31/12' }] },
      ['days.0.swappedWith day_not_written'],
    ],
    [
      'a holiday in the place of half a swap',
      { days: [{ act: 'replace', on: '2026-08-31', kind: 'holiday', name: 'Quốc khánh' }] },
      ['days.0.swappedWith swap_one_sided'],
    ],
    ['half a swap taken back', { days: [{ act: 'remove', on: '2026-08-31' }] }, ['days.0.on swap_one_sided']],
    [
      'a whole swap taken back',
      {
        days: [
          { act: 'remove', on: '2026-08-31' },
          { act: 'remove', on: '2026-08-22' },
        ],
      },
      [],
    ],
    ['a year with its days', { decidedYears: [2027], days: [holiday('2027-01-01')] }, []],
    ['a year without days', { decidedYears: [2027] }, ['decidedYears.0 year_without_days']],
    ['a year decided twice', { decidedYears: [2026] }, ['decidedYears.0 year_decided']],
    ['a year of another age', { decidedYears: [20_270] }, ['decidedYears.0 year_out_of_range']],
  ]
  for (const [name, change, expected] of cases) test(name, () => assert.deepEqual(wrong(change), expected))
})

describe('hours are checked', () => {
  const hours = (
    weekdays: readonly [number, string][],
    agencyCode: string | null = 'H18.137',
    validFrom = '2026-12-01',
  ) => ({
    hours: [{ agencyCode, validFrom, weekdays: weekdays.map(([weekday, spans]) => ({ weekday, spans })) }],
  })
  const closed: [number, string][] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, ''])
  const cases: readonly [string, Partial<CalendarChange>, string[]][] = [
    ['Saturday mornings', hours([[6, '07:00-11:30']]), []],
    ['for every agency', hours([[6, '07:00-11:30']], null), []],
    ['hours that end before they begin', hours([[6, '11:30-07:00']]), ['hours.0.spans.6 hours_not_written']],
    ['an eighth day', hours([[8, '07:00-11:30']]), ['hours.0.spans.8 weekday_unknown']],
    ['no day of the week', hours([]), ['hours.0.spans.1 always_closed']],
    ['a day never opened again', hours(closed), ['hours.0.spans.1 always_closed']],
    ['open on Sundays alone', hours([...closed.slice(0, 6), [7, '07:00-11:30']]), []],
    ['a code that is none', hours([[6, '']], 'H18 137'), ['hours.0.agencyCode agency_not_written']],
    ['from no day', hours([[6, '']], null, 'mai'), ['hours.0.validFrom day_not_written']],
    ['from another age', hours([[6, '']], null, '2099-01-01'), ['hours.0.validFrom year_out_of_range']],
  ]
  for (const [name, change, expected] of cases) test(name, () => assert.deepEqual(wrong(change), expected))

  test('spans are written HH:MM-HH:MM, in order, not overlapping', () => {
    const good = ['', '07:00-11:30', office, '07:00-11:30,11:30-17:00', '00:00-24:00']
    const bad = [
      '7:00-11:30',
      '07:00',
      '07:00-07:00',
      '07:00-11:30,11:29-17:00',
      '07:00-11:60',
      '07:00-24:30',
      '07:00-25:00',
      '07:00-11:30;13:30-17:00',
      '07:00-11:30,',
      ' ',
    ]
    assert.deepEqual([...good, ...bad].filter(isSpans), good)
  })
})

describe('outages are checked', () => {
  const announce = (
    name: string,
    from: string | null,
    until: string | null,
    agencyCode: string | null = null,
  ) => ({
    interruptions: [
      { act: 'announce', agencyCode, name, from: from ? at(from) : null, until: until ? at(until) : null },
    ] as const,
  })
  const end = (id: string, until: string | null) => ({
    interruptions: [{ act: 'end', id, until: until ? at(until) : null }] as const,
  })
  const cases: readonly [string, Partial<CalendarChange>, string[]][] = [
    ['one that lasts', announce('Sự cố', '2026-11-26T08:00', null), []],
    ['one that has ended', announce('Sự cố', '2026-11-26T08:00', '2026-11-26T08:01'), []],
    ['no name', announce(' ', '2026-11-26T08:00', null), ['interruptions.0.name name_missing']],
    [
      'a long name',
      announce('x'.repeat(501), '2026-11-26T08:00', null),
      ['interruptions.0.name text_too_long'],
    ],
    ['no beginning', announce('Sự cố', null, null), ['interruptions.0.startsAt moment_not_written']],
    [
      'ended as it began',
      announce('Sự cố', '2026-11-26T08:00', '2026-11-26T08:00'),
      ['interruptions.0.endsAt ends_before_start'],
    ],
    [
      'of no agency',
      announce('Sự cố', '2026-11-26T08:00', null, '?'),
      ['interruptions.0.agencyCode agency_not_written'],
    ],
    ['ended', end('a', '2026-11-25T10:00'), []],
    ['taken back', end('a', '2026-11-25T08:00'), []],
    ['ended before it began', end('a', '2026-11-25T07:59'), ['interruptions.0.endsAt ends_before_start']],
    ['ended at no moment', end('a', null), ['interruptions.0.endsAt moment_not_written']],
    ['one that nobody announced', end('b', '2026-11-25T10:00'), ['interruptions.0.id interruption_unknown']],
  ]
  for (const [name, change, expected] of cases) test(name, () => assert.deepEqual(wrong(change), expected))
})

describe('the first day that counts otherwise', () => {
  const first = (change: Partial<CalendarChange>) =>
    findChangedFrom(
      { ...record, interruptions: [...record.interruptions, lasting] },
      { decision, ...change },
    )?.toString() ?? null
  const lasting = {
    id: 'lasting',
    agencyCode: null,
    from: at('2026-11-23T08:00'),
    until: null,
    name: 'Sự cố',
    basis: 'TB',
  }
  const known = { act: 'replace', on: '2026-11-24', kind: 'holiday', name: 'x' } as const
  const worked = { act: 'replace', on: '2026-08-22', kind: 'working_saturday', name: 'x' } as const
  const cases: readonly [string, Partial<CalendarChange>, string | null][] = [
    ['the earliest of the days', { days: [holiday('2026-12-31'), holiday('2026-12-30')] }, '2026-12-30'],
    ['a name moves nothing', { days: [known] }, null],
    ['off is off, whatever it is called', { days: [{ ...known, kind: 'compensatory_off' }] }, null],
    ['a day taken back', { days: [{ act: 'remove', on: '2026-11-24' }] }, '2026-11-24'],
    ['a Saturday no longer worked', { days: [{ ...worked, kind: 'holiday' }] }, '2026-08-22'],
    ['a Saturday worked as before', { days: [{ ...worked, swappedWith: '2026-08-31' }] }, null],
    [
      'a Saturday with the hours of another day',
      { days: [{ ...worked, swappedWith: '2026-08-28' }] },
      '2026-08-22',
    ],
    [
      'hours from a day on',
      { hours: [{ agencyCode: null, validFrom: '2026-12-01', weekdays: [{ weekday: 6, spans: '' }] }] },
      '2026-12-01',
    ],
    ['a year that is no longer provisional', { decidedYears: [2027] }, '2027-01-01'],
    [
      'an outage, by the local day of its beginning',
      {
        interruptions: [
          { act: 'announce', agencyCode: null, name: 'x', from: at('2026-11-20T00:30'), until: null },
        ],
      },
      '2026-11-20',
    ],
    [
      'the end of an outage that lasted: all since its beginning',
      { interruptions: [{ act: 'end', id: 'lasting', until: at('2026-11-26T10:00') }] },
      '2026-11-23',
    ],
    [
      'an outage ended earlier than it was said',
      { interruptions: [{ act: 'end', id: 'a', until: at('2026-11-24T10:00') }] },
      '2026-11-24',
    ],
    [
      'an outage ended later than it was said',
      { interruptions: [{ act: 'end', id: 'a', until: at('2026-11-27T10:00') }] },
      '2026-11-25',
    ],
  ]
  for (const [name, change, expected] of cases) test(name, () => assert.equal(first(change), expected))
})

test('what is changed is in force after, under the number of the decision, and the rest stays', () => {
  const after = applyChange(
    record,
    {
      decision,
      days: [
        { act: 'remove', on: '2026-11-24' },
        { act: 'add', on: '2026-01-01', kind: 'holiday', name: 'Tết', basis: 'BLLĐ' },
        holiday('2026-12-31'),
      ],
      hours: [
        { agencyCode: null, validFrom: '2024-01-01', weekdays: [{ weekday: 5, spans: '07:00-11:30' }] },
        { agencyCode: 'H18.137', validFrom: '2026-12-01', weekdays: [{ weekday: 6, spans: '07:00-11:30' }] },
      ],
      decidedYears: [2027],
      interruptions: [
        { act: 'end', id: 'a', until: at('2026-11-25T08:00') },
        { act: 'announce', agencyCode: null, name: 'Mới', from: at('2026-11-26T08:00'), until: null },
      ],
    },
    () => 'new',
  )
  assert.equal(after.version, 5)
  assert.deepEqual(
    after.specialDays.map(({ on, basis }) => `${on} ${basis}`),
    ['2026-01-01 BLLĐ', '2026-08-22 TB', '2026-08-31 TB', '2026-12-31 TB 1/TB-BNV'],
  )
  assert.equal(after.hours.length, 6)
  assert.equal(hoursOn(after, null, 5, '2026-12-04')?.spans, '07:00-11:30')
  assert.deepEqual(after.decidedYears.at(-1), { year: 2027, basis: 'TB 1/TB-BNV' })
  assert.deepEqual(
    after.interruptions.map(({ id, basis, until }) => [id, basis, until]),
    [['new', 'TB 1/TB-BNV', null]],
  )
})

test("an agency's own hours go before the general ones, the newer before the older", () => {
  const own = (validFrom: string, spans: string) => ({
    agencyCode: 'H18.137',
    weekday: 1,
    validFrom,
    spans,
    basis: 'x',
  })
  const changed = {
    ...record,
    hours: [...record.hours, own('2025-01-01', 'older'), own('2026-01-01', 'newer')],
  }
  const on = (agencyCode: string | null, day: string) => hoursOn(changed, agencyCode, 1, day)?.spans ?? null
  assert.equal(on('H18.137', '2024-12-31'), office)
  assert.equal(on('H18.137', '2025-12-31'), 'older')
  assert.equal(on('H18.137', '2026-01-01'), 'newer')
  assert.equal(on(null, '2026-01-01'), office)
  assert.equal(on('H18.138', '2026-01-01'), office)
  assert.equal(on(null, '2023-12-31'), null)
})

test('the calendar of an agency has its own outages and hours, and those of all', () => {
  assert.equal(sourceFor(record, 'H18.137').interruptions?.length, 1)
  assert.equal(sourceFor(record, 'H18.138').interruptions?.length, 0)
  assert.equal(sourceFor(record, null).interruptions?.length, 0)
  const { version, weeklyHours, decidedYears } = sourceFor(record, null)
  assert.deepEqual([version, weeklyHours.length, weeklyHours[0]?.ofAgency, decidedYears], [4, 5, false, [2026]])
})

test('a day is a day of the calendar', () => {
  const days = [
    '2026-02-28',
    '2028-02-29',
    '2026-02-29',
    '2026-13-01',
    '2026-1-1',
    'x2026-01-01',
    '2026-01-01x',
  ]
  assert.deepEqual(days.filter(isDay), ['2026-02-28', '2028-02-29'])
})
