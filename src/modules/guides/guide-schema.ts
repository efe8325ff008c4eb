import { Type } from 'typebox'
import { closedObject, literals } from '#platform/schema-parts'

const key = Type.String({ pattern: '^[a-z][a-z0-9_]*$', maxLength: 60 })
const text = Type.String({ maxLength: 2000 })
const optionalText = Type.Optional(text)
const feelOver = (names: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 2000, description: `FEEL over ${names}` }))
const knownAnswers = Type.Optional(
  Type.Record(
    Type.String(),
    Type.Record(Type.String(), Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean()])),
    { description: 'Answers of the form, by step, then field' },
  ),
)

const questionSchema = closedObject({
  key,
  title: text,
  titleEn: optionalText,
  hint: optionalText,
  hintEn: optionalText,
  when: feelOver('guide'),
  from: feelOver('answers'),
  choices: Type.Array(closedObject({ value: key, title: text, titleEn: optionalText, answers: knownAnswers }), {
    minItems: 2,
    maxItems: 20,
  }),
})

const outcomeSchema = closedObject({
  key,
  kind: literals(['apply', 'elsewhere', 'not_eligible']),
  when: feelOver('guide'),
  name: text,
  nameEn: optionalText,
  text: optionalText,
  textEn: optionalText,
  law: Type.Optional(Type.Union([text, Type.Null()])),
  components: Type.Optional(
    closedObject({ required: Type.Optional(Type.Array(key)), notAsked: Type.Optional(Type.Array(key)) }),
  ),
  timeLimit: Type.Optional(
    closedObject({
      amount: Type.Number({ minimum: 0, maximum: 1000, multipleOf: 0.5 }),
      unit: literals(['working_day', 'working_hour', 'calendar_day', 'month', 'year', 'same_day', 'immediate']),
      text,
      textEn: optionalText,
      law: Type.Union([text, Type.Null()]),
    }),
  ),
  answers: knownAnswers,
  procedure: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
})

/** `guide` of procedure.yaml. */
export const guideSchema = closedObject({
  intro: optionalText,
  introEn: optionalText,
  questions: Type.Array(questionSchema, { minItems: 1, maxItems: 12 }),
  outcomes: Type.Array(outcomeSchema, { minItems: 1, maxItems: 60 }),
})
