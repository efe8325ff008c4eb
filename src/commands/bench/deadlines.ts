import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Temporal } from 'temporal-polyfill'
import { type ClockEvent, type ClockPolicy, foldClock, loadCalendar, traceClock } from '#modules/calendar'
import { type Bench, type Figure, figure, type Ground } from './figure.ts'
import { nodeFlags } from './ground.ts'
import { measurePages, type PageTimes } from './page-times.ts'
import {
  decree,
  prepareOpenDossiers,
  type RecountGround,
  readProgress,
  updateSameRows,
} from './recount-ground.ts'

const openDossiers = 100_000
const rounds = 5
const historiesPerRound = 200_000

/** Due times per second of one core, and the recounting of open dossiers after a late decree. */
export const deadlines: Bench = {
  name: 'deadlines',
  summary: 'due times per second; recounting 100,000 open dossiers after a late decree',
  async run(ground) {
    const counting = await measureCounting(ground)
    const place = await prepareOpenDossiers(ground, openDossiers)
    return [...counting, ...(await measureRecount(ground, place))]
  },
}

const policy: ClockPolicy = {
  limit: { amount: 30, unit: 'working_day', convention: 'working_hours', cutOff: null },
  onResume: { supplement: 'subtract', payment: 'subtract', confirmation: 'subtract' },
}

/** Histories with two pauses, each beginning at another minute of two years. */
function makeHistories(count: number): readonly (readonly ClockEvent[])[] {
  const first = Temporal.Instant.from('2025-01-02T00:10:00Z')
  return Array.from({ length: count }, (_, number): ClockEvent[] => {
    const at = (hours: number) => first.add({ minutes: (number * 7919) % 600_000 }).add({ hours })
    return [
      { type: 'received', at: at(0) },
      { type: 'paused', at: at(50), ground: 'supplement' },
      { type: 'resumed', at: at(190) },
      { type: 'paused', at: at(400), ground: 'payment' },
      { type: 'resumed', at: at(430) },
    ]
  })
}

async function measureCounting({ context, say }: Ground): Promise<Figure[]> {
  say('deadlines: counting')
  const calendar = await loadCalendar(context.db)
  const histories = makeHistories(5000)
  const perSecond = (count: (events: readonly ClockEvent[]) => number, times: number): number => {
    const before = process.cpuUsage()
    let sum = 0
    for (let number = 0; number < times; number++) sum += count(histories[number % histories.length] ?? [])
    const { user, system } = process.cpuUsage(before)
    if (!Number.isFinite(sum)) throw new Error('a due time was not counted')
    return times / ((user + system) / 1e6)
  }
  const due = (events: readonly ClockEvent[]) =>
    foldClock(calendar, policy, events).dueAt?.epochMilliseconds ?? Number.NaN
  const explained = (events: readonly ClockEvent[]) => traceClock(calendar, policy, events).length
  const best = (count: (events: readonly ClockEvent[]) => number, times: number) =>
    Math.max(...Array.from({ length: rounds }, () => perSecond(count, times)))
  return [
    figure('deadlines', 'due_times', best(due, historiesPerRound), 'per second of one core', {
      atLeast: 200_000,
    }),
    figure('deadlines', 'explained', best(explained, historiesPerRound / 20), 'per second of one core'),
  ]
}

async function measureRecount(ground: Ground, place: RecountGround): Promise<Figure[]> {
  ground.say('deadlines: pages before the decree')
  const usual = await measurePages(ground, place.codes, 6000)
  ground.say('deadlines: one SQL update of the same rows')
  const sqlSeconds = await updateSameRows(place)
  ground.say('deadlines: recounting')
  const started = performance.now()
  await decree(place)
  const worker = startWorker(ground)
  const meanwhile: PageTimes[] = []
  let progress = await readProgress(place)
  while (!progress.finishedAt) {
    meanwhile.push(await measurePages(ground, place.codes, 1000))
    progress = await readProgress(place)
  }
  const seconds = (progress.finishedAt.epochMilliseconds - progress.requestedAt.epochMilliseconds) / 1000
  worker.kill('SIGTERM')
  await new Promise((ended) => worker.once('exit', ended))
  ground.say(`deadlines: recounted in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return [
    figure('deadlines', 'recount_looked', progress.lookedAt, 'dossiers', { atLeast: openDossiers }),
    figure('deadlines', 'recount_moved', progress.moved, 'dossiers'),
    figure('deadlines', 'recount', seconds, 's', { atMost: 60 }),
    figure('deadlines', 'recount_to_sql_update', seconds / sqlSeconds, 'ratio of time'),
    figure('deadlines', 'pages_meanwhile', slowdown(usual, meanwhile), 'ratio of medians, worst', {
      atMost: 2,
    }),
  ]
}

/** How much slower the page that suffers most is, by its median over the whole recounting. */
function slowdown(usual: PageTimes, meanwhile: readonly PageTimes[]): number {
  const median = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
  const ratios = Object.entries(usual).map(
    ([page, times]) => median(meanwhile.flatMap((measured) => measured[page] ?? [])) / median(times),
  )
  return Math.max(...ratios)
}

function startWorker({ environment }: Ground): ChildProcess {
  const main = fileURLToPath(new URL('../../main.ts', import.meta.url))
  return spawn(process.execPath, [...nodeFlags, main, 'worker', '--json'], {
    env: { PATH: '/usr/bin:/bin', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
