import { randomUUID } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { code } from '#components/code'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { loadCalendar, urgencyOf } from '#modules/calendar'
import {
  advanceDossier,
  type DossierTask,
  type DossierTitle,
  type DossierView,
  listTitles,
  readDossier,
} from '#modules/dossiers'
import { type OfficerActor, officerOf, takeParkedTexts } from '#modules/identity'
import { receiveForm } from '#modules/papers'
import { claimTask, findSeats, listOpenTasks, releaseTask, saveTaskDraft } from '#modules/running'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { html, type Piece } from '#platform/html'
import { sendPage } from '#platform/http'
import { readPlace, writePlace } from '#platform/list-place'
import { dossierHref, type Remark } from './dossier-address.ts'
import { type Exchange, openExchange } from './exchange.ts'
import { officerMessages } from './messages.ts'
import { explainRefusedCommand } from './refusals.ts'
import { taskMessages } from './task-messages.ts'
import {
  type TaskItem,
  type TaskPage,
  taskGonePage,
  taskHref,
  taskListPage,
  taskPage,
  tasksUrl,
} from './task-view.ts'

const pageSize = 40
const Text = Type.Optional(Type.String({ maxLength: 200 }))
const params = Type.Object({ code: Type.String({ maxLength: 60 }), task: Type.String({ maxLength: 60 }) })
const listing = {
  config: { permission: 'running.list_work' },
  schema: { hide: true, querystring: Type.Object({ after: Text }) },
} as const

/** `/officer/tasks`: the tasks of processes; `/officer/dossiers/:code/tasks/:task`: one, to be taken, kept, completed. */
export const taskPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const open = openExchange(context, frame)
    app.get(tasksUrl, listing, (request, reply) => sendList(open(request, reply), request.query.after))

    const query = Type.Object({ done: Text })
    const showing = {
      config: { permission: 'dossiers.list_work' },
      schema: { hide: true, params, querystring: query },
    } as const
    app.get('/officer/dossiers/:code/tasks/:task', showing, async (request, reply) => {
      const exchange = open(request, reply)
      const { code: name, task: id } = request.params
      const view = await readDossier(context, name, request.actor)
      const task = view.tasks.find((one) => one.id === id)
      if (!task) return await reply.redirect(dossierHref(view), 303)
      const parked = await takeParkedTexts(context.db, request)
      return sendTask(exchange, {
        view,
        task,
        typed: parked ?? draftOf(task),
        remark: remarkOn(exchange, request.query.done),
      })
    })

    const doing = { config: { permission: 'dossiers.command' }, schema: { hide: true, params } } as const
    app.post('/officer/dossiers/:code/tasks/:task', doing, (request, reply) => {
      const { code: name, task } = request.params
      return press(open(request, reply), name, task)
    })
  }

type Shown = Pick<TaskPage, 'view' | 'task' | 'typed'> &
  Readonly<{ problems?: readonly Problem[]; remark?: Remark | null; status?: number }>

const sendTask = (exchange: Exchange, shown: Shown): FastifyReply => {
  const { frame, request, reply, language } = exchange
  const { problems = [], remark = null, status = 200 } = shown
  const main = taskPage({ ...shown, problems, remark, key: randomUUID() }, language)
  return sendPage(reply, frame(request, { title: shown.task.name, main, current: 'process-tasks' }), status)
}

function remarkOn({ language }: Exchange, done: string | undefined): Remark | null {
  const words = taskMessages(language)
  const said: Readonly<Record<string, string>> = {
    keep: words.kept,
    claim: words.claimed,
    release: words.released,
  }
  const body = done ? said[done] : undefined
  return body ? { tone: 'done', body } : null
}

/** What was kept of half-done work: the fields as they were typed. */
const draftOf = ({ draft }: DossierTask): Readonly<Record<string, string>> => {
  const fields = draft !== null && typeof draft === 'object' ? Object.entries(draft) : []
  return Object.fromEntries(fields.filter((field): field is [string, string] => typeof field[1] === 'string'))
}

/** Takes the task, gives it back, keeps what was typed, or completes it. Nothing typed is lost, whatever is refused. */
async function press(exchange: Exchange, dossier: string, id: string): Promise<FastifyReply> {
  const { context, request, reply, language } = exchange
  const actor = officerOf(request)
  const { fields } = await receiveForm(context, request)
  const view = await readDossier(context, dossier, actor)
  const task = view.tasks.find((one) => one.id === id)
  if (!task) return await sayGone(exchange, view, fields)
  const { outcome = '', note = '' } = fields
  const typed = { outcome, note }
  const words = taskMessages(language)
  if (fields.press === 'complete' && task.freeOutcomes.length > 0 && !typed.outcome) {
    const problems = [{ field: 'outcome', sentence: words.outcomeNeeded }]
    return sendTask(exchange, { view, task, typed, problems, status: 422 })
  }
  try {
    return await reply.redirect(await carryOut(context, view, task, fields, actor), 303)
  } catch (error) {
    if (error instanceof AppError && error.code === 'dossiers.reason_missing') {
      const problems = [{ field: 'note', sentence: words.noteNeeded }]
      return sendTask(exchange, { view, task, typed, problems, status: 422 })
    }
    const sentence = sentenceOf(error, exchange)
    if (!sentence) throw error
    return await showRefused(exchange, dossier, task, typed, sentence)
  }
}

