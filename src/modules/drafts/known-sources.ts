import { findDossier, listOwnDossiers, type StoredDossier } from '#modules/dossiers'
import type { AnswerSource, Known, KnownAnswers, KnownField, KnownFields } from '#modules/eforms'
import type { CitizenAccount } from '#modules/identity'
import type { Db } from '#platform/db'
import { messagesOf } from './messages.ts'

/** Further places that know answers of a person, e.g. registers of the State; given by `app.ts`. */
export type FindSources = (
  account: CitizenAccount,
  /** The procedure, and the draft on whose record a look-up goes: its occasion. */
  about: Readonly<{ code: string; shortName: string; occasion: string }>,
) => readonly KnownAnswers[]

const [vi, en] = [messagesOf('vi'), messagesOf('en')]

/** What signing in told: it is the State's, shown and not asked. */
export function accountSource(account: CitizenAccount): KnownAnswers {
  const known: Readonly<Record<string, string | null>> = {
    fullName: account.fullName,
    personalId: account.personalId,
    // Some people know the year only: then the day is asked.
    birthOn: account.birthDate?.length === 10 ? account.birthDate : null,
    phone: account.phone,
    email: account.email,
  }
  const label = { vi: vi.ownAccount, en: en.ownAccount }
  const find: KnownAnswers['find'] = async (_, asked) => {
    const values = asked.map((source) => [source, known[source.path] ?? null] as const)
    return new Map(values.flatMap(([source, value]) => (value ? [[source, { value, label }]] : [])))
  }
  return { from: 'vneid', fixed: true, find }
}

/** How many of the person's dossiers are looked through, and how many of each procedure are read. */
const mostLookedAt = 100
const mostRead = 3

/**
 * What the person declared before, in the newest dossier of the procedure that answers it: filled in, and may be changed.
 * Only what the person applied for; one whose result goes to this person and that another one filed says other people's.
 */
export const earlierDossierSource = (db: Db): KnownAnswers => ({
  from: 'earlier_dossier',
  fixed: false,
  find: async ({ personalId, procedure }, asked) => {
    const own = await listOwnDossiers(db, { kind: 'own', personalId }, null, mostLookedAt)
    const codes = new Set(asked.map((source) => source.procedure ?? procedure))
    const newest = [...codes].flatMap((code) =>
      own.filter(({ procedureCode }) => procedureCode === code).slice(0, mostRead),
    )
    const dossiers = await Promise.all(newest.map(({ reference }) => findDossier(db, reference)))
    const filed = dossiers.filter((dossier) => dossier?.applicantPersonalId === personalId)
    const found = asked.map((source) => {
      const ofProcedure = filed.filter((dossier) => dossier?.procedureCode === (source.procedure ?? procedure))
      return [source, firstAnswer(ofProcedure, source)] as const
    })
    return new Map(found.flatMap(([source, known]) => (known ? [[source, known]] : [])))
  },
})

function firstAnswer(dossiers: readonly (StoredDossier | null)[], { path }: AnswerSource): Known | null {
  const [step = '', name = ''] = path.split('.')
  for (const dossier of dossiers) {
    const value = dossier?.answers[step]?.[name]
    if (!dossier || !isPlain(value)) continue
    const shownAs = dossier.code ?? dossier.reference
    return { value, label: { vi: vi.ownDossier(shownAs), en: en.ownDossier(shownAs) } }
  }
  return null
}

const isPlain = (value: unknown): value is Known['value'] =>
  ['string', 'number', 'boolean'].includes(typeof value) && value !== ''

/** The answers of a step that are fixed, or those that are filled in and may be changed. */
export const knownOf = (
  fields: KnownFields[string] | undefined,
  which: 'fixed' | 'filled_in',
): Record<string, KnownField['value']> =>
  Object.fromEntries(
    Object.entries(fields ?? {}).flatMap(([name, { value, fixed }]) =>
      fixed === (which === 'fixed') ? [[name, value]] : [],
    ),
  )
