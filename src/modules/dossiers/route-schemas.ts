import { Type } from 'typebox'
import { nationalStates } from '#modules/lifecycle'
import { literals, nextCursor, orNull, paging } from '#platform/schema-parts'

const closed = { additionalProperties: false } as const

const channel = literals(['online', 'counter', 'post'])
const state = literals(Object.keys(nationalStates) as (keyof typeof nationalStates)[])
const step = literals(['reception', 'appraisal', 'approval', 'delivery'])
const returnMethod = literals(['counter', 'electronic', 'post'], {
  description: 'Left out: as the form says, by its x-return-method, or at the counter',
})
const instant = Type.String({ description: 'RFC 3339 with offset' })
const personalId = Type.String({ pattern: '^\\d{12}$', description: 'Personal id, 12 digits' })
const sentence = Type.String({ minLength: 1, maxLength: 2000 })
const key = Type.String({ pattern: '^[a-z][a-z0-9_]{0,59}$' })

const params = Type.Object({
  code: Type.String({
    minLength: 3,
    maxLength: 60,
    description: 'Dossier code, or before acceptance the reference',
  }),
})
const readParams = Type.Object({
  code: Type.String({
    minLength: 3,
    maxLength: 60,
    description: 'Dossier code, or before acceptance the reference; or its code at the national portal',
  }),
})
const idempotency = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 8,
      maxLength: 120,
      description: 'The same key from the same person is carried out once',
    }),
  ),
})

const person = Type.Object(
  {
    fullName: Type.String({ minLength: 1, maxLength: 200 }),
    personalId,
    birthOn: Type.Optional(
      Type.String({ pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$', description: 'Day, month or year of birth' }),
    ),
    phone: Type.Optional(
      Type.String({
        pattern: '^[0-9 +().-]{8,20}$',
        description: 'Left out: as the form says, by its x-phone',
      }),
    ),
    email: Type.Optional(Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$', maxLength: 200 })),
    address: Type.Optional(Type.String({ maxLength: 500 })),
  },
  closed,
)

const paperOfComponent = Type.Object({ component: key, paper: Type.String({ format: 'uuid' }) }, closed)

const plainAnswer = Type.Union([Type.String(), Type.Number(), Type.Boolean()])

const submission = Type.Object(
  {
    procedure: Type.String({ minLength: 3, maxLength: 40 }),
    channel,
    communeCode: Type.Optional(
      Type.String({ pattern: '^\\d{5}$', description: 'Commune whose committee resolves it' }),
    ),
    applicant: Type.Optional(person),
    owner: Type.Optional(
      Type.Object({ fullName: Type.String({ minLength: 1, maxLength: 200 }), personalId }, closed),
    ),
    subject: Type.Optional(
      Type.String({ maxLength: 300, description: 'Left out: as the form says, by its x-subject' }),
    ),
    answers: Type.Record(
      Type.String(),
      Type.Record(
        Type.String(),
        Type.Union([plainAnswer, Type.Array(Type.Record(Type.String(), plainAnswer), { maxItems: 200 })]),
      ),
    ),
    papers: Type.Array(paperOfComponent, { maxItems: 100 }),
    returnMethod: Type.Optional(returnMethod),
    applicantCategories: Type.Optional(
      Type.Array(key, { maxItems: 20, description: 'Officers only: seen proven' }),
    ),
    entitlements: Type.Optional(
      Type.Array(Type.Object({ key, proof: sentence }, closed), {
        maxItems: 20,
        description: 'Officers only, with the proof',
      }),
    ),
  },
  closed,
)

const manifest = Type.Object({
  reference: Type.String(),
  code: orNull(Type.String()),
  state: Type.String(),
  submittedAt: instant,
  papers: Type.Array(
    Type.Object({
      component: Type.String(),
      name: Type.String(),
      sizeBytes: Type.Integer(),
      sha256: Type.String(),
    }),
  ),
})

const ownLine = Type.Object({
  code: orNull(Type.String()),
  reference: Type.String(),
  state,
  procedureCode: Type.String(),
  procedureName: Type.String(),
  subject: orNull(Type.String()),
  dueAt: orNull(instant),
  submittedAt: instant,
})

const event = Type.Object({
  number: Type.Integer(),
  type: Type.String(),
  at: instant,
  actor: Type.Object({ kind: Type.String(), name: Type.String(), position: orNull(Type.String()) }),
  state,
  step,
  dueAt: orNull(Type.String({ description: 'The due time in force after it' })),
  detail: Type.Record(Type.String(), Type.Unknown()),
})

const named = Type.Object({ fullName: Type.String(), personalId: Type.String() })

const dossier = Type.Object({
  reference: Type.String(),
  code: orNull(Type.String()),
  revision: Type.Integer(),
  procedure: Type.Object({ code: Type.String(), name: Type.String() }),
  channel,
  state,
  nationalState: Type.Integer({ description: 'TrangThaiHoSo of the national portal, 1 to 10' }),
  step,
  outcome: orNull(literals(['granted', 'rejected'])),
  urgency: Type.String(),
  applicant: named,
  owner: named,
  subject: orNull(Type.String()),
  answers: Type.Record(Type.String(), Type.Unknown()),
  receivingAgency: Type.String(),
  competentAgency: Type.String(),
  submittedAt: instant,
  acceptedAt: orNull(instant),
  originalDueAt: orNull(instant),
  dueAt: orNull(instant),
  dueProvisional: Type.Boolean(),
  extendedAt: orNull(instant),
  stepDueAt: orNull(
    Type.String({ description: 'When the present step is due; null: it has no time of its own' }),
  ),
  handler: orNull(Type.String({ description: 'The officer in charge of the present step' })),
  papers: Type.Array(
    Type.Object({
      stage: Type.String(),
      component: Type.String(),
      paper: Type.String(),
      name: Type.String(),
      mediaType: Type.String(),
      sizeBytes: Type.Integer(),
      sha256: Type.String(),
    }),
  ),
  charges: Type.Array(Type.Object({ name: Type.String(), amountVnd: Type.Integer(), state: Type.String() })),
  commands: Type.Array(Type.String()),
})

const workLine = Type.Object({
  code: orNull(Type.String()),
  reference: Type.String(),
  state,
  step,
  procedureCode: Type.String(),
  procedureName: Type.String(),
  applicantName: Type.String(),
  channel,
  dueAt: orNull(instant),
  submittedAt: instant,
})

const resultPaper = Type.Object(
  { component: Type.Literal('result'), paper: Type.String({ format: 'uuid' }) },
  closed,
)
const results = { papers: Type.Optional(Type.Array(resultPaper, { maxItems: 100 })) }
const extras = {
  revision: Type.Optional(
    Type.Integer({ minimum: 1, description: 'The revision that was seen; another one is refused' }),
  ),
}
const command = <
  const Name extends string,
  Fields extends Record<string, Parameters<typeof Type.Union>[0][number]>,
>(
  type: Name,
  fields: Fields,
) => Type.Object({ type: Type.Literal(type), ...fields, ...extras }, closed)

const body = Type.Union([
  command('accept', {}),
  command('refuse', { reason: sentence }),
  command('transfer', {}),
  command('request_papers', {
    reason: sentence,
    components: Type.Array(key, { minItems: 1, maxItems: 100 }),
    unseenReason: Type.Optional(sentence),
  }),
  command('supplement', { papers: Type.Array(paperOfComponent, { minItems: 1, maxItems: 100 }) }),
  command('request_payment', {
    reason: sentence,
    amountVnd: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }),
  }),
  command('confirm_payment', {
    method: literals(['cash', 'transfer', 'online']),
    receiptReference: Type.String({ minLength: 1, maxLength: 60 }),
  }),
  command('request_confirmation', { reason: sentence }),
  command('record_confirmation', { note: Type.String({ maxLength: 2000 }) }),
  command('submit_for_approval', { note: Type.String({ maxLength: 2000 }), ...results }),
  command('return_to_appraisal', { reason: sentence }),
  command('approve', { note: Type.String({ maxLength: 2000 }), ...results }),
  command('reject', { reason: sentence, ...results }),
  command('stop', { reason: sentence }),
  command('withdraw', { reason: sentence }),
  command('deliver', {}),
  command('extend', {
    reason: sentence,
    until: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'The new due day, YYYY-MM-DD' }),
  }),
  command('complete_task', {
    task: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'The task of the process, by its id in the diagram',
    }),
    outcome: orNull(Type.String({ maxLength: 100, description: 'How it ended; null: it is just done' })),
    note: Type.String({ maxLength: 2000 }),
  }),
  command('assign', {
    officer: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Username of the officer, or the id of the account',
    }),
  }),
])

