import {
  carryCommand,
  type Facts,
  findTouch,
  listTasksOpen,
  type OpenTask,
  openProcess,
} from '#modules/dossiers'
import {
  type Command,
  type CommandType,
  type Dossier,
  decide,
  type Route,
  submittedDossier,
} from '#modules/lifecycle'
import type { Happening, ProcessState } from '#modules/processes'
import type { Definition } from '#modules/running'

/** How far a dossier has come: the process is gone along until then. */
export type Goal = 'registered' | 'accepted' | 'appraisal' | 'asked' | 'approval' | 'resolved' | 'delivered'
/** One thing done on the way, with what it does to the process and where that has the dossier. */
export type Walked = Readonly<{ command: Command; route: Route; happenings: readonly Happening[] }>

const walks = new WeakMap<Definition, Map<Goal, readonly Walked[]>>()

/** What is done, from submission on, until a dossier has come as far as `goal` on its process's shortest good way. */
export function walkTo(way: Definition, goal: Goal): readonly Walked[] {
  const known = walks.get(way) ?? new Map<Goal, readonly Walked[]>()
  walks.set(way, known)
  const walked = known.get(goal) ?? walk(way, goal)
  known.set(goal, walked)
  return walked
}

const mostSteps = 20
const good: readonly CommandType[] = ['accept', 'transfer', 'submit_for_approval', 'approve', 'deliver']
const facts: Facts = { answers: {}, dossier: { channel: 'counter', procedure: '', elsewhere: false } }

function walk(way: Definition, goal: Goal): Walked[] {
  let { state } = openProcess(way, facts)
  let dossier: Dossier = submittedDossier
  const walked: Walked[] = []
  while (!isReached(dossier, goal) && walked.length < mostSteps) {
    const command = goal === 'asked' && isReached(dossier, 'appraisal') ? askForPapers : nextCommand(way, state)
    const touch = command && findTouch(way.plan, state, command, false, takeFirst)
    if (!command || !touch) break
    const carried = carryCommand(way, state, command, touch, false)
    const decision = decide(dossier, command, carried.route)
    if (!decision.ok) break
    walked.push({ command, route: carried.route, happenings: carried.happenings })
    dossier = decision.next
    state = carried.state
  }
  return walked
}

const takeFirst = ([task]: readonly OpenTask[]) => task ?? null
const askForPapers: Command = {
  type: 'request_papers',
  reason: 'Ảnh chụp bị mờ ở góc dưới',
  components: ['seed'],
}

/** What an officer with nothing to object would do next: end the oldest task well. */
function nextCommand({ plan }: Definition, state: ProcessState): Command | null {
  for (const { wait, work } of listTasksOpen(plan, state)) {
    const type = good.find((one) => work.outcomes.some(({ command }) => command === one))
    if (type) return { type, note: '' } as Command
    const free = work.outcomes.find(({ command }) => command === null)
    if (free || work.outcomes.length === 0)
      return { type: 'complete_task', task: wait.node, outcome: free?.key ?? null, note: '' }
  }
  return null
}

function isReached({ state, step }: Dossier, goal: Goal): boolean {
  if (goal === 'asked') return state === 'supplement_requested'
  if (goal === 'accepted') return state === 'accepted' || state === 'in_progress'
  if (goal === 'appraisal' || goal === 'approval')
    return state === 'resolved' || (state === 'in_progress' && (step === goal || step === 'approval'))
  return state === goal
}
