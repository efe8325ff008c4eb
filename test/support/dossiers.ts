import { Readable } from 'node:stream'
import { type Submission, submitDossier } from '#modules/dossiers'
import type { CitizenActor } from '#modules/identity'
import { findAgencyByCode } from '#modules/organisations'
import { receivePaper } from '#modules/papers'
import { fixedClock } from '#platform/clock'
import type { Context } from '#platform/context'
import { somePdf } from '#test/paper-samples'

/** The answers of a birth registration: Lò Minh An and her parents are invented. */
export const birthAnswers = {
  child: {
    fullName: 'LÒ MINH AN',
    sex: 'female',
    birthOn: '2026-11-09',
    birthPlace: 'Bệnh viện Đa khoa tỉnh Điện Biên',
    ethnicGroup: 'Thái',
    homePlace: 'Xã Mường Phăng, tỉnh Điện Biên',
  },
  mother: { fullName: 'LÒ THỊ MAI HƯƠNG', personalId: '999000000017' },
  father: { declared: 'no' },
  delivery: {
    requesterName: 'LÒ THỊ MAI HƯƠNG',
    requesterPersonalId: '999000000017',
    relation: 'mother',
    receiveBy: 'counter',
  },
} as const

/** A citizen by the last two digits of an invented id. */
export const citizen = (number: string, fullName: string): CitizenActor => ({
  kind: 'citizen',
  accountId: `01a20000-0000-7000-8000-0000000000${number}`,
  personalId: `9990000000${number}`,
  fullName,
  assuranceLevel: 2,
})

/** Submits a birth registration in the ward H18.137 as `actor` at `instant`; answers its reference. */
export async function submitBirth(
  given: Context,
  actor: CitizenActor = citizen('17', 'LÒ THỊ MAI HƯƠNG'),
  instant: string | null = null,
): Promise<string> {
  const context = instant ? { ...given, clock: fixedClock(instant) } : given
  const received = await receivePaper(context, {
    name: 'giay-chung-sinh.pdf',
    content: Readable.from([somePdf()]),
    receivedBy: actor,
  })
  if (!received.ok) throw new Error(`the sample paper was refused: ${received.code}`)
  const ward = await findAgencyByCode(context.db, 'H18.137')
  const submission: Submission = {
    procedure: '1.001193',
    channel: 'online',
    communeCode: ward?.communeCode ?? null,
    applicant: { fullName: actor.fullName, personalId: actor.personalId },
    answers: {
      ...birthAnswers,
      delivery: {
        ...birthAnswers.delivery,
        requesterName: actor.fullName,
        requesterPersonalId: actor.personalId,
      },
    },
    papers: [{ component: 'birth_certificate_of_clinic', paper: received.paper.id }],
  }
  return (await submitDossier(context, submission, actor)).reference
}

/** Asks for a certificate of marital status (3 working days, no papers) in the ward H18.137 as `actor` at `instant`. */
export async function submitMaritalStatus(
  given: Context,
  actor: CitizenActor,
  instant: string,
): Promise<string> {
  const context = { ...given, clock: fixedClock(instant) }
  const { fullName, personalId } = actor
  const ward = await findAgencyByCode(context.db, 'H18.137')
  const submission: Submission = {
    procedure: '1.004873',
    channel: 'online',
    communeCode: ward?.communeCode ?? null,
    applicant: { fullName, personalId },
    answers: {
      person: { fullName, personalId, residence: 'Tổ 8, phường Điện Biên Phủ', status: 'single' },
      purpose: { use: 'other', otherUse: 'Vay vốn ngân hàng' },
      delivery: { phone: '0900000048', copies: 1, receiveBy: 'counter' },
    },
    papers: [],
  }
  return (await submitDossier(context, submission, actor)).reference
}
