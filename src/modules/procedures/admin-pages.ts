import { answers } from '#components/answers'
import { button } from '#components/button'
import { code } from '#components/code'
import { filterRow } from '#components/filter-row'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say as stated } from '#components/say'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { versions } from '#components/versions'
import type { FieldSchema, FormSchema } from '#modules/eforms'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { statusOf } from './list-pages.ts'
import { messagesOf } from './messages.ts'
import type { VersionLine } from './repository.ts'
import type { IssueLine } from './repository-search.ts'
import type { CatalogueProcedure, IssueKind, Procedure } from './rules/procedure.ts'
import type { SearchPage } from './search-procedures.ts'

export type AdminListView = Readonly<{
  page: SearchPage
  text: string
  cursor: string | undefined
  openIssues: ReadonlyMap<string, number>
}>

/** All procedures for the administrator: state, and how much of the national description is to settle. */
export function renderAdminList({ page, text, cursor, openIssues }: AdminListView, language: Language): Html {
  const say = messagesOf(language)
  const next =
    page.nextCursor && `/admin/procedures?${new URLSearchParams({ q: text, cursor: page.nextCursor })}`
  const rows = page.lines.map((line) => {
    const open = openIssues.get(line.code) ?? 0
    return [
      html`<a href="/admin/procedures/${line.code}">${line.shortName}</a>`,
      code(line.code),
      line.field,
      say[line.level],
      statusOf(line.status, language),
      open > 0 ? stated('warn', say.issueCount(open)) : say.issueCount(0),
    ]
  })
  const titles = [say.name, say.code, say.field, say.level, say.status, say.openIssues]
  return html`<div class="mc-work__head"><h1>${say.adminTitle}</h1><p class="mc-quiet">${say.adminHelp}</p></div>
${filterRow({ label: say.filter, filters: [{ name: 'q', label: say.filterText, value: text }], language })}
${page.alike && notice({ body: say.alike })}
${rows.length > 0 ? table({ caption: say.tableOf(say.adminTitle), columns: titles.map((title) => ({ title })), rows }) : notice({ body: say.noProcedures })}
${pagination({ nextHref: next, firstHref: cursor ? `/admin/procedures?${new URLSearchParams({ q: text })}` : null, language })}`
}

export type AdminView = Readonly<{
  procedure: CatalogueProcedure
  versions: readonly VersionLine[]
  issues: readonly IssueLine[]
  /** What modules above show of it. */
  extra: Html | null
}>

/** One procedure for the administrator: versions, papers, fees, time limit, form, and what is to settle. */
export function renderAdminProcedure(view: AdminView, language: Language): Html {
  const { procedure } = view
  const say = messagesOf(language)
  const offered = procedure.status === 'offered' ? procedure : null
  return html`<div class="mc-work__head"><h1>${procedure.shortName}</h1><p class="mc-quiet">${code(procedure.code)}, ${procedure.field}, ${say[procedure.level]}. ${statusOf(procedure.status, language)}</p></div>
<div class="mc-admin">
${zone({ id: 'versions', title: say.versions, body: versionList(view, language) })}
${zone({ id: 'components', title: say.components, body: componentTable(procedure, language) })}
${offered && zone({ id: 'time-limit', title: say.timeLimit, body: timeLimit(offered, language) })}
</div>
<div class="mc-stack mc-t2">
${view.extra}
${zone({ id: 'fees', title: say.fee, body: feeTable(procedure, language) })}
${offered?.form && zone({ id: 'form', title: say.formFields, body: formTable(offered.form, language) })}
${zone({ id: 'issues', title: say.issues, body: issueTable(view, language) })}
</div>`
}

function versionList({ procedure, versions: lines }: AdminView, language: Language): Html {
  const say = messagesOf(language)
  return versions(
    lines.map((line) => {
      const current = line.id === procedure.versionId
      return {
        title: line.origin === 'pack' ? say.packVersion(line.number) : say.catalogueVersion(line.number),
        state: current ? stated('ok', say.inForce) : stated('mute', stateWord(line, procedure, language)),
        dates: say.since(line.effectiveFrom.split('-').reverse().join('/')),
        detail: decisionOf(line, language),
        current,
      }
    }),
  )
}

/** By which decision a version stands: the one of here, with who took it, else the published one. */
function decisionOf({ decisionNumber, decidedByName, publishingDecision }: VersionLine, language: Language) {
  const say = messagesOf(language)
  const number = decisionNumber ?? publishingDecision
  if (!number) return say.noDecision
  return [say.decisionNumber(number), decidedByName].filter(Boolean).join(', ')
}

