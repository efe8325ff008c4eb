import { cpuMsOf, cpuMsOfFamily, memoryMbOf } from './cpu-time.ts'
import { type Bench, type Figure, figure, type Ground } from './figure.ts'
import { type LoadReport, runLoad } from './load.ts'

const seconds = 5
const rounds = 3

/** The first fifty lines of an officer's worklist over HTTP, as JSON, from a table full of dossiers. */
export const worklist: Bench = {
  name: 'worklist',
  summary: 'worklist of 50 over HTTP',
  async run(ground) {
    const headers = { authorization: `Bearer ${await ground.token('case-officer')}` }
    const plan = {
      url: ground.serverUrl,
      method: 'GET',
      path: '/api/v1/worklist?limit=50',
      headers,
      body: null,
    } as const
    const load = (time: number) => runLoad({ ...plan, connections: 16, seconds: time, expectStatus: 200 })
    await load(2)
    const results: Round[] = []
    for (let round = 1; round <= rounds; round += 1) {
      ground.say(`worklist: round ${round} of ${rounds}`)
      results.push(await measureRound(ground, () => load(seconds)))
    }
    return summarise(ground, results)
  },
}

type Round = Readonly<{ load: LoadReport; serverMs: number; databaseMs: number }>

async function measureRound(ground: Ground, load: () => Promise<LoadReport>): Promise<Round> {
  const before = [cpuMsOf(ground.serverPid), cpuMsOfFamily(ground.postmasterPid)] as const
  const report = await load()
  if (report.failed > 0) throw new Error(`${report.failed} requests failed: ${report.firstFailure}`)
  return {
    load: report,
    serverMs: (cpuMsOf(ground.serverPid) - before[0]) / report.requests,
    databaseMs: (cpuMsOfFamily(ground.postmasterPid) - before[1]) / report.requests,
  }
}

function summarise(ground: Ground, rounds: readonly Round[]): Figure[] {
  const least = (read: (round: Round) => number) => Math.min(...rounds.map(read))
  const perSecond = Math.max(...rounds.map(({ load }) => load.requests / load.seconds))
  const bytes = rounds[0] ? rounds[0].load.bytes / rounds[0].load.requests : 0
  return [
    figure('worklist', 'requests', perSecond, 'requests/s'),
    figure(
      'worklist',
      'server_cpu',
      least(({ serverMs }) => serverMs),
      'ms/request',
      { atMost: 0.6 },
    ),
    figure(
      'worklist',
      'database_cpu',
      least(({ databaseMs }) => databaseMs),
      'ms/request',
    ),
    figure(
      'worklist',
      'p50',
      least(({ load }) => load.p50Ms),
      'ms',
    ),
    figure(
      'worklist',
      'p99',
      least(({ load }) => load.p99Ms),
      'ms',
    ),
    figure('worklist', 'answer', bytes, 'bytes'),
    figure('worklist', 'server_memory', memoryMbOf(ground.serverPid), 'MB'),
    figure('worklist', 'dossiers', ground.dossiers, 'rows'),
  ]
}
