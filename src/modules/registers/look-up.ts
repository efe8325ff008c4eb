import type { Context } from '#platform/context'
import { askOnRecord, type Reason, type Told } from './ask-on-record.ts'
import type { RegisterDesk } from './desk.ts'
import { registerProblem } from './errors.ts'

/**
 * Asks a register by its key for some of its fields: the enterprise register by tax code. A key that it does not know has
 * `no_data` for every field. Throws `registers.unknown`, `registers.key_wrong`, `registers.fields_unknown`, and what
 * `askOnRecord` does.
 */
export async function lookUp(
  context: Pick<Context, 'db' | 'clock' | 'config'>,
  desk: RegisterDesk,
  asked: Reason & Readonly<{ register: string; key: string; fields: readonly string[]; fresh?: boolean }>,
): Promise<Told> {
  const { register, fields, purpose, dossier, occasion, actor, fresh = false } = asked
  const source = desk.sources.get(register)
  if (!source) throw registerProblem('registers.unknown', { register })
  const key = asked.key.replace(/\s/g, '')
  if (!source.key.pattern.test(key))
    throw registerProblem('registers.key_wrong', { example: source.key.example })
  const unknown = fields.filter((field) => !source.fields.some(({ name }) => name === field))
  if (unknown.length > 0 || fields.length === 0)
    throw registerProblem('registers.fields_unknown', { fields: unknown })
  const question = {
    ...{ register, purpose, dossier, occasion, actor, fresh, fields },
    kind: 'read' as const,
    subject: key,
    inputKinds: [source.key.name],
    claims: {},
  }
  return await askOnRecord(context, desk, question, async (asker) => {
    const values = (await source.ask({ ...asker, key, reads: fields })) ?? {}
    const outcomes = fields.map((field) => [field, values[field] ? ('match' as const) : ('no_data' as const)])
    return { outcomes: Object.fromEntries(outcomes), values }
  })
}
