import { answers } from '#components/answers'
import { button, linkButton } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { radioField, selectField, textField } from '#components/field'
import { intakeZones, personCard } from '#components/intake'
import { notice } from '#components/notice'
import { say } from '#components/say'
import { zone } from '#components/sheet'
import { type DueTime, formatMoment } from '#modules/calendar'
import { dossierMessages } from '#modules/dossiers'
import { listMissingPapers, type Procedure } from '#modules/procedures'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { grouped, traceOf } from './dossier-parts.ts'
import { feesPart } from './intake-benefits.ts'
import { type AskedSteps, declarationPart, watchedIn } from './intake-declaration.ts'
import { communeField, papersToGive, proceduresByLevel } from './intake-parts.ts'
import { type CounterScans, proposedValues } from './intake-scans.ts'
import type { CounterOffers } from './intake-vault.ts'
import type { Counter } from './load-intake.ts'
import { officerMessages } from './messages.ts'
import type { TypedIntake } from './read-intake.ts'

export type IntakePage = Readonly<{
  typed: TypedIntake
  counter: Counter
  problems: readonly Problem[]
  /** What was scanned and waits to be used. */
  scans: CounterScans
  /** What the vault of the person has for the papers. */
  offers: CounterOffers
  /** What the population register said of the person, and the button that asks it. */
  check: Html | null
  /** The look into the national vault, once a card was read. */
  nationalVault: Html | null
  /** What the declaration asks, by step. */
  asked: AskedSteps
  /** What was just accepted: its code, and whether its receipt can be printed. */
  done?: Readonly<{ code: string; hasReceipt: boolean }> | null
  remark?: string | null
  /** The form was typed before the session ended. */
  isBack?: boolean
}>

/** Intake at the counter: person, papers and appointment in one page, and one form. */
export function intakePage(page: IntakePage, language: Language): Html {
  const { typed, problems, done, remark, counter, isBack = false } = page
  const talk = dossierMessages(language)
  const shownCommune = shownCommuneOf(counter)
  const hidden = {
    key: typed.key,
    shown: counter.procedure?.code ?? '',
    shownCommune,
    // Not asked now, and chosen before: kept for the next procedure that asks.
    ...(counter.communes.length === 0 && typed.communeCode ? { commune: typed.communeCode } : {}),
  }
  return html`<div class="mc-work__head"><h1>${talk.intake}</h1><p class="mc-quiet">${counter.agency.name}</p></div>
${done && doneNotice(done, language)}
${isBack && notice({ tone: 'done', body: officerMessages(language).typedBack, live: true })}
${remark && notice({ tone: 'warn', body: remark, live: true })}
${errorSummary({ problems, language })}
<form class="mc-t1" method="post" enctype="multipart/form-data" action="/officer/intake" data-watched="${watchedIn(page.asked).join(' ')}" novalidate>${Object.entries(
    hidden,
  ).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${intakeZones(personZone(page, language), procedureZone(page, language), appointmentZone(page, language))}
</form>`
}

/** The commune whose promise the page shows; '' where none is chosen, or the procedure is not one of communes. */
export const shownCommuneOf = ({ procedure, communeCode }: Counter): string =>
  procedure?.level === 'commune' ? communeCode : ''

function doneNotice({ code, hasReceipt }: NonNullable<IntakePage['done']>, language: Language): Html {
  const talk = dossierMessages(language)
  const href = `/officer/dossiers/${code}`
  const print =
    hasReceipt && linkButton({ text: talk.printReceipt, href: `${href}/receipt.pdf`, icon: 'print' })
  const body = html`<p><strong>${talk.intakeDone(code)}</strong></p><p class="mc-row mc-t0">${print}${linkButton({ text: talk.openDossier, href, variant: 'secondary' })}${linkButton({ text: talk.nextIntake, href: '/officer/intake', variant: 'tertiary' })}</p>`
  return notice({ tone: 'done', body, live: true })
}

