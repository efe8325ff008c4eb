import { type Flow, findFlaws, type Plan, type PlanNode } from '#modules/processes'
import { type BpmnElement, type BpmnFile, readBpmn } from '#platform/bpmn'
import { outlineXml, type XmlElement, XmlError } from '#platform/xml-outline'
import { checkOutline } from './check-outline.ts'
import { checkWays } from './check-ways.ts'
import { type Compiling, checkProperties, type KnownNames, many, textOf } from './compile-flow.ts'
import { calledName, compileScope } from './compile-node.ts'
import { processDescriptor } from './process-descriptor.ts'
import { describeRefusal, type ProcessProblem, type RefusalCode } from './refusal-messages.ts'
import { openReport, type Report } from './report.ts'

/** What a process may name: left out, every name that is well formed is taken. */
export type CompileOptions = KnownNames &
  Readonly<{
    /** The file of a process that a call activity names and this file does not have. */
    resolveCall?: ((process: string) => string | null) | undefined
  }>

export type Compiled =
  | Readonly<{ ok: true; plan: Plan; xml: string }>
  | Readonly<{ ok: false; problems: readonly ProcessProblem[] }>

const mostBytes = 2 * 1024 * 1024

/**
 * Reads a BPMN 2.0 file and compiles its executable process. What the system would not do exactly as the file says, and
 * every shape that could get stuck or never end, is a problem with element, line and reason: never passed over.
 */
export async function compileProcess(xml: string, options: CompileOptions = {}): Promise<Compiled> {
  return await compileCalled(xml, options, [])
}

async function compileCalled(
  xml: string,
  options: CompileOptions,
  calls: readonly string[],
): Promise<Compiled> {
  if (Buffer.byteLength(xml) > mostBytes) return refuseFile('too_large', null, '2 MB')
  const outline = attemptOutline(xml)
  if ('ok' in outline) return outline
  const report = openReport(outline)
  checkOutline(outline, report)
  const root = outline[0]
  if (root?.local !== 'definitions' || root.uri !== 'http://www.omg.org/spec/BPMN/20100524/MODEL') {
    return refuseFile('not_bpmn', root?.line ?? 1)
  }
  // References to an id that stands twice could mean either.
  const found = report.list()
  if (found.some(({ code }) => code === 'id_twice')) return { ok: false, problems: found }
  const file = await attemptRead(xml)
  if ('ok' in file) return file
  noteWarnings(file, outline, report)
  const plan = await compileFile(file, { options, calls, report })
  if (plan && report.list().length === 0) judge(plan, report)
  const problems = report.list()
  return plan && problems.length === 0 ? { ok: true, plan, xml } : { ok: false, problems }
}

const refuseFile = (
  code: RefusalCode,
  line: number | null,
  ...values: readonly (string | number)[]
): Compiled => ({
  ok: false,
  problems: [{ element: null, line, code, ...describeRefusal(code, ...values) }],
})

function attemptOutline(xml: string): XmlElement[] | Compiled {
  try {
    return outlineXml(xml)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    return refuseFile(error.fault, error.line, error.detail)
  }
}

/** The outline has found it to be XML; what the library still cannot read has its line in the message. */
async function attemptRead(xml: string): Promise<BpmnFile | Compiled> {
  try {
    return await readBpmn(xml, { motcua: processDescriptor })
  } catch (error) {
    const { message } = error as Error
    const line = Number(/line: (\d+)/.exec(message)?.[1] ?? 0) + 1
    return refuseFile('unreadable', line, /nested error: (.*)/.exec(message)?.[1] ?? message)
  }
}

/** References that what happens depends on. Others point at data, drawings and categories. */
const binding = new Set([
  'sourceRef',
  'targetRef',
  'attachedToRef',
  'default',
  'messageRef',
  'errorRef',
  'eventDefinitionRef',
  'incoming',
  'outgoing',
])

function noteWarnings({ warnings }: BpmnFile, outline: readonly XmlElement[], report: Report): void {
  for (const warning of warnings) {
    if (warning.kind === 'unresolved') {
      const { element, property, value } = warning
      const isFlow = element.$type !== 'bpmn:Association' && element.$type !== 'bpmn:MessageFlow'
      if (isFlow && binding.has(property)) report.refuse(element, 'unresolved', property, value)
    } else if (!isDrawn(outline, warning.line)) {
      report.refuseLine(null, warning.line, 'unreadable', warning.reason)
    }
  }
}

function isDrawn(outline: readonly XmlElement[], line: number): boolean {
  const on = outline.findLast((element) => element.line <= line)
  for (let at = on ?? null; at; at = at.parent) if (at.local === 'BPMNDiagram') return true
  return false
}

