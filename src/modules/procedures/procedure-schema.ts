import { type TSchema, Type } from 'typebox'
import { feeRulesSchema } from '#modules/fees'
import { guideSchema } from '#modules/guides'
import { closedObject, literals } from '#platform/schema-parts'

const text = Type.String()
const textEn = Type.Optional(Type.String())
const textOrNull = Type.Union([Type.String(), Type.Null()])

export const channelSchema = literals(['online', 'counter', 'post'])
export const levelSchema = literals(['central', 'province', 'commune'])
export const codeSchema = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'Procedure code of the national catalogue, e.g. 1.001193',
})

const componentSchema = closedObject({
  key: Type.String({ pattern: '^[a-z][a-z0-9_]*$' }),
  name: text,
  nameEn: textEn,
  code: textOrNull,
  required: Type.Boolean(),
  originals: Type.Integer({ minimum: 0 }),
  copies: Type.Integer({ minimum: 0 }),
  note: textOrNull,
  noteEn: textEn,
  heldBy: textOrNull,
  heldByEn: textEn,
  accepts: Type.Optional(Type.Array(text)),
  paperTypes: Type.Optional(
    Type.Array(Type.String({ pattern: '^[A-Z0-9][A-Za-z0-9._-]{0,59}$' }), { minItems: 1, maxItems: 20 }),
  ),
})

const feeSchema = closedObject({
  key: Type.String({ pattern: '^[a-z][a-z0-9_]*$' }),
  name: text,
  nameEn: textEn,
  amountVnd: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  text,
  textEn,
  channels: Type.Array(channelSchema),
  dueAt: literals(['intake', 'processing', 'delivery']),
  perCopy: Type.Optional(Type.Boolean()),
  law: textOrNull,
})

const timeUnit = literals([
  'working_day',
  'working_hour',
  'calendar_day',
  'month',
  'year',
  'same_day',
  'immediate',
])
const percent = Type.Integer({ minimum: 1, maximum: 100 })
const timeLimitSchema = closedObject({
  amount: Type.Number({ minimum: 0, maximum: 1000, multipleOf: 0.5 }),
  unit: timeUnit,
  convention: literals(['working_hours', 'whole_days']),
  firstDayCounted: Type.Optional(Type.Boolean()),
  keepsDayOff: Type.Optional(Type.Boolean()),
  cutOff: Type.Union([
    closedObject({
      time: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
      effect: literals(['transfer', 'clock']),
      minutesBeforeClosing: Type.Optional(Type.Integer({ minimum: 1, maximum: 480 })),
      law: Type.Optional(textOrNull),
    }),
    Type.Null(),
  ]),
  longest: Type.Optional(
    closedObject({
      amount: Type.Number({ minimum: 0, maximum: 1000, multipleOf: 0.5 }),
      unit: timeUnit,
      law: textOrNull,
    }),
  ),
  intake: Type.Optional(
    closedObject({
      amount: Type.Number({ minimum: 0.5, maximum: 100, multipleOf: 0.5 }),
      unit: literals(['working_hour', 'working_day']),
      law: textOrNull,
    }),
  ),
  stepShares: Type.Optional(closedObject({ appraisal: percent, approval: percent })),
  text,
  textEn,
  supplementPolicy: literals(['restart', 'subtract']),
  paymentPolicy: Type.Optional(literals(['restart', 'subtract'])),
  law: textOrNull,
})

const cellSchema = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])
const decisionSchema = closedObject({
  key: Type.String({ pattern: '^[a-z][a-z0-9_]*$' }),
  name: text,
  nameEn: textEn,
  hit: literals(['unique', 'first', 'collect']),
  inputs: Type.Array(
    closedObject({ name: text, label: text, labelEn: textEn, expression: Type.Optional(text) }),
    {
      minItems: 1,
      maxItems: 20,
    },
  ),
  outputs: Type.Array(
    closedObject({
      name: text,
      label: text,
      labelEn: textEn,
      type: literals(['text', 'number', 'boolean', 'date']),
    }),
    { minItems: 1, maxItems: 10 },
  ),
  rules: Type.Array(
    closedObject({
      when: Type.Array(text),
      give: Type.Array(cellSchema),
      note: Type.Optional(text),
      law: Type.Optional(text),
    }),
    { minItems: 1, maxItems: 500 },
  ),
})

const stepSchema = closedObject({ title: text, titleEn: textEn, text, textEn })
const legalBasisSchema = closedObject({ number: Type.Optional(textOrNull), name: text, article: textOrNull })
const resultSchema = closedObject({ name: text, nameEn: textEn, code: textOrNull })
export const issueSchema = closedObject({ kind: text, field: text, found: text })

const content = {
  code: codeSchema,
  name: text,
  nameEn: textEn,
  shortName: text,
  shortNameEn: textEn,
  field: text,
  fieldEn: textEn,
  level: levelSchema,
  summary: text,
  summaryEn: textEn,
  keywords: Type.Array(text),
  channels: Type.Array(channelSchema),
  components: Type.Array(componentSchema),
  place: textOrNull,
  placeEn: textEn,
  result: resultSchema,
  steps: Type.Array(stepSchema),
  conditions: text,
  conditionsEn: textEn,
  questions: Type.Array(stepSchema),
  legalBasis: Type.Array(legalBasisSchema),
  publishingDecision: textOrNull,
}

/** What `procedure.yaml` of a pack must be. */
export const packSchema = closedObject({
  ...content,
  feeRules: feeRulesSchema,
  guide: Type.Optional(guideSchema),
  decisions: Type.Optional(Type.Array(decisionSchema, { maxItems: 50 })),
  effectiveFrom: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  departmentKey: textOrNull,
  assuranceLevel: Type.Union([Type.Literal(1), Type.Literal(2)]),
  timeLimit: timeLimitSchema,
})

const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

/** A whole procedure as the API answers it; `status` says whether it can be applied for here. */
export const procedureSchema = Type.Object({
  ...content,
  fees: Type.Array(feeSchema),
  feeRules: Type.Optional(Type.Array(Type.Unknown({ description: 'The tables by which fees are reckoned' }))),
  guide: Type.Optional(Type.Unknown({ description: 'Questions that lead to the right case' })),
  status: literals(['offered', 'described']),
  version: Type.Integer(),
  effectiveFrom: Type.String({ description: 'YYYY-MM-DD' }),
  departmentKey: textOrNull,
  assuranceLevel: orNull(Type.Integer()),
  timeLimit: orNull(timeLimitSchema),
  times: Type.Optional(Type.Array(Type.Object({ channel: orNull(channelSchema), text }))),
  notes: Type.Optional(Type.Array(text)),
  form: Type.Unknown({ description: 'The application form as JSON Schema 2020-12, or null' }),
  issues: Type.Array(issueSchema),
})

/** One line of a list or of search results. */
export const procedureLineSchema = Type.Object({
  code: codeSchema,
  name: text,
  shortName: text,
  nameEn: textOrNull,
  field: text,
  level: levelSchema,
  summary: text,
  status: literals(['offered', 'described']),
})
