import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import {
  applyChange,
  type CalendarFollowers,
  type CalendarRecord,
  type ChangeAnswer,
  changeCalendar,
  checkChange,
  findChangedFrom,
  formatShortDay,
  hoursOn,
  localDay,
  makeCalendar,
  readCalendarRecord,
  sourceFor,
  type WorkCalendar,
} from '#modules/calendar'
import { officerOf } from '#modules/identity'
import { listAgencies } from '#modules/organisations'
import type { Context } from '#platform/context'
import type { Html } from '#platform/html'
import { languageOf } from '#platform/i18n'
import { makeId } from '#platform/ids'
import { changeView } from './change-view.ts'
import { namesOf } from './load-year.ts'
import { previewView } from './preview-view.ts'
import { fieldsOfTask, problemsOfForm, readChange, type Task, type Typed, tasks } from './read-change.ts'
import { day } from './year-view.ts'

const guarded = { config: { permission: 'calendar.manage' } } as const
const params = Type.Object({ task: Type.Union(tasks.map((task) => Type.Literal(task))) })
const text = Type.Optional(Type.String({ maxLength: 2000 }))
const names = [...new Set(['number', 'signedOn', 'note', ...Object.values(fieldsOfTask).flat()])]
const body = Type.Object({
  ...Object.fromEntries(names.map((name) => [name, text])),
  seen: text,
  key: Type.Optional(Type.String({ maxLength: 64 })),
  step: Type.Optional(Type.Union([Type.Literal('preview'), Type.Literal('edit'), Type.Literal('confirm')])),
})
const querystring = Type.Object({ on: text, id: text })

type Show = (request: FastifyRequest, reply: FastifyReply, main: Html, status?: number) => FastifyReply
type World = Readonly<{ context: Context; followers: CalendarFollowers; show: Show }>
type Form = Readonly<{ task: Task; typed: Typed; problems?: readonly Problem[]; changedMeanwhile?: boolean }>
type Asked = Readonly<{ request: FastifyRequest; reply: FastifyReply }>

/** `/admin/calendar/change/:task`: form, preview, confirmation; nothing is recorded before the last. */
export const changePages =
  (context: Context, outer: Omit<World, 'context'>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = context
    const world = { context, ...outer }
    const url = '/admin/calendar/change/:task'

    app.get(url, { ...guarded, schema: { params, querystring } }, async (request, reply) => {
      const { task } = request.params
      const record = await readCalendarRecord(db)
      const typed = startForm(task, request.query, record, localDay(clock.now()))
      return await showForm(world, { request, reply }, { task, typed })
    })

    app.post(url, { ...guarded, schema: { params, body } }, async (request, reply) => {
      const { seen = '', key, step = 'preview', ...typed } = request.body as Record<string, string>
      const form: Form = { task: request.params.task, typed }
      const version = /^\d{1,9}$/.test(seen) ? Number(seen) : 0
      const asked = { request, reply }
      if (step === 'edit') return await showForm(world, asked, form)
      if (step === 'confirm') return await confirm(world, asked, { form, seen: version, key })
      return await preview(world, asked, { form, seen: version })
    })
  }

async function showForm({ context, show }: World, { request, reply }: Asked, form: Form, status = 200) {
  const [record, agencies] = await Promise.all([readCalendarRecord(context.db), listAgencies(context.db)])
  const { task, typed, problems = [], changedMeanwhile = false } = form
  const options = agencies.map(({ code, name }) => ({ value: code, label: name }))
  const language = languageOf(request)
  const main = changeView({ task, typed, problems, record, agencies: options, changedMeanwhile, language })
  return show(request, reply, main, status)
}

/** Checks what was typed and shows what it would move; nothing is written. */
async function preview(world: World, asked: Asked, { form, seen }: Readonly<{ form: Form; seen: number }>) {
  const { context, followers, show } = world
  const { db, clock } = context
  const { task, typed } = form
  const language = languageOf(asked.request)
  const record = await readCalendarRecord(db)
  if (seen !== record.version) return await showForm(world, asked, { ...form, changedMeanwhile: true }, 409)
  const read = readChange(task, typed, record, language)
  const { change } = read
  const problems = problemsOfForm(read, checkChange(record, change, localDay(clock.now())), language)
  if (problems.length > 0) return await showForm(world, asked, { ...form, problems }, 422)
  const changedFrom = findChangedFrom(record, change)
  const calendarOf = draftCalendars(applyChange(record, change))
  const [moved, agencyNames] = await Promise.all([
    changedFrom && followers.preview(context, { changedFrom, calendarOf }),
    namesOf(db, [...(change.hours ?? []), ...(change.interruptions ?? [])].map(codeOf)),
  ])
  const key = makeId(clock.now().epochMilliseconds)
  const main = previewView({ task, typed, change, record, preview: moved, agencyNames, key, language })
  return show(asked.request, asked.reply, main)
}

const codeOf = (edit: object): string | null =>
  'agencyCode' in edit ? (edit.agencyCode as string | null) : null

/** Records the change. It is read against the calendar its form was shown with, so that a second press is the same change. */
async function confirm(
  world: World,
  asked: Asked,
  { form, seen, key }: Readonly<{ form: Form; seen: number; key: string | undefined }>,
) {
  const { context, followers } = world
  const actor = officerOf(asked.request)
  const language = languageOf(asked.request)
  const record = await readCalendarRecord(context.db, { version: seen })
  const read = readChange(form.task, form.typed, record, language)
  if (read.problems.length > 0) return await showForm(world, asked, { ...form, problems: read.problems }, 422)
  const answer = await changeCalendar(context, read.change, actor, { followers, key, seen })
  if (answer.ok)
    return await asked.reply.redirect(addressAfter(answer, localDay(context.clock.now()).year), 303)
  if (answer.code === 'changed_meanwhile')
    return await showForm(world, asked, { ...form, changedMeanwhile: true }, 409)
  const problems = problemsOfForm(read, answer.problems, language)
  return await showForm(world, asked, { ...form, problems }, 422)
}

type Changed = Extract<ChangeAnswer, { ok: true }>

const addressAfter = ({ version, changedFrom }: Changed, year: number): string =>
  changedFrom ? `/admin/calendar/recounts?version=${version}` : `/admin/calendar/${year}?saved=${version}`

/** The calendars a change would leave, one for each agency, made when first asked for. */
function draftCalendars(after: CalendarRecord): (agencyCode: string | null) => WorkCalendar {
  const made = new Map<string | null, WorkCalendar>()
  return (agencyCode) => {
    const calendar = made.get(agencyCode) ?? makeCalendar(sourceFor(after, agencyCode))
    made.set(agencyCode, calendar)
    return calendar
  }
}

/** What a form begins with: the row it was opened from, or what is in force today. */
function startForm(
  task: Task,
  { on, id }: Readonly<{ on?: string; id?: string }>,
  record: CalendarRecord,
  today: ReturnType<typeof localDay>,
): Typed {
  if (task === 'holiday') return { dayKind: 'holiday' }
  if (task === 'remove') {
    const known = record.specialDays.find((special) => special.on === on)
    return { on: known ? formatShortDay(day(known.on)) : (on ?? '') }
  }
  if (task === 'end_outage') return { id: id ?? '' }
  if (task !== 'hours') return {}
  const spans = [1, 2, 3, 4, 5, 6, 7].map((weekday) => [
    `spans${weekday}`,
    hoursOn(record, null, weekday, today.toString())?.spans ?? '',
  ])
  return Object.fromEntries(spans)
}
