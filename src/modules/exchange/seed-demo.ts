import { localDay } from '#modules/calendar'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { listRightDays } from './repository.ts'
import {
  addRight,
  type NewVersion,
  saveMember,
  saveOffering,
  saveSubsystem,
  saveVersion,
} from './repository-registry.ts'

type Sample = Readonly<{
  member: string
  memberName: string
  subsystem: string
  name: string
  contact: string
  offering: string
  title: string
  summary: string
  path: string
  examplePath: string
  exampleAnswer: Record<string, unknown>
}>

/** Two invented systems of departments, with one offering each. */
const samples: readonly Sample[] = [
  {
    ...{ member: 'H18.12', memberName: 'Sở Tư pháp', subsystem: 'CIVIL' },
    name: 'Phần mềm hộ tịch của Sở Tư pháp (hư cấu)',
    contact: 'Mào Thị Phương, 0900 000 031',
    ...{ offering: 'EXTRACTS', title: 'Tra cứu trích lục hộ tịch' },
    summary: 'Cho biết một số trích lục hộ tịch đã cấp có đúng không, không trả nội dung của trích lục.',
    ...{ path: '/extracts', examplePath: '/v1/402' },
    exampleAnswer: { number: '402/TLKS-BS', kind: 'birth_extract', state: 'revoked', issuedOn: '2026-01-15' },
  },
  {
    ...{ member: 'H18.15', memberName: 'Sở Nông nghiệp và Môi trường', subsystem: 'LAND' },
    name: 'Phần mềm địa chính của Sở Nông nghiệp và Môi trường (hư cấu)',
    contact: 'Tòng Thị Chía, 0900 000 032',
    ...{ offering: 'PARCELS', title: 'Tra cứu thửa đất' },
    summary: 'Theo số tờ và số thửa: diện tích, loại đất, tình trạng đăng ký. Không trả tên người sử dụng đất.',
    ...{ path: '/parcels', examplePath: '/v1/12/204' },
    exampleAnswer: { sheet: 12, parcel: 204, areaM2: 318.5, landUse: 'ODT', registered: true },
  },
]

const limits = { callsPerMinute: 600, callsPerDay: 100_000 }

/** Fills the register of the demo: the province, two departments, and what they may call. `providersUrl`: their stand-in. */
export async function seedDemoExchange({ db, clock }: Context, providersUrl: string): Promise<void> {
  const today = localDay(clock.now()).toString()
  await db.transaction().execute(async (tx) => {
    const newMember = { id: makeId(), class: 'GOV', code: 'H18', name: 'UBND tỉnh Điện Biên', fromOn: today }
    const { id: memberId } = await saveMember(tx, newMember)
    const ours = { name: 'Một Cửa của tỉnh', contact: 'Quàng Văn Hưởng, 0900 000 030', ...limits }
    const { id: subsystemId } = await saveSubsystem(tx, { id: makeId(), memberId, code: 'MOTCUA', ...ours })
    for (const sample of samples) {
      const offeringId = await enterSample(tx, sample, { today, providersUrl })
      // The demo starts again and again: a right that somebody ended there is not given back.
      const given = await listRightDays(tx, subsystemId, offeringId)
      const basis = 'Quy chế chia sẻ dữ liệu của tỉnh (hư cấu), phụ lục 1'
      const right = { subsystemId, offeringId, basis, fromOn: today, grantedName: 'Quàng Văn Hưởng' }
      if (given.length === 0) await addRight(tx, { id: makeId(), ...right })
    }
  })
}

async function enterSample(
  tx: Tx,
  sample: Sample,
  { today, providersUrl }: Readonly<{ today: string; providersUrl: string }>,
): Promise<string> {
  const { member, memberName, subsystem, name, contact, offering, title, summary } = sample
  const newMember = { id: makeId(), class: 'GOV', code: member, name: memberName, fromOn: today }
  const { id: memberId } = await saveMember(tx, newMember)
  const words = { code: subsystem, name, contact, ...limits }
  const { id: subsystemId } = await saveSubsystem(tx, { id: makeId(), memberId, ...words })
  const newOffering = { id: makeId(), subsystemId, code: offering, title, summary, contact }
  const offeringId = await saveOffering(tx, newOffering)
  await saveVersion(tx, { ...versionOf(sample, providersUrl), id: makeId(), offeringId })
  return offeringId
}

const versionOf = (
  { title, path, examplePath, exampleAnswer }: Sample,
  providersUrl: string,
): Omit<NewVersion, 'id' | 'offeringId'> => ({
  version: 'v1',
  providerUrl: `${providersUrl}${path}`,
  sandboxUrl: `${providersUrl}/sandbox${path}`,
  schemaText: describe(title, examplePath, exampleAnswer),
  examplePath,
  exampleAnswer: JSON.stringify(exampleAnswer, null, 2),
  timeoutMs: 10_000,
})

/** An OpenAPI description (PR-REST 5.1) of one address that is read. */
function describe(title: string, path: string, answer: Record<string, unknown>): string {
  const properties = Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [name, { type: typeof value }]),
  )
  const content = { 'application/json': { schema: { type: 'object', properties } } }
  const responses = { 200: { description: title, content }, 404: { description: 'Không có' } }
  return JSON.stringify(
    { openapi: '3.0.0', info: { title, version: '1.0.0' }, paths: { [path]: { get: { responses } } } },
    null,
    2,
  )
}
