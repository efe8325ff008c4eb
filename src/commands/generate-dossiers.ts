import type { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import {
  findWay,
  makeReckoning,
  nextSeedNumber,
  type SeedDossier,
  type SeedPlace,
  seedDossiers,
  startOf,
} from '#modules/dossiers'
import { type Command, type Deed, foldHistory, type Reckoning, writeDossierCode } from '#modules/lifecycle'
import { findCompetentAgency, findReceivingDesk, listAgencies } from '#modules/organisations'
import { getProcedure, listOffered, type Procedure } from '#modules/procedures'
import { type Definition, type SeedProcess, seedInstances } from '#modules/running'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { type Goal, walkTo } from './walk-process.ts'

const atOnce = 2000
const mostProcedures = 100

/** Where a dossier may go, how its time is counted there, and the process it follows. */
type Ground = Readonly<{ place: SeedPlace; reckoning: Reckoning; way: Definition; hasDays: boolean }>

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
    const invented = numbers.map((number) =>
      invent(number, grounds, now, kind === 'open' ? openStories : stories),
    )
    await seedDossiers(
      context.db,
      invented.map(({ dossier }) => dossier),
    )
    // The many of a measurement get their processes as old dossiers do, when somebody looks at them.
    if (kind === 'mixed')
      await seedInstances(
        context.db,
        invented.map(({ process }) => process),
      )
    onProgress(made + numbers.length, count)
  }
  return count
}

const families = ['Lò', 'Quàng', 'Cà', 'Lường', 'Vàng', 'Giàng', 'Tòng', 'Thào', 'Mùa', 'Sùng']
const middles = ['Thị', 'Văn', 'A', 'Minh', 'Thị Mai']
const givens = ['Hương', 'Thành', 'Khánh', 'Bình', 'Sua', 'Ngân', 'Phú', 'Dơ', 'Pản', 'Hịa', 'Kẻo']
const channels = ['online', 'online', 'counter', 'post'] as const

type Story = Readonly<{ hours: number; goal: Goal }>
const openStories: readonly Story[] = [{ hours: 2, goal: 'appraisal' }]

/** How far dossiers have come, as often as they stand here, and how many hours ago they were submitted at most. */
const stories: readonly Story[] = [
  { hours: 20, goal: 'registered' },
  { hours: 40, goal: 'accepted' },
  { hours: 90, goal: 'appraisal' },
  { hours: 130, goal: 'appraisal' },
  { hours: 120, goal: 'asked' },
  { hours: 110, goal: 'approval' },
  { hours: 160, goal: 'resolved' },
  { hours: 900, goal: 'delivered' },
]

const pick = <Item>(items: readonly Item[], number: number): Item => items[number % items.length] as Item

type Invented = Readonly<{ dossier: SeedDossier; process: SeedProcess }>

function invent(
  number: number,
  grounds: readonly Ground[],
  now: Temporal.Instant,
  tales: readonly Story[],
): Invented {
  const { place, reckoning, way } = pick(grounds, number)
  const { hours, goal } = pick(tales, Math.floor(number / grounds.length) + number)
  const steps = walkTo(way, goal)
  // Spread over the time a story may have taken; a multiple that shares no factor with it visits every minute.
  const submittedAt = now.subtract({ minutes: 30 + ((number * 7919) % (hours * 60)) })
  const pause = Math.floor(submittedAt.until(now, { largestUnit: 'minutes' }).minutes / (steps.length + 1))
  const timed = steps.map((step, index) => ({ ...step, at: submittedAt.add({ minutes: pause * (index + 1) }) }))
  const deeds: Deed[] = timed.map(({ at, command }) => ({ at, command }))
  const routes = steps.map(({ route }) => route)
  const follow = () => routes.shift() ?? null
  const folded = foldHistory({ submittedAt, startsOnTransfer: false }, deeds, reckoning, follow)
  const { acceptedAt } = folded.times
  const day = acceptedAt ? localDay(acceptedAt).toString() : null
  const id = makeId(submittedAt.epochMilliseconds)
  const channel = pick(channels, number)
  const dossier: SeedDossier = {
    number,
    id,
    place,
    // Numbers from nine million on: they never meet those that are counted.
    code: day ? writeDossierCode({ agencyCode: place.intakeCode, day, number: 9_000_000 + number }) : null,
    applicantName: `${pick(families, number)} ${pick(middles, Math.floor(number / 10))} ${pick(givens, Math.floor(number / 50))}`,
    channel,
    deeds: deeds.map(({ at, command }) => ({
      at: at.toString(),
      type: command.type,
      by: giverOf(command.type),
      ...('reason' in command && { reason: command.reason }),
      ...(command.type === 'complete_task' && { task: command.task, outcome: command.outcome }),
    })),
    folded,
  }
  const actor = { kind: 'system' } as const
  const start = startOf(
    { ...place, id, reference: dossier.code ?? `seed-${number}`, channel, answers: {} },
    way,
    actor,
    submittedAt,
  )
  const happenings = timed.flatMap(({ at, command, happenings: all }) =>
    all.map((happening) => ({ happening, at, actor: { ...actor, fullName: giverOf(command.type) } })),
  )
  return { dossier, process: { start, happenings } }
}

function giverOf(type: Command['type']): string {
  if (type === 'approve') return 'Tòng Văn Phú'
  return type === 'request_papers' || type === 'submit_for_approval' ? 'Cà Thị Ngân' : 'Vàng A Súa'
}

async function listGrounds({ db }: Context): Promise<Ground[]> {
  const offered = await listOffered(db, null, mostProcedures)
  const procedures = await Promise.all(offered.map(({ code }) => getProcedure(db, code)))
  const committees = (await listAgencies(db, { kind: 'peoples_committee' })).filter(
    ({ communeCode }) => communeCode !== null,
  )
  const pairs: { id: string; procedure: Procedure }[] = []
  for (const procedure of procedures) {
    if (procedure.level === 'commune') pairs.push(...committees.map(({ id }) => ({ id, procedure })))
    const department = procedure.level === 'province' ? await findCompetentAgency(db, procedure) : null
    if (department) pairs.push({ id: department.id, procedure })
  }
  return await Promise.all(
    pairs.map(async ({ id, procedure }) => {
      const desk = await findReceivingDesk(db, id)
      const place = toPlace(id, desk, procedure)
      const { unit, amount } = procedure.timeLimit
      const hasDays = unit === 'working_day' && amount >= 3
      const [{ reckoning }, way] = await Promise.all([
        makeReckoning(db, { ...place, variant: null }),
        findWay(db, procedure),
      ])
      return { place, reckoning, way, hasDays }
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
