import type { FastifyRequest } from 'fastify'
import { keepTyped } from '#components/read-step'
import type { StepSchema } from '#modules/eforms'
import { takeParkedForm } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { saveTyped } from './repository.ts'
import { type Draft, keptDays } from './rules/draft.ts'

type Server = Pick<Context, 'db' | 'clock'>

/**
 * Keeps what was typed on one page, valid or not; checking comes after. Fields the page does not have are dropped. The
 * same again changes nothing but the time. Answers when it was saved (RFC 3339).
 */
export async function saveStep(
  { db, clock }: Server,
  draft: Draft,
  step: string,
  { schema, posted }: Readonly<{ schema: StepSchema; posted: Readonly<Record<string, unknown>> }>,
): Promise<string> {
  return await db.transaction().execute((tx) => save(tx, clock, draft, step, { schema, posted }))
}

/**
 * Merges what was typed into this page's form when the session had expired. In one transaction it leaves the one place
 * and stands in the other. Answers whether there was something.
 */
export async function takeBackTyped(
  { db, clock }: Server,
  draft: Draft,
  step: string,
  { schema, request }: Readonly<{ schema: StepSchema | null; request: FastifyRequest }>,
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => {
    const parked = await takeParkedForm(tx, request, pathOf(request))
    if (!parked) return false
    if (schema) await save(tx, clock, draft, step, { schema, posted: parked })
    return true
  })
}

const pathOf = ({ url }: FastifyRequest): string => url.split('?')[0] ?? url

async function save(
  tx: Tx,
  clock: Server['clock'],
  draft: Draft,
  step: string,
  { schema, posted }: Readonly<{ schema: StepSchema; posted: Readonly<Record<string, unknown>> }>,
): Promise<string> {
  const now = clock.now()
  const savedAt = now.toString()
  await saveTyped(tx, draft.id, {
    step,
    fields: { ...listLeft(draft, step, schema), ...listDisputed(schema, posted), ...keepTyped(schema, posted) },
    savedAt,
    expiresAt: now.add({ hours: keptDays * 24 }).toString(),
  })
  return savedAt
}

/** What the writer says is wrong of what is known (`dispute=<fields>`): kept with what was typed, as `disputed.<field>`. */
function listDisputed(
  { properties }: StepSchema,
  { dispute }: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const names = typeof dispute === 'string' ? dispute.split(',').slice(0, 50) : []
  const known = names.filter((name) => Object.hasOwn(properties, name))
  return Object.fromEntries(known.map((name) => [`disputed.${name}`, '1']))
}

/** What was typed for questions that the version in force does not ask: another one may ask them again. */
function listLeft({ typed }: Draft, step: string, { properties }: StepSchema): Record<string, string> {
  const isLeft = ([name]: [string, string]) => !Object.hasOwn(properties, name.split('.')[0] ?? '')
  return Object.fromEntries(Object.entries(typed[step] ?? {}).filter(isLeft))
}
