import type { Context } from '#platform/context'
import { askOnRecord, type Reason, type Told } from './ask-on-record.ts'
import type { RegisterDesk } from './desk.ts'
import { registerProblem } from './errors.ts'
import type { PersonQuestion } from './ports.ts'
import { isBirth, isPersonField, type PersonField, type PersonValues } from './rules/person.ts'

/** Whom a question is about: all three are the law's minimum (TT 136/2026/TT-BCA Đ3 k3). */
export type PersonMeant = Readonly<{
  personalId: string
  fullName: string
  /** A day, a month or a year: '1997-03-14', '1983-07', '1949'. */
  birth: string
}>

type World = Pick<Context, 'db' | 'clock' | 'config'>
type Asked = PersonMeant & Reason & Readonly<{ fresh?: boolean }>

/** What is missing to ask about a person; nothing: the register can be asked. */
export function listMissing({ personalId, fullName, birth }: PersonMeant): (keyof PersonMeant)[] {
  const missing: (keyof PersonMeant)[] = []
  if (!/^\d{12}$/.test(personalId)) missing.push('personalId')
  if (fullName.trim().length < 2) missing.push('fullName')
  if (!isBirth(birth)) missing.push('birth')
  return missing
}

/**
 * Đối chiếu với CSDL dân cư: of name, birth and each further claim, whether it agrees. No value is handed out.
 * Throws `registers.unknown` when the register is not connected, `registers.question_incomplete`, and what `askOnRecord` does.
 */
export async function verifyPerson(
  context: World,
  desk: RegisterDesk,
  asked: Asked & Readonly<{ claims?: PersonValues }>,
): Promise<Told> {
  const claims = { fullName: asked.fullName.trim(), birthOn: asked.birth, ...asked.claims }
  return await ask(context, desk, asked, { kind: 'verify', claims, reads: [] })
}

/**
 * The values of these fields, and no other, to fill in a form of the person. Nothing comes back unless name and birth agree.
 * What is told is kept for this account and purpose alone. Throws as `verifyPerson`, and `registers.fields_unknown`.
 */
export async function readPerson(
  context: World,
  desk: RegisterDesk,
  asked: Asked & Readonly<{ fields: readonly string[] }>,
): Promise<Told> {
  const unknown = asked.fields.filter((field) => !isPersonField(field))
  if (unknown.length > 0 || asked.fields.length === 0)
    throw registerProblem('registers.fields_unknown', { fields: unknown })
  const claims = { fullName: asked.fullName.trim(), birthOn: asked.birth }
  return await ask(context, desk, asked, { kind: 'read', claims, reads: asked.fields as PersonField[] })
}

type What = Readonly<{ kind: 'verify' | 'read'; claims: PersonValues; reads: readonly PersonField[] }>

async function ask(
  context: World,
  desk: RegisterDesk,
  asked: Asked,
  { kind, claims, reads }: What,
): Promise<Told> {
  const { population } = desk
  if (!population) throw registerProblem('registers.unknown', { register: 'population' })
  const missing = listMissing(asked)
  if (missing.length > 0) throw registerProblem('registers.question_incomplete', { missing })
  const { personalId, purpose, dossier, occasion, actor, fresh = false } = asked
  const question = {
    ...{ purpose, dossier, occasion, actor, fresh, kind, claims },
    register: 'population',
    subject: personalId,
    inputKinds: ['personalId', ...Object.keys(claims)],
    fields: reads,
  }
  return await askOnRecord(context, desk, question, async (asker) => {
    const sent: PersonQuestion = { ...asker, personalId, claims, reads }
    const { outcomes, values } = await population.ask(sent)
    const told = reads.map((field) => [field, values[field] ? ('match' as const) : ('no_data' as const)])
    return { outcomes: { ...Object.fromEntries(told), ...outcomes }, values }
  })
}
