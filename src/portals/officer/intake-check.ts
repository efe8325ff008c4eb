import { button } from '#components/button'
import type { Problem } from '#components/error-summary'
import type { StoredDossier } from '#modules/dossiers'
import type { OfficerActor } from '#modules/identity'
import {
  findLatest,
  outcomeList,
  type PersonMeant,
  registerMessages,
  tieToDossier,
  verifyPerson,
} from '#modules/registers'
import type { Context } from '#platform/context'
import { type Html, html } from '#platform/html'
import type { Exchange } from './exchange.ts'
import { isLimited, mayCheck, problemOf, readBirth } from './person-check.ts'
import { applicantOf, type TypedIntake } from './read-intake.ts'

type Intake = Exchange & Readonly<{ officer: OfficerActor }>

/** The intake before it is a dossier; its look-ups are tied to the dossier when there is one. */
const occasionOf = ({ key }: TypedIntake): string => `intake:${key.slice(0, 100)}`

const personOf = (typed: TypedIntake): PersonMeant => {
  const { fullName, personalId } = applicantOf(typed)
  return { fullName, personalId, birth: readBirth(typed.person.birthOn) ?? '' }
}

/** Asks the population register about the person at the counter; gives what stands against asking. */
export async function checkAtIntake(
  { context, registers, officer, language }: Intake,
  typed: TypedIntake,
): Promise<Problem[]> {
  if (!mayCheck(officer, registers)) return []
  const person = personOf(typed)
  const problem = problemOf(person, language)
  if (problem) return [{ ...problem, field: 'birthOn' }]
  const { sex, address } = typed.person
  const reason = { purpose: registerMessages('vi').purposeIntake, dossier: null, actor: officer }
  const asked = {
    ...{ ...person, ...reason, occasion: occasionOf(typed) },
    claims: { ...(sex && { sex }), ...(address && { address }) },
    fresh: typed.fields.fresh === '1',
  }
  const limited = await isLimited(() => verifyPerson(context, registers, asked))
  return limited ? [{ field: 'birthOn', sentence: registerMessages(language).tooMany }] : []
}

/** What the register said of this person at this intake, and the button that asks it. */
export async function intakeCheckPart(
  { context, registers, officer, language }: Intake,
  typed: TypedIntake,
): Promise<Html | null> {
  if (!mayCheck(officer, registers)) return null
  const words = registerMessages(language)
  const of = { register: 'population', occasion: occasionOf(typed), accountId: officer.accountId }
  const latest = await findLatest(context.db, { ...of, subject: personOf(typed).personalId })
  const text = latest ? words.checkAgain : words.check
  return html`<section class="mc-t1" aria-label="${words.checkTitle}">${latest && html`<p><strong>${words.population}</strong></p>${outcomeList(latest, language)}`}
${latest && html`<input type="hidden" name="fresh" value="1">`}<p class="mc-t1">${button({ text, name: 'v', value: 'verify', variant: 'secondary' })}</p></section>`
}

/** The look-ups of the intake belong to the dossier from now on; accepted again, it changes nothing. */
export async function tieIntake(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  typed: TypedIntake,
  { accountId }: OfficerActor,
  { id, code, reference }: StoredDossier,
): Promise<void> {
  const tie = { occasion: occasionOf(typed), accountId, dossierId: id, code: code ?? reference }
  await db.transaction().execute((tx) => tieToDossier(tx, { ...tie, at: clock.now() }))
}
