import { Type } from 'typebox'
import { closedObject, literals } from '#platform/schema-parts'

const key = Type.String({ pattern: '^[a-z][a-z0-9_]*$', maxLength: 60 })
const text = Type.String({ maxLength: 2000 })
const optionalText = Type.Optional(text)
const day = Type.Optional(
  Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD, in quotes' }),
)
const channels = Type.Optional(
  Type.Array(literals(['online', 'counter', 'post']), { minItems: 1, maxItems: 3 }),
)
const feel = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 2000,
    description: 'FEEL over answers, applicant, entitlements, channel, on, copies',
  }),
)
const law = Type.Union([text, Type.Null()])
const most = 999_999_999_999
const vnd = Type.Integer({ minimum: 0, maximum: most, description: 'Whole đồng' })

const amountSchema = closedObject({
  from: day,
  until: day,
  channels,
  when: feel,
  amountVnd: Type.Union([
    vnd,
    Type.Null({ description: 'Not set by the source: text says by whom' }),
    Type.String({ pattern: '^=', maxLength: 2000, description: 'FEEL after `=`, giving whole đồng' }),
  ]),
  text,
  textEn: optionalText,
  law: Type.Optional(law),
})

const benefit = {
  key,
  name: text,
  nameEn: optionalText,
  from: day,
  until: day,
  channels,
  category: Type.Optional(key),
  entitlement: Type.Optional(key),
  when: feel,
  percent: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Percent off' })),
  amountVnd: Type.Optional(vnd),
  mostVnd: Type.Optional(vnd),
  order: Type.Integer({
    minimum: 1,
    maximum: 99,
    description: 'Of one order the highest wins; orders follow one another',
  }),
  law,
  toCheck: optionalText,
  inUse: Type.Optional(Type.Boolean({ description: 'false: written down, not applied yet' })),
}

const feeRuleSchema = closedObject({
  key,
  name: text,
  nameEn: optionalText,
  kind: literals(['service_fee', 'statutory_fee']),
  dueAt: literals(['intake', 'processing', 'delivery']),
  perCopy: Type.Optional(Type.Boolean()),
  law,
  amounts: Type.Array(amountSchema, { minItems: 1, maxItems: 200 }),
  benefits: Type.Optional(Type.Array(closedObject(benefit), { maxItems: 100 })),
})

/** `feeRules` of procedure.yaml. */
export const feeRulesSchema = Type.Array(feeRuleSchema, { maxItems: 50 })

/** `packs/benefits.yaml`: what many procedures share. */
export const sharedBenefitsSchema = closedObject({
  benefits: Type.Array(
    closedObject({
      ...benefit,
      procedures: Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 2000 }),
    }),
    { maxItems: 500 },
  ),
})
