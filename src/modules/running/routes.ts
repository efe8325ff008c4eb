import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { localDay } from '#modules/calendar'
import { findOfficerAccountId, type OfficerActor, officerOf } from '#modules/identity'
import { keyHeader, sendOnce } from '#modules/repeats'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { placeOf, writePlace } from '#platform/list-place'
import { literals, nextCursor, orNull, paging } from '#platform/schema-parts'
import { checkDoer, delegate, endDelegation, findSeats } from './delegate.ts'
import { runningProblem } from './errors.ts'
import { getPlan } from './load-definition.ts'
import { findTaskLine, listDelegations, listOpenTasks, type Task, type TaskLine } from './repository-tasks.ts'
import { listIncidents } from './repository-watch.ts'
import { settleIncident } from './settle-incident.ts'
import { claimTask, reassignTask, releaseTask, saveTaskDraft } from './work-on-task.ts'

const closed = { additionalProperties: false } as const

const instant = Type.String({ description: 'RFC 3339 with offset' })
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD' })
const id = Type.String({ format: 'uuid' })
const params = Type.Object({ id })
const account = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'Username of the officer, or the id of the account',
})

const line = {
  id,
  subjectId: id,
  subject: Type.String({ description: 'What people know the dossier by' }),
  node: Type.String({ description: 'The task in the diagram of the process' }),
  name: Type.String(),
  nameEn: orNull(Type.String()),
  step: orNull(Type.String({ description: 'The phase of the dossier it belongs to' })),
  role: Type.String(),
  openedAt: instant,
  dueAt: orNull(instant),
  claimedBy: orNull(Type.String({ description: 'Full name of who has it in hand' })),
  claimedByMe: Type.Boolean(),
}
const task = Type.Object({
  ...line,
  instructions: orNull(Type.String()),
  outcomes: Type.Array(
    Type.Object({
      key: Type.String(),
      name: Type.String(),
      nameEn: orNull(Type.String()),
      asksReason: Type.Boolean(),
    }),
    { description: 'The ways it can end; none: it is just done. It is completed by a command on the dossier' },
  ),
  draft: Type.Unsafe<unknown>({ description: 'Half-done work as it was kept; any JSON' }),
})
const delegation = Type.Object({
  id,
  account: Type.String({ description: 'Full name of who is away' }),
  delegate: Type.String({ description: 'Full name of who does the tasks meanwhile' }),
  given: Type.Boolean({ description: 'Whether the asking officer is the one who is away' }),
  fromOn: day,
  untilOn: day,
  reason: Type.String(),
})

const tags = ['processes']
const headers = keyHeader

/** What each route takes and answers; the API description is made of these. */
const schemas = {
  list: {
    summary: 'List the open tasks of an officer, those of people on leave among them, the soonest due first',
    tags,
    querystring: Type.Object({ ...paging(200, 50), claimed: Type.Optional(literals(['free', 'own'])) }, closed),
    response: { 200: Type.Object({ tasks: Type.Array(Type.Object(line)), nextCursor }) },
  },
  read: {
    summary: 'Read a task: what is to be done, how it can end, and what is half done',
    tags,
    params,
    response: { 200: task },
  },
  claim: { summary: 'Take a task in hand', tags, headers, params, response: { 200: task } },
  release: { summary: 'Give a task back', tags, headers, params, response: { 200: task } },
  reassign: {
    summary: 'Put a task into the hand of another officer who may do it',
    tags,
    headers,
    params,
    body: Type.Object({ account }, closed),
    response: { 200: task },
  },
  draft: {
    summary: 'Keep half-done work with a task; whoever goes on with it finds it',
    tags,
    headers,
    params,
    body: Type.Object({ draft: Type.Unsafe<unknown>({ description: 'Any JSON, at most 128 KB' }) }, closed),
    response: { 204: Type.Null() },
  },
  delegate: {
    summary: 'Give the tasks of an officer on leave to another, from day to day',
    tags,
    headers,
    body: Type.Object(
      {
        account: Type.Optional(account),
        delegate: account,
        fromOn: day,
        untilOn: day,
        reason: Type.String({ minLength: 1, maxLength: 500 }),
      },
      closed,
    ),
    response: { 201: Type.Object({ id }) },
  },
  delegations: {
    summary: 'List the delegations an officer gave or got that are not over',
    tags,
    querystring: Type.Object(paging(50, 50), closed),
    response: { 200: Type.Object({ delegations: Type.Array(delegation, { maxItems: 50 }), nextCursor }) },
  },
  endDelegation: { summary: 'Take a delegation back', tags, headers, params, response: { 204: Type.Null() } },
  incidents: {
    summary: 'List the processes that cannot go on by themselves, the oldest first',
    tags,
    querystring: Type.Object(paging(200, 50), closed),
    response: {
      200: Type.Object({
        incidents: Type.Array(
          Type.Object({
            id,
            subject: Type.String(),
            node: Type.String(),
            kind: Type.String({ description: 'service, timer or agency' }),
            reason: Type.String(),
            at: instant,
          }),
        ),
        nextCursor,
      }),
    },
  },
  settle: {
    summary: 'Settle an incident: call its service or ring its timer again',
    tags,
    headers,
    params,
    response: { 204: Type.Null() },
  },
} as const

