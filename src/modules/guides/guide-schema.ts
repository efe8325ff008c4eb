import { type TSchema, Type } from 'typebox'

/** A closed object: a misspelt key in a pack is an error, not a silence. */
const closed = <Properties extends Record<string, TSchema>>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false })
const literals = <const Names extends readonly string[]>(names: Names) =>
  Type.Unsafe<Names[number]>(Type.Union(names.map((name) => Type.Literal(name))))

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

const questionSchema = closed({
  key,
  title: text,
  titleEn: optionalText,
  hint: optionalText,
  hintEn: optionalText,
  when: feelOver('guide'),
  from: feelOver('answers'),
  choices: Type.Array(closed({ value: key, title: text, titleEn: optionalText, answers: knownAnswers }), {
    minItems: 2,
    maxItems: 20,
  }),
})

const outcomeSchema = closed({
  key,
  kind: literals(['apply', 'elsewhere', 'not_eligible']),
  when: feelOver('guide'),
  name: text,
  nameEn: optionalText,
  text: optionalText,
  textEn: optionalText,
  law: Type.Optional(Type.Union([text, Type.Null()])),
  components: Type.Optional(
    closed({ required: Type.Optional(Type.Array(key)), notAsked: Type.Optional(Type.Array(key)) }),
  ),
  timeLimit: Type.Optional(
    closed({
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
export const guideSchema = closed({
  intro: optionalText,
  introEn: optionalText,
  questions: Type.Array(questionSchema, { minItems: 1, maxItems: 12 }),
  outcomes: Type.Array(outcomeSchema, { minItems: 1, maxItems: 60 }),
})
