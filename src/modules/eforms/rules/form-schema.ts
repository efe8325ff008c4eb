/** Where a known answer comes from: shown with its source, never asked of the person again. */
export type Prefill =
  | 'applicant.fullName'
  | 'applicant.personalId'
  | 'applicant.birthOn'
  | 'applicant.sex'
  | 'applicant.address'
  | 'applicant.phone'
  | 'applicant.email'

export type FieldChoice = Readonly<{ const: string; title: string; 'x-titleEn'?: string }>

/** One question of a form: a JSON Schema (2020-12) of a plain value, with hints for the page. */
export type FieldSchema = Readonly<{
  type: 'string' | 'integer' | 'boolean'
  title: string
  'x-titleEn'?: string
  description?: string
  'x-descriptionEn'?: string
  enum?: readonly string[]
  oneOf?: readonly FieldChoice[]
  format?: 'date' | 'email'
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  'x-widget'?: 'textarea' | 'radio' | 'select' | 'date' | 'tel'
  'x-autocomplete'?: string
  'x-inputmode'?: string
  'x-prefill'?: Prefill
  'x-error'?: string
  'x-errorEn'?: string
}>

/** One page of the form. `if`/`then` make a question compulsory by the answer to another one. */
export type StepSchema = Readonly<{
  type: 'object'
  title: string
  'x-titleEn'?: string
  description?: string
  'x-descriptionEn'?: string
  properties: Readonly<Record<string, FieldSchema>>
  required?: readonly string[]
  allOf?: readonly Readonly<Record<string, unknown>>[]
}>

/**
 * Tờ khai: the whole form of a procedure. Its properties are the pages, in the order they are asked. The hints at its
 * root name an answer (`child.fullName`) that the dossier itself needs, so that it is not asked twice.
 */
export type FormSchema = Readonly<{
  $schema?: string
  /** Trích yếu: whom or what the dossier is about. */
  'x-subject'?: string
  /** How the result is received: `counter`, `electronic` or `post`. */
  'x-return-method'?: string
  /** The telephone for messages. */
  'x-phone'?: string
  type: 'object'
  properties: Readonly<Record<string, StepSchema>>
  required?: readonly string[]
}>

export type Answer = string | number | boolean
/** Answers by step, then by field: `{ child: { fullName: 'LÒ MINH AN' } }`. */
export type Answers = Readonly<Record<string, Readonly<Record<string, Answer>>>>

/** The names of the steps, in order. */
export const listSteps = (schema: FormSchema): string[] => Object.keys(schema.properties)

/** The answers that sign-in or the scanned card already gives, by the `x-prefill` hints of the form. */
export function prefillAnswers(
  schema: FormSchema,
  known: Readonly<Partial<Record<Prefill, string | null>>>,
): Record<string, Record<string, Answer>> {
  const answers: Record<string, Record<string, Answer>> = {}
  for (const [step, { properties }] of Object.entries(schema.properties)) {
    for (const [name, field] of Object.entries(properties)) {
      const value = field['x-prefill'] ? known[field['x-prefill']] : null
      if (value) answers[step] = { ...answers[step], [name]: value }
    }
  }
  return answers
}

/** What can be wrong with an answer. */
export type FieldProblemCode =
  | 'missing'
  | 'too_short'
  | 'too_long'
  | 'too_small'
  | 'too_large'
  | 'not_a_date'
  | 'not_an_email'
  | 'wrong_type'
  | 'not_a_choice'
  | 'not_accepted'
