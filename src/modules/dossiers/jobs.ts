import { formatMoment } from '#modules/calendar'
import { queueMessage } from '#modules/notifications'
import { ServiceTaskError, type ServiceTaskTable } from '#modules/running'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { defineJob } from '#platform/jobs'
import { eventNames } from './messages.ts'
import { recountDossiers } from './recount.ts'
import { type DossierEvent, findDossierById, listEvents, type StoredDossier } from './repository.ts'

/** What else follows an event of a dossier: it queues its own job in this transaction, and may be called again for the same event. */
export type AfterEvent = (
  tx: Tx,
  happened: Readonly<{ dossierId: string; number: number; type: string }>,
) => Promise<void>

/**
 * Tells the applicant what happened to the dossier, and those who follow its events. Runs as often as it must, writes one
 * message for each event.
 */
const tellApplicant = (followers: readonly AfterEvent[]) =>
  defineJob<{ dossierId: string; number: number }, Context>(
    'dossiers.tell_applicant',
    async ({ dossierId, number }, { db, clock, publicUrl }) => {
      const dossier = await findDossierById(db, dossierId)
      const [event] = await listEvents(db, dossierId, number - 1, 1)
      if (!dossier || !event) return
      const notice = writeNotice(dossier, event, publicUrl)
      const tell: AfterEvent = async (tx) => {
        if (!notice) return
        await queueMessage(tx, {
          ...whoIsTold(dossier, publicUrl),
          ...notice,
          aboutKind: 'dossier',
          aboutId: dossier.id,
          key: `${dossierId}:${number}`,
          at: clock.now(),
        })
      }
      await followAll(db, [...followers, tell], { dossierId, number, type: event.type })
    },
  )

/** All in one transaction; when one of them cannot, each in its own: what one cannot do is kept from none of the others. */
async function followAll(
  db: Db,
  followers: readonly AfterEvent[],
  happened: Parameters<AfterEvent>[1],
): Promise<void> {
  const run = (some: readonly AfterEvent[]) =>
    db.transaction().execute(async (tx) => {
      for (const follow of some) await follow(tx, happened)
    })
  try {
    return await run(followers)
  } catch {
    const failed: unknown[] = []
    for (const follow of followers) await run([follow]).catch((error: unknown) => failed.push(error))
    if (failed.length > 0) throw failed.length === 1 ? failed[0] : new AggregateError(failed)
  }
}

/** Whom a message about a dossier is for, over what they chose, and all that an SMS says of it. */
const whoIsTold = (dossier: StoredDossier, publicUrl: string) => {
  const name = dossier.code ?? dossier.reference
  return {
    recipientName: dossier.applicantName,
    email: dossier.applicantEmail,
    phone: dossier.applicantPhone,
    preferred: dossier.contactChannel,
    agencyId: dossier.receivingAgencyId,
    short: { about: `hồ sơ ${name}`, link: `${publicUrl}/track/${name}` },
  }
}

/** A process has the applicant told something: the sentence is its input. The same call twice is one message. */
const tellByProcess: ServiceTaskTable[string] = async ({ db, clock, publicUrl }, { key, subjectId, input }) => {
  const text = typeof input === 'string' ? input.trim() : ''
  if (text === '') throw new ServiceTaskError('nothing_to_tell')
  const dossier = await findDossierById(db, subjectId)
  if (!dossier) throw new ServiceTaskError('no_dossier')
  const { subject, body } = frameNotice(dossier, eventNames.moved.vi, text, publicUrl)
  await db.transaction().execute((tx) =>
    queueMessage(tx, {
      ...whoIsTold(dossier, publicUrl),
      ...{ subject, body, aboutKind: 'dossier', aboutId: dossier.id, key, at: clock.now() },
    }),
  )
  return { told: true }
}

/** The services that a dossier's process may call. */
export const dossierServiceTasks: ServiceTaskTable = { 'dossiers.tell_applicant': tellByProcess }

/** The jobs of dossiers; `followers` are called for each event of each dossier. */
export const dossierJobs = (followers: readonly AfterEvent[] = []) =>
  [tellApplicant(followers), recountDossiers] as const

type Notice = Readonly<{ subject: string; body: string }>
type Writer = (dossier: StoredDossier, event: DossierEvent) => string

/** What acceptance promises; for an agency that does not have it yet, a date that is expected (NĐ 118/2025 Đ17 k3). */
function promiseText({ startsOnTransfer }: StoredDossier, { dueAt }: DossierEvent): string {
  if (!dueAt) return ''
  const moment = formatMoment(dueAt, 'vi')
  if (!startsOnTransfer) return `Hạn trả kết quả: ${moment}.`
  return `Ngày trả kết quả dự kiến: ${moment}. Thời hạn tính từ khi cơ quan giải quyết nhận được hồ sơ; khi đó chúng tôi báo ngày chính thức.`
}

