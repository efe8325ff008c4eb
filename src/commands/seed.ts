import { refreshStatistics } from '#platform/db'
import { type Command, UsageError } from './command.ts'
import { generateDossiers } from './generate-dossiers.ts'
import { openSystem } from './open-system.ts'
import { prepareData } from './prepare-data.ts'
import { openProgress } from './progress.ts'

export const seed: Command = {
  name: 'seed',
  usage: '[--dossiers <n>]',
  summary: 'Loads packs and, in the demo, the province; with --dossiers adds invented dossiers to work on.',
  options: { dossiers: { type: 'string' } },
  async run({ options, output }) {
    const count = Number(options.dossiers ?? 0)
    if (!Number.isInteger(count) || count < 0 || count > 10_000_000) {
      throw new UsageError('seed: --dossiers is a whole number up to 10000000')
    }
    const { context, databaseUrl, close } = await openSystem({ demo: true })
    const progress = openProgress('dossiers')
    try {
      await prepareData(context)
      const made = await generateDossiers(context, count, progress.at)
      if (made > 0) await refreshStatistics(databaseUrl)
      progress.end()
      output.record({ event: 'done', dossiers: made })
      output.say(`${made} dossiers were added.`)
      return 0
    } finally {
      progress.end()
      await close()
    }
  },
}
