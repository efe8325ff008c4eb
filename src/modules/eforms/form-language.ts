import { listCatalogues, placeLists } from './catalogues.ts'
import { sourceKinds } from './rules/form-schema.ts'

const text = { type: 'string', minLength: 1, maxLength: 2000 }
const name = { type: 'string', pattern: '^[a-z][A-Za-z0-9]{0,39}$' }
const feel = {
  type: 'string',
  minLength: 1,
  maxLength: 2000,
  description: 'A FEEL expression over `answers.<step>.<field>`, `today` and, in rows, `row.<field>`',
}
const path = { type: 'string', pattern: '^[a-z][A-Za-z0-9]*\\.[a-z][A-Za-z0-9]*$' }
const count = { type: 'integer', minimum: 0, maximum: 5000 }

const titled = {
  title: text,
  'x-titleEn': text,
  description: text,
  'x-descriptionEn': text,
  'x-when': { ...feel, description: `Asked only where this is true. ${feel.description}` },
}

const plainTypes = ['string', 'integer', 'number', 'boolean'] as const
const prefills = ['fullName', 'personalId', 'birthOn', 'sex', 'address', 'phone', 'email']

const question = {
  ...titled,
  enum: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 300, uniqueItems: true },
  oneOf: { type: 'array', items: { $ref: '#/$defs/choice' }, minItems: 1, maxItems: 300 },
  'x-choices': { enum: [...listCatalogues().map(({ key }) => key), ...placeLists] },
  const: { type: ['string', 'number', 'boolean'] },
  format: { enum: ['date', 'email'] },
  pattern: { type: 'string', minLength: 1, maxLength: 300 },
  minLength: count,
  maxLength: { ...count, minimum: 1 },
  minimum: { type: 'number' },
  maximum: { type: 'number' },
  multipleOf: { type: 'number', exclusiveMinimum: 0 },
  'x-notAfter': { ...feel, description: 'A day the answer may not be after' },
  'x-notBefore': { ...feel, description: 'A day the answer may not be before' },
  'x-value': { ...feel, description: `Reckoned and shown, never asked. ${feel.description}` },
  'x-widget': { enum: ['text', 'textarea', 'radio', 'select', 'date', 'tel', 'money', 'checkbox'] },
  'x-width': { enum: ['half', 'third', 'full'] },
  'x-autocomplete': text,
  'x-inputmode': { enum: ['text', 'numeric', 'decimal', 'tel', 'email', 'url', 'search'] },
  'x-prefill': { enum: prefills.map((one) => `applicant.${one}`) },
  'x-sources': { type: 'array', items: { $ref: '#/$defs/source' }, minItems: 1, maxItems: 10 },
  'x-error': text,
  'x-errorEn': text,
}

const fields = (of: string) => ({
  type: 'object',
  minProperties: 1,
  maxProperties: 100,
  propertyNames: name,
  additionalProperties: { $ref: of },
})

const names = { type: 'array', items: name, maxItems: 100, uniqueItems: true }

const closed = (properties: Record<string, unknown>, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

/** The language of forms as JSON Schema 2020-12, for editors; `docs/schemas/form.schema.json` is the same. */
export const formLanguage = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:motcua:form',
  title: 'form.json of a procedure pack',
  ...closed(
    {
      $schema: { type: 'string' },
      title: text,
      description: text,
      type: { const: 'object' },
      'x-order': names,
      'x-subject': path,
      'x-return-method': path,
      'x-phone': path,
      properties: {
        type: 'object',
        minProperties: 1,
        maxProperties: 20,
        propertyNames: { ...name, not: { enum: ['place', 'papers', 'check', 'sent'] } },
        additionalProperties: { $ref: '#/$defs/step' },
      },
      required: names,
    },
    ['type', 'properties'],
  ),
  $defs: {
    step: closed(
      {
        type: { const: 'object' },
        ...titled,
        properties: fields('#/$defs/field'),
        required: names,
        'x-order': names,
        'x-sections': { type: 'array', items: { $ref: '#/$defs/section' }, minItems: 1, maxItems: 20 },
        allOf: { type: 'array', items: { $ref: '#/$defs/rule' }, maxItems: 30 },
      },
      ['type', 'title', 'properties'],
    ),
    section: closed({ ...titled, fields: { ...names, minItems: 1 } }, ['title', 'fields']),
    field: closed(
      {
        type: { enum: [...plainTypes, 'array'] },
        ...question,
        items: { $ref: '#/$defs/row' },
        minItems: { ...count, maximum: 100 },
        maxItems: { ...count, minimum: 1, maximum: 100 },
        'x-rowTitle': text,
        'x-rowTitleEn': text,
        'x-component': { type: 'string', pattern: '^[a-z][a-z0-9_]*$', description: 'Key of a component' },
      },
      ['type', 'title'],
    ),
    row: closed(
      {
        type: { const: 'object' },
        properties: fields('#/$defs/rowField'),
        required: names,
        'x-order': names,
      },
      ['type', 'properties'],
    ),
    rowField: closed({ type: { enum: plainTypes }, ...question }, ['type', 'title']),
    choice: closed(
      { const: { type: 'string', minLength: 1, maxLength: 100 }, title: text, 'x-titleEn': text },
      ['const', 'title'],
    ),
    source: closed(
      { from: { enum: sourceKinds }, path: { ...text, maxLength: 100 }, procedure: { type: 'string' } },
      ['from', 'path'],
    ),
    rule: {
      description: 'if/then of JSON Schema over the fields of the step; x-when says the same more briefly',
      ...closed(Object.fromEntries(['if', 'then', 'else'].map((word) => [word, { type: 'object' }])), ['if']),
    },
  },
} as const
