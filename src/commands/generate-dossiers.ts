import type { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import {
  type Command,
  type Deed,
  foldHistory,
  makeReckoning,
  nextSeedNumber,
  type Reckoning,
  type SeedDossier,
  type SeedPlace,
  seedDossiers,
  usualFollow,
  writeDossierCode,
} from '#modules/dossiers'
import { findCompetentAgency, findReceivingDesk, listAgencies } from '#modules/organisations'
import { getProcedure, type Procedure } from '#modules/procedures'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'

const atOnce = 2000
const communeProcedures = ['1.001193', '1.000894', '2.000815', '1.004873', '2.000635']
const provincialProcedure = '2.000648'

/** Where a dossier may go, and how its time is counted there. */
type Ground = Readonly<{ place: SeedPlace; reckoning: Reckoning; hasDays: boolean }>

/**
 * Adds invented dossiers over the agencies and procedures of the demo province, in portions. Answers how many. 'open': all
 * of them accepted a moment ago, with days to go; else as a province has them.
 */
export async function generateDossiers(
  context: Context,
  count: number,
  onProgress: (done: number, total: number) => void,
  kind: 'mixed' | 'open' = 'mixed',
): Promise<number> {
  if (count === 0) return 0
  const all = await listGrounds(context)
  const grounds = kind === 'open' ? all.filter(({ hasDays }) => hasDays) : all
  const start = await nextSeedNumber(context.db)
  const now = context.clock.now()
  for (let made = 0; made < count; made += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, count - made) }, (_, index) => start + made + index)
    await seedDossiers(
      context.db,
      numbers.map((number) => invent(number, grounds, now, kind === 'open' ? openStories : stories)),
    )
    onProgress(made + numbers.length, count)
  }
  return count
}

const families = ['Lò', 'Quàng', 'Cà', 'Lường', 'Vàng', 'Giàng', 'Tòng', 'Thào', 'Mùa', 'Sùng']
const middles = ['Thị', 'Văn', 'A', 'Minh', 'Thị Mai']
const givens = ['Hương', 'Thành', 'Khánh', 'Bình', 'Sua', 'Ngân', 'Phú', 'Dơ', 'Pản', 'Hịa', 'Kẻo']
const channels = ['online', 'online', 'counter', 'post'] as const

type Story = Readonly<{ hours: number; deeds: readonly Command[] }>
const openStories: readonly Story[] = [{ hours: 2, deeds: [{ type: 'accept' }, { type: 'transfer' }] }]

/** How far dossiers have come, as often as they stand here, and how many hours ago they were submitted at most. */
const stories: readonly Story[] = (() => {
  const accept: Command = { type: 'accept' }
  const transfer: Command = { type: 'transfer' }
  const ask: Command = { type: 'request_papers', reason: 'Ảnh chụp bị mờ ở góc dưới', components: ['seed'] }
  const propose: Command = { type: 'submit_for_approval', note: '' }
  const approve: Command = { type: 'approve', note: '' }
  return [
    { hours: 20, deeds: [] },
    { hours: 40, deeds: [accept] },
    { hours: 90, deeds: [accept, transfer] },
    { hours: 130, deeds: [accept, transfer] },
    { hours: 120, deeds: [accept, transfer, ask] },
    { hours: 110, deeds: [accept, transfer, propose] },
    { hours: 160, deeds: [accept, transfer, propose, approve] },
    { hours: 900, deeds: [accept, transfer, propose, approve, { type: 'deliver' }] },
  ]
})()

const pick = <Item>(items: readonly Item[], number: number): Item => items[number % items.length] as Item

function invent(
  number: number,
  grounds: readonly Ground[],
  now: Temporal.Instant,
  tales: readonly Story[],
): SeedDossier {
  const { place, reckoning } = pick(grounds, number)
  const { hours, deeds: commands } = pick(tales, Math.floor(number / grounds.length) + number)
  // Spread over the time a story may have taken; a multiple that shares no factor with it visits every minute.
  const submittedAt = now.subtract({ minutes: 30 + ((number * 7919) % (hours * 60)) })
  const pause = Math.floor(submittedAt.until(now, { largestUnit: 'minutes' }).minutes / (commands.length + 1))
  const deeds: Deed[] = commands.map((command, index) => ({
    at: submittedAt.add({ minutes: pause * (index + 1) }),
    command,
  }))
  const folded = foldHistory({ submittedAt, startsOnTransfer: false }, deeds, reckoning, usualFollow)
  const { acceptedAt } = folded.times
  const day = acceptedAt ? localDay(acceptedAt).toString() : null
  return {
    number,
    id: makeId(submittedAt.epochMilliseconds),
    place,
    // Numbers from nine million on: they never meet those that are counted.
    code: day ? writeDossierCode({ agencyCode: place.intakeCode, day, number: 9_000_000 + number }) : null,
    applicantName: `${pick(families, number)} ${pick(middles, Math.floor(number / 10))} ${pick(givens, Math.floor(number / 50))}`,
    channel: pick(channels, number),
    deeds: deeds.map(({ at, command }) => ({
      at: at.toString(),
      type: command.type,
      by: giverOf(command.type),
      ...('reason' in command && { reason: command.reason }),
    })),
    folded,
  }
}

function giverOf(type: Command['type']): string {
  if (type === 'approve') return 'Tòng Văn Phú'
  return type === 'request_papers' || type === 'submit_for_approval' ? 'Cà Thị Ngân' : 'Vàng A Súa'
}

async function listGrounds({ db }: Context): Promise<Ground[]> {
  const procedures = await Promise.all(communeProcedures.map((code) => getProcedure(db, code)))
  const committees = (await listAgencies(db, { kind: 'peoples_committee' })).filter(
    ({ communeCode }) => communeCode !== null,
  )
  const provincial = await getProcedure(db, provincialProcedure)
  const department = await findCompetentAgency(db, provincial)
  const pairs = [
    ...committees.flatMap(({ id }) => procedures.map((procedure) => ({ id, procedure }))),
    ...(department ? [{ id: department.id, procedure: provincial }] : []),
  ]
  return await Promise.all(
    pairs.map(async ({ id, procedure }) => {
      const desk = await findReceivingDesk(db, id)
      const place = toPlace(id, desk, procedure)
      const { unit, amount } = procedure.timeLimit
      const hasDays = unit === 'working_day' && amount >= 3
      return { place, reckoning: (await makeReckoning(db, place)).reckoning, hasDays }
    }),
  )
}

const toPlace = (
  competentAgencyId: string,
  desk: Readonly<{ agencyId: string; code: string }> | null,
  { versionId, code, shortName }: Procedure,
): SeedPlace => ({
  receivingAgencyId: desk?.agencyId ?? competentAgencyId,
  competentAgencyId,
  intakeCode: desk?.code ?? 'H18',
  procedureVersionId: versionId,
  procedureCode: code,
  procedureName: shortName,
})
