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
      for (const one of report.files) {
        output.record({ event: 'list', ...one })
        output.say(
          `${one.file}: ${one.inserted} new, ${one.updated} corrected, ${one.unchanged} unchanged, ${one.rejected} rejected`,
        )
      }
      const { inserted, updated, unchanged, rejected } = report
      output.record({ event: 'done', inserted, updated, unchanged, rejected: rejected.length })
      output.say(`${inserted} new, ${updated} corrected, ${unchanged} unchanged, ${rejected.length} rejected`)
      return rejected.length > 0 ? 1 : 0
    } finally {
      progress.end()
      await close()
    }
  },
}