function stateWord(
  { origin, number, withdrawn }: VersionLine,
  { version, status }: CatalogueProcedure,
  language: Language,
) {
  const say = messagesOf(language)
  if (withdrawn) return say.withdrawn
  if (status === 'offered' && origin === 'catalogue') return say.beside
  return number > version ? say.notYet : say.ended
}

function componentTable({ components, status }: CatalogueProcedure, language: Language): Html {
  const say = messagesOf(language)
  const need = (required: boolean) => (required ? say.compulsory : say.optional)
  return table({
    caption: say.tableOf(say.components),
    columns: [{ title: say.name }, { title: say.copies }, { title: say.required }, { title: say.heldBy }],
    rows: components.map(({ name, originals, copies, required, heldBy }) => [
      name,
      say.quantity(originals, copies) || '–',
      status === 'offered' ? need(required) : '–',
      heldBy ?? say.byCitizen,
    ]),
  })
}

function feeTable({ fees }: CatalogueProcedure, language: Language): Html {
  const say = messagesOf(language)
  return table({
    caption: say.tableOf(say.fee),
    columns: [
      { title: say.name },
      { title: say.amount, number: true },
      { title: say.feeText },
      { title: say.basis },
    ],
    rows: fees.map(({ name, amountVnd, text, law }) => [
      name,
      amountVnd === null ? say.inWords : say.money(amountVnd),
      text,
      law ?? '–',
    ]),
  })
}

function timeLimit({ timeLimit: limit }: Procedure, language: Language): Html {
  const say = messagesOf(language)
  const cut = limit.cutOff
  const cutOff = cut?.effect === 'clock' ? say.cutOffClock(cut.time) : say.cutOffTransfer(cut?.time ?? '')
  return answers(
    [
      { term: say.timeLimit, answer: limit.text },
      { term: say.cutOff, answer: cut ? cutOff : say.noCutOff },
      { term: say.supplement, answer: say[limit.supplementPolicy] },
      { term: say.basis, answer: limit.law ?? '–' },
    ],
    'tight',
  )
}

function formTable(form: FormSchema, language: Language): Html {
  const say = messagesOf(language)
  const titleOf = (schema: Readonly<{ title: string; 'x-titleEn'?: string }>) =>
    language === 'en' ? (schema['x-titleEn'] ?? schema.title) : schema.title
  const rows = Object.values(form.properties).flatMap((step) =>
    Object.entries(step.properties).map(([name, field]): Piece[] => [
      titleOf(step),
      titleOf(field),
      kindOf(field, language),
      step.required?.includes(name) ? say.compulsory : say.optional,
      field['x-prefill'] ? say.knownAccount : say.declarant,
    ]),
  )
  const titles = [say.part, say.formField, say.kind, say.required, say.heldBy]
  return table({
    caption: say.tableOf(say.formFields),
    columns: titles.map((title) => ({ title })),
    rows,
    rowHeader: 1,
  })
}

function kindOf(field: FieldSchema, language: Language): string {
  const say = messagesOf(language)
  if (field.oneOf || field.enum) return say.kindChoice
  if (field.type === 'boolean') return say.kindYes
  if (field.format === 'date') return say.kindDay
  if (field.type === 'integer') {
    const { minimum, maximum } = field
    const limits = minimum !== undefined && maximum !== undefined && say.between(minimum, maximum)
    return [say.kindNumber, limits].filter(Boolean).join(', ')
  }
  return [say.kindText, field.maxLength && say.upTo(field.maxLength)].filter(Boolean).join(', ')
}

function issueTable({ procedure, issues }: AdminView, language: Language): Html {
  const say = messagesOf(language)
  if (issues.length === 0) return html`<p>${stated('ok', say.noIssues)}</p>`
  const titles = [say.issueKind, say.issuePlace, say.issueFound, say.status]
  return html`<p class="mc-small mc-quiet">${say.issuesHelp}</p>${table({
    caption: say.tableOf(say.issues),
    columns: titles.map((title) => ({ title })),
    rows: issues.map((issue) => [
      say[issue.kind as IssueKind],
      issue.field,
      issue.found,
      issue.settledBy
        ? stated('ok', say.settledBy(issue.settledBy))
        : settleForm(procedure.code, issue, language),
    ]),
  })}`
}

const settleForm = (procedureCode: string, { position, kind }: IssueLine, language: Language): Html => {
  const say = messagesOf(language)
  const about = `${position}: ${say[kind as IssueKind]}`
  return html`<form method="post" action="/admin/procedures/${procedureCode}/issues/${position}/settle">${button({ text: say.settle, variant: 'secondary', about })}</form>`
}