const tags = ['dossiers']

/** What each route takes and answers; the API description is made of these. */
export const schemas = {
  command: {
    summary: 'Give a command: accept, ask for papers, approve, withdraw and the like',
    tags,
    params,
    headers: idempotency,
    body,
    response: {
      200: Type.Object({
        code: orNull(Type.String()),
        reference: Type.String(),
        state,
        step,
        revision: Type.Integer(),
        dueAt: orNull(instant),
      }),
    },
  },
  submit: {
    summary: 'Submit a dossier; answers what arrived, with hashes',
    tags,
    headers: idempotency,
    body: submission,
    response: { 201: manifest },
  },
  listOwn: {
    summary: 'List the dossiers of the signed-in citizen, newest first',
    tags,
    querystring: Type.Object(paging(200, 50)),
    response: { 200: Type.Object({ dossiers: Type.Array(ownLine), nextCursor }) },
  },
  read: {
    summary: 'Read a dossier, with its due time and what may be done now',
    tags,
    params: readParams,
    response: { 200: dossier },
  },
  listEvents: {
    summary: 'Read what happened to a dossier, in order',
    tags,
    params: readParams,
    querystring: Type.Object({
      ...paging(200, 50),
      cursor: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
    }),
    response: { 200: Type.Object({ events: Type.Array(event), nextCursor: orNull(Type.Integer()) }) },
  },
  worklist: {
    summary: 'List the dossiers that wait for the signed-in officer, most urgent first',
    tags,
    querystring: Type.Object({
      ...paging(200, 50),
      step: Type.Optional(step),
    }),
    response: { 200: Type.Object({ dossiers: Type.Array(workLine), nextCursor }) },
  },
} as const
