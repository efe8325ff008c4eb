import type { Context } from '#platform/context'
import { askOnRecord, type Reason, type Told } from './ask-on-record.ts'
import type { RegisterDesk } from './desk.ts'
import { registerProblem } from './errors.ts'
import { compareValue } from './rules/compare-value.ts'

/**
 * Asks a register by its key for some of its fields: the enterprise register by tax code. Of `fields` it tells the values, of
 * `claims` (field, and what was declared) only whether they agree. A key that it does not know has `no_data` for every field. Throws `registers.unknown`, `registers.key_wrong`, `registers.fields_unknown`, and what
 * `askOnRecord` does.
 */
export async function lookUp(
  context: Pick<Context, 'db' | 'clock' | 'config'>,
  desk: RegisterDesk,
  asked: Reason &
    Readonly<{
      register: string
      key: string
      fields: readonly string[]
      claims?: Readonly<Record<string, string>>
      fresh?: boolean
    }>,
): Promise<Told> {
  const { register, fields, purpose, dossier, occasion, actor, fresh = false, claims = {} } = asked
  const source = desk.sources.get(register)
  if (!source) throw registerProblem('registers.unknown', { register })
  const key = asked.key.replace(/\s/g, '')
  if (!source.key.pattern.test(key))
    throw registerProblem('registers.key_wrong', { example: source.key.example })
  const reads = [...new Set([...fields, ...Object.keys(claims)])]
  const unknown = reads.filter((field) => !source.fields.some(({ name }) => name === field))
  if (unknown.length > 0 || reads.length === 0)
    throw registerProblem('registers.fields_unknown', { fields: unknown })
  const question = {
    ...{ register, purpose, dossier, occasion, actor, fresh, fields },
    kind: fields.length > 0 ? ('read' as const) : ('verify' as const),
    subject: key,
    inputKinds: [source.key.name],
    claims,
  }
  return await askOnRecord(context, desk, question, async (asker) => {
    const values = (await source.ask({ ...asker, key, reads })) ?? {}
    const outcomes = reads.map((field) => {
      const claimed = claims[field]
      if (claimed !== undefined) return [field, compareValue(claimed, values[field])] as const
      return [field, values[field] ? 'match' : 'no_data'] as const
    })
    return { outcomes: Object.fromEntries(outcomes), values }
  })
}
