import { randomUUID } from 'node:crypto'
import { completeTask } from '#modules/running'
import { type Bench, type Figure, figure, type Ground } from './figure.ts'
import { runPgbench } from './pgbench.ts'
import { numberedId, openWaitingGround, plainStep, type WaitingGround } from './waiting-ground.ts'

const few = 10_000
const connections = 64
const seconds = 5
const rounds = 3
/** Steps measured on each ground in each of so many rounds, in turn, so that a busy moment of the machine hits both. */
const stepsPerRound = 1500
const stepRounds = 7
const atOnce = 4

/** Tasks completed, every step durable, against pgbench writing the same rows; and whether a million waiting slow a step. */
export const processes: Bench = {
  name: 'processes',
  summary: 'tasks of processes completed, every step durable; a step among 1,000,000 that wait',
  async run(ground) {
    const open = (name: string, instances: number) => {
      ground.say(`processes: ${instances} instances are made to wait`)
      return openWaitingGround(ground, name, instances)
    }
    const grounds = [
      await open('few', few),
      await open('plain', few),
      await open('many', ground.waiting),
    ] as const
    try {
      const [small, plain, large] = grounds
      const [amongFew, amongMany] = [makeOfficers(small), makeOfficers(large)]
      const rates = await measureRate(ground, amongFew, plain)
      return [...rates, ...(await measureSteps(ground, amongFew, amongMany))]
    } finally {
      for (const { close } of grounds) await close()
    }
  },
}

/** Completes one task of a random process; answers how many milliseconds it took until it was durable. */
type Step = () => Promise<number>

const byNode = {
  appraisal: { outcome: 'submit', roles: ['case_officer'], accountId: randomUUID(), fullName: 'Cà Thị Ngân' },
  approval: { outcome: 'return', roles: ['signatory'], accountId: randomUUID(), fullName: 'Tòng Văn Phú' },
}

/** The officers of a ground: each task is done by one of its agency and role, and no process is in two hands at once. */
function makeOfficers({ context, instances, agencyIds }: WaitingGround): Step {
  const next = new Map<number, Readonly<{ taskId: string; node: string }>>()
  const busy = new Set<number>()
  const takeAny = (): number => {
    for (;;) {
      const number = 1 + Math.floor(Math.random() * instances)
      if (busy.has(number)) continue
      busy.add(number)
      return number
    }
  }
  return async () => {
    const number = takeAny()
    const { taskId, node } = next.get(number) ?? { taskId: numberedId('task', number), node: 'appraisal' }
    const { outcome, ...officer } = byNode[node as keyof typeof byNode]
    const actor = { kind: 'officer', ...officer, agencyId: agencyIds[number % agencyIds.length] ?? '' } as const
    const begunMs = performance.now()
    const { openTasks } = await completeTask(context, { taskId, outcome }, actor)
    const tookMs = performance.now() - begunMs
    const [task] = openTasks
    if (openTasks.length !== 1 || !task) throw new Error(`a process has ${openTasks.length} open tasks`)
    next.set(number, { taskId: task.id, node: task.node })
    busy.delete(number)
    return tookMs
  }
}

/** Lets `hands` take steps until `isOver`; answers the milliseconds of each. */
async function work(step: Step, hands: number, isOver: (done: number) => boolean): Promise<number[]> {
  const times: number[] = []
  const hand = async () => {
    while (!isOver(times.length)) times.push(await step())
  }
  await Promise.all(Array.from({ length: hands }, hand))
  return times
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
const p95 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? Number.NaN

async function measureRate(ground: Ground, step: Step, plain: WaitingGround): Promise<Figure[]> {
  const statement = await plainStep(plain)
  const load = async (time: number) => {
    const until = performance.now() + time * 1000
    const times = await work(step, connections, () => performance.now() > until)
    return times.length / time
  }
  await load(2)
  const measured: { own: number; pgbench: number }[] = []
  for (let round = 1; round <= rounds; round += 1) {
    ground.say(`processes: round ${round} of ${rounds}`)
    const own = await load(seconds)
    const pgbench = ground.pgbench
      ? Number.NaN
      : runPgbench(plain.databaseUrl, statement, { connections, seconds }).perSecond
    measured.push({ own, pgbench })
  }
  const rate = figure('processes', 'tasks_completed', Math.max(...measured.map(({ own }) => own)), 'tasks/s')
  if (ground.pgbench) return [rate]
  const ratio = median(measured.map(({ own, pgbench }) => own / pgbench))
  return [
    rate,
    figure(
      'processes',
      'pgbench_one_statement',
      Math.max(...measured.map(({ pgbench }) => pgbench)),
      'transactions/s',
    ),
    figure('processes', 'ratio_to_pgbench', ratio, 'ratio (median of rounds)', { atLeast: 0.4 }),
  ]
}

async function measureSteps(ground: Ground, amongFew: Step, amongMany: Step): Promise<Figure[]> {
  const measure = async (step: Step) => p95(await work(step, atOnce, (done) => done >= stepsPerRound))
  for (const step of [amongFew, amongMany]) await measure(step)
  const measured: { few: number; many: number }[] = []
  for (let round = 1; round <= stepRounds; round += 1) {
    ground.say(`processes: steps, round ${round} of ${stepRounds}`)
    measured.push({ few: await measure(amongFew), many: await measure(amongMany) })
  }
  const p95Few = median(measured.map((one) => one.few))
  const p95Many = median(measured.map((one) => one.many))
  const ratio = median(measured.map((one) => one.many / one.few))
  return [
    figure('processes', 'p95_few_waiting', p95Few, `ms, ${few} waiting`),
    figure('processes', 'p95_many_waiting', p95Many, `ms, ${ground.waiting} waiting`),
    figure('processes', 'p95_many_to_few', ratio, 'ratio (median of rounds)', { atMost: 1.25 }),
  ]
}
