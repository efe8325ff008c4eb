import { type Static, Type } from 'typebox'
import { closedObject, literals } from '#platform/schema-parts'

const localMoment = '\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d'
const moment = Type.String({ pattern: `^${localMoment}$`, description: 'Local time: 2026-08-28T09:00' })
const dayOrMoment = Type.String({
  pattern: `^(\\d{4}-\\d{2}-\\d{2}|${localMoment})$`,
  description: 'A day, 2026-08-28, or a local time, 2026-08-28T15:00',
})
const name = Type.String({ minLength: 1, maxLength: 200 })
const names = Type.Array(name, { maxItems: 100 })
const values = Type.Record(Type.String(), Type.Unknown())
const answers = Type.Record(Type.String(), values, { description: 'By step, then field, as in form.json' })

const applicant = closedObject({
  birthOn: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
  category: Type.Optional(
    Type.Union([name, names], { description: 'Applicant category, or several, as the fee rules name them' }),
  ),
})

const given = closedObject({
  submittedAt: moment,
  channel: Type.Optional(
    literals(['online', 'counter', 'post'], { description: 'Default: the first channel of the procedure' }),
  ),
  answers: Type.Optional(answers),
  papers: Type.Optional(
    Type.Array(name, { description: 'Keys of components; default: all that must be given' }),
  ),
  applicant: Type.Optional(applicant),
  entitlements: Type.Optional(
    Type.Array(name, { description: 'Keys of entitlements, as the fee rules name them' }),
  ),
  takenInElsewhere: Type.Optional(
    Type.Boolean({ description: 'Taken in by the counter of another agency: time runs from the transfer' }),
  ),
  services: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'What outside services answer at once: by the name of the service, or the id of the task',
    }),
  ),
})

const by = Type.Optional(Type.String({ minLength: 1, description: 'An invented officer: who does it' }))
const reason = Type.Optional(Type.String())

const taskDeed = closedObject({
  task: Type.Optional(
    Type.String({ description: 'Id or name of the open task; may be left out where one task has the outcome' }),
  ),
  outcome: Type.Optional(Type.String({ description: 'Key of the outcome; left out: the task is just done' })),
  for: Type.Optional(Type.String({ description: 'Which one, of a task done once for each item of a list' })),
  reason,
  by,
})

const commandDeed = closedObject({
  command: literals(
    [
      'request_papers',
      'supplement',
      'request_payment',
      'confirm_payment',
      'request_confirmation',
      'record_confirmation',
      'stop',
      'withdraw',
      'extend',
      'accept',
      'refuse',
      'transfer',
      'submit_for_approval',
      'return_to_appraisal',
      'approve',
      'reject',
      'deliver',
    ],
    { description: 'A command on the dossier' },
  ),
  reason,
  note: Type.Optional(Type.String()),
  components: Type.Optional(names),
  unseenReason: Type.Optional(Type.String()),
  amountVnd: Type.Optional(Type.Integer({ minimum: 0 })),
  until: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
  by,
})

const messageDeed = closedObject({ message: name, variables: Type.Optional(values) })
const serviceDeed = closedObject({
  service: Type.String({
    description: 'Name of the service, or id of the task, that was waiting for an answer',
  }),
  gives: Type.Optional(Type.Unknown()),
  fails: Type.Optional(Type.String({ description: 'The error code it fails with' })),
})

const openTask = closedObject({
  task: name,
  for: Type.Optional(Type.String()),
  role: Type.Optional(Type.String()),
  agency: Type.Optional(Type.String()),
  due: Type.Optional(Type.Union([dayOrMoment, Type.Null()])),
})

const fees = Type.Union([
  Type.Integer({ minimum: 0, description: 'The total, in whole đồng' }),
  closedObject({
    totalVnd: Type.Optional(Type.Integer({ minimum: 0 })),
    lines: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]), {
        description: 'By key of the fee; null: the amount is open',
      }),
    ),
  }),
])

