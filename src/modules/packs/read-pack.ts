import { checkForm, type FormSchema } from '#modules/eforms'
import {
  completeContent,
  findContentProblems,
  type OfferedContent,
  type PackContent,
  packSchema,
} from '#modules/procedures'
import type { Plan } from '#modules/processes'
import { findScenarioProblems } from './check-scenarios.ts'
import { findShapeProblems, type ShapeProblem } from './check-shape.ts'
import { judgeProcess } from './judge-process.ts'
import { say } from './messages.ts'
import { checkFiles, type PackFile, type PackTexts } from './pack-files.ts'
import { type PackProblem, type Path, writePath } from './problem.ts'
import { type ReadText, readJson, readYaml } from './read-text.ts'
import type { ScenarioBook } from './scenario-schema.ts'

/** A pack that holds together: what it says of the procedure, its scenarios, and the texts it was read from. */
export type Pack = Readonly<{
  code: string
  /** YYYY-MM-DD: from when it is in force, if nobody decides otherwise. */
  effectiveFrom: string
  content: OfferedContent
  /** Its process, or the one that procedures without their own follow. */
  plan: Plan
  scenarios: ScenarioBook | null
  /** The line of `cases.yaml` on which a part of it stands. */
  lineOfScenario: (path: Path) => number | null
  texts: PackTexts
}>

export type PackResult =
  | Readonly<{ ok: true; pack: Pack }>
  | Readonly<{ ok: false; problems: readonly PackProblem[] }>

/**
 * Reads the files of a pack, by their names, and judges them all; whoever they come from. `code`: what the procedure has to
 * be, when that is known. Nothing is loaded of a pack with problems.
 */
export async function readPack(
  files: Readonly<Record<string, unknown>>,
  code: string | null = null,
): Promise<PackResult> {
  const checked = checkFiles(files)
  if (!checked.ok) return checked
  const { texts } = checked
  const problems: PackProblem[] = []
  const { procedure, form, scenarios } = readParts(texts, code, problems)
  const judged = await judgeProcess(texts['process.bpmn'], procedure?.value.decisions ?? [])
  problems.push(...judged.problems)
  if (!procedure || !form || !judged.plan || problems.length > 0) return { ok: false, problems }
  return { ok: true, pack: makePack(texts, procedure.value, form.value, judged.plan, scenarios) }
}

/**
 * What the files of a pack say that was judged before, word for word: quick, at every start. Throws when they cannot be read
 * after all.
 */
export function readJudged(texts: PackTexts): Pick<Pack, 'content' | 'effectiveFrom'> {
  const procedure = readYaml(texts['procedure.yaml'] ?? '')
  const form = readJson(texts['form.json'] ?? '')
  if (!procedure.ok || !form.ok) throw new Error('a pack that was judged before cannot be read')
  const { effectiveFrom, ...content } = procedure.value as Described
  return { effectiveFrom, content: contentOf(texts, content, form.value as FormSchema) }
}

function contentOf(texts: PackTexts, content: PackContent, form: FormSchema): OfferedContent {
  const xml = texts['process.bpmn']
  return { ...completeContent(content, form), ...(xml !== undefined && { process: xml }) }
}

type Parts = Readonly<{
  procedure: Read<Described> | null
  form: Read<FormSchema> | null
  scenarios: Read<ScenarioBook> | null
}>

/** The texts that are read as values. Scenarios are judged by what the others say, so only once those are sound. */
function readParts(texts: PackTexts, code: string | null, problems: PackProblem[]): Parts {
  const procedure = readFile<Described>(
    { texts, file: 'procedure.yaml', reader: readYaml, judge: (value) => judgeProcedure(value, code) },
    problems,
  )
  const today = procedure?.value.effectiveFrom ?? '2026-01-01'
  const form = readFile<FormSchema>(
    { texts, file: 'form.json', reader: readJson, judge: (value) => judgeForm(value, today) },
    problems,
  )
  if (!procedure || !form) return { procedure, form, scenarios: null }
  problems.push(...judgeContent(procedure, form.value))
  const spoken = { components: procedure.value.components, form: form.value }
  const judge = (value: unknown) => findScenarioProblems(value, spoken)
  const scenarios = readFile<ScenarioBook>({ texts, file: 'cases.yaml', reader: readYaml, judge }, problems)
  return { procedure, form, scenarios }
}

