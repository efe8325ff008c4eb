import { ClockError } from '#modules/calendar'
import { carryCommand, findTouch, listTasksOpen, type OpenTask, type Touch } from '#modules/dossiers'
import { type Command, type CommandType, decide, taskCommands, timesAfter } from '#modules/lifecycle'
import type { Deed } from '#modules/packs'
import type { TaskOutcome } from '#modules/processes'
import { mayDoTask } from '#modules/running'
import { AppError } from '#platform/errors'
import type { Ground } from './ground.ts'
import { answerOf, happen, listOpened, nameOfService, settle, type World } from './world.ts'

/** The world after a deed; or the code by which the rules refuse it, and what there is to know of it. */
export type Done = Readonly<{ ok: true; world: World } | { ok: false; code: string; detail: string }>

type Said = Exclude<Deed, string>
type Of<Key extends string> = Extract<Said, Readonly<Record<Key, unknown>>>

const refuse = (code: string, detail = ''): Done => ({ ok: false, code, detail })

/** Does what a step says, by the rules of a real dossier. */
export function doDeed(ground: Ground, world: World, deed: Deed): Done {
  try {
    if (typeof deed === 'string') return doWord(ground, world, deed)
    if ('command' in deed) return giveCommand(ground, world, deed)
    if ('message' in deed) return receiveMessage(ground, world, deed)
    if ('service' in deed) return answerService(ground, world, deed)
    return finishTask(ground, world, deed as TaskDeed)
  } catch (error) {
    if (error instanceof ClockError) return refuse(error.code)
    if (!(error instanceof AppError)) throw error
    return refuse(error.code.split('.').at(-1) ?? error.code, Object.values(error.detail).join(': '))
  }
}

type TaskDeed = Readonly<{ task?: string; outcome?: string; for?: string; reason?: string; by?: string }>

/** One word: an outcome where a task has it, else a command. */
function doWord(ground: Ground, world: World, word: string): Done {
  const tasks = listTasksOpen(ground.way.plan, world.process)
  const having = tasks.filter(({ work }) => work.outcomes.some(({ key }) => key === word))
  if (having.length > 0) return finishTask(ground, world, { outcome: word })
  const named = tasks.some((task) => isCalled(task, word))
  return named
    ? finishTask(ground, world, { task: word })
    : giveCommand(ground, world, { command: word as Of<'command'>['command'] })
}

const isCalled = ({ wait, name, nameEn }: OpenTask, called: string): boolean =>
  wait.node === called || name === called || nameEn === called

function finishTask(ground: Ground, world: World, deed: TaskDeed): Done {
  const tasks = listTasksOpen(ground.way.plan, world.process)
  const fitting = tasks.filter(
    (task) =>
      (deed.task === undefined || isCalled(task, deed.task)) &&
      (deed.for === undefined || isFor(task, deed.for)) &&
      (deed.task !== undefined || task.work.outcomes.some(({ key }) => key === deed.outcome)),
  )
  const [task, other] = fitting
  if (!task) return refuse('not_waiting', tasks.map(({ wait }) => wait.node).join(', '))
  if (other && deed.task === undefined && task.wait.node !== other.wait.node)
    return refuse('ambiguous', fitting.map(({ wait }) => wait.node).join(', '))
  return finishThis(ground, world, deed, task)
}

/** Of a task that is done once for each item: whether it is that one. */
export const isFor = ({ wait }: Pick<OpenTask, 'wait'>, wanted: string): boolean =>
  Object.values(wait.items).some((item) => nameOfItem(item) === wanted)

/** How an item of a list is called: itself, or its `key`, `code` or `name`. */
export function nameOfItem(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item)
  const { key, code, name } = item as Readonly<Record<string, unknown>>
  return String(key ?? code ?? name ?? JSON.stringify(item))
}

function finishThis(ground: Ground, world: World, deed: TaskDeed, task: OpenTask): Done {
  const { outcomes, role, notBy } = task.work
  const outcome = outcomes.find(({ key }) => key === deed.outcome) ?? null
  if (!outcome && (outcomes.length > 0 || deed.outcome !== undefined))
    return refuse('outcome_unknown', outcomes.map(({ key }) => key).join(', '))
  if (outcome?.asksReason && !deed.reason?.trim()) return refuse('reason_missing')
  const by = deed.by ?? `${task.wait.node} ${task.wait.token}`
  const barred = notBy.flatMap((node) => world.doers[node] ?? [])
  const doer = { accountId: by, roles: [role], agencyId: '' }
  const may = mayDoTask(doer, { role, agencyId: '', notBy: barred, claimedBy: null }, [])
  if (!may.ok) return refuse(may.because, by)
  const doers = { ...world.doers, [task.wait.node]: [...(world.doers[task.wait.node] ?? []), by] }
  return command(ground, { ...world, doers }, commandOf(task, outcome, deed), { kind: 'task', task, outcome })
}

