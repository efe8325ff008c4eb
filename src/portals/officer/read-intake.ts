import type { Problem } from '#components/error-summary'
import { readDay, readStep, startRows, writeDay } from '#components/read-step'
import { dossierMessages, type Submission } from '#modules/dossiers'
import { checkAnswers, type FormSchema, type Prefill, settleAnswers } from '#modules/eforms'
import type { IdCard } from '#modules/papers'
import { listMissingPapers, type Procedure } from '#modules/procedures'
import type { Language } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import type { KeptPapers } from './kept-papers.ts'
import { officerMessages } from './messages.ts'

/** The person at the counter, as typed or as the card says; days as people write them. */
export type TypedPerson = Readonly<{
  fullName: string
  personalId: string
  birthOn: string
  phone: string
  email: string
  address: string
  sex: string
}>

/** The intake form as it was sent, every text as typed. */
export type TypedIntake = Readonly<{
  key: string
  /** YYYY-MM-DD: when it was sent. */
  today: string
  scan: string
  /** The person was read from a card: shown, not asked. */
  isFromCard: boolean
  person: TypedPerson
  procedureCode: string
  /** The procedure whose papers and form stood on the page that was sent. */
  shownCode: string
  /** The commune that resolves it; undefined when the page did not ask. */
  communeCode: string | undefined
  /** The commune whose promise stood on the page that was sent. */
  shownCommune: string
  subject: string
  returnMethod: 'counter' | 'electronic' | 'post'
  /** The fields of the declaration, `<step>-<field>`. */
  fields: Readonly<Record<string, string>>
  kept: KeptPapers
}>

const personFields = ['fullName', 'personalId', 'birthOn', 'phone', 'email', 'address', 'sex'] as const

export function readIntake(
  fields: Readonly<Record<string, string>>,
  kept: KeptPapers,
  { key, today }: Readonly<{ key: string; today: string }>,
): TypedIntake {
  const text = (name: string) => cleanText(fields[name] ?? '').slice(0, 500)
  const { returnMethod, scan = '' } = fields
  return {
    key: fields.key || key,
    today,
    scan: scan.slice(0, 1000),
    isFromCard: fields.isFromCard === '1',
    person: Object.fromEntries(personFields.map((name) => [name, text(name)])) as TypedPerson,
    procedureCode: text('procedure'),
    shownCode: text('shown'),
    communeCode: 'commune' in fields ? text('commune') : undefined,
    shownCommune: text('shownCommune'),
    subject: text('subject'),
    returnMethod: readReturnMethod(returnMethod),
    fields,
    kept,
  }
}

/** How the result is received: at the counter unless another way was chosen. */
const readReturnMethod = (chosen: string | undefined): TypedIntake['returnMethod'] =>
  chosen === 'electronic' || chosen === 'post' ? chosen : 'counter'

/** The form with the person of the card; telephone and e-mail are on no card and stay. */
export function withCard(typed: TypedIntake, card: IdCard): TypedIntake {
  const { fullName, personalId, birthOn, sex, permanentResidence } = card
  const read = { fullName, personalId, birthOn: writeDay(birthOn), sex, address: permanentResidence }
  const isSame = typed.person.personalId === personalId
  const { phone, email } = isSame ? typed.person : { phone: '', email: '' }
  return { ...typed, scan: '', isFromCard: true, person: { ...read, phone, email } }
}

const digitsOf = (text: string): string => text.replace(/[\s.-]/g, '')

/** The person as a submission names them. */
export function applicantOf({ person }: TypedIntake): Submission['applicant'] {
  return {
    fullName: person.fullName,
    personalId: digitsOf(person.personalId),
    birthOn: readDay(person.birthOn),
    phone: digitsOf(person.phone) || null,
    email: person.email || null,
    address: person.address || null,
  }
}

/** Which field of the person answers a question of the form that need not be asked again. */
const personFieldOf: Readonly<Record<Prefill, keyof TypedPerson>> = {
  'applicant.fullName': 'fullName',
  'applicant.personalId': 'personalId',
  'applicant.birthOn': 'birthOn',
  'applicant.sex': 'sex',
  'applicant.address': 'address',
  'applicant.phone': 'phone',
  'applicant.email': 'email',
}

