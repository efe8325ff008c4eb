import { isDeepStrictEqual } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import type { Expectation } from '#modules/packs'
import { readLocal } from './ground.ts'
import { type Seen, type SeenTask, writeMoment } from './observe.ts'

/** What was expected and is not so: under which key, and how both sides are written. */
export type Mismatch = Readonly<{ key: string; expected: string; found: string }>

type Key = Exclude<keyof Expectation, 'refused' | 'fields'>
type Comparison<Name extends Key> = (
  expected: Exclude<Expectation[Name], undefined>,
  seen: Seen,
) => Omit<Mismatch, 'key'> | null

/** Everything in which a moment is not what a scenario expects of it. */
export function findMismatches(expected: Expectation, seen: Seen): Mismatch[] {
  return (Object.keys(comparisons) as Key[]).flatMap((key) => {
    const wanted = expected[key]
    if (wanted === undefined) return []
    const found = (comparisons[key] as Comparison<Key>)(wanted as never, seen)
    return found ? [{ key, ...found }] : []
  })
}

const comparisons: { readonly [Name in Key]: Comparison<Name> } = {
  state: (expected, { state }) => compareWords(expected, state),
  step: (expected, { step }) => compareWords(expected, step),
  outcome: (expected, { outcome }) => compareWords(expected, outcome),
  process: (expected, { process }) => compareWords(expected, process),
  tasks: compareTasks,
  waitsFor: compareWaits,
  rings: (expected, { rings }) => {
    const wrong = Object.entries(expected).filter(([id, at]) => !isAt(at, rings[id] ?? null))
    if (wrong.length === 0) return null
    const write = ([id, at]: readonly [string, string | null]) => `${id}: ${at ?? '—'}`
    return {
      expected: wrong.map(write).join(', '),
      found: wrong.map(([id]) => write([id, writeMoment(rings[id] ?? null)])).join(', '),
    }
  },
  due: (expected, { due }) => compareMoments(expected, due),
  stepDue: (expected, { stepDue }) => compareMoments(expected, stepDue),
  fees: compareFees,
  variables: (expected, { variables }) => {
    const wrong = Object.entries(expected).filter(([name, value]) => !isDeepStrictEqual(variables[name], value))
    if (wrong.length === 0) return null
    const write = (name: string, value: unknown) =>
      `${name}: ${value === undefined ? '—' : JSON.stringify(value)}`
    return {
      expected: wrong.map(([name, value]) => write(name, value)).join(', '),
      found: wrong.map(([name]) => write(name, variables[name])).join(', '),
    }
  },
}

const compareWords = (expected: string | null, found: string | null) =>
  expected === found ? null : { expected: expected ?? '—', found: found ?? '—' }

function compareMoments(expected: string | null, found: Temporal.Instant | null) {
  return isAt(expected, found) ? null : { expected: expected ?? '—', found: writeMoment(found) }
}

/** A day means any time of it; a time means that minute. */
function isAt(expected: string | null, found: Temporal.Instant | null): boolean {
  if (expected === null || found === null) return expected === found
  if (!expected.includes('T')) return localDay(found).toString() === expected
  const minute = found.round({ smallestUnit: 'minute', roundingMode: 'floor' })
  return Temporal.Instant.compare(readLocal(expected), minute) === 0
}

type WantedTask = Exclude<Exclude<Expectation['tasks'], undefined>[number], string>

function compareTasks(expected: readonly (string | WantedTask)[], { tasks }: Seen) {
  const wanted = expected.map((one) => (typeof one === 'string' ? { task: one } : one))
  const left = [...tasks]
  // Those that say most are matched first, so that a bare name does not take what another describes.
  for (const one of wanted.toSorted((a, b) => Object.keys(b).length - Object.keys(a).length)) {
    const index = left.findIndex((task) => isTask(one, task))
    if (index < 0)
      return { expected: wanted.map(writeWanted).join(', ') || '—', found: writeTasks(tasks, wanted) }
    left.splice(index, 1)
  }
  if (left.length === 0) return null
  return { expected: wanted.map(writeWanted).join(', ') || '—', found: writeTasks(tasks, wanted) }
}

const isTask = (wanted: WantedTask, task: SeenTask): boolean =>
  task.names.includes(wanted.task) &&
  (wanted.for === undefined || wanted.for === task.item) &&
  (wanted.role === undefined || wanted.role === task.role) &&
  (wanted.agency === undefined || wanted.agency === task.agency) &&
  (wanted.due === undefined || isAt(wanted.due, task.due))

const writeWanted = ({ task, ...more }: WantedTask): string => writeTask(task, Object.entries(more))

const writeTask = (task: string, more: readonly (readonly [string, unknown])[]): string =>
  more.length === 0 ? task : `${task} (${more.map(([key, value]) => `${key} ${value ?? '—'}`).join(', ')})`

/** The open tasks, with as much of each as somebody has asked for. */
function writeTasks(tasks: readonly SeenTask[], wanted: readonly WantedTask[]): string {
  const keys = (['for', 'role', 'agency', 'due'] as const).filter((key) => wanted.some((one) => key in one))
  const write = ({ id, item, role, agency, due }: SeenTask) => {
    const all = { for: item, role, agency, due: writeMoment(due) }
    return writeTask(
      id,
      keys.map((key) => [key, all[key]]),
    )
  }
  return tasks.map(write).join(', ') || '—'
}

function compareWaits(expected: readonly string[], { waitsFor }: Seen) {
  const missing = expected.filter((name) => !waitsFor.includes(name))
  return missing.length === 0 ? null : { expected: missing.join(', '), found: waitsFor.join(', ') || '—' }
}

type WantedFees = Exclude<Expectation['fees'], undefined>

function compareFees(expected: WantedFees, { fees }: Seen) {
  const wanted = typeof expected === 'number' ? { totalVnd: expected } : expected
  const { totalVnd, lines = {} } = wanted
  const amounts = new Map(fees.lines.map(({ key, amountVnd }) => [key, amountVnd]))
  const wrong = Object.entries(lines).filter(
    ([key, amount]) => !amounts.has(key) || amounts.get(key) !== amount,
  )
  if ((totalVnd === undefined || totalVnd === fees.totalVnd) && wrong.length === 0) return null
  const total = totalVnd === undefined ? [] : [`= ${totalVnd}`]
  const write = (all: Iterable<readonly [string, number | null]>) =>
    [...all].map(([key, amount]) => `${key}: ${amount ?? '?'}`)
  return {
    expected: [...write(Object.entries(lines)), ...total].join(', '),
    found: [...write(amounts), `= ${fees.totalVnd}`].join(', '),
  }
}
