import { isDeepStrictEqual } from 'node:util'
import type { WorkCalendar } from '#modules/calendar'
import { followGuide } from '#modules/guides'
import type { Expectation, Pack, Path, Said, Scenario, ScenarioStep } from '#modules/packs'
import { AppError } from '#platform/errors'
import { findMismatches, type Mismatch } from './compare.ts'
import { type Done, doDeed } from './do-deed.ts'
import { type Ground, makeGround } from './ground.ts'
import { say, type scenarioMessages } from './messages.ts'
import { observe } from './observe.ts'
import { passTime, type TimeRefusal } from './pass-time.ts'
import { findSubmissionRefusal } from './submit.ts'
import { openWorld, type World } from './world.ts'

/** Where a scenario is not as it says: the part, the line of `cases.yaml`, and what was expected and found. */
export type ScenarioProblem = Readonly<{
  /** `Bước 2`, `Step 2`. */
  place: Said
  line: number | null
  reason: Said
  expected: string | null
  found: string | null
}>

export type ScenarioResult = Readonly<{
  name: string
  nameEn: string
  line: number | null
  /** Empty: it went as it says. */
  problems: readonly ScenarioProblem[]
}>

type Fault = Readonly<{ path: Path; reason: Said; expected?: string; found?: string }>
type Part = Readonly<{ place: Said; path: Path }>

/** Runs one scenario of a pack, in memory. It stops at the first part that is not as it says. Never throws. */
export function runScenario(pack: Pack, index: number, calendar: WorkCalendar): ScenarioResult {
  const scenario = pack.scenarios?.scenarios[index] as Scenario
  const path = ['scenarios', index]
  const lineOf = (at: Path): number | null => pack.lineOfScenario([...path, ...at])
  const { name, nameEn = name } = scenario
  const { place, faults } = run(pack, scenario, calendar)
  const problems = faults.map(({ path: at, reason, expected = null, found = null }) => ({
    place,
    line: lineOf(at),
    reason,
    expected,
    found,
  }))
  return { name, nameEn, line: lineOf([]), problems }
}

type Ended = Readonly<{ place: Said; faults: readonly Fault[] }>

function run(pack: Pack, scenario: Scenario, calendar: WorkCalendar): Ended {
  const start: Part = { place: say((words) => words.submitted), path: ['given'] }
  try {
    const guided = followItsGuide(pack, scenario)
    if (guided.length > 0) return { place: say((words) => words.guide), faults: guided }
    const ground = makeGround(pack, scenario, calendar)
    const submitted = submit(ground)
    if (!submitted.world) return { place: start.place, faults: submitted.faults }
    return runSteps(ground, submitted.world)
  } catch (error) {
    return { place: start.place, faults: [{ path: start.path, reason: explain(error) }] }
  }
}

function explain(error: unknown): Said {
  if (!(error instanceof AppError || error instanceof RangeError)) throw error
  const why =
    error instanceof AppError ? `${error.code} ${Object.values(error.detail).join(': ')}` : error.message
  return say((words) => words.failed(why))
}

function followItsGuide({ content }: Pack, { guide }: Scenario): Fault[] {
  if (!guide) return []
  const wanted = guide.leadsTo as Readonly<Record<string, unknown>> | null
  const found = content.guide ? followGuide(content.guide, guide.answers).outcome : null
  const seen = found as Readonly<Record<string, unknown>> | null
  const keys = Object.keys(wanted ?? {})
  const agrees =
    wanted && seen ? keys.every((key) => isDeepStrictEqual(seen[key], wanted[key])) : wanted === seen
  if (agrees) return []
  const write = (value: Readonly<Record<string, unknown>> | null) =>
    value ? keys.map((key) => `${key}: ${JSON.stringify(value[key])}`).join(', ') : '—'
  return [faultOf(['guide', 'leadsTo'], { key: 'leadsTo', expected: write(wanted), found: write(seen) })]
}

type Submitted = Readonly<{ world: World | null; faults: readonly Fault[] }>