const dueText = ({ dueAt }: StoredDossier): string =>
  dueAt ? `Hạn trả kết quả: ${formatMoment(dueAt, 'vi')}.` : ''

/** What each event says to the applicant. Events inside the agencies (trình ký, trả lại) say nothing. */
const writers: Readonly<Record<string, Writer>> = {
  submitted: (_, event) =>
    `Đã nhận hồ sơ của ông/bà lúc ${formatMoment(event.at, 'vi')}. Quầy một cửa sẽ kiểm tra.`,
  accept: (dossier, event) => `Hồ sơ đã được tiếp nhận. ${promiseText(dossier, event)}`,
  refuse: () => 'Hồ sơ không được tiếp nhận. Mở hồ sơ để đọc lý do và cách làm tiếp.',
  transfer: (dossier) =>
    dossier.startsOnTransfer
      ? `Cơ quan giải quyết đã nhận được hồ sơ; thời hạn bắt đầu tính. ${dueText(dossier)}`
      : 'Hồ sơ đã chuyển tới cơ quan giải quyết. Ông/bà chưa cần làm gì.',
  request_papers: () =>
    'Cần thêm giấy tờ. Chúng tôi chỉ yêu cầu bổ sung một lần; mở hồ sơ để xem cần giấy nào và gửi bổ sung.',
  supplement: (dossier) => `Đã nhận giấy tờ bổ sung. Hồ sơ đi tiếp. ${dueText(dossier)}`,
  request_payment: () => 'Hồ sơ có khoản phí, lệ phí cần nộp. Mở hồ sơ để xem số tiền và cách nộp.',
  confirm_payment: (dossier) => `Đã nhận tiền. Hồ sơ đi tiếp. ${dueText(dossier)}`,
  request_confirmation: () =>
    'Hồ sơ cần được xác nhận trên ứng dụng VNeID. Mở hồ sơ để đọc ai cần xác nhận việc gì; trong lúc chờ, thời hạn không tính.',
  record_confirmation: (dossier) => `Đã có xác nhận trên VNeID. Hồ sơ đi tiếp. ${dueText(dossier)}`,
  extend: (dossier) =>
    `Chúng tôi xin lỗi: hồ sơ cần thêm thời gian. Mở hồ sơ để đọc thư xin lỗi và lý do. ${dueText(dossier)}`,
  recounted: (dossier) =>
    `Lịch làm việc đã thay đổi theo quyết định mới, nên hạn trả kết quả được tính lại. ${dueText(dossier)}`,
  approve: (dossier) =>
    dossier.returnMethod === 'counter'
      ? 'Đã có kết quả. Mời ông/bà nhận tại quầy đã nộp hồ sơ.'
      : 'Đã có kết quả. Mở hồ sơ để xem.',
  reject: () => 'Hồ sơ không được giải quyết. Mở hồ sơ để đọc lý do và căn cứ.',
  stop: () => 'Hồ sơ đã dừng giải quyết. Mở hồ sơ để đọc lý do.',
  withdraw: () => 'Hồ sơ đã được rút theo yêu cầu của ông/bà.',
  deliver: () => 'Kết quả đã được trả. Cảm ơn ông/bà.',
}

/**
 * The message for an event, or null when it says nothing to the applicant. It names the dossier and what to do; reasons
 * that may hold personal data stay behind the sign-in.
 */
export function writeNotice(dossier: StoredDossier, event: DossierEvent, publicUrl: string): Notice | null {
  const write = writers[event.type]
  if (!write) return null
  const title = eventNames[event.type as keyof typeof eventNames].vi
  return frameNotice(dossier, title, write(dossier, event).trim(), publicUrl)
}

function frameNotice(dossier: StoredDossier, title: string, text: string, publicUrl: string): Notice {
  const name = dossier.code ?? dossier.reference
  return {
    subject: `${title}: hồ sơ ${name}`,
    body: [
      `Kính gửi ông/bà ${dossier.applicantName},`,
      '',
      text,
      '',
      `Thủ tục: ${dossier.procedureName} (${dossier.procedureCode}).`,
      `Xem hồ sơ: ${publicUrl}/my/dossiers/${name}`,
      `Tra cứu không cần đăng nhập: ${publicUrl}/track/${name}`,
    ].join('\n'),
  }
}
