import type { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import { type CodeKind, findOurCode } from '#modules/filings'
import { findAgencyByCode } from '#modules/organisations'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { cleanText } from '#platform/search-text'
import { inOrder } from '#platform/telling'
import type { AskedElsewhere, InquirySystem, PublishedElsewhere } from './ports.ts'
import { findByTheirId, type Inquiry, keepInquiry, listKnown, lockInquiry, saveReply } from './repository.ts'
import { longest } from './rules/inquiry.ts'
import { inquiryTelling } from './telling.ts'

/** How many of each were new, or newly answered. */
export type Fetched = Readonly<{ asked: number; published: number }>

/**
 * Fetches what people asked us at a system and what others answered there in public, since the last time; keeps each once.
 * How far it was read is noted with what was kept. Throws when the system is away.
 */
export async function fetchInquiries(context: Context, system: InquirySystem): Promise<Fetched> {
  const asked = await fetchAsked(context, system)
  return { asked, published: await fetchPublished(context, system) }
}

async function fetchAsked(context: Context, system: InquirySystem): Promise<number> {
  const { db, clock, log } = context
  const reached = await inquiryTelling.findPlaceReached(db, system.code)
  const listed = await system.listAsked(reached)
  if (listed.unreadable > 0)
    log.warn({ system: system.code, rows: listed.unreadable }, 'questions not as agreed')
  const at = clock.now()
  const known = await listKnown(db, system.code, idsOf(listed.rows))
  const rows: Omit<Inquiry, 'reply'>[] = []
  for (const asked of inOrder(listed.rows))
    if (!known.has(asked.id)) rows.push(await describe(context, system.code, asked))
  return await db.transaction().execute(async (tx) => {
    let count = 0
    for (const row of rows) if (await keepInquiry(tx, row)) count += 1
    if (listed.reached && listed.reached !== reached)
      await inquiryTelling.setPlaceReached(tx, system.code, listed.reached, at)
    return count
  })
}

async function describe({ db, clock }: Context, source: string, asked: AskedElsewhere) {
  const at = clock.now()
  const on = localDay(at).toString()
  const ours = async (kind: CodeKind, code: string | null) =>
    code && (await findOurCode(db, { system: source, kind, code, on }))
  const agencyCode = await ours('agency', asked.agencyCode)
  const agency = agencyCode ? await findAgencyByCode(db, agencyCode) : null
  return {
    ...{ id: makeId(at.epochMilliseconds), source, theirId: asked.id, ...textsOf(asked) },
    ...{ askerName: asked.askerName?.slice(0, longest.title) ?? null, askedBy: null, publisher: null },
    ...{ procedureCode: await ours('procedure', asked.procedureCode), agencyId: agency?.id ?? null },
    ...{ askedAt: asked.at, receivedAt: at },
  }
}

/** Nothing of what somebody asked is cut off: a title that is too long goes on in the question. */
function textsOf(asked: Readonly<{ title: string; question: string }>) {
  const [title, question] = [cleanText(asked.title), cleanText(asked.question)]
  if (title.length <= longest.title) return { title: title || question.slice(0, longest.title), question }
  return { title: `${title.slice(0, longest.title - 1)}…`, question: `${title}\n${question}` }
}

async function fetchPublished(context: Context, system: InquirySystem): Promise<number> {
  const { db, clock, log } = context
  const list = `${system.code}:published`
  const reached = await inquiryTelling.findPlaceReached(db, list)
  const listed = await system.listPublished(reached)
  if (listed.unreadable > 0) log.warn({ system: system.code, rows: listed.unreadable }, 'answers not as agreed')
  const known = await listKnown(db, system.code, idsOf(listed.rows))
  const isNews = ({ id, at }: PublishedElsewhere) => {
    const one = known.get(id)
    return !one || (one.publisher !== null && isBefore(one.repliedAt, at))
  }
  let count = 0
  for (const row of listed.rows.filter(isNews)) if (await keepPublished(context, system, row)) count += 1
  if (listed.reached && listed.reached !== reached)
    await inquiryTelling.setPlaceReached(db, list, listed.reached, clock.now())
  return count
}

/** Keeps what another body answered, and once more when it answered anew; ours stays ours. */
async function keepPublished(
  { db, clock }: Context,
  system: InquirySystem,
  { publisher, at, id: theirId, ...asked }: PublishedElsewhere,
): Promise<boolean> {
  const text = cleanText((await system.readReply(theirId)) ?? '')
  if (text === '') return false
  const now = clock.now()
  await db.transaction().execute(async (tx) => {
    await keepInquiry(tx, {
      ...{ id: makeId(now.epochMilliseconds), source: system.code, theirId, ...textsOf(asked) },
      ...{ askerName: null, askedBy: null, procedureCode: null, agencyId: null, publisher },
      ...{ askedAt: at, receivedAt: now },
    })
    const found = await findByTheirId(tx, system.code, theirId)
    const inquiry = found && (await lockInquiry(tx, found.id))
    if (!inquiry?.publisher || !isBefore(inquiry.reply?.at ?? null, at)) return
    const reply = { id: makeId(now.epochMilliseconds), text, isPublic: true, at, agencyName: publisher }
    await saveReply(tx, inquiry, { ...reply, by: null, byName: null }, null)
  })
  return true
}

const idsOf = (rows: readonly Readonly<{ id: string }>[]): string[] => rows.map(({ id }) => id)

/** Null: never yet. */
const isBefore = (one: Temporal.Instant | null, other: Temporal.Instant): boolean =>
  one === null || one.epochMilliseconds < other.epochMilliseconds
