import type { Context } from '#platform/context'

/** One measured number. `target` is what the project holds itself to, as a sentence; `ok` whether it was met. */
export type Figure = Readonly<{
  bench: string
  figure: string
  value: number
  unit: string
  target: string | null
  ok: boolean | null
}>

export type Bench = Readonly<{ name: string; summary: string; run: (ground: Ground) => Promise<Figure[]> }>

/** What a bench stands on: a database with dossiers, a server in its own process, tokens. */
export type Ground = Readonly<{
  /** The system as this process has it open. */
  context: Context
  /** What another process of the system is started with. */
  environment: Readonly<Record<string, string>>
  databaseUrl: string
  serverUrl: string
  serverPid: number
  postmasterPid: number
  /** A bearer token of the account. */
  token: (account: string) => Promise<string>
  dossiers: number
  /** How many processes wait, where a step among many is measured. */
  waiting: number
  /** Why pgbench cannot be compared with, or null when it can. */
  pgbench: string | null
  say: (sentence: string) => void
}>

export const figure = (
  bench: string,
  name: string,
  value: number,
  unit: string,
  target?: Readonly<{ atLeast?: number; atMost?: number }>,
): Figure => {
  const rounded = Number(value.toPrecision(4))
  if (!target) return { bench, figure: name, value: rounded, unit, target: null, ok: null }
  const { atLeast, atMost } = target
  const text = atLeast === undefined ? `<= ${atMost}` : `>= ${atLeast}`
  return {
    bench,
    figure: name,
    value: rounded,
    unit,
    target: text,
    ok: atLeast === undefined ? value <= (atMost ?? 0) : value >= atLeast,
  }
}