const problemAt = ({ problems }: IntakePage, field: string): string | undefined =>
  problems.find((problem) => problem.field === field)?.sentence

function personZone(page: IntakePage, language: Language): Html {
  const { typed } = page
  const talk = dossierMessages(language)
  const words = officerMessages(language)
  const isThere = typed.person.fullName !== '' && typed.person.personalId !== ''
  const typedState = isThere ? say('mute', words.personTyped) : say('warn', words.personIncomplete)
  const body = html`<div class="mc-form mc-form--tight">
${textField({ name: 'scan', label: talk.scanLabel, description: talk.scanHint, value: typed.scan, problem: problemAt(page, 'scan'), autocomplete: 'off', spellcheck: false, language })}
<p>${button({ text: talk.readCard, name: 'v', value: 'card', variant: 'secondary', icon: 'scan' })}</p>
${typed.isFromCard ? cardFields(page, language) : typedFields(page, language)}
${personField(page, 'phone', talk.phone, language)}
${personField(page, 'email', talk.email, language)}
${page.check}
</div>`
  return zone({
    id: 'intake-person',
    step: 1,
    title: talk.intakeStep1,
    state: typed.isFromCard ? say('ok', talk.cardRead) : typedState,
    body,
  })
}

function personField(
  page: IntakePage,
  name: 'fullName' | 'personalId' | 'birthOn' | 'phone' | 'email' | 'address',
  label: string,
  language: Language,
): Html {
  const kinds = {
    fullName: {},
    personalId: { inputMode: 'numeric', size: 18 },
    birthOn: { size: 12 },
    phone: { type: 'tel', inputMode: 'tel', size: 16 },
    email: { type: 'email' },
    address: {},
  } as const
  const isOptional = name !== 'fullName' && name !== 'personalId'
  return textField({
    name,
    label,
    language,
    value: page.typed.person[name],
    problem: problemAt(page, name),
    optional: isOptional,
    autocomplete: 'off',
    ...kinds[name],
  })
}

/** Typed by hand; the sex stays open and is asked where the form needs it. */
function typedFields(page: IntakePage, language: Language): Html {
  const talk = dossierMessages(language)
  return html`${personField(page, 'fullName', talk.fullName, language)}
${personField(page, 'personalId', talk.personalId, language)}
${personField(page, 'birthOn', talk.birthOn, language)}
${personField(page, 'address', talk.address, language)}`
}

/** Read from the card: shown and carried along, not asked. */
function cardFields({ typed }: IntakePage, language: Language): Html {
  const talk = dossierMessages(language)
  const words = officerMessages(language)
  const { fullName, personalId, birthOn, sex, address } = typed.person
  const sexWord = sex === 'female' ? words.sexFemale : words.sexMale
  const carried = { isFromCard: '1', fullName, personalId, birthOn, sex, address }
  return html`<div>${personCard({ name: fullName, personalId: grouped(personalId), detail: `${sexWord}, ${words.bornOn(birthOn)}` })}
${answers([{ term: talk.address, answer: address }], 'tight')}
${Object.entries(carried).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<p class="mc-t0">${button({ text: talk.cardTyped, name: 'v', value: 'type', variant: 'tertiary' })}</p></div>`
}

function procedureZone(page: IntakePage, language: Language): Html {
  const { typed, counter } = page
  const talk = dossierMessages(language)
  const words = officerMessages(language)
  const { procedure } = counter
  const body = html`<div class="mc-form mc-form--tight">
${selectField({ name: 'procedure', label: talk.procedureField, options: [], groups: proceduresByLevel(counter, language), value: typed.procedureCode, placeholder: talk.chooseProcedure, problem: problemAt(page, 'procedure'), language })}
${communeField({ counter, problems: page.problems }, language)}
<p>${button({ text: words.showProcedure, name: 'v', value: 'procedure', variant: 'secondary' })}</p>
${procedure ? procedureParts(page, procedure, language) : html`<p class="mc-quiet">${words.chooseFirst}</p>`}
</div>`
  return zone({
    id: 'intake-papers',
    step: 2,
    title: talk.intakeStep2,
    state: procedure && papersState(typed, procedure, language),
    body,
  })
}

