import { Type } from 'typebox'
import { literals, orNull } from '#platform/schema-parts'
import { longestText, opinions } from './rules/consultation.ts'

const closed = { additionalProperties: false } as const

const instant = Type.String({ description: 'RFC 3339 with offset' })
const id = Type.String({ format: 'uuid' })
const code = Type.String({ minLength: 3, maxLength: 60, description: 'Dossier code' })
const headers = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 8,
      maxLength: 120,
      description: 'The same key with the same body is carried out once',
    }),
  ),
})
const due = Type.Union(
  [
    Type.Object(
      {
        until: Type.String({
          pattern: '^\\d{4}-\\d{2}-\\d{2}$',
          description: 'A working day of the asked agency; the answer is due when it closes',
        }),
      },
      closed,
    ),
    Type.Object(
      {
        amount: Type.Integer({ minimum: 1, maximum: 60 }),
        unit: literals(['working_day', 'working_hour', 'calendar_day']),
      },
      closed,
    ),
  ],
  { description: 'By when: the end of a day, or a period from now on' },
)
const consultation = Type.Object({
  id,
  number: Type.Integer({ description: 'Counts the consultations of the dossier' }),
  dossierCode: Type.String(),
  askingAgency: Type.String({ description: 'Agency code' }),
  askedAgency: Type.String({ description: 'Agency code' }),
  question: Type.String(),
  askedAt: instant,
  askedBy: Type.String(),
  dueAt: instant,
  urgency: Type.String(),
  papers: Type.Array(id, { description: 'What of the dossier the asked agency may see' }),
  answer: orNull(
    Type.Object({
      opinion: literals(opinions),
      answer: Type.String(),
      answeredAt: instant,
      answeredBy: Type.String(),
    }),
  ),
  toldOverdueAt: orNull(
    Type.String({ description: 'When the head of the one-stop was told that no answer came' }),
  ),
  lapsedAt: orNull(
    Type.String({ description: 'When it was found that the dossier had ended without the answer' }),
  ),
})

const tags = ['consultations']

/** What each route takes and answers; the API description is made of these. */
export const schemas = {
  ask: {
    summary: 'Ask another agency about a dossier in progress; its clock runs on',
    tags,
    params: Type.Object({ code }),
    headers,
    body: Type.Object(
      {
        agency: Type.String({ minLength: 3, maxLength: 60, description: 'Code of the agency to ask' }),
        question: Type.String({ minLength: 1, maxLength: longestText }),
        due,
        papers: Type.Optional(Type.Array(id, { maxItems: 100 })),
      },
      closed,
    ),
    response: { 201: consultation },
  },
  list: {
    summary: 'List what other agencies were asked about a dossier, and their answers',
    tags,
    params: Type.Object({ code }),
    response: { 200: Type.Object({ consultations: Type.Array(consultation, { maxItems: 200 }) }) },
  },
  answer: {
    summary: 'Answer for the agency that was asked; what was said stands',
    tags,
    params: Type.Object({ id }),
    headers,
    body: Type.Object(
      { opinion: literals(opinions), answer: Type.Optional(Type.String({ maxLength: longestText })) },
      closed,
    ),
    response: { 200: consultation },
  },
} as const
