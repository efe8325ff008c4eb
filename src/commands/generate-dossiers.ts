import type { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import {
  carryCommand,
  type Facts,
  findTouch,
  findWay,
  listTasksOpen,
  makeReckoning,
  nextSeedNumber,
  type OpenTask,
  openProcess,
  type SeedDossier,
  type SeedPlace,
  seedDossiers,
  startOf,
} from '#modules/dossiers'
import {
  type Command,
  type CommandType,
  type Deed,
  type Dossier,
  decide,
  foldHistory,
  type Reckoning,
  type Route,
  submittedDossier,
  writeDossierCode,
} from '#modules/lifecycle'
import { findCompetentAgency, findReceivingDesk, listAgencies } from '#modules/organisations'
import { getProcedure, type Procedure } from '#modules/procedures'
import type { Happening, ProcessState } from '#modules/processes'
import { type Definition, type SeedProcess, seedInstances } from '#modules/running'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'

const atOnce = 2000
const communeProcedures = ['1.001193', '1.000894', '2.000815', '1.004873', '2.000635']
const provincialProcedure = '2.000648'

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

/** How far a dossier has come: the process is gone along until then. */
type Goal = 'registered' | 'accepted' | 'appraisal' | 'asked' | 'approval' | 'resolved' | 'delivered'
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

/** One thing done on the way, with what it does to the process and where that has the dossier. */
type Walked = Readonly<{ command: Command; route: Route; happenings: readonly Happening[] }>

const walks = new WeakMap<Definition, Map<Goal, readonly Walked[]>>()

/** What is done, from submission on, until a dossier has come as far as `goal` on its process's shortest good way. */
function walkTo(way: Definition, goal: Goal): readonly Walked[] {
  const known = walks.get(way) ?? new Map<Goal, readonly Walked[]>()
  walks.set(way, known)
  const walked = known.get(goal) ?? walk(way, goal)
  known.set(goal, walked)
  return walked
}

const mostSteps = 20
const good: readonly CommandType[] = ['accept', 'transfer', 'submit_for_approval', 'approve', 'deliver']
const facts: Facts = { answers: {}, dossier: { channel: 'counter', procedure: '', elsewhere: false } }

function walk(way: Definition, goal: Goal): Walked[] {
  let { state } = openProcess(way, facts)
  let dossier: Dossier = submittedDossier
  const walked: Walked[] = []
  while (!isReached(dossier, goal) && walked.length < mostSteps) {
    const command = goal === 'asked' && isReached(dossier, 'appraisal') ? askForPapers : nextCommand(way, state)
    const touch = command && findTouch(way.plan, state, command, false, takeFirst)
    if (!command || !touch) break
    const carried = carryCommand(way, state, command, touch, false)
    const decision = decide(dossier, command, carried.route)
    if (!decision.ok) break
    walked.push({ command, route: carried.route, happenings: carried.happenings })
    dossier = decision.next
    state = carried.state
  }
  return walked
}

const takeFirst = ([task]: readonly OpenTask[]) => task ?? null
const askForPapers: Command = {
  type: 'request_papers',
  reason: 'Ảnh chụp bị mờ ở góc dưới',
  components: ['seed'],
}

/** What an officer with nothing to object would do next: end the oldest task well. */
function nextCommand({ plan }: Definition, state: ProcessState): Command | null {
  for (const { wait, work } of listTasksOpen(plan, state)) {
    const type = good.find((one) => work.outcomes.some(({ command }) => command === one))
    if (type) return { type, note: '' } as Command
    const free = work.outcomes.find(({ command }) => command === null)
    if (free || work.outcomes.length === 0)
      return { type: 'complete_task', task: wait.node, outcome: free?.key ?? null, note: '' }
  }
  return null
}

function isReached({ state, step }: Dossier, goal: Goal): boolean {
  if (goal === 'asked') return state === 'supplement_requested'
  if (goal === 'accepted') return state === 'accepted' || state === 'in_progress'
  if (goal === 'appraisal' || goal === 'approval')
    return state === 'resolved' || (state === 'in_progress' && (step === goal || step === 'approval'))
  return state === goal
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
      const [{ reckoning }, way] = await Promise.all([makeReckoning(db, place), findWay(db, procedure)])
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