async function carryOut(
  context: Context,
  view: DossierView,
  task: DossierTask,
  fields: Readonly<Record<string, string>>,
  actor: OfficerActor,
): Promise<string> {
  const { press: pressed = '', outcome = '', note = '', key = '', revision = '' } = fields
  if (pressed === 'complete') {
    const command = { type: 'complete_task', task: task.id, outcome: outcome || null, note } as const
    // A form without a revision has seen nothing: it never wins.
    const seen = { key: key || null, revision: Number.parseInt(revision, 10) || 0 }
    await advanceDossier(context, view.dossier.reference, { command, ...seen }, actor)
    return dossierHref(view, '?done=complete_task')
  }
  if (pressed === 'claim') await claimTask(context, task.id, actor)
  else if (pressed === 'release') await releaseTask(context, task.id, actor)
  else await saveTaskDraft(context, task.id, { outcome, note }, actor)
  return `${taskHref(view, task)}?done=${pressed === 'claim' || pressed === 'release' ? pressed : 'keep'}`
}

function sentenceOf(error: unknown, { language }: Exchange): string | null {
  const words = taskMessages(language)
  const refusal = explainRefusedCommand(error, 'complete_task', language)
  if (refusal) return refusal.sentence
  if (!(error instanceof AppError)) return null
  if (error.code === 'running.task_closed' || error.code === 'running.not_found') return words.noLonger
  if (error.code !== 'running.not_yours') return null
  return error.detail.because === 'four_eyes' ? words.fourEyes : officerMessages(language).notAllowed
}

async function showRefused(
  exchange: Exchange,
  dossier: string,
  before: DossierTask,
  typed: Shown['typed'],
  sentence: string,
): Promise<FastifyReply> {
  const view = await readDossier(exchange.context, dossier, exchange.request.actor)
  const task = view.tasks.find(({ id }) => id === before.id) ?? { ...before, mayDo: false }
  return sendTask(exchange, { view, task, typed, remark: { tone: 'warn', body: sentence }, status: 409 })
}

/** The task is no longer there: the dossier says where it is now; what was typed is said back. */
async function sayGone(
  exchange: Exchange,
  view: DossierView,
  fields: Readonly<Record<string, string>>,
): Promise<FastifyReply> {
  const { frame, request, reply, language } = exchange
  const words = taskMessages(language)
  const title = words.noLonger
  const { note = '' } = fields
  const main = taskGonePage(view, note, language)
  return sendPage(reply, frame(request, { title, main, current: 'process-tasks' }), 409)
}

async function sendList(
  { context, frame, request, reply, language }: Exchange,
  after?: string,
): Promise<FastifyReply> {
  const actor = officerOf(request)
  const seats = await findSeats(context.db, actor, context.clock.now())
  const cursor = readPlace(after)
  const lines = await listOpenTasks(context.db, {
    seats,
    accountId: actor.accountId,
    after: cursor,
    limit: pageSize,
    claimed: 'free',
  })
  const calendar = await loadCalendar(context.db, actor.agencyCode)
  const dossiers = await listTitles(
    context.db,
    lines.map(({ subjectId }) => subjectId),
  )
  const now = context.clock.now()
  const items = lines.map(
    (line): TaskItem => ({
      ...line,
      dossier: nameOf(dossiers.get(line.subjectId)),
      href: `/officer/dossiers/${line.subjectName}`,
      urgency: line.dueAt ? urgencyOf(calendar, { clock: 'running', dueAt: line.dueAt }, now) : null,
    }),
  )
  const last = lines.length === pageSize ? lines.at(-1) : undefined
  const main = taskListPage(
    {
      items,
      after: cursor ? (after ?? null) : null,
      next: last ? writePlace(last.dueAt ?? 'infinity', last.id) : null,
    },
    language,
  )
  return sendPage(
    reply,
    frame(request, { title: taskMessages(language).listTitle, main, current: 'process-tasks' }),
    200,
  )
}

const nameOf = (dossier: DossierTitle | undefined): Piece =>
  dossier &&
  html`${code(dossier.code ?? dossier.reference)} ${dossier.procedureName}, ${dossier.applicantName}.`
