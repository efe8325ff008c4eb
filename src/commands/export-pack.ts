import { writeFile } from 'node:fs/promises'
import { readVersionFiles } from '#modules/designs'
import { type Approval, exportPack, getOwnFingerprint } from '#modules/packs'
import { getProcedureToday } from '#modules/procedures'
import { type Command, FileRefused, UsageError } from './command.ts'
import { openSystem } from './open-system.ts'

export const exportPackCommand: Command = {
  name: 'packs export',
  usage:
    '<code> [file] [--decision <number> --decided-on <YYYY-MM-DD> --approver <name> --position <position>]',
  summary: 'Writes the version of a procedure that is in force as one signed file, <code>-v<n>.pack.',
  options: {
    decision: { type: 'string' },
    'decided-on': { type: 'string' },
    approver: { type: 'string' },
    position: { type: 'string' },
  },
  async run({ words, options, output }) {
    const [code, file, ...more] = words
    if (!code || more.length > 0) throw new UsageError('packs export: name one procedure, and at most one file')
    const decided = readDecision(options)
    const { context, close } = await openSystem()
    try {
      const { versionId, version, effectiveFrom } = await getProcedureToday(context, code)
      const texts = await readVersionFiles(context.db, versionId)
      const approval = decided && { ...decided, effectiveFrom }
      const path = file ?? `${code}-v${version}.pack`
      await writeFile(path, await exportPack(context, { code, texts, approval }), { flag: 'wx' }).catch(explain)
      const fingerprint = await getOwnFingerprint(context)
      output.record({ event: 'done', code, version, file: path, fingerprint, approved: approval !== null })
      output.say(`${path}: version ${version} of ${code}, signed with the key ${fingerprint}`)
      if (!approval) output.say('no decision was named: whoever imports it gets a draft without one')
      return 0
    } finally {
      await close()
    }
  },
}

/** All four words of a decision, or none. */
function readDecision(
  options: Readonly<Record<string, string | boolean | undefined>>,
): Omit<Approval, 'effectiveFrom'> | null {
  const given = [options.decision, options['decided-on'], options.approver, options.position]
  if (given.every((one) => one === undefined)) return null
  const [decisionNumber, decidedOn, name, position] = given.map((one) => String(one ?? ''))
  if (!decisionNumber || !name || !position || !/^\d{4}-\d{2}-\d{2}$/.test(decidedOn ?? ''))
    throw new UsageError('packs export: --decision, --decided-on, --approver and --position go together')
  return { decisionNumber, decidedOn: decidedOn ?? '', approver: { name, position } }
}

function explain(error: NodeJS.ErrnoException): never {
  if (error.code === 'EEXIST') throw new UsageError(`packs export: ${error.path} is there already`)
  if (error.code !== undefined && error.path !== undefined)
    throw new FileRefused(`packs export: ${error.path} cannot be written`)
  throw error
}
