import type { FieldSchema, FormSchema, StepSchema } from '#modules/eforms'
import type { Agency } from '#modules/organisations'
import type { Procedure } from '#modules/procedures'
import { messagesOf } from './messages.ts'
import { placeStep } from './rules/draft.ts'

const vi = messagesOf('vi')
const en = messagesOf('en')

const phone: FieldSchema = {
  type: 'string',
  title: vi.phone,
  'x-titleEn': en.phone,
  description: vi.phoneHint,
  'x-descriptionEn': en.phoneHint,
  pattern: '^0\\d{9}$',
  'x-widget': 'tel',
  'x-error': vi.phoneWrong,
  'x-errorEn': en.phoneWrong,
}

const email: FieldSchema = {
  type: 'string',
  format: 'email',
  title: vi.email,
  'x-titleEn': en.email,
  description: vi.emailHint,
  'x-descriptionEn': en.emailHint,
  maxLength: 200,
  'x-autocomplete': 'email',
  'x-inputmode': 'email',
}

/** The channel is one of those the settings name; who chooses nothing is told in the order they say. */
const contactChannel: FieldSchema = {
  type: 'string',
  title: vi.contactChannel,
  'x-titleEn': en.contactChannel,
  description: vi.contactChannelHint,
  'x-descriptionEn': en.contactChannelHint,
  'x-widget': 'radio',
  oneOf: [
    { const: 'sms', title: vi.bySms, 'x-titleEn': en.bySms },
    { const: 'zalo', title: vi.byZalo, 'x-titleEn': en.byZalo },
    { const: 'email', title: vi.byEmail, 'x-titleEn': en.byEmail },
  ],
}

const returnMethod: FieldSchema = {
  type: 'string',
  title: vi.returnMethod,
  'x-titleEn': en.returnMethod,
  'x-widget': 'radio',
  oneOf: [
    { const: 'counter', title: vi.returnCounter, 'x-titleEn': en.returnCounter },
    { const: 'electronic', title: vi.returnElectronic, 'x-titleEn': en.returnElectronic },
    { const: 'post', title: vi.returnPost, 'x-titleEn': en.returnPost },
  ],
}

const commune: FieldSchema = {
  type: 'string',
  title: vi.commune,
  'x-titleEn': en.commune,
  'x-widget': 'select',
}

const kept = new Map<string, FormSchema>()

/**
 * The page about place and contact as a form of one step: who decides (commune level only), how the result is received
 * and the telephone, unless the procedure's own form asks for these. Kept: a form is compiled once.
 */
export function placeForm({ level, form }: Procedure): FormSchema {
  const asked = {
    ...(level === 'commune' && { commune }),
    ...(!form?.['x-return-method'] && { returnMethod }),
    ...(!form?.['x-phone'] && { phone }),
  }
  const key = Object.keys(asked).join(' ')
  const known = kept.get(key)
  if (known) return known
  const [title, titleEn] = level === 'commune' ? [vi.place, en.place] : [vi.placeProvince, en.placeProvince]
  const step: StepSchema = {
    type: 'object',
    title,
    'x-titleEn': titleEn,
    properties: { ...asked, email, contactChannel },
    required: Object.keys(asked),
  }
  const made: FormSchema = { type: 'object', properties: { [placeStep]: step } }
  kept.set(key, made)
  return made
}

/** The same page to be drawn: with the committees to choose from, and where the law says which one it is. */
export function placeSchema(procedure: Procedure, committees: readonly Agency[]): StepSchema {
  const step = placeForm(procedure).properties[placeStep] as StepSchema
  if (procedure.level !== 'commune') return step
  const choices = committees.map(({ communeCode, name }) => ({ const: communeCode ?? '', title: name }))
  const { place, placeEn } = procedure
  const hint = { ...(place && { description: place }), ...(placeEn && { 'x-descriptionEn': placeEn }) }
  return { ...step, properties: { ...step.properties, commune: { ...commune, ...hint, oneOf: choices } } }
}
