import { answers } from '#components/answers'
import { actions, linkButton } from '#components/button'
import { notice } from '#components/notice'
import { say as stated } from '#components/say'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import {
  type ActLine,
  type Design,
  type DesignAct,
  type DesignCheck,
  listActs,
  type SaveLine,
  standingOf,
} from '#modules/designs'
import type { VersionLine } from '#modules/procedures'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { runWord } from './cases-view.ts'
import { designHead, type HeadView } from './design-head.ts'
import { addressOf, dayOf, momentOf } from './desk.ts'
import { designMessages } from './messages.ts'

export type OverviewView = Readonly<{
  head: HeadView
  check: DesignCheck
  saves: readonly SaveLine[]
  done: readonly ActLine[]
  /** The versions of its procedure, newest first. */
  versions: readonly VersionLine[]
  /** The acts this reader may do. */
  acts: readonly DesignAct[]
  mayEdit: boolean
}>

/** The first page of a design: how it stands, what submission needs, every save and what was done. */
export function overviewView(view: OverviewView): Html {
  const { head, check, acts } = view
  const { design, today, language } = head
  const say = designMessages(language)
  const allowed = listActs(standingOf(design, today)).filter((act) => acts.includes(act))
  return html`${designHead(head)}
${outdated(view)}
<div class="mc-admin mc-admin--two">
${zone({ id: 'facts', title: say.facts, body: facts(view) })}
<div class="mc-stack mc-gap2">
${zone({ id: 'checks', title: say.checks, body: [checkList(check, design, language), problemTable(check, language)] })}
${allowed.length > 0 && actions(allowed.map((act, index) => actLink(design, act, { isFirst: index === 0, language })))}
${zone({ id: 'saves', title: say.saves, body: saveTable(view) })}
${view.done.length > 0 && zone({ id: 'history', title: say.history, body: doneTable(view) })}
</div></div>`
}

function actLink(
  { id }: Design,
  act: DesignAct,
  { isFirst, language }: Readonly<{ isFirst: boolean; language: Language }>,
): Html {
  const text = designMessages(language).acts()[act]
  return linkButton({ text, href: addressOf(id, `acts/${act}`), ...(!isFirst && { variant: 'secondary' }) })
}

/** Another version was approved after this one was copied. */
function outdated({ head, versions }: OverviewView): Piece {
  const { design, language } = head
  const say = designMessages(language)
  const packs = versions.filter(({ origin, withdrawn }) => origin === 'pack' && !withdrawn)
  const [newest] = packs
  if (!design.basedOnVersionId || design.state === 'approved' || !newest) return null
  if (newest.id === design.basedOnVersionId || !packs.some(({ id }) => id === design.basedOnVersionId))
    return null
  const sentence = say.outdated(newest.number, dayOf(newest.effectiveFrom))
  return notice({
    tone: 'warn',
    body: html`<p>${sentence} <a href="${addressOf(design.id, 'compare')}">${say.compare}</a></p>`,
  })
}

function facts({ head, versions }: OverviewView): Html {
  const { design, language } = head
  const say = designMessages(language)
  const base = versions.find(({ id }) => id === design.basedOnVersionId)
  const { decision } = design
  return answers(
    [
      { term: say.standing, answer: say.standings()[standingOf(design, head.today)] },
      { term: say.basedOn, answer: base ? say.basedOnVersion(base.number) : say.fromFile },
      { term: say.createdBy, answer: say.byAt(design.createdByName, momentOf(design.createdAt, language)) },
      ...(decision
        ? [
            { term: say.decision, answer: say.decisionOf(decision.number, dayOf(decision.decidedOn)) },
            { term: say.effective, answer: dayOf(decision.effectiveOn) },
          ]
        : []),
    ],
    'tight',
  )
}

function checkList({ pack, run, problems }: DesignCheck, design: Design, language: Language): Html {
  const say = designMessages(language)
  const files = pack ? stated('ok', say.checksOk) : stated('bad', say.checksBad(problems.length))
  const cases = run && html`<li><a href="${addressOf(design.id, 'cases')}">${runWord(run, language)}</a></li>`
  return html`<ul class="mc-checks"><li>${files}</li>${cases}</ul>`
}

/** What has to be corrected, file by file; the file's editor is one press away. */
function problemTable({ problems }: DesignCheck, language: Language): Piece {
  if (problems.length === 0) return null
  const say = designMessages(language)
  return table({
    caption: say.problemsCaption,
    columns: [
      { title: say.file },
      { title: say.line, number: true },
      { title: say.place },
      { title: say.reason },
    ],
    stack: true,
    rows: problems
      .slice(0, 100)
      .map(({ file, line, path, reason }) => [file, line ?? '–', path || say.wholeFile, reason[language]]),
  })
}

function saveTable({ head, saves, mayEdit }: OverviewView): Html {
  const { design, language } = head
  const say = designMessages(language)
  const rows = saves.map(({ number, change, at, byName }, index) => {
    const isOld = index > 0 && mayEdit && (design.state === 'draft' || design.state === 'returned')
    const restore = isOld && restoreForm(design, number, language)
    return [number, whatChanged(change, language), momentOf(at, language), byName, restore || '–']
  })
  return html`<p class="mc-small mc-quiet">${say.savesHelp}</p>${table({
    caption: say.tableOf(say.saves),
    columns: [
      { title: say.number, number: true },
      { title: say.what },
      { title: say.when },
      { title: say.who },
      { title: say.restore },
    ],
    stack: true,
    rows,
  })}`
}

const restoreForm = ({ id, revision }: Design, number: number, language: Language): Html => {
  const say = designMessages(language)
  return html`<form method="post" action="${addressOf(id, `saves/${number}/restore`)}"><input type="hidden" name="seen" value="${revision}"><button class="mc-linklike" type="submit">${say.restore}<span class="ds-sr-only"> ${number}</span></button></form>`
}

function whatChanged(change: string, language: Language): string {
  const say = designMessages(language)
  const words: Readonly<Record<string, string>> = say.changesOf()
  if (change.startsWith('save:')) return say.broughtBack(change.slice(5))
  return (Object.hasOwn(words, change) && words[change]) || change
}

function doneTable({ head, done }: OverviewView): Html {
  const { language } = head
  const say = designMessages(language)
  const titles = [say.what, say.when, say.who, say.noteOptional]
  return table({
    caption: say.tableOf(say.history),
    columns: titles.map((title) => ({ title })),
    stack: true,
    rows: done.map(({ act, at, byName, note }) => [
      say.doneActs()[act],
      momentOf(at, language),
      byName,
      note ? say.noteOf(note) : '–',
    ]),
  })
}
