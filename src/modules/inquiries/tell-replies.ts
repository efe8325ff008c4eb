import { localDay } from '#modules/calendar'
import { findTheirCode } from '#modules/filings'
import type { Context } from '#platform/context'
import type { Heard } from '#platform/telling'
import type { InquirySystem } from './ports.ts'
import { findByReply } from './repository.ts'
import { inquiryTelling } from './telling.ts'

type Server = Pick<Context, 'db' | 'clock'>

/** Tells a system the replies that it does not have yet; gives how many it took. What it does not take is tried again. */
export const tellReplies = (context: Server, system: InquirySystem): Promise<number> =>
  inquiryTelling.tellDue(context, system.code, (replyId) => tellOne(context, system, replyId))

/** Whichever reply was queued, the newest is told: one that was corrected meanwhile never arrives after it. */
async function tellOne({ db, clock }: Server, system: InquirySystem, replyId: string): Promise<Heard> {
  const inquiry = await findByReply(db, replyId)
  if (!inquiry?.reply) return { refused: 'the inquiry has no reply' }
  const { title, question, askedAt, reply, procedureCode: ours } = inquiry
  const on = localDay(clock.now()).toString()
  const procedureCode =
    ours && (await findTheirCode(db, { system: system.code, kind: 'procedure', code: ours, on }))
  const told = {
    ...{ title, question, procedureCode, askedAt, reply: reply.text, isPublic: reply.isPublic },
    ...{ agencyName: reply.agencyName, repliedAt: reply.at },
  }
  return inquiry.source === system.code
    ? await system.tellReply({ ...told, inquiryId: inquiry.theirId })
    : await system.tellInquiry({ ...told, inquiryId: inquiry.id })
}
