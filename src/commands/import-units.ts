import { importUnits } from '#modules/organisations'
import { type Command, UsageError } from './command.ts'
import { openSystem } from './open-system.ts'
import { openProgress } from './progress.ts'

export const importUnitsCommand: Command = {
  name: 'units import',
  usage: '<folder or file>',
  summary: 'Reads the official tables of administrative units, old and new, with the mapping between them.',
  async run({ words, output }) {
    const [path, ...more] = words
    if (!path || more.length > 0) throw new UsageError('units import: name one folder or file')
    const { context, close } = await openSystem()
    const progress = openProgress('units')
    try {
      const report = await importUnits(context, path, progress.at)
      progress.end()
      for (const one of report.rejected) {
        output.record({ event: 'rejected', ...one })
        output.say(`rejected ${one.file}: ${one.field} ${one.reason}`)
      }
      const { rejected, ...counts } = report
      output.record({ event: 'done', ...counts, rejected: rejected.length })
      for (const [what, count] of Object.entries(counts)) output.say(`${what}: ${JSON.stringify(count)}`)
      return rejected.length > 0 ? 1 : 0
    } finally {
      progress.end()
      await close()
    }
  },
}