/** The field of the person that answers a question (`<step>.<field>`); null when it has to be asked: only a card tells the sex. */
export function answeredBy(form: FormSchema, path: string, person: TypedPerson): keyof TypedPerson | null {
  if (form['x-phone'] === path) return 'phone'
  const [step = '', name = ''] = path.split('.')
  const prefill = form.properties[step]?.properties[name]?.['x-prefill']
  const field = prefill ? personFieldOf[prefill] : null
  return field === 'sex' && !person.sex ? null : field
}

/** What was typed of one page of the declaration, by the names of its fields. */
export function fieldsOfStep({ fields }: TypedIntake, step: string): Record<string, string> {
  const own = Object.entries(fields).filter(([name]) => name.startsWith(`${step}-`))
  return Object.fromEntries(own.map(([name, text]) => [name.slice(step.length + 1), text]))
}

/** The declaration as it is asked and reckoned, the person's own fields taken from the person. */
export function answersOf(typed: TypedIntake, { form }: Procedure): Submission['answers'] {
  if (!form) return {}
  const known: Readonly<Record<keyof TypedPerson, string | null | undefined>> = {
    phone: null,
    email: null,
    address: null,
    birthOn: null,
    ...applicantOf(typed),
    sex: typed.person.sex || null,
  }
  const pages = Object.entries(form.properties).map(([step, schema]) => {
    const own = Object.keys(schema.properties).flatMap((name) => {
      const field = answeredBy(form, `${step}.${name}`, typed.person)
      return field ? [[name, known[field] ?? ''] as const] : []
    })
    const posted = { ...startRows(schema), ...fieldsOfStep(typed, step), ...Object.fromEntries(own) }
    return [step, readStep(schema, posted)] as const
  })
  const given = Object.fromEntries(pages) as Submission['answers']
  return settleAnswers(form, given, { today: typed.today }).answers
}

/** Everything that stands against accepting, field by field in the order of the page. */
export function checkIntake(
  typed: TypedIntake,
  procedure: Procedure | null,
  language: Language,
): readonly Problem[] {
  const problems = [
    ...checkPerson(typed, language),
    ...(procedure
      ? [...checkPapers(typed, procedure, language), ...checkDeclaration(typed, procedure, language)]
      : [{ field: 'procedure', sentence: dossierMessages(language).missingProcedure }]),
  ]
  return problems.filter(({ field }, index) => problems.findIndex((each) => each.field === field) === index)
}

function checkPerson({ person }: TypedIntake, language: Language): Problem[] {
  const talk = dossierMessages(language)
  const words = officerMessages(language)
  const phone = digitsOf(person.phone)
  return [
    person.fullName === '' && { field: 'fullName', sentence: talk.missingName },
    !/^\d{12}$/.test(digitsOf(person.personalId)) && {
      field: 'personalId',
      sentence: talk.missingPersonalId,
    },
    person.birthOn !== '' &&
      readDay(person.birthOn) === null && { field: 'birthOn', sentence: words.birthOnWrong },
    phone !== '' && !/^0\d{9}$/.test(phone) && { field: 'phone', sentence: words.phoneWrong },
    person.email !== '' &&
      !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(person.email) && { field: 'email', sentence: words.emailWrong },
  ].filter((problem) => problem !== false)
}

function checkPapers({ kept }: TypedIntake, procedure: Procedure, language: Language): Problem[] {
  const given = Object.keys(kept).filter((key) => (kept[key]?.length ?? 0) > 0)
  return listMissingPapers(procedure, given).map(({ key, name, nameEn }) => ({
    field: `file.${key}`,
    sentence: dossierMessages(language).missingPaper((language === 'en' && nameEn) || name),
  }))
}

function checkDeclaration(typed: TypedIntake, procedure: Procedure, language: Language): Problem[] {
  const { form } = procedure
  if (!form) return []
  return checkAnswers(form, answersOf(typed, procedure), { today: typed.today }).map(({ path, vi, en }) => {
    const own = answeredBy(form, path, typed.person)
    return { field: own ?? path.replace('.', '-'), sentence: language === 'vi' ? vi : en }
  })
}
