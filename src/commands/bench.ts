import { deadlines } from './bench/deadlines.ts'
import { exchange } from './bench/exchange.ts'
import type { Bench, Figure } from './bench/figure.ts'
import { openGround } from './bench/ground.ts'
import { papers } from './bench/papers.ts'
import { processes } from './bench/processes.ts'
import { submit } from './bench/submit.ts'
import { sync } from './bench/sync.ts'
import { worklist } from './bench/worklist.ts'
import { type Command, type Output, UsageError } from './command.ts'

const benches: readonly Bench[] = [submit, worklist, deadlines, processes, papers, sync, exchange]

export const bench: Command = {
  name: 'bench',
  usage: '[name] [--dossiers <n>] [--waiting <n>]',
  summary: `Measures, as ratios inside one run: ${benches.map(({ name }) => name).join(', ')}.`,
  options: { dossiers: { type: 'string' }, waiting: { type: 'string' } },
  async run({ words, options, output }) {
    const [name, ...more] = words
    const wanted = name ? benches.filter((one) => one.name === name) : benches
    if (wanted.length === 0 || more.length > 0) {
      throw new UsageError(`bench: one of ${benches.map((one) => one.name).join(', ')}`)
    }
    const sizes = {
      dossiers: readSize('dossiers', options.dossiers ?? 100_000),
      waiting: readSize('waiting', options.waiting ?? 1_000_000),
    }
    const { ground, close } = await openGround(sizes, (sentence) =>
      process.stderr.write(`bench: ${sentence}\n`),
    )
    try {
      if (ground.pgbench) ground.say(ground.pgbench)
      const figures: Figure[] = []
      for (const one of wanted) figures.push(...(await one.run(ground)))
      print(output, figures)
      return figures.some(({ ok }) => ok === false) ? 1 : 0
    } finally {
      await close()
    }
  },
}

function readSize(name: string, given: unknown): number {
  const size = Number(given)
  if (!Number.isInteger(size) || size < 1) throw new UsageError(`bench: --${name} is a whole number`)
  return size
}

function print(output: Output, figures: readonly Figure[]): void {
  for (const one of figures) {
    output.record(one)
    const verdict = { true: 'ok', false: 'MISSED', null: '' }[String(one.ok) as 'true' | 'false' | 'null']
    const columns = [
      one.bench.padEnd(10),
      one.figure.padEnd(28),
      String(one.value).padStart(10),
      one.unit.padEnd(26),
    ]
    output.say([...columns, (one.target ?? '').padEnd(8), verdict].join(' ').trimEnd())
  }
}
