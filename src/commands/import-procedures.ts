import { importProcedures } from '#modules/procedures'
import { type Command, UsageError } from './command.ts'
import { openSystem } from './open-system.ts'
import { openProgress } from './progress.ts'

export const importProceduresCommand: Command = {
  name: 'procedures import',
  usage: '<files or folders…>',
  summary: 'Reads procedures of the national catalogue (JSON); reports each rejected record with its reason.',
  async run({ words, output }) {
    if (words.length === 0) throw new UsageError('procedures import: name the files or folders to read')
    const { context, close } = await openSystem()
    const progress = openProgress('procedures')
    try {
      const { rejected, ...counts } = await importProcedures(context, words, progress.at)
      progress.end()
      for (const one of rejected) {
        output.record({ event: 'rejected', ...one })
        output.say(`rejected ${one.file}: ${one.field} ${one.reason}`)
      }
      output.record({ event: 'done', ...counts, rejected: rejected.length })
      const { read, inserted, updated, unchanged } = counts
      output.say(
        `${read} read: ${inserted} new, ${updated} changed, ${unchanged} unchanged, ${rejected.length} rejected`,
      )
      return rejected.length > 0 ? 1 : 0
    } finally {
      progress.end()
      await close()
    }
  },
}
