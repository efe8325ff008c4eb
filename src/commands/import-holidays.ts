import { importSpecialDays } from '#modules/calendar'
import { followCalendar } from '#modules/dossiers'
import { type Command, UsageError } from './command.ts'
import { openSystem } from './open-system.ts'

export const importHolidaysCommand: Command = {
  name: 'holidays import',
  usage: '<file> [--decision <number>] [--decided-on <YYYY-MM-DD>] [--years <2027,…>]',
  summary:
    'Reads days off and days worked instead (CSV, JSON, YAML) into the calendar; reports each rejected row.',
  options: {
    decision: { type: 'string' },
    'decided-on': { type: 'string' },
    years: { type: 'string' },
  },
  async run({ words, options, output }) {
    const [path, ...more] = words
    if (!path || more.length > 0) throw new UsageError('holidays import: name one file')
    const about = readOptions(options)
    const { context, close } = await openSystem()
    try {
      const followers = followCalendar(context)
      const report = await importSpecialDays(context, path, { kind: 'system' }, { followers, ...about })
      if (!report.ok) {
        output.record({ event: 'refused', file: path, reason: report.reason })
        output.say(`nothing was read: ${report.reason}`)
        return 1
      }
      const { inserted, updated, unchanged, rejected, decidedYears, version } = report
      for (const one of rejected) {
        output.record({ event: 'rejected', ...one })
        output.say(`rejected line ${one.line}: ${one.field}: ${one.reason}`)
      }
      const counts = { inserted, updated, unchanged, rejected: rejected.length, decidedYears, version }
      output.record({ event: 'done', ...counts })
      output.say(`${inserted} new, ${updated} changed, ${unchanged} unchanged, ${rejected.length} rejected`)
      if (decidedYears.length > 0) output.say(`decided from now on: ${decidedYears.join(', ')}`)
      return rejected.length > 0 ? 1 : 0
    } finally {
      await close()
    }
  },
}

function readOptions(options: Readonly<Record<string, string | boolean | undefined>>) {
  const { decision, 'decided-on': decidedOn, years } = options
  const decidedYears = typeof years === 'string' ? years.split(',').map(Number) : []
  if (decidedYears.some((year) => !Number.isInteger(year)))
    throw new UsageError('holidays import: --years is a list of years, for example 2027,2028')
  return {
    decision: typeof decision === 'string' ? decision : undefined,
    decidedOn: typeof decidedOn === 'string' ? decidedOn : undefined,
    decidedYears,
  }
}
