import { type Static, Type } from 'typebox'
import { literals, orNull } from '#platform/schema-parts'
import { dueTimeExamples } from './due-time-examples.ts'

const closed = { additionalProperties: false } as const

const units = ['working_day', 'working_hour', 'calendar_day', 'month', 'year', 'same_day', 'immediate'] as const
const period = Type.Object(
  {
    amount: Type.Number({ minimum: 0, maximum: 4000, description: 'Halves of days and hours too' }),
    unit: literals(units),
  },
  closed,
)
const instant = Type.String({ format: 'date-time', description: 'RFC 3339 with offset' })
const day = Type.String({ format: 'date', description: 'YYYY-MM-DD' })
const policy = literals(['subtract', 'restart'])
const ground = literals(['supplement', 'payment', 'confirmation'])

const event = Type.Union([
  Type.Object({ type: Type.Literal('received'), at: instant }, closed),
  Type.Object({ type: Type.Literal('paused'), at: instant, ground: Type.Optional(ground) }, closed),
  Type.Object({ type: Type.Literal('resumed'), at: instant }, closed),
  Type.Object({ type: Type.Literal('extended'), at: instant, until: day }, closed),
  Type.Object({ type: Type.Literal('finished'), at: instant }, closed),
  Type.Object({ type: Type.Literal('stopped'), at: instant }, closed),
])

const cutOff = Type.Object(
  {
    time: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
    effect: literals(['transfer', 'clock'], { description: '`clock`: counted from the next working day' }),
    minutesBeforeClosing: Type.Optional(Type.Integer({ minimum: 1, maximum: 480 })),
  },
  closed,
)

export const dueTimeQuestion = Type.Object(
  {
    period,
    longest: Type.Optional(period),
    agency: Type.Optional(
      Type.String({
        maxLength: 60,
        description: 'Code of the agency whose hours count; else the general hours',
      }),
    ),
    policy: Type.Optional({
      ...policy,
      default: 'subtract',
      description: 'What the end of a wait for papers does',
    }),
    convention: Type.Optional({
      ...literals(['working_hours', 'whole_days']),
      default: 'working_hours',
      description: 'Of working days: 8 hours each from the moment of receipt, or to the closing of the last',
    }),
    firstDayCounted: Type.Optional(Type.Boolean({ default: false })),
    keepsDayOff: Type.Optional(
      Type.Boolean({ default: false, description: 'A last day off does not roll forward' }),
    ),
    cutOff: Type.Optional(cutOff),
    language: Type.Optional(literals(['vi', 'en'])),
    events: Type.Array(event, {
      minItems: 1,
      maxItems: 200,
      description: 'In order of time; the first is `received`',
    }),
  },
  { ...closed, examples: dueTimeExamples.map(({ question }) => question) },
)

export type DueTimeQuestion = Static<typeof dueTimeQuestion>

const line = Type.Object({
  at: Type.String({ description: 'An instant, or a day' }),
  text: Type.String(),
  law: orNull(Type.String()),
})

export const dueTimeAnswer = Type.Object(
  {
    dueOn: day,
    dueAt: instant,
    originalDueAt: instant,
    longestDueAt: orNull(instant),
    phase: literals(['running', 'suspended', 'finished', 'stopped']),
    provisional: Type.Boolean({ description: 'The days off of its year are not decided yet' }),
    calendarVersion: Type.Integer(),
    trace: Type.Array(line),
  },
  { examples: dueTimeExamples.map(({ answer }) => answer) },
)

export type DueTimeAnswer = Static<typeof dueTimeAnswer>