function makePack(
  texts: PackTexts,
  { effectiveFrom, ...content }: Described,
  form: FormSchema,
  plan: Plan,
  scenarios: Read<ScenarioBook> | null,
): Pack {
  return {
    code: content.code,
    effectiveFrom,
    content: contentOf(texts, content, form),
    plan,
    scenarios: scenarios?.value ?? null,
    lineOfScenario: scenarios?.lineOf ?? (() => null),
    texts,
  }
}

type Described = PackContent & Readonly<{ effectiveFrom: string }>
type Read<Value> = Readonly<{ value: Value; lineOf: ReadText['lineOf'] }>

type Reading = Readonly<{
  texts: PackTexts
  file: PackFile
  reader: typeof readYaml
  judge: (value: unknown) => readonly ShapeProblem[]
}>

/** The value of one file; null when it is absent or wrong, and then `problems` says why. */
function readFile<Value>({ texts, file, reader, judge }: Reading, problems: PackProblem[]): Read<Value> | null {
  const text = texts[file]
  if (text === undefined) return null
  const result = reader(text)
  if (!result.ok) {
    problems.push(...result.problems.map((problem) => ({ file, path: '', ...problem })))
    return null
  }
  const { value, lineOf } = result
  const found = judge(value)
  problems.push(
    ...found.map(({ path, reason }) => ({ file, line: lineOf(path), path: writePath(path), reason })),
  )
  return found.length > 0 ? null : { value: value as Value, lineOf }
}

function judgeProcedure(value: unknown, code: string | null): ShapeProblem[] {
  const misshapen = findShapeProblems(packSchema, value)
  if (misshapen.length > 0) return misshapen
  const procedure = value as Described
  const otherCode =
    code === null || procedure.code === code
      ? []
      : [{ path: ['code'], reason: say((words) => words.otherCode(code)) }]
  return [
    ...otherCode,
    ...(isDay(procedure.effectiveFrom)
      ? []
      : [{ path: ['effectiveFrom'], reason: say((words) => words.notADay(procedure.effectiveFrom)) }]),
    ...findTwice(procedure.components, 'components'),
  ]
}

/** What its fee rules, guide and decision tables say that does not hold together. */
const judgeContent = ({ value, lineOf }: Read<Described>, form: FormSchema): PackProblem[] =>
  findContentProblems(value, form).map(({ path, reason }) => ({
    file: 'procedure.yaml',
    line: lineOf(path),
    path: writePath(path),
    reason,
  }))

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** A key names one thing for ever. */
const findTwice = (list: readonly Readonly<{ key: string }>[], name: string): ShapeProblem[] =>
  list.flatMap(({ key }, index) =>
    list.findIndex((one) => one.key === key) < index
      ? [{ path: [name, index, 'key'], reason: say((words) => words.twice(key)) }]
      : [],
  )

/** A form has to be one that people can fill in; `today` is the day for which that is tried. */
function judgeForm(value: unknown, today: string): ShapeProblem[] {
  return checkForm(value, { today }).map(({ path, reason }) => ({
    path: pathInForm(path),
    reason: say((words) => words.misshapen(reason)),
  }))
}

/** `child.birthOn.x-when`, as forms name their places, as the way into the file. */
function pathInForm(path: string): Path {
  const [step = '', field, ...rest] = path.split('.')
  if (step.startsWith('x-') || step.startsWith('(')) return step.startsWith('(') ? [] : [step]
  return ['properties', step, ...(field === undefined ? [] : ['properties', field, ...rest])]
}
