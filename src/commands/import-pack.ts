import { readFile, stat } from 'node:fs/promises'
import { type DesignFiles, startDesign } from '#modules/designs'
import { findOfficerActor, may, type OfficerActor } from '#modules/identity'
import { type ImportedPack, importPack, largestDocument } from '#modules/packs'
import { runScenarios } from '#modules/scenarios'
import type { Context } from '#platform/context'
import { type Command, FileRefused, type Output, tellUnreadable, UsageError } from './command.ts'
import { openSystem } from './open-system.ts'
import { sayProblems, sayResult } from './test-packs.ts'

export const importPackCommand: Command = {
  name: 'packs import',
  usage: '<file> --as <account>',
  summary:
    'Reads a pack file: signature, files, scenarios. What holds together becomes a draft of that administrator.',
  options: { as: { type: 'string' } },
  async run({ words, options, output }) {
    const [path, ...more] = words
    const { as: account } = options
    if (!path || more.length > 0) throw new UsageError('packs import: name one file')
    if (typeof account !== 'string')
      throw new UsageError('packs import: say whose draft it is with --as <account>')
    const text = await readText(path)
    if (text === null) {
      tellUnreadable(output, path)
      return 1
    }
    const { context, close } = await openSystem()
    try {
      const actor = await getEditor(context, account)
      const imported = await importPack(context, text)
      if (!imported.ok) {
        sayProblems(path, imported.problems, 'vi', output)
        return 1
      }
      return await keepDraft(context, imported, actor, output)
    } finally {
      await close()
    }
  },
}

async function readText(path: string): Promise<string | null> {
  const { size = 0 } = (await stat(path).catch(() => null)) ?? {}
  if (size > largestDocument)
    throw new FileRefused(`packs import: ${path} has ${size} bytes, more than ${largestDocument}`)
  return await readFile(path, 'utf8').catch(() => null)
}

async function getEditor({ db }: Context, account: string): Promise<OfficerActor> {
  const actor = await findOfficerActor(db, account)
  if (actor && may(actor, 'designs.edit')) return actor
  throw new UsageError(`packs import: ${account} is no account of somebody who may write designs`)
}

const signers = {
  trusted: 'signed with a trusted key',
  unknown: 'NOTE: signed with a key that is not known here; nobody vouches for it',
  nobody: 'NOTE: not signed by anybody',
} as const

/** The draft says nothing of force: only an approval by decision here brings it there. */
async function keepDraft(
  context: Context,
  { pack, approval, signer, fingerprint }: Extract<ImportedPack, { ok: true }>,
  actor: OfficerActor,
  output: Output,
): Promise<0 | 1> {
  output.say(`${signers[signer]}${fingerprint ? ` (${fingerprint})` : ''}`)
  if (approval) {
    const { decisionNumber, decidedOn, approver } = approval
    output.say(`it names decision ${decisionNumber} of ${decidedOn}, ${approver.position} ${approver.name}`)
  }
  const { results, failed } = runScenarios(pack)
  for (const result of results) if (result.problems.length > 0) sayResult(pack.code, result, 'vi', output)
  const { code, texts } = pack
  const id = await startDesign(context, { code, files: texts as DesignFiles }, actor)
  output.record({ event: 'done', code, design: id, signer, fingerprint, approval, failed })
  output.say(`draft ${id} of ${code}; ${failed} of ${results.length} scenarios fail`)
  return failed > 0 ? 1 : 0
}
