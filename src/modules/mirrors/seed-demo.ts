import { localDay } from '#modules/calendar'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { findSystem, saveSystem } from './repository.ts'
import { addMapping, addRule } from './repository-mapping.ts'
import type { CodeKind } from './rules/mapping.ts'

/** The system that the demonstration has, and who may push for it. */
export const demoMinistry = {
  code: 'land_ministry',
  name: 'Hệ thống thông tin đất đai của Bộ (hư cấu)',
  member: 'GOV/G99/LAND',
  orderedBy: 'sequence',
} as const

const decision = 'QĐ 412/QĐ-UBND ngày 02/11/2026 (hư cấu)'

const states: Readonly<Record<string, string>> = {
  ...{ MOI: '1', TN: '2', TCTN: '3', DXL: '4', CBS: '5', CTT: '6', RUT: '7', DUNG: '8', XONG: '9', TRA: '10' },
}

/** Its codes as an administrator would have entered them; one state of the stand-in, TDBS, is left for people to map. */
const codes: readonly (readonly [CodeKind, string, string])[] = [
  ...Object.entries(states).map(([theirs, ours]) => ['state', theirs, ours] as const),
  ['procedure', 'DD.01', '1.013978'],
  ['agency', 'UB.DBP', 'H18.137'],
  ['agency', 'UB.MN', 'H18.140'],
]

/** Enters the ministry's system of the demonstration with its codes, and has first registrations of land go there. */
export async function seedDemoMinistry({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<void> {
  const at = clock.now()
  const fromOn = localDay(at).subtract({ days: 60 }).toString()
  await db.transaction().execute(async (tx) => {
    if (await findSystem(tx, demoMinistry.code)) return
    await saveSystem(tx, demoMinistry)
    const entered = {
      system: demoMinistry.code,
      fromOn,
      untilOn: null,
      decision,
      at,
      enteredBy: 'Quàng Văn Hưởng',
    }
    await seedCodes(tx, entered)
    await addRule(tx, { ...entered, procedureCode: '1.013978', fields: Object.fromEntries(theirFields) })
  })
}

/** What their form calls the fields of ours. */
const theirFields = [
  ['HoTen', 'applicant.fullName'],
  ['ToBanDoSo', 'parcel.sheetNumber'],
  ['ThuaDatSo', 'parcel.parcelNumber'],
  ['DienTich', 'parcel.areaSquareMetres'],
] as const

async function seedCodes(
  tx: Tx,
  entered: Omit<Parameters<typeof addMapping>[1], 'kind' | 'theirCode' | 'ourCode'>,
): Promise<void> {
  for (const [kind, theirCode, ourCode] of codes) await addMapping(tx, { ...entered, kind, theirCode, ourCode })
}
