import { open } from 'node:fs/promises'
import { checkDossierProcess, checkProcess, type ProcessProblem } from '#modules/diagrams'
import { decodeXml } from '#platform/xml-outline'
import { type Command, type Output, tellUnreadable, UsageError } from './command.ts'

/** Enough to see that a file is too large, in any encoding; no more of it is read. */
const mostBytes = 8 * 1024 * 1024

export const checkProcessCommand: Command = {
  name: 'processes check',
  usage: '<file.bpmn…> [--dossier]',
  summary:
    'Says of each BPMN file whether it would be executed, or why not: element, line, reason. --dossier: as the process of a procedure.',
  options: { dossier: { type: 'boolean' } },
  async run({ words, options, output }) {
    if (words.length === 0) throw new UsageError('processes check: name at least one file')
    let isRefused = false
    for (const file of words) {
      const isExecutable = await judgeFile(file, options.dossier === true, output)
      isRefused ||= !isExecutable
    }
    return isRefused ? 1 : 0
  },
}

async function judgeFile(file: string, asDossier: boolean, output: Output): Promise<boolean> {
  const xml = await readXml(file)
  if (xml === null) {
    tellUnreadable(output, file)
    return false
  }
  const compiled = await checkProcess(xml)
  const problems = compiled.ok ? judgeDossier(compiled, asDossier) : compiled.problems
  const verdict = problems.length === 0 ? 'executable' : 'refused'
  const process = compiled.ok ? compiled.plan.process : null
  output.record({ file, verdict, process, problems })
  output.say(`${verdict}  ${file}`)
  for (const { line, element, reasonEn } of problems) {
    output.say(`  line ${line ?? '-'}  ${element ?? '-'}  ${reasonEn}`)
  }
  return problems.length === 0
}

const judgeDossier = (
  compiled: Parameters<typeof checkDossierProcess>[0],
  asDossier: boolean,
): readonly ProcessProblem[] => (asDossier ? checkDossierProcess(compiled) : [])

/** Null: the machine does not let us read it. */
async function readXml(file: string): Promise<string | null> {
  try {
    await using opened = await open(file)
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(mostBytes), 0, mostBytes, 0)
    return decodeXml(buffer.subarray(0, bytesRead))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== undefined) return null
    throw error
  }
}
