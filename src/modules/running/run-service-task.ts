import { advance, type Happening, listWaits, variablesAt } from '#modules/processes'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import type { JobContext } from '#platform/jobs'
import { getDefinition } from './load-definition.ts'
import { serviceTries } from './plan-step.ts'
import { type ServiceTaskCall, ServiceTaskError, type ServiceTaskTable, type Subjects } from './ports.ts'
import { findInstanceById, type Instance, lockInstance } from './repository.ts'
import { appendIncident } from './repository-watch.ts'
import { tryStep } from './step-in-transaction.ts'

type Working = Context & JobContext

/** What a service is called for: a token that waits at a service task, or one that has passed a message end. */
export type Called = Readonly<{ instanceId: string; token: number }>

/**
 * Calls the service a token waits for and lets the process go on with the answer. Repeated, by the queue or after a crash, the
 * service hears the same key; an answer counts only while the token still waits. A fault is thrown, so that the queue
 * tries again; after the last try the error is `unavailable`.
 */
export async function runServiceTask(
  context: Working,
  { services, subjects }: Readonly<{ services: ServiceTaskTable; subjects: Subjects }>,
  { instanceId, token }: Called,
): Promise<void> {
  const instance = await findInstanceById(context.db, instanceId)
  if (!instance) return
  const { plan, asking } = await getDefinition(context.db, instance.definitionId)
  const wait = listWaits(plan, instance.state).find((one) => one.token === token && one.kind === 'service')
  const node = wait && plan.nodes[wait.node]
  if (node?.kind !== 'service_task') return
  const variables = variablesAt(plan, instance.state, token)
  const input = node.input === null ? null : asking.feel(node.input, variables)
  const call = { ...describe(instance, token, node.id), input, variables }
  await finish(context, subjects, instance, node.id, await ask(context, services[node.service], call))
}

/** Tells the outside what a message end says. Nothing waits for the answer; what fails for good is an incident. */
export async function sendMessage(
  context: Working,
  services: ServiceTaskTable,
  { instanceId, token, node: id }: Called & Readonly<{ node: string }>,
): Promise<void> {
  const instance = await findInstanceById(context.db, instanceId)
  if (!instance) return
  const { plan } = await getDefinition(context.db, instance.definitionId)
  const node = plan.nodes[id]
  if (node?.kind !== 'message_end') return
  const call = { ...describe(instance, token, id), input: null, variables: instance.state.variables }
  const answer = await ask(context, services[node.message], call)
  if (answer.type === 'fail') await noteIncident(context, instance.id, token, id, answer.error)
}

const describe = ({ id, subjectId, subjectName }: Instance, token: number, node: string) => ({
  ...{ key: `${id}.${token}`, instanceId: id, subjectId, subjectName, node },
})

type Answer = Extract<Happening, { type: 'complete' | 'fail' }>

async function ask(
  context: Working,
  service: ServiceTaskTable[string] | undefined,
  call: ServiceTaskCall,
): Promise<Answer> {
  const token = Number(call.key.split('.')[1])
  if (!service) return { type: 'fail', token, error: 'unknown_service' }
  try {
    return { type: 'complete', token, outcome: null, variables: await service(context, call) }
  } catch (error) {
    if (error instanceof ServiceTaskError) return { type: 'fail', token, error: error.code }
    if (context.attempt < serviceTries) throw error
    context.log.error({ err: error, instance: call.instanceId, node: call.node }, 'a service was given up')
    return { type: 'fail', token, error: 'unavailable' }
  }
}

/** An error that no boundary event catches would end the process: it becomes an incident, and the token waits on. */
async function finish(
  { db, clock }: Working,
  subjects: Subjects,
  { id: instanceId, subjectId }: Instance,
  node: string,
  answer: Answer,
): Promise<void> {
  const at = clock.now()
  const incident = (reason: string) =>
    ({ id: makeId(at.epochMilliseconds), token: answer.token, node, kind: 'service', reason }) as const
  await db.transaction().execute(async (tx) => {
    await subjects.lock(tx, subjectId)
    const instance = await lockInstance(tx, subjectId)
    if (!instance || (await isFatal({ db }, instance, answer)))
      return await appendIncident(tx, instanceId, incident(answer.type === 'fail' ? answer.error : ''), at)
    const actor = { kind: 'system' } as const
    const step = await tryStep(db, tx, { subjectId, happening: answer, actor, at, audit: true })
    if (step.ok) return await subjects.moved(tx, subjectId, step)
    if (step.code === 'stuck')
      await appendIncident(tx, instanceId, incident(`${step.node}: ${step.reason}`), at)
  })
}

async function isFatal({ db }: Pick<Context, 'db'>, instance: Instance, answer: Answer): Promise<boolean> {
  if (answer.type !== 'fail') return false
  const { plan, asking } = await getDefinition(db, instance.definitionId)
  const result = advance(plan, instance.state, answer, asking)
  return result.ok && result.state.status === 'failed'
}

async function noteIncident(
  { db, clock }: Working,
  instanceId: string,
  token: number,
  node: string,
  reason: string,
): Promise<void> {
  const at = clock.now()
  const incident = { id: makeId(at.epochMilliseconds), token, node, kind: 'service', reason } as const
  await db.transaction().execute((tx) => appendIncident(tx, instanceId, incident, at))
}
