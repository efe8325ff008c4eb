import type { Problem } from '#components/error-summary'
import { readDay, readStep, writeDay } from '#components/read-step'
import { dossierMessages, type IdCard, type Submission } from '#modules/dossiers'
import { checkAnswers, listMissingPapers, type Prefill, type Procedure } from '#modules/procedures'
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
  scan: string
  /** The person was read from a card: shown, not asked. */
  isFromCard: boolean
  person: TypedPerson
  procedureCode: string
  /** The procedure whose papers and form stood on the page that was sent. */
  shownCode: string
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
  key: string,
): TypedIntake {
  const text = (name: string) => cleanText(fields[name] ?? '').slice(0, 500)
  const { returnMethod, scan = '' } = fields
  return {
    key: fields.key || key,
    scan: scan.slice(0, 1000),
    isFromCard: fields.isFromCard === '1',
    person: Object.fromEntries(personFields.map((name) => [name, text(name)])) as TypedPerson,
    procedureCode: text('procedure'),
    shownCode: text('shown'),
    subject: text('subject'),
    returnMethod: returnMethod === 'electronic' || returnMethod === 'post' ? returnMethod : 'counter',
    fields,
    kept,
  }
}

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

/** The field of the person for a question; null when the question has to be asked: only a card tells the sex. */
export function answeredBy(prefill: string | undefined, person: TypedPerson): keyof TypedPerson | null {
  const field = prefill ? personFieldOf[prefill as Prefill] : undefined
  if (!field) return null
  return field === 'sex' && !person.sex ? null : field
}

/** The declaration as typed answers, the person's own fields taken from the person. */
export function answersOf(typed: TypedIntake, { form }: Procedure): Submission['answers'] {
  const applicant = applicantOf(typed)
  const known = { ...applicant, sex: typed.person.sex || null }
  const pages = Object.entries(form?.properties ?? {}).map(([step, schema]) => {
    const names = Object.keys(schema.properties)
    const posted = Object.fromEntries(names.map((name) => [name, typed.fields[`${step}-${name}`]]))
    const prefilled = Object.entries(schema.properties).map(([name, field]) => {
      const own = answeredBy(field['x-prefill'], typed.person)
      return [name, own ? (known[own] ?? undefined) : undefined] as const
    })
    return [step, readStep(schema, posted, Object.fromEntries(prefilled))] as const
  })
  return Object.fromEntries(pages) as Submission['answers']
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
  return checkAnswers(form, answersOf(typed, procedure)).map(({ path, vi, en }) => {
    const [step = '', name = ''] = path.split('.')
    const own = answeredBy(form.properties[step]?.properties[name]?.['x-prefill'], typed.person)
    return { field: own ?? `${step}-${name}`, sentence: language === 'vi' ? vi : en }
  })
}