type Around = Readonly<{ options: CompileOptions; calls: readonly string[]; report: Report }>

async function compileFile({ root }: BpmnFile, around: Around): Promise<Plan | null> {
  const { refuse } = around.report
  const processes = many(root, 'rootElements').filter(({ $type }) => $type === 'bpmn:Process')
  const byId = new Map(processes.map((process) => [process.id ?? '', process]))
  const main = chooseProcess(root, processes, around.report)
  if (!main) return null
  const called = await compileCalls(main, byId, around)
  const nodes = new Map<string, PlanNode>()
  const flows = new Map<string, Flow>()
  const compiling: Compiling = {
    refuse,
    known: around.options,
    processes: byId,
    called,
    calls: [...around.calls, main.id ?? ''],
    prefix: '',
    nodes,
    flows,
    language: saidLanguage(root),
  }
  for (const process of byId.values()) {
    if (process === main) checkProperties(compiling, process, processProperties)
  }
  const start = compileScope(compiling, main, null)
  return {
    process: main.id ?? '',
    name: textOf(main, 'name') ?? main.id ?? '',
    nodes: Object.fromEntries(nodes),
    flows: Object.fromEntries(flows),
    start,
  }
}

const processProperties = [
  'processType',
  'isClosed',
  'isExecutable',
  'laneSets',
  'flowElements',
  'artifacts',
  'properties',
  'definitionalCollaborationRef',
  'ioSpecification',
]

/** The default of the standard, XPath, is taken for what nobody chose. */
function saidLanguage(root: BpmnElement): string | null {
  const said = textOf(root, 'expressionLanguage')
  return Object.hasOwn(root, 'expressionLanguage') ? said : null
}

/**
 * The process to execute: the only one, or the only one marked executable. What only others call does not count, and other
 * pools are drawn to show who else takes part.
 */
function chooseProcess(root: BpmnElement, all: readonly BpmnElement[], { refuse }: Report): BpmnElement | null {
  const filled = all.filter((process) =>
    many(process, 'flowElements').some(({ $type }) => $type !== 'bpmn:SequenceFlow'),
  )
  const calledHere = new Set(filled.flatMap((process) => listCalls(process)))
  const free = filled.filter(({ id }) => !calledHere.has(id ?? ''))
  const candidates = free.length > 0 ? free : filled
  const marked = candidates.filter((process) => process.get('isExecutable') === true)
  const chosen = marked.length > 0 ? marked : candidates
  const [first, second] = chosen
  if (!first) refuse(root, 'no_process')
  if (first && second) refuse(second, 'many_processes', chosen.map(({ id }) => id).join(', '))
  return first && !second ? first : null
}

/** The processes that the call activities of a process name, at any depth. */
function listCalls(container: BpmnElement): string[] {
  return many(container, 'flowElements').flatMap((element) => {
    if (element.$type === 'bpmn:CallActivity') return calledName(element) ?? []
    return element.$type === 'bpmn:SubProcess' ? listCalls(element) : []
  })
}

/** Compiles the called processes that stand in other files. */
async function compileCalls(
  main: BpmnElement,
  here: ReadonlyMap<string, BpmnElement>,
  { options, calls, report }: Around,
): Promise<ReadonlyMap<string, Plan>> {
  const plans = new Map<string, Plan>()
  const around = [...calls, main.id ?? '']
  const names = [...new Set([main, ...here.values()].flatMap(listCalls))].filter((name) => !here.has(name))
  for (const name of names) {
    if (around.includes(name)) report.refuse(main, 'recursive_call', name)
    const xml = around.includes(name) ? null : options.resolveCall?.(name)
    const compiled = xml ? await compileCalled(xml, options, around) : null
    if (compiled?.ok) plans.set(name, compiled.plan)
    else if (compiled) noteCalled(report, main, name, compiled.problems)
  }
  return plans
}

function noteCalled(
  { refuse }: Report,
  main: BpmnElement,
  name: string,
  problems: readonly ProcessProblem[],
): void {
  for (const { line, reason } of problems) refuse(main, 'called_refused', name, line ?? 0, reason)
}

function judge(plan: Plan, { refuse, list }: Report): void {
  checkWays(plan, refuse)
  if (list().length > 0) return
  for (const { node, code, values } of findFlaws(plan)) refuse(node, code, ...values)
}

/** The verdict on a file as such: services and decision tables are taken as named. */
export async function checkProcess(xml: string): Promise<Compiled> {
  return await compileProcess(xml)
}