/** The world after submission; none when it was refused, as expected or not. */
function submit(ground: Ground): Submitted {
  const { submitted } = ground.scenario
  const refusal = findSubmissionRefusal(ground)
  if (refusal) {
    const { code, fields } = refusal
    const faults = judgeRefusal(submitted, ['submitted'], ['given'], code, fields.join(', '))
    return { world: null, faults: faults.length > 0 ? faults : compareFields(submitted, fields) }
  }
  const world = openWorld(ground)
  const faults = judge(ground, world, submitted, ['submitted'])
  return { world: faults.length > 0 ? null : world, faults }
}

function compareFields(expected: Expectation | undefined, found: readonly string[]): Fault[] {
  const wanted = expected?.fields
  if (!wanted || isDeepStrictEqual([...wanted].sort(), [...found].sort())) return []
  const mismatch = { key: 'fields', expected: wanted.join(', '), found: found.join(', ') }
  return [faultOf(['submitted', 'fields'], mismatch)]
}

function runSteps(ground: Ground, submitted: World): Ended {
  const { steps = [], finally: last } = ground.scenario
  let world = submitted
  for (const [index, step] of steps.entries()) {
    const place = say((words) => words.step(index + 1))
    const { world: next, faults } = runStep(ground, world, step, ['steps', index])
    if (faults.length > 0) return { place, faults }
    world = next
  }
  const place = say((words) => words.finally)
  return { place, faults: judge(ground, world, last, ['finally']) }
}

type Stepped = Readonly<{ world: World; faults: readonly Fault[] }>

function runStep(ground: Ground, before: World, step: ScenarioStep, path: Path): Stepped {
  try {
    return takeStep(ground, before, step, path)
  } catch (error) {
    return { world: before, faults: [{ path, reason: explain(error) }] }
  }
}

function takeStep(ground: Ground, before: World, step: ScenarioStep, path: Path): Stepped {
  const passed = passTime(ground, before, step.at)
  if (!passed.ok)
    return { world: before, faults: [{ path: [...path, 'at'], reason: explainTime(passed.code) }] }
  const done: Done = step.do === undefined ? passed : doDeed(ground, passed.world, step.do)
  const world = done.ok ? done.world : passed.world
  const refused = done.ok
    ? findMissingRefusal(step.expect, path)
    : judgeRefusal(step.expect, [...path, 'expect'], [...path, 'do'], done.code, done.detail)
  const faults = refused.length > 0 ? refused : judge(ground, world, step.expect, [...path, 'expect'])
  return { world, faults }
}

const explainTime = (code: TimeRefusal): Said =>
  say((words) => {
    const sentences = {
      no_timer: words.noTimer,
      before: words.before,
      no_such_time: words.noSuchTime,
      never_rests: words.neverRests,
    }
    return sentences[code]
  })

/** What was done should have been refused. */
const findMissingRefusal = (expected: Expectation | undefined, path: Path): Fault[] =>
  expected?.refused === undefined
    ? []
    : [
        {
          path: [...path, 'expect', 'refused'],
          reason: say((words) => words.notRefused(expected.refused ?? '')),
          expected: expected.refused,
          found: '—',
        },
      ]

function judgeRefusal(
  expected: Expectation | undefined,
  expectedAt: Path,
  doneAt: Path,
  code: string,
  detail: string,
): Fault[] {
  const wanted = expected?.refused
  if (wanted === code) return []
  if (wanted === undefined)
    return [{ path: doneAt, reason: say((words) => words.refused(code, detail)), expected: '—', found: code }]
  return [faultOf([...expectedAt, 'refused'], { key: 'refusal', expected: wanted, found: code })]
}

function judge(ground: Ground, world: World, expected: Expectation | undefined, path: Path): Fault[] {
  if (!expected) return []
  const seen = observe(ground, world)
  return findMismatches(expected, seen).map((mismatch) => faultOf([...path, mismatch.key], mismatch))
}

type Word = keyof ReturnType<typeof scenarioMessages>

/** A mismatch in words. */
function faultOf(path: Path, { key, expected, found }: Mismatch): Fault {
  const name = (key === 'step' ? 'stepOf' : key) as Word
  return { path, reason: say((words) => words.mismatch(String(words[name]), expected, found)), expected, found }
}
