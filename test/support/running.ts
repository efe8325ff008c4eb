import { randomUUID } from 'node:crypto'
import { before } from 'node:test'
import { type OfficerActor, seedDemoAccounts } from '#modules/identity'
import { seedDemoProvince } from '#modules/organisations'
import type { Plan, PlanNode } from '#modules/processes'
import {
  listTasksOf,
  type ProcessChange,
  type Subjects,
  saveDefinition,
  startInstance,
  type Task,
} from '#modules/running'
import { fixedClock } from '#platform/clock'
import type { Context } from '#platform/context'
import type { JobContext } from '#platform/jobs'
import { useContext } from '#test/app'
import { accountOf } from '#test/consultations'

/** Some nodes of a plan with more said of them than a builder of plans knows. */
export const withNodes = (
  plan: Plan,
  said: Readonly<Record<string, Partial<Record<string, unknown>>>>,
): Plan => ({
  ...plan,
  nodes: {
    ...plan.nodes,
    ...Object.fromEntries(
      Object.entries(said).map(([id, more]) => [id, { ...plan.nodes[id], ...more } as PlanNode]),
    ),
  },
})

/** Subjects that only remember what they were told, by their ids. */
export function makeSubjects(): Subjects & { readonly told: ProcessChange[] } {
  const told: ProcessChange[] = []
  return {
    told,
    lock: async () => undefined,
    moved: async (_, __, change) => {
      told.push(change)
    },
  }
}

/** Starts a process of an agency, about a dossier that is not there. */
export async function startIn(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  definitionId: string,
  agencyId: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<ProcessChange> {
  const given = {
    ...{ subjectId: randomUUID(), subjectName: 'H18.137-261126-0001', definitionId, variables },
    agencies: { receiving: agencyId, competent: agencyId },
    actor: { kind: 'system' } as const,
    at: clock.now(),
  }
  return await db.transaction().execute((tx) => startInstance(db, tx, given))
}

export type RunningWorld = Readonly<{
  context: Context & JobContext
  /** The same system at another moment. */
  at: (instant: string) => Context & JobContext
  /** An officer of the demo with an account, by username. */
  officer: (username: string) => Promise<OfficerActor>
  /** Keeps a plan under a key. */
  define: (plan: Plan, key?: string) => Promise<string>
  /** Starts a process in the ward H18.137; answers what it waits for first. */
  start: (
    definitionId: string,
    variables?: Readonly<Record<string, unknown>>,
    at?: string,
  ) => Promise<ProcessChange>
  /** The open tasks of a subject, by their nodes. */
  open: (subjectId: string) => Promise<string[]>
  /** The only open task of a subject. */
  task: (subjectId: string, node?: string) => Promise<Task>
}>

/** Gives this test file the demo province with its officers, on its own database, for processes to run in. */
export function useRunning(): { readonly world: RunningWorld } {
  const own = useContext()
  before(async () => {
    await own.ready
    await seedDemoProvince(own.context)
    await seedDemoAccounts(own.context)
  })
  const at = (instant: string | null): Context & JobContext => ({
    ...own.context,
    ...(instant && { clock: fixedClock(instant) }),
    attempt: 1,
  })
  const listOpen = async (subjectId: string) =>
    (await listTasksOf(own.context.db, subjectId)).filter(({ state }) => state === 'open')
  return {
    get world(): RunningWorld {
      const context = at(null)
      const officer = (username: string) => accountOf(context, username)
      return {
        context,
        at,
        officer,
        define: (plan, key = 'test') => saveDefinition(context.db, { key, xml: '<definitions/>', plan }),
        start: async (definitionId, variables = {}, instant) => {
          const { agencyId } = await officer('case-officer')
          return await startIn(at(instant ?? null), definitionId, agencyId, variables)
        },
        open: async (subjectId) => (await listOpen(subjectId)).map(({ node }) => node),
        task: async (subjectId, node) => {
          const found = (await listOpen(subjectId)).filter((task) => node === undefined || task.node === node)
          if (found.length !== 1 || !found[0]) throw new Error(`${found.length} tasks are open`)
          return found[0]
        },
      }
    },
  }
}
