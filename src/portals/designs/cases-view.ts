import { notice } from '#components/notice'
import { say as stated } from '#components/say'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import type { DesignCheck } from '#modules/designs'
import type { PackRun, ScenarioProblem } from '#modules/scenarios'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { compareMessages } from './compare-messages.ts'
import { designHead, type HeadView } from './design-head.ts'
import { addressOf } from './desk.ts'
import { designMessages } from './messages.ts'

export type CasesView = Readonly<{ head: HeadView; check: DesignCheck }>

/** How many scenarios go as they say. */
export function runWord({ results, failed }: PackRun, language: Language): Html {
  const say = compareMessages(language)
  if (results.length === 0) return stated('warn', say.casesPassed(0, 0))
  return stated(failed === 0 ? 'ok' : 'bad', say.casesPassed(results.length - failed, results.length))
}

/** The scenarios of a design, run now. */
export function casesView({ head, check }: CasesView): Html {
  const { design, language } = head
  const say = compareMessages(language)
  const edit = html`<p class="mc-t1"><a href="${addressOf(design.id, 'texts/cases.yaml')}">${say.casesEdit}</a></p>`
  if (!check.pack)
    return html`${designHead(head)}${notice({ tone: 'warn', body: html`<p>${say.casesCannot}</p>` })}${edit}`
  const { run } = check
  const body =
    run.results.length === 0
      ? notice({ tone: 'warn', body: html`<p>${say.casesNone}</p>` })
      : resultTable(run, language)
  return html`${designHead(head)}
${zone({ id: 'cases', title: say.casesTitle, state: runWord(run, language), body: html`<p class="mc-small mc-quiet">${say.casesHelp}</p>${body}${edit}` })}`
}

function resultTable({ results }: PackRun, language: Language): Html {
  const say = compareMessages(language)
  const titles = [say.scenario, say.result, say.firstFault]
  return table({
    caption: designMessages(language).tableOf(say.casesTitle),
    columns: titles.map((title) => ({ title })),
    stack: true,
    rows: results.map(({ name, nameEn, problems }) => [
      language === 'en' ? nameEn : name,
      problems.length === 0 ? stated('ok', say.passed) : stated('bad', say.failed),
      problems.length === 0 ? '–' : faults(problems, language),
    ]),
  })
}

/** Where a scenario first goes another way, with everything that is other there. */
function faults(problems: readonly ScenarioProblem[], language: Language): Piece {
  const say = compareMessages(language)
  const lines = problems.map(({ place, line, reason, expected, found }) => {
    const sides = [expected !== null && say.expected(expected), found !== null && say.found(found)].filter(
      Boolean,
    )
    const where = line === null ? place[language] : `${place[language]}, ${say.lineOf(line)}`
    return html`<li>${where}: ${reason[language]}${sides.length > 0 && html`<br><span class="mc-small mc-kept">${sides.join('; ')}</span>`}</li>`
  })
  return html`<ul class="mc-bare">${lines}</ul>`
}
