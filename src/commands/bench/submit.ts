import { cpuMsOf, cpuMsOfFamily, memoryMbOf } from './cpu-time.ts'
import { type Bench, type Figure, figure, type Ground } from './figure.ts'
import { type LoadReport, runLoad } from './load.ts'
import { runPgbench } from './pgbench.ts'
import { plainInserts, submissionBody } from './submission.ts'

const connections = 64
const seconds = 5
const rounds = 3

/** Submissions over HTTP, each answered only when it is durable, against pgbench writing the same rows in one statement. */
export const submit: Bench = {
  name: 'submit',
  summary: 'dossiers submitted over HTTP, every one durable',
  async run(ground) {
    const { body, headers } = await submissionBody(ground)
    const load = (time: number) =>
      runLoad({
        url: ground.serverUrl,
        method: 'POST',
        path: '/api/v1/dossiers',
        headers,
        body,
        connections,
        seconds: time,
        expectStatus: 201,
      })
    await load(2)
    const inserts = await plainInserts(ground)
    const results: Round[] = []
    for (let round = 1; round <= rounds; round += 1) {
      ground.say(`submit: round ${round} of ${rounds}`)
      results.push(await measureRound(ground, () => load(seconds), inserts))
    }
    return summarise(ground, results)
  },
}

type Round = Readonly<{
  load: LoadReport
  serverMs: number
  databaseMs: number
  perSecond: number
  pgbench: number | null
}>

async function measureRound(ground: Ground, load: () => Promise<LoadReport>, inserts: string): Promise<Round> {
  const before = [cpuMsOf(ground.serverPid), cpuMsOfFamily(ground.postmasterPid)] as const
  const report = await load()
  const serverMs = (cpuMsOf(ground.serverPid) - before[0]) / report.requests
  const databaseMs = (cpuMsOfFamily(ground.postmasterPid) - before[1]) / report.requests
  const pgbench = ground.pgbench
    ? null
    : runPgbench(ground.databaseUrl, inserts, { connections, seconds }).perSecond
  return { load: report, serverMs, databaseMs, perSecond: report.requests / report.seconds, pgbench }
}

function summarise(ground: Ground, rounds: readonly Round[]): Figure[] {
  const failed = rounds.reduce((sum, { load }) => sum + load.failed, 0)
  if (failed > 0)
    throw new Error(
      `${failed} submissions failed: ${rounds.find(({ load }) => load.firstFailure)?.load.firstFailure}`,
    )
  const best = <Key extends 'perSecond' | 'pgbench'>(key: Key) =>
    Math.max(...rounds.map((round) => round[key] ?? 0))
  const least = <Key extends 'serverMs' | 'databaseMs'>(key: Key) =>
    Math.min(...rounds.map((round) => round[key]))
  const named = (name: string, value: number, unit: string, target?: { atLeast?: number; atMost?: number }) =>
    figure('submit', name, value, unit, target)
  const ratios = rounds.map(({ perSecond, pgbench }) => perSecond / (pgbench ?? 1)).sort((a, b) => a - b)
  const compared = ground.pgbench
    ? []
    : [
        named('pgbench_one_statement', best('pgbench'), 'transactions/s'),
        named('ratio_to_pgbench', ratios[Math.floor(ratios.length / 2)] ?? 0, 'ratio (median of rounds)', {
          atLeast: 0.5,
        }),
      ]
  return [
    named('submissions', best('perSecond'), 'requests/s'),
    ...compared,
    named('server_cpu', least('serverMs'), 'ms/request'),
    named('database_cpu', least('databaseMs'), 'ms/request'),
    named('p50', Math.min(...rounds.map(({ load }) => load.p50Ms)), 'ms'),
    named('p99', Math.min(...rounds.map(({ load }) => load.p99Ms)), 'ms'),
    named('server_memory', memoryMbOf(ground.serverPid), 'MB'),
    named('dossiers_before', ground.dossiers, 'rows'),
  ]
}
