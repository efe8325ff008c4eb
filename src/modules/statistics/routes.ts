import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { localDay } from '#modules/calendar'
import { officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { placeOf } from '#platform/list-place'
import { nextCursor, paging } from '#platform/schema-parts'
import { loadOverdueAgencies, loadOverdueDossiers, mostCounted } from './load-overdue.ts'
import { findAgencyOf, loadStepTimes, type StepSum, type Sum } from './load-step-times.ts'
import { longestPeriod, type PeriodProblem, readPeriod } from './rules/period.ts'

const instant = Type.String({ description: 'RFC 3339' })
const agencyCode = Type.String({ maxLength: 60, description: "The agency's code, e.g. H18.137" })
const Step = Type.Unsafe<StepSum['step']>({
  type: 'string',
  enum: ['reception', 'transfer', 'appraisal', 'approval', 'delivery'],
})

const overdue = {
  summary: 'List overdue dossiers by agency, without personal data',
  description:
    'Without `agency`: the agencies that have overdue dossiers, the most first. With it: also the dossiers, the longest overdue first. A dossier that waits for its applicant is not overdue.',
  tags: ['statistics'],
  querystring: Type.Object({
    agency: Type.Optional(agencyCode),
    ...paging(200, 50),
  }),
  response: {
    200: Type.Object({
      asOf: instant,
      agencies: Type.Array(
        Type.Object({
          agency: agencyCode,
          name: Type.String(),
          count: Type.Integer({ maximum: mostCounted }),
          isMore: Type.Boolean({ description: `There are more than ${mostCounted}` }),
          oldestDueAt: instant,
        }),
      ),
      dossiers: Type.Array(
        Type.Object({
          code: Type.String(),
          procedureCode: Type.String(),
          procedureName: Type.String(),
          step: Step,
          dueAt: instant,
          daysLate: Type.Integer({ description: 'Whole working days of 8 hours' }),
          isExtended: Type.Boolean({
            description: 'There was an apology with a new day, which has passed too',
          }),
        }),
      ),
      nextCursor,
    }),
  },
} as const

const sum = {
  visits: Type.Integer(),
  early: Type.Integer(),
  onTime: Type.Integer(),
  late: Type.Integer(),
  elapsedMinutes: Type.Integer({ description: 'Mean minutes by the clock' }),
  countedMinutes: Type.Integer({
    description: 'Mean working minutes, without waits for the applicant and announced outages',
  }),
}
const StepSums = Type.Array(Type.Object({ step: Step, ...sum }))
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

const stepTimes = {
  summary: 'Sum up the time of each step of an agency over a period',
  description: `Visits that ended in the period, at most ${longestPeriod} days; this month until today when nothing is said. Leaders see their agency and those below it, auditors every one.`,
  tags: ['statistics'],
  querystring: Type.Object({
    agency: Type.Optional(agencyCode),
    from: Type.Optional(day),
    to: Type.Optional(day),
  }),
  response: {
    200: Type.Object({
      agency: agencyCode,
      from: day,
      to: day,
      total: Type.Union([Type.Object(sum), Type.Null()]),
      steps: StepSums,
      procedures: Type.Array(
        Type.Object({ procedureCode: Type.String(), procedureName: Type.String(), ...sum, steps: StepSums }),
      ),
    }),
  },
} as const

/** The JSON API of statistics, under `/api/v1`: what is overdue, for anyone; the times of steps, for leaders. */
export const statisticsRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    const listing = { config: { permission: 'statistics.read_overdue' }, schema: overdue } as const
    app.get('/overdue', listing, async ({ query: { agency, limit, cursor } }) => {
      const after = placeOf(cursor)
      const { now, agencies } = await loadOverdueAgencies(context)
      const late = agency ? await loadOverdueDossiers(context, { agencyCode: agency, after, limit }) : null
      return {
        asOf: now.toString(),
        agencies: agencies
          .filter((one) => !agency || one.agency.code === agency)
          .map(({ agency: { code, name }, oldestDueAt, ...counted }) => ({
            agency: code,
            name,
            ...counted,
            oldestDueAt: oldestDueAt.toString(),
          })),
        dossiers: (late?.dossiers ?? []).map(({ dueAt, ...dossier }) => ({
          ...dossier,
          dueAt: dueAt.toString(),
        })),
        nextCursor: late?.cursor ?? null,
      }
    })

    const summing = { config: { permission: 'statistics.read_times' }, schema: stepTimes } as const
    app.get('/statistics/step-times', summing, async ({ query, actor }) => {
      const agency = await findAgencyOf(context, officerOf({ actor }), query.agency)
      const read = readPeriod(query, localDay(context.clock.now()))
      if (!read.ok) throw requestProblem('request.invalid', { fields: [expectationOf(read.problem)] })
      const { period, total, ...times } = await loadStepTimes(context, agency, read.period)
      return {
        ...times,
        agency: agency.code,
        from: period.from.toString(),
        to: period.to.toString(),
        total: total && plain(total),
        steps: [...times.steps],
        procedures: times.procedures.map((one) => ({ ...one, steps: [...one.steps] })),
      }
    })
  }

const plain = ({ visits, early, onTime, late, elapsedMinutes, countedMinutes }: Sum) => ({
  visits,
  early,
  onTime,
  late,
  elapsedMinutes,
  countedMinutes,
})

const expectations: Readonly<Record<PeriodProblem['code'], string>> = {
  not_a_day: 'a day of the calendar, YYYY-MM-DD',
  ends_before_it_begins: 'a day not before `from`',
  too_long: `at most ${longestPeriod} days with \`from\``,
}

const expectationOf = ({ field, code }: PeriodProblem) => ({ field, expected: expectations[code] })