function papersState(typed: TypedIntake, procedure: Procedure, language: Language): Html {
  const words = officerMessages(language)
  const given = Object.keys(typed.kept).filter((key) => (typed.kept[key]?.length ?? 0) > 0)
  const missing = listMissingPapers(procedure, given).length
  return missing === 0 ? say('ok', words.papersAllThere) : say('warn', words.papersMissing(missing))
}

function procedureParts(page: IntakePage, procedure: Procedure, language: Language): Html {
  const { typed, problems } = page
  const { form } = procedure
  return html`${page.nationalVault}${papersToGive({ typed, procedure, problems, scans: page.scans, offers: page.offers }, language)}
${proposedValues(page.scans, procedure.form, language)}
${declarationPart({ typed, procedure, problems, asked: page.asked }, language)}
${!form?.['x-subject'] && subjectField(typed, language)}
${!form?.['x-return-method'] && returnField(typed, language)}`
}

const subjectField = (typed: TypedIntake, language: Language): Html =>
  textField({
    name: 'subject',
    label: dossierMessages(language).subjectField,
    description: dossierMessages(language).subjectHint,
    value: typed.subject,
    maxLength: 300,
    optional: true,
    autocomplete: 'off',
    language,
  })

function returnField(typed: TypedIntake, language: Language): Html {
  const talk = dossierMessages(language)
  return radioField({
    name: 'returnMethod',
    label: talk.receiveAt,
    value: typed.returnMethod,
    inline: true,
    language,
    options: [
      { value: 'counter', label: talk.atCounter },
      { value: 'electronic', label: talk.electronic },
      { value: 'post', label: talk.byPost },
    ],
  })
}

function appointmentZone(page: IntakePage, language: Language): Html {
  const { counter, typed, problems } = page
  const talk = dossierMessages(language)
  const words = officerMessages(language)
  const { due, procedure, now } = counter
  const way = typed.person.phone || typed.person.email
  const body = html`${due ? promisePart(counter, due, language) : html`<p class="mc-quiet">${procedure ? words.chooseCommuneFirst : words.chooseFirst}</p>`}
${procedure && feesPart({ typed, procedure, now }, problems, language)}
<p class="mc-small mc-quiet mc-t1">${way ? words.willNotify(way) : words.willPrint}</p>
<p class="mc-t1">${button({ text: talk.acceptAndPrint, name: 'v', value: 'accept', icon: 'print', fullWidth: true })}</p>`
  return zone({ id: 'intake-appointment', step: 3, title: talk.intakeStep3, body })
}

/** Who resolves it and until when; for another agency the day is expected, and why is said (NĐ 118/2025 Đ17 k3). */
function promisePart({ competentAgency, isForAnother }: Counter, due: DueTime, language: Language): Html {
  const talk = dossierMessages(language)
  const words = officerMessages(language)
  const agency = competentAgency?.name ?? ''
  return html`<p class="mc-quiet mc-small">${isForAnother ? words.dueExpected : talk.dueWouldBe}</p><p class="mc-total"><strong>${formatMoment(due.dueAt, language)}</strong></p><p class="mc-small mc-quiet">${words.dueProvisionalNow}</p>
<p class="mc-t0"><strong>${words.resolvedBy(agency)}</strong></p>
${isForAnother && html`<p class="mc-t0">${say('warn', talk.expected(agency))}</p>`}<div class="mc-t1">${traceOf(due, language)}</div>${due.provisional && html`<p class="mc-t0">${say('warn', talk.provisional)}</p>`}`
}