const largestDraft = 128 * 1024

/** The JSON API of tasks, delegations and incidents, under `/api/v1`. A task is completed by a command on its dossier. */
export const runningRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(taskRoutes(context))
    await app.register(delegationRoutes(context))
    await app.register(incidentRoutes(context))
  }

const taskRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    const listing = { schema: schemas.list, config: { permission: 'running.list_work' } } as const
    app.get('/process-tasks', listing, async ({ query, actor }) => {
      const officer = officerOf({ actor })
      const { limit, claimed = null } = query
      const seats = await findSeats(context.db, officer, context.clock.now())
      const after = placeOf(query.cursor)
      const { accountId } = officer
      const found = await listOpenTasks(context.db, { seats, accountId, after, limit, claimed })
      const last = found.length === limit ? found.at(-1) : undefined
      const place = last ? writePlace(last.dueAt ?? 'infinity', last.id) : null
      return { tasks: found.map((task) => toLine(task, officer)), nextCursor: place }
    })

    const reading = { schema: schemas.read, config: { permission: 'running.list_work' } } as const
    app.get('/process-tasks/:id', reading, async ({ params, actor }) =>
      describe(context, params.id, officerOf({ actor })),
    )

    const working = { permission: 'running.work' } as const
    app.post('/process-tasks/:id/claim', { schema: schemas.claim, config: working }, async (request) => {
      const { id } = request.params
      const officer = officerOf(request)
      await sendOnce(context, request, async (inside) => void (await claimTask(inside, id, officer)))
      return await describe(context, id, officer)
    })
    app.post('/process-tasks/:id/release', { schema: schemas.release, config: working }, async (request) => {
      const { id } = request.params
      const officer = officerOf(request)
      await sendOnce(context, request, async (inside) => void (await releaseTask(inside, id, officer)))
      return await describe(context, id, officer)
    })
    app.post('/process-tasks/:id/reassign', { schema: schemas.reassign, config: working }, async (request) => {
      const { id } = request.params
      const { account } = request.body
      const officer = officerOf(request)
      await sendOnce(context, request, async (inside) => {
        await reassignTask(inside, id, await getAccountId(inside.db, account, 'account'), officer)
      })
      return await describe(context, id, officer)
    })
    const drafting = { schema: schemas.draft, config: working, bodyLimit: largestDraft } as const
    app.post('/process-tasks/:id/draft', drafting, async (request, reply) => {
      const { params, body } = request
      await sendOnce(context, request, (inside) =>
        saveTaskDraft(inside, params.id, body.draft, officerOf(request)),
      )
      return reply.status(204).send(null)
    })
  }

const delegationRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    const working = { permission: 'running.work' } as const
    app.post('/delegations', { schema: schemas.delegate, config: working }, async (request, reply) => {
      const { account: away, delegate: standIn, ...days } = request.body
      const id = await sendOnce(context, request, async (inside) => {
        const delegateId = await getAccountId(inside.db, standIn, 'delegate')
        const accountId = away && (await getAccountId(inside.db, away, 'account'))
        return await delegate(
          inside,
          { ...days, delegateId, ...(accountId && { accountId }) },
          officerOf(request),
        )
      })
      return reply.status(201).send({ id })
    })
    app.get('/delegations', { schema: schemas.delegations, config: working }, async ({ actor, query }) => {
      const { accountId } = officerOf({ actor })
      const { limit } = query
      const today = localDay(context.clock.now()).toString()
      const page = { after: placeOf(query.cursor), limit }
      const found = await listDelegations(context.db, accountId, today, page)
      const last = found.length === limit ? found.at(-1) : undefined
      return {
        delegations: found.map((one) => ({
          ...{ id: one.id, account: one.accountName, delegate: one.delegateName, reason: one.reason },
          ...{ given: one.accountId === accountId, fromOn: one.fromOn, untilOn: one.untilOn },
        })),
        nextCursor: last ? writePlace(`${last.fromOn}T00:00:00Z`, last.id) : null,
      }
    })
    const ending = { schema: schemas.endDelegation, config: working } as const
    app.post('/delegations/:id/end', ending, async (request, reply) => {
      await sendOnce(context, request, async (inside) => {
        if (!(await endDelegation(inside, request.params.id, officerOf(request))))
          throw runningProblem('running.not_found')
      })
      return reply.status(204).send(null)
    })
  }

const incidentRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    const managing = { permission: 'running.manage' } as const
    app.get('/process-incidents', { schema: schemas.incidents, config: managing }, async ({ query }) => {
      const { limit } = query
      const found = await listIncidents(context.db, { after: placeOf(query.cursor), limit })
      const last = found.length === limit ? found.at(-1) : undefined
      return {
        incidents: found.map(({ id, subjectName: subject, node, kind, reason, at }) => ({
          ...{ id, subject, node, kind, reason, at: at.toString() },
        })),
        nextCursor: last ? writePlace(last.at, last.id) : null,
      }
    })
    const settling = { schema: schemas.settle, config: managing } as const
    app.post('/process-incidents/:id/settle', settling, async (request, reply) => {
      const officer = officerOf(request)
      await sendOnce(context, request, (inside) => settleIncident(inside, request.params.id, officer))
      return reply.status(204).send(null)
    })
  }

/** The id of the account that a field of the body names. Throws `running.officer_unknown`. */
async function getAccountId(db: Db, named: string, field: string): Promise<string> {
  const id = await findOfficerAccountId(db, named)
  if (id === null) throw runningProblem('running.officer_unknown', { field })
  return id
}

/** A task as who may do it sees it; to others there is none. One in another's hand may be looked at. */
async function describe({ db, clock }: Context, id: string, officer: OfficerActor) {
  const task = await findTaskLine(db, id)
  if (!task) throw runningProblem('running.not_found')
  const isLeader = officer.roles.includes('leader') && officer.agencyId === task.agencyId
  if (!isLeader) await checkDoer(db, officer, { ...task, claimedBy: null }, clock.now())
  const node = (await getPlan(db, task.definitionId)).nodes[task.node]
  const work = node && 'outcomes' in node ? node : null
  return {
    ...toLine(task, officer),
    instructions: work?.instructions ?? null,
    outcomes: (work?.outcomes ?? []).map(({ key, name, nameEn, asksReason }) => ({
      key,
      name,
      nameEn,
      asksReason,
    })),
    draft: task.draft,
  }
}

const toLine = (task: TaskLine | (Task & TaskLine), { accountId }: OfficerActor) => ({
  ...{ id: task.id, subjectId: task.subjectId, subject: task.subjectName, node: task.node },
  ...{ name: task.name, nameEn: task.nameEn, step: task.step, role: task.role },
  openedAt: task.openedAt.toString(),
  dueAt: task.dueAt?.toString() ?? null,
  claimedBy: task.claimedName,
  claimedByMe: task.claimedBy === accountId,
})
