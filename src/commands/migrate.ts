import { readConfig } from '#platform/config'
import { migrate } from '#platform/migrations'
import type { Command } from './command.ts'
import { openDatabase } from './open-system.ts'

export const migrateCommand: Command = {
  name: 'migrate',
  usage: '',
  summary: 'Brings the database to the schema of this program.',
  async run({ output }) {
    const database = await openDatabase(readConfig(), false)
    try {
      const { applied, version } = await migrate(database.url)
      output.record({ applied, version })
      output.say(
        applied.length > 0 ? `applied ${applied.join(', ')}` : `nothing to do: the schema is at ${version}`,
      )
      return 0
    } finally {
      await database.close()
    }
  },
}
