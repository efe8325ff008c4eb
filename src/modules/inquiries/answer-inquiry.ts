import { appendAudit } from '#modules/audit'
import { type Actor, findCitizenAccount, type OfficerActor } from '#modules/identity'
import { queueMessage } from '#modules/notifications'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { makeId } from '#platform/ids'
import { enqueue } from '#platform/jobs'
import { inquiriesProblem } from './errors.ts'
import { inquiryMessages } from './messages.ts'
import { type Inquiry, lockInquiry, type Reply, saveReply } from './repository.ts'
import { mayAnswer, whoIsTold } from './rules/inquiry.ts'
import { inquiryTelling } from './telling.ts'

/** The job that tells other systems what was answered here. */
export const tellJob = { name: 'inquiries.tell' } as const

/** `seen`: the reply that stood when the officer began; empty: none. */
export type Answered = Readonly<{ id: string; text: string; isPublic: boolean; seen: string }>

/**
 * Records what an agency answers, or that it corrects what it answered: who asked is told that there is a reply, `systems`
 * are told the reply. Who answered in the meantime is not overwritten. Throws `inquiries.answered_already`.
 */
export async function answerInquiry(
  context: Pick<Context, 'db' | 'clock' | 'publicUrl'>,
  { id, text, isPublic, seen }: Answered,
  actor: Actor,
  systems: readonly string[],
): Promise<void> {
  const at = context.clock.now()
  await context.db.transaction().execute(async (tx) => {
    const inquiry = await lockInquiry(tx, id)
    if (!inquiry || actor.kind !== 'officer' || !mayAnswer(inquiry, actor))
      throw requestProblem('request.not_found')
    const { reply: former } = inquiry
    if (former && isSame(former, { text, isPublic }, actor)) return
    if ((former?.id ?? '') !== seen) throw inquiriesProblem('inquiries.answered_already')
    const reply: Reply = {
      ...{ id: makeId(at.epochMilliseconds), text, isPublic, at },
      ...{ by: actor.accountId, byName: actor.fullName, agencyName: actor.agencyName },
    }
    await saveReply(tx, inquiry, reply, actor.agencyId)
    const answered = { source: inquiry.source, isPublic, wasPublic: former?.isPublic === true }
    await inquiryTelling.queueTold(tx, reply.id, whoIsTold(answered, systems), at)
    await tellAsker(tx, context, inquiry, reply)
    await appendAudit(tx, {
      ...{ at, actor, action: 'inquiries.answer', subjectKind: 'inquiry', subjectId: id },
      detail: { replyId: reply.id, isPublic, corrects: former?.id ?? null },
    })
    await enqueue(tx, tellJob, {}, { key: 'inquiries.tell', runAt: at })
  })
}

/** A form that was sent twice says nothing new. */
const isSame = (former: Reply, { text, isPublic }: Pick<Answered, 'text' | 'isPublic'>, actor: OfficerActor) =>
  former.text === text && former.isPublic === isPublic && former.by === actor.accountId

/** Who asked here is told that there is a reply, not what it says. */
async function tellAsker(
  tx: Tx,
  { publicUrl }: Pick<Context, 'publicUrl'>,
  inquiry: Inquiry,
  { id: replyId, at }: Reply,
): Promise<void> {
  const asker = inquiry.askedBy ? await findCitizenAccount(tx, { id: inquiry.askedBy }) : null
  if (!asker) return
  const words = inquiryMessages('vi')
  const link = `${publicUrl}/my/questions/${inquiry.id}`
  await queueMessage(tx, {
    ...{ recipientName: asker.fullName, email: asker.email, phone: asker.phone, agencyId: inquiry.agencyId },
    ...{ subject: words.toldSubject, body: [words.toldBody, words.toldOpen(link)].join('\n') },
    ...{ short: { about: words.toldAbout, link }, at },
    ...{ aboutKind: 'inquiry', aboutId: inquiry.id, key: `inquiry:${replyId}` },
  })
}
