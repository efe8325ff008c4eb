import { setTimeout as wait } from 'node:timers/promises'
import { formatMoment } from '#modules/calendar'
import type { FindSources } from '#modules/drafts'
import type { AnswerSource, Known, KnownAnswers } from '#modules/eforms'
import type { CitizenActor } from '#modules/identity'
import {
  type PersonField,
  personFields,
  type RegisterDesk,
  readPerson,
  registerMessages,
} from '#modules/registers'
import type { Context } from '#platform/context'

/** So long a page waits for a register; what comes after is kept, and is there on the next page. */
const patienceMs = 2500

const [vi, en] = [registerMessages('vi'), registerMessages('en')]

/**
 * The population register as a source of answers: only what the form asks for is read, for the person who is signed in, on
 * record with the procedure as purpose and for the draft. What it says is the State's: shown with its day, and not asked.
 */
export const populationSource =
  (context: Pick<Context, 'db' | 'clock' | 'config'>, desk: RegisterDesk): FindSources =>
  (account, { shortName, occasion }) => {
    const { birthDate, personalId, fullName } = account
    if (!desk.population || !birthDate) return []
    const actor: CitizenActor = {
      ...{ kind: 'citizen', accountId: account.id, personalId, fullName },
      assuranceLevel: account.assuranceLevel,
    }
    const purpose = vi.purposePrefill(shortName).slice(0, 300)
    const find: KnownAnswers['find'] = async (_, asked) => {
      const fields = [...new Set(asked.map(fieldOf))].filter(isKnownField)
      if (fields.length === 0) return new Map()
      const person = { personalId, fullName, birth: birthDate }
      const reason = { purpose, dossier: null, occasion, actor }
      const told = await atMost(readPerson(context, desk, { ...person, ...reason, fields }))
      if (!told?.ok) throw new Error(`the population register: ${told?.reason ?? 'still awaited'}`)
      const label = {
        vi: vi.prefillSource(formatMoment(told.answeredAt, 'vi')),
        en: en.prefillSource(formatMoment(told.answeredAt, 'en')),
      }
      const knownAt = (source: AnswerSource): [AnswerSource, Known][] => {
        const value = told.values[fieldOf(source)]
        return value ? [[source, { value, label }]] : []
      }
      return new Map(asked.flatMap(knownAt))
    }
    return [{ from: 'population', fixed: true, disputable: true, find }]
  }

/** What forms call a field, and what the register does. */
const otherNames: Readonly<Record<string, PersonField>> = {
  ethnicGroup: 'ethnicity',
  homePlace: 'placeOfOrigin',
}

const fieldOf = ({ path }: AnswerSource): string => otherNames[path] ?? path

const isKnownField = (path: string): path is PersonField => personFields.some((field) => field === path)

/** The answer, or null when it takes longer than a page may wait; it goes on, and is kept. */
export async function atMost<T>(answer: Promise<T>): Promise<T | null> {
  const over = new AbortController()
  const nothing = wait(patienceMs, null, { signal: over.signal }).catch(() => null)
  try {
    return await Promise.race([answer, nothing])
  } finally {
    over.abort()
    answer.catch(() => undefined)
  }
}
