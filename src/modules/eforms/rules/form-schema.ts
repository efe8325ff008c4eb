/** What sign-in or the scanned card may know of the applicant; short for the source `vneid` of the same path. */
export type Prefill =
  | 'applicant.fullName'
  | 'applicant.personalId'
  | 'applicant.birthOn'
  | 'applicant.sex'
  | 'applicant.address'
  | 'applicant.phone'
  | 'applicant.email'

export const sourceKinds = [
  'vneid',
  'population',
  'civil_status',
  'enterprise',
  'earlier_dossier',
  'vault',
] as const
export type SourceKind = (typeof sourceKinds)[number]

/**
 * Where an answer may come from: `path` is the name it has there (`fullName`; in an earlier dossier `child.fullName`).
 * `procedure`: whose dossiers are meant; the procedure itself unless it says another.
 */
export type AnswerSource = Readonly<{ from: SourceKind; path: string; procedure?: string }>

export type FieldChoice = Readonly<{ const: string; title: string; 'x-titleEn'?: string }>

type Titled = Readonly<{
  title: string
  'x-titleEn'?: string
  description?: string
  'x-descriptionEn'?: string
  /** FEEL: asked only where it is true. */
  'x-when'?: string
}>

/** One question of a form: a JSON Schema (2020-12) of a plain value or of rows, with hints for the page. */
export type FieldSchema = Titled &
  Readonly<{
    type: 'string' | 'integer' | 'number' | 'boolean' | 'array'
    enum?: readonly string[]
    oneOf?: readonly FieldChoice[]
    /** A list of choices by name: a catalogue (`sexes`), `place.province` or `place.commune`. */
    'x-choices'?: string
    const?: string | number | boolean
    format?: 'date' | 'email'
    pattern?: string
    minLength?: number
    maxLength?: number
    minimum?: number
    maximum?: number
    multipleOf?: number
    /** FEEL: a day that the answer may not be after, or before. */
    'x-notAfter'?: string
    'x-notBefore'?: string
    /** The rows of a repeated group. */
    items?: RowSchema
    minItems?: number
    maxItems?: number
    'x-rowTitle'?: string
    'x-rowTitleEn'?: string
    /** FEEL: its value is reckoned, shown, and never asked. */
    'x-value'?: string
    /** A paper of the dossier that is handed in here, by its component's key. */
    'x-component'?: string
    'x-widget'?: 'text' | 'textarea' | 'radio' | 'select' | 'date' | 'tel' | 'money' | 'checkbox'
    'x-width'?: 'half' | 'third' | 'full'
    'x-autocomplete'?: string
    'x-inputmode'?: string
    'x-prefill'?: Prefill
    'x-sources'?: readonly AnswerSource[]
    'x-error'?: string
    'x-errorEn'?: string
  }>

/** One row of a repeated group. */
export type RowSchema = Readonly<{
  type: 'object'
  properties: Readonly<Record<string, FieldSchema>>
  required?: readonly string[]
}>

/** Questions of a step under a heading of their own, named in their order. */
export type SectionSchema = Titled & Readonly<{ fields: readonly string[] }>

/** One page of the form. `if`/`then` make a question compulsory by the answer to another one. */
export type StepSchema = Titled &
  Readonly<{
    type: 'object'
    properties: Readonly<Record<string, FieldSchema>>
    required?: readonly string[]
    allOf?: readonly Readonly<Record<string, unknown>>[]
    'x-order'?: readonly string[]
    'x-sections'?: readonly SectionSchema[]
  }>

/**
 * Tờ khai: the whole form of a procedure. Its properties are the pages, in the order they are asked. The hints at its
 * root name an answer (`child.fullName`) that the dossier itself needs, so that it is not asked twice.
 */
export type FormSchema = Readonly<{
  $schema?: string
  title?: string
  'x-order'?: readonly string[]
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

export type PlainAnswer = string | number | boolean
/** One row of a repeated group. */
export type AnswerRow = Readonly<Record<string, PlainAnswer>>
export type Answer = PlainAnswer | readonly AnswerRow[]
/** Answers by step, then by field: `{ child: { fullName: 'LÒ MINH AN' } }`. */
export type Answers = Readonly<Record<string, Readonly<Record<string, Answer>>>>

/** Names in their order: those that are named first, then the others as they stand in the file. */
export const inOrder = (names: readonly string[], named: readonly string[] = []): string[] => {
  const first = named.filter((name, index) => names.includes(name) && named.indexOf(name) === index)
  return [...first, ...names.filter((name) => !first.includes(name))]
}

/** The names of the steps, in order. */
export const listSteps = (schema: FormSchema): string[] =>
  inOrder(Object.keys(schema.properties), schema['x-order'])

/** The names of a step's fields in the order they are asked: by its sections, else by `x-order`, else as in the file. */
export const listFields = (step: Pick<StepSchema, 'properties' | 'x-order' | 'x-sections'>): string[] => {
  const names = inOrder(Object.keys(step.properties), step['x-order'])
  return inOrder(names, step['x-sections']?.flatMap(({ fields }) => fields) ?? [])
}

/** Where a field's answer can come from, the first choice first. */
export const sourcesOf = (field: FieldSchema): readonly AnswerSource[] => {
  const prefill = field['x-prefill']
  const account = prefill ? [{ from: 'vneid' as const, path: prefill.replace('applicant.', '') }] : []
  return [...account, ...(field['x-sources'] ?? [])]
}

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
  | 'too_few'
  | 'too_many'
  | 'too_early'
  | 'too_late'
  | 'too_precise'
  | 'not_a_date'
  | 'not_an_email'
  | 'wrong_type'
  | 'not_a_choice'
  | 'not_accepted'

const returnMethods = ['counter', 'electronic', 'post'] as const

/** What a form says of the dossier itself; null where it does not ask, or nothing was answered. */
export type SaidOfDossier = Readonly<{
  subject: string | null
  phone: string | null
  returnMethod: (typeof returnMethods)[number] | null
}>

/** Reads what the hints at the root of a form point to. An answer that names no way of return says none. */
export function readHints(form: FormSchema | null, answers: Answers): SaidOfDossier {
  const said = (hint: 'x-subject' | 'x-phone' | 'x-return-method'): string | null => {
    const [step = '', field = ''] = form?.[hint]?.split('.') ?? []
    const answer = answers[step]?.[field] ?? ''
    return typeof answer === 'object' ? null : String(answer).trim() || null
  }
  const way = said('x-return-method')
  const returnMethod = returnMethods.find((known) => known === way) ?? null
  return { subject: said('x-subject'), phone: said('x-phone'), returnMethod }
}
