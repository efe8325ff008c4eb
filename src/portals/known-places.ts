import { formatMoment } from '#modules/calendar'
import type { FindSources } from '#modules/drafts'
import type { AnswerSource, Known, KnownAnswers } from '#modules/eforms'
import type { CitizenAccount, CitizenActor } from '#modules/identity'
import { lookUp, type RegisterDesk, registerMessages } from '#modules/registers'
import { type Item, listOwnersOf, offerPapers } from '#modules/vault'
import type { Context } from '#platform/context'
import { atMost } from './known-registers.ts'

type World = Pick<Context, 'db' | 'clock' | 'config'>
type About = Parameters<FindSources>[1]

const [vi, en] = [registerMessages('vi'), registerMessages('en')]

const actorOf = ({ id, personalId, fullName, assuranceLevel }: CitizenAccount): CitizenActor => ({
  ...{ kind: 'citizen', accountId: id, personalId, fullName, assuranceLevel },
})

const purposeOf = ({ shortName }: About): string => vi.purposePrefill(shortName).slice(0, 300)

/** The registers that are asked by one number: what forms call its fields, and how its number is known. */
const lookedUp = [
  { from: 'civil_status', names: {}, findKey: async (_: World, { personalId }: CitizenAccount) => personalId },
  { from: 'enterprise', names: { representative: 'representativeName' }, findKey: findTaxCode },
] as const

/** The tax code of the one organisation the person acts for; of several nobody knows which is meant. */
async function findTaxCode({ db }: World, { personalId }: CitizenAccount): Promise<string | null> {
  const organisations = (await listOwnersOf(db, personalId)).filter(({ kind }) => kind === 'organisation')
  return organisations.length === 1 ? (organisations[0]?.number ?? null) : null
}

/**
 * The civil-status and the enterprise register as sources of answers: only the fields that the form asks for are read, on
 * record with the procedure as purpose and for the draft. Filled in and never fixed: the person may mean another enterprise, or know better.
 */
export const lookedUpSources =
  (context: World, desk: RegisterDesk): FindSources =>
  (account, about) =>
    lookedUp.flatMap((register): KnownAnswers[] => {
      const source = desk.sources.get(register.from)
      if (!source) return []
      const names: Readonly<Record<string, string>> = register.names
      const fieldOf = ({ path }: AnswerSource): string => names[path] ?? path
      const find: KnownAnswers['find'] = async (_, asked) => {
        const known = new Set(source.fields.map(({ name }) => name))
        const fields = [...new Set(asked.map(fieldOf))].filter((field) => known.has(field))
        const key = await register.findKey(context, account)
        if (fields.length === 0 || !key || !source.key.pattern.test(key)) return new Map()
        const reason = { purpose: purposeOf(about), dossier: null, occasion: about.occasion }
        const asking = { ...reason, actor: actorOf(account), register: register.from, key, fields }
        const told = await atMost(lookUp(context, desk, asking))
        if (!told?.ok) throw new Error(`${register.from}: ${told?.reason ?? 'still awaited'}`)
        const label = {
          vi: vi.prefillFrom(source.names.vi, formatMoment(told.answeredAt, 'vi')),
          en: en.prefillFrom(source.names.en, formatMoment(told.answeredAt, 'en')),
        }
        return toKnown(asked, (one) => {
          const value = told.values[fieldOf(one)]
          return value ? { value, label } : null
        })
      }
      return [{ from: register.from, fixed: false, find }]
    })

const ofPaper = /^(.+)\.(number|issuerName|issuedOn|title)$/

/** The person's vault as a source: what stands on the newest paper of a kind that counts today (`KQ.G15.000032.number`). */
export const vaultSource =
  (context: World): FindSources =>
  (account, about) => {
    const find: KnownAnswers['find'] = async (_, asked) => {
      const typeCodes = [...new Set(asked.flatMap(({ path }) => ofPaper.exec(path)?.[1] ?? []))]
      const { personalId } = account
      const query = { personalId, typeCodes, actor: actorOf(account), purpose: purposeOf(about) }
      const items = await offerPapers(context, query)
      return toKnown(asked, (source) => readItem(items, source))
    }
    return [{ from: 'vault', fixed: false, find }]
  }

function readItem(items: readonly Item[], { path }: AnswerSource): Known | null {
  const [, typeCode, field = ''] = ofPaper.exec(path) ?? []
  const item = items.find((one) => one.typeCode === typeCode)
  if (!item) return null
  const { number, issuedOn, title, issuer } = item
  const said: Readonly<Record<string, string | null>> = { number, issuedOn, title, issuerName: issuer.name }
  const value = said[field]
  return value ? { value, label: { vi: vi.prefillVault(title), en: en.prefillVault(title) } } : null
}

const toKnown = (
  asked: readonly AnswerSource[],
  knownAt: (source: AnswerSource) => Known | null,
): ReadonlyMap<AnswerSource, Known> =>
  new Map(
    asked.flatMap((source): [AnswerSource, Known][] => {
      const known = knownAt(source)
      return known ? [[source, known]] : []
    }),
  )
