import type { Problem } from '#components/error-summary'
import { vaultOffers } from '#components/vault-offers'
import type { OfficerActor } from '#modules/identity'
import type { StoredPaper } from '#modules/papers'
import { listAskedPapers, listPaperTypes, type Procedure } from '#modules/procedures'
import { describeOffer, type Item, offerForComponents, takeFromVault } from '#modules/vault'
import type { Context } from '#platform/context'
import type { Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { officerMessages } from './messages.ts'
import type { TypedIntake } from './read-intake.ts'

/** What the vault of the person at the counter has for the papers that are asked, by component. */
export type CounterOffers = ReadonlyMap<string, readonly Item[]>

const none: CounterOffers = new Map()

/** Whose card was read: only then is a vault looked into, and its owner sees that it was. */
export const readPerson = ({ isFromCard, person }: TypedIntake): string | null =>
  isFromCard && /^\d{12}$/.test(person.personalId) ? person.personalId : null

/** The offers for the papers that were not given yet. Nobody's vault is looked into before a card was read. */
export async function loadOffers(
  context: Context,
  actor: OfficerActor,
  typed: TypedIntake,
  procedure: Procedure | null,
): Promise<CounterOffers> {
  const personalId = readPerson(typed)
  if (!personalId || !procedure) return none
  const wanted = listAskedPapers(procedure)
    .filter(({ key }) => (typed.kept[key] ?? []).length === 0)
    .map((asked) => ({ component: asked.key, typeCodes: listPaperTypes(asked) }))
  return await offerForComponents(context, wanted, { personalId, actor, purpose: purposeOf(procedure) })
}

export const purposeOf = ({ shortName }: Procedure): string => officerMessages('vi').vaultPurpose(shortName)

/** The offers for one component, before any file is asked for. */
export const offersForPaper = (offers: CounterOffers, component: string, language: Language): Piece =>
  vaultOffers({
    offers: (offers.get(component) ?? []).map((item) => describeOffer(item, language)),
    component,
    owner: 'applicant',
    language,
  })

export type Taken = Readonly<{ component: string; paper: StoredPaper }> | Readonly<{ problem: Problem }> | null

/** Takes what was pressed (`take=<component>/<item>`) out of the vault of the person whose card was read. */
export async function takeForCounter(
  context: Context,
  actor: OfficerActor,
  { typed, procedure, take }: Readonly<{ typed: TypedIntake; procedure: Procedure | null; take: string }>,
  language: Language,
): Promise<Taken> {
  const [component = '', item = ''] = take.split('/')
  const personalId = readPerson(typed)
  const asked = procedure && listAskedPapers(procedure).find(({ key }) => key === component)
  if (!asked || !personalId || item === '') return null
  const { code, shortName: name } = procedure
  const result = await takeFromVault(context, {
    ...{ item, actor, personalId, procedure: { code, name } },
    purpose: purposeOf(procedure),
    key: `${typed.key}/${component}`,
    typeCodes: listPaperTypes(asked),
  })
  if (result.ok) return { component, paper: result.paper }
  const sentence = officerMessages(language).vaultSpent(result.item.title)
  return { problem: { field: `file.${component}`, sentence } }
}
