import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { type Mutant, makeMutants } from './mutate.ts'
import type { Trial, TrialResult } from './try-mutant.ts'

/**
 * `npm run mutants`: makes one small mistake after the other in the legal-deadline rules and runs their tests on each. A
 * mistake that no test notices survives. `-- --only clock` tries one file, `--json` tells everything; exits with 1 when
 * less than nine in ten are noticed.
 */
const rules = new URL('../../src/modules/calendar/rules/', import.meta.url)
const sources = [
  'zone',
  'working-time',
  'period',
  'waits',
  'clock',
  'steps',
  'urgency',
  'due',
  'trace',
  'clock-trace',
  'work-calendar',
]
// Tables first: most mistakes fall at once. What walks minute by minute comes last.
const tests = [
  'due',
  'clock',
  'clock-trace',
  'trace',
  'work-calendar',
  'steps',
  'urgency',
  'clock-examples',
  'clock-traps',
  'working-time',
  'clock-walk',
  'clock-laws',
].map((name) => new URL(`${name}.test.ts`, rules).href)
const leastShare = 0.9
const trialsOfWorker = 60

type Verdict = 'killed' | 'survived' | 'timed_out'
type Result = Readonly<{ file: string; mutant: Mutant; verdict: Verdict; killedBy: string | null }>

const { values: options } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } })

const queue = sources
  .filter((name) => !options.only || name === options.only)
  .flatMap((name) => {
    const file = `${name}.ts`
    return makeMutants(readFileSync(new URL(file, rules), 'utf8')).map((mutant) => ({ file, mutant }))
  })

/** One trial in a worker; a mutant that loops is ended with its worker. */
async function tryIn(worker: Worker, trial: Trial): Promise<TrialResult | 'timed_out'> {
  const { promise, resolve, reject } = Promise.withResolvers<TrialResult | 'timed_out'>()
  const timer = setTimeout(() => resolve('timed_out'), longestTrial)
  worker.once('message', resolve).once('error', reject)
  worker.postMessage(trial)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    worker.off('message', resolve).off('error', reject)
  }
}

// A mutant that loops is given up after some times what the tests take when nothing is wrong.
let longestTrial = 120_000
const startWorker = () => new Worker(new URL('./try-mutant.ts', import.meta.url))
let next = 0
const results: Result[] = []

async function work(): Promise<void> {
  let worker = startWorker()
  for (let tried = 1; next < queue.length; tried++) {
    const number = next++
    const { file, mutant } = queue[number] as (typeof queue)[number]
    const trial: Trial = { number, file: new URL(file, rules).href, source: mutant.source, tests }
    const answer = await tryIn(worker, trial)
    const killedBy = answer === 'timed_out' ? null : answer.killedBy
    const verdict = answer === 'timed_out' ? 'timed_out' : verdictOf(killedBy)
    results[number] = { file, mutant, verdict, killedBy }
    tell(results[number])
    if (answer !== 'timed_out' && tried % trialsOfWorker !== 0) continue
    await worker.terminate()
    worker = startWorker()
  }
  await worker.terminate()
}

const verdictOf = (killedBy: string | null): Verdict => (killedBy === null ? 'survived' : 'killed')

function tell({ file, mutant, verdict }: Result): void {
  if (verdict !== 'killed' && !options.json)
    process.stdout.write(`${verdict} ${file}:${mutant.line} ${mutant.change}\n`)
}

/** The tests must pass on the rules as they are, or every mutant would seem to be noticed. */
async function checkTests(): Promise<void> {
  const worker = startWorker()
  const answer = await tryIn(worker, { number: -1, tests })
  await worker.terminate()
  if (answer === 'timed_out' || answer.killedBy !== null)
    throw new Error(`the tests fail without a mutant: ${answer === 'timed_out' ? answer : answer.killedBy}`)
}

function tellTable(share: number): void {
  const count = (file: string, verdict: Verdict) =>
    results.filter((result) => result.file === file && result.verdict === verdict).length
  const row = (cells: readonly (string | number)[]) =>
    process.stdout.write(
      `${cells.map((cell, index) => (index === 0 ? `${cell}`.padEnd(20) : `${cell}`.padStart(10))).join('')}\n`,
    )
  row(['file', 'killed', 'timed out', 'survived'])
  for (const file of new Set(results.map((result) => result.file)))
    row([file, count(file, 'killed'), count(file, 'timed_out'), count(file, 'survived')])
  process.stdout.write(`${results.length} mutants, ${(share * 100).toFixed(1)} % noticed\n`)
}

const startedAt = performance.now()
await checkTests()
longestTrial = 5_000 + 3 * (performance.now() - startedAt)
await Promise.all(Array.from({ length: availableParallelism() }, work))
const survivors = results.filter(({ verdict }) => verdict === 'survived')
const share = 1 - survivors.length / results.length
if (options.json) {
  const told = results.map(({ file, mutant: { line, change }, verdict, killedBy }) => ({
    file,
    line,
    change,
    verdict,
    killedBy,
  }))
  process.stdout.write(`${JSON.stringify({ mutants: results.length, share, results: told }, null, 2)}\n`)
} else {
  tellTable(share)
  process.stdout.write(`${Math.round((performance.now() - startedAt) / 1000)} s\n`)
}
if (share < leastShare) process.exitCode = 1