const commandOf = (task: OpenTask, outcome: TaskOutcome | null, { reason = '' }: TaskDeed): Command =>
  outcome?.command
    ? writeCommand(outcome.command as CommandType, { reason, note: reason })
    : { type: 'complete_task', task: task.wait.node, outcome: outcome?.key ?? null, note: reason }

type Sayings = Readonly<Partial<Omit<Of<'command'>, 'command' | 'by'>>>

/** What each command says; the others say nothing. */
const sayings: Readonly<
  Partial<Record<CommandType, readonly (keyof Sayings | 'method' | 'receiptReference')[]>>
> = {
  refuse: ['reason'],
  request_papers: ['reason', 'components', 'unseenReason'],
  request_payment: ['amountVnd', 'reason'],
  confirm_payment: ['method', 'receiptReference'],
  request_confirmation: ['reason'],
  record_confirmation: ['note'],
  submit_for_approval: ['note'],
  return_to_appraisal: ['reason'],
  approve: ['note'],
  reject: ['reason'],
  stop: ['reason'],
  withdraw: ['reason'],
  extend: ['reason', 'until'],
}

const unsaid = {
  ...{ reason: '', note: '', components: [], unseenReason: undefined, amountVnd: 0, until: '' },
  ...{ method: 'cash', receiptReference: 'BL-0001' },
}

/** A command with what it takes of what was said. */
function writeCommand(type: CommandType, said: Sayings): Command {
  const all = { ...unsaid, ...said }
  const entries = (sayings[type] ?? []).map((key) => [key, all[key]] as const)
  return { type, ...Object.fromEntries(entries.filter(([, value]) => value !== undefined)) } as Command
}

function giveCommand(ground: Ground, world: World, deed: Of<'command'>): Done {
  const { command: type, by: _, ...said } = deed
  const given = writeCommand(type, said)
  const { way, filing } = ground
  if (!taskCommands.includes(type)) {
    const touch = findTouch(way.plan, world.process, given, filing.startsOnTransfer, () => null)
    return touch ? command(ground, world, given, touch) : refuse('wrong_step')
  }
  const tasks = listTasksOpen(way.plan, world.process)
  const task = tasks.find(({ work }) => work.outcomes.some((outcome) => outcome.command === type))
  const outcome = task?.work.outcomes.find((one) => one.command === type)
  if (task && outcome)
    return finishThis(ground, world, { ...deed, task: task.wait.node, outcome: outcome.key }, task)
  const touch = findTouch(way.plan, world.process, given, filing.startsOnTransfer, () => null)
  if (touch) return command(ground, world, given, touch)
  const decision = decide(world.dossier, given, null)
  return refuse(decision.ok ? 'wrong_step' : decision.code, tasks.map(({ wait }) => wait.node).join(', '))
}

/** What a dossier's command does: to its process, its state, its times. */
function command(ground: Ground, world: World, given: Command, touch: Touch): Done {
  const { way, filing, reckoning } = ground
  const lawful = decide(world.dossier, given, null)
  if (!lawful.ok) return refuse(lawful.code, world.dossier.state)
  const carried = carryCommand(way, world.process, given, touch, filing.startsOnTransfer)
  const decision = decide(world.dossier, given, carried.route)
  if (!decision.ok) return refuse(decision.code, world.dossier.state)
  const deeds = [...world.deeds, { at: world.now, command: given }]
  const times = timesAfter(world.times, filing, deeds, world.dossier, decision.next, reckoning)
  const next = { ...world, dossier: decision.next, times, deeds, process: carried.state }
  return { ok: true, world: settle(ground, { ...next, opened: listOpened(ground, next) }) }
}

function receiveMessage(ground: Ground, world: World, { message, variables = {} }: Of<'message'>): Done {
  const awaited = world.opened.some(({ wait }) => wait.message === message)
  if (!awaited) return refuse('not_waiting', messagesOf(world).join(', '))
  return { ok: true, world: happen(ground, world, { type: 'message', message, variables }) }
}

const messagesOf = ({ opened }: World): string[] => opened.flatMap(({ wait }) => wait.message ?? [])

function answerService(ground: Ground, world: World, { service, gives, fails }: Of<'service'>): Done {
  const open = world.opened.find(
    ({ wait, node }) => wait.kind === 'service' && nameOfService(node).includes(service),
  )
  if (!open) return refuse('not_waiting')
  const happening =
    fails === undefined
      ? answerOf(open.wait, gives ?? {})
      : ({ type: 'fail', token: open.wait.token, error: fails } as const)
  return { ok: true, world: happen(ground, world, happening) }
}