const expectation = closedObject(
  {
    state: Type.Optional(
      literals(
        [
          'registered',
          'accepted',
          'refused',
          'in_progress',
          'supplement_requested',
          'payment_requested',
          'confirmation_requested',
          'withdrawn',
          'stopped',
          'resolved',
          'delivered',
        ],
        { description: 'State of the dossier' },
      ),
    ),
    step: Type.Optional(
      literals(['reception', 'appraisal', 'approval', 'delivery'], { description: 'Step of the dossier' }),
    ),
    outcome: Type.Optional(Type.Union([Type.Literal('granted'), Type.Literal('rejected'), Type.Null()])),
    process: Type.Optional(
      literals(['running', 'ended', 'terminated', 'failed'], { description: 'Status of the process' }),
    ),
    tasks: Type.Optional(
      Type.Array(Type.Union([name, openTask]), {
        description: 'All open tasks, in any order: ids or names; once for each item',
      }),
    ),
    waitsFor: Type.Optional(
      Type.Array(name, { description: 'Among others: messages, services, ids of timers that are waited for' }),
    ),
    rings: Type.Optional(
      Type.Record(Type.String(), Type.Union([dayOrMoment, Type.Null()]), {
        description: 'When a timer rings, by its id; null: it is not set',
      }),
    ),
    due: Type.Optional(Type.Union([dayOrMoment, Type.Null()])),
    stepDue: Type.Optional(Type.Union([dayOrMoment, Type.Null()])),
    fees: Type.Optional(fees),
    variables: Type.Optional(values),
    refused: Type.Optional(
      Type.String({ pattern: '^[a-z_]+$', description: 'What was done is refused, with this code' }),
    ),
    fields: Type.Optional(
      Type.Array(name, {
        description: 'After answers_invalid: the fields, or after components_missing: the papers',
      }),
    ),
  },
  { minProperties: 1 },
)

const step = closedObject({
  at: Type.Optional(
    Type.String({
      pattern: `^(${localMoment}|\\+\\d{1,4} (minute|working_hour|working_day|calendar_hour|calendar_day)|next_timer)$`,
      description:
        'Local time, or so long after the step before: +2 working_day; next_timer: when the next timer rings. Left out: at once',
    }),
  ),
  do: Type.Optional(
    Type.Union([
      Type.String({
        minLength: 1,
        description: 'Outcome of the one open task that has it; else a command that needs nothing said',
      }),
      taskDeed,
      commandDeed,
      messageDeed,
      serviceDeed,
    ]),
  ),
  expect: Type.Optional(expectation),
})

const guide = closedObject({
  answers: values,
  leadsTo: Type.Unknown({ description: 'What the guide must answer: the keys given here are compared' }),
})

const scenario = closedObject({
  name,
  nameEn: Type.Optional(name),
  guide: Type.Optional(guide),
  given,
  submitted: Type.Optional(expectation),
  steps: Type.Optional(Type.Array(step, { maxItems: 200 })),
  finally: Type.Optional(expectation),
})

/** What `cases.yaml` of a pack must be. */
export const scenariosSchema = closedObject(
  {
    sample: Type.Optional(answers),
    scenarios: Type.Array(scenario, { minItems: 1, maxItems: 200 }),
  },
  { $id: 'urn:motcua:cases:1', title: 'Scenarios of a procedure pack of Một Cửa (cases.yaml)' },
)

/** The scenarios of a pack, and the answers of an ordinary dossier that they change. */
export type ScenarioBook = Readonly<Static<typeof scenariosSchema>>
export type Scenario = Readonly<Static<typeof scenario>>
/** What is done, and what is then expected. */
export type ScenarioStep = Readonly<Static<typeof step>>
export type Expectation = Readonly<Static<typeof expectation>>
export type Deed = Exclude<ScenarioStep['do'], undefined>
