import { resolve } from 'node:path'
import { describePlace, listPackCodes, type PackProblem, packsFolder, readPackOf } from '#modules/packs'
import { runScenarios, type ScenarioResult, scenarioMessages } from '#modules/scenarios'
import type { Language } from '#platform/i18n'
import { type Command, FileRefused, type Output, UsageError } from './command.ts'
import { openProgress } from './progress.ts'

type Tally = { passed: number; failed: number; broken: number }

export const testPacksCommand: Command = {
  name: 'packs test',
  usage: '[code…] [--folder <folder>] [--language vi|en]',
  summary: 'Runs the scenarios of packs (cases.yaml) in memory; says line, expected and found of what fails.',
  options: { folder: { type: 'string' }, language: { type: 'string' } },
  async run({ words, options, output }) {
    const folder = typeof options.folder === 'string' ? resolve(options.folder) : packsFolder
    const language = readLanguage(options.language)
    const known = await listPackCodes(folder).catch(() => {
      throw new FileRefused(`packs test: ${folder} cannot be read`)
    })
    const unknown = words.find((code) => !known.includes(code))
    if (unknown !== undefined) throw new UsageError(`packs test: there is no pack ${unknown} in ${folder}`)
    const codes = words.length > 0 ? words : known
    const progress = openProgress('packs')
    const tally: Tally = { passed: 0, failed: 0, broken: 0 }
    for (const [index, code] of codes.entries()) {
      await testPack({ code, folder, language }, output, tally)
      progress.at(index + 1, codes.length)
    }
    progress.end()
    const { passed, failed, broken } = tally
    output.record({ event: 'done', packs: codes.length, passed, failed, broken })
    output.say(scenarioMessages(language).total(passed, failed + broken))
    return failed + broken > 0 ? 1 : 0
  },
}

function readLanguage(given: unknown): Language {
  if (given === undefined || given === 'vi') return 'vi'
  if (given === 'en') return 'en'
  throw new UsageError('packs test: --language is vi or en')
}

type Asked = Readonly<{ code: string; folder: string; language: Language }>

async function testPack({ code, folder, language }: Asked, output: Output, tally: Tally): Promise<void> {
  const read = await readPackOf(code, folder)
  if (!read.ok) {
    tally.broken += 1
    sayProblems(code, read.problems, language, output)
    return
  }
  const { results } = runScenarios(read.pack)
  if (results.length === 0) output.say(`${code}: ${scenarioMessages(language).noScenarios}`)
  for (const result of results) {
    tally[result.problems.length === 0 ? 'passed' : 'failed'] += 1
    sayResult(code, result, language, output)
  }
}

/** Whether a scenario passed, and where it did not. */
export function sayResult(code: string, result: ScenarioResult, language: Language, output: Output): void {
  const { name, nameEn, line, problems } = result
  const words = scenarioMessages(language)
  const passed = problems.length === 0
  output.record({ event: 'scenario', code, name, nameEn, line, passed, problems })
  const said = language === 'vi' ? name : nameEn
  output.say(`${code}: ${passed ? words.passed(said) : words.failedName(said)}`)
  for (const { place, reason, line: at } of problems)
    output.say(
      `  ${describePlace(`${code}/cases.yaml`, { line: at, path: '' })}: ${place[language]}: ${reason[language]}`,
    )
}

/** What is wrong with the files of a pack, a line each. */
export function sayProblems(
  code: string,
  problems: readonly PackProblem[],
  language: Language,
  output: Output,
): void {
  for (const { file, line, path, reason } of problems) {
    output.record({ event: 'problem', code, file, line, path, reason })
    output.say(`${describePlace(`${code}${file ? `/${file}` : ''}`, { line, path })}: ${reason[language]}`)
  }
}
