import { actions, button } from '#components/button'
import { code } from '#components/code'
import { selectField } from '#components/field'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import type { DossierTitle } from '#modules/dossiers'
import type { VersionLine } from '#modules/procedures'
import type { Plan } from '#modules/processes'
import type { InstanceMove, Mapping, MovePreview } from '#modules/running'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { dayOf } from './desk.ts'
import { moveMessages } from './move-messages.ts'

/** A version of a procedure with the process it brings. */
export type Side = Readonly<{ version: VersionLine; definitionId: string; plan: Plan }>

export type MovePage = Readonly<{
  /** Code and name of the procedure. */
  procedure: Readonly<{ code: string; name: string }>
  versions: readonly VersionLine[]
  from: Side | null
  to: Side | null
  mapping: Mapping
  preview: readonly MovePreview[]
  titles: ReadonlyMap<string, DossierTitle>
  after: string | null
  next: string | null
  /** The address of this page with its choices, to go on from. */
  here: string
  mayMove: boolean
  warning: string | null
}>

export const movesUrl = (procedure: string): string =>
  `/admin/procedures/${encodeURIComponent(procedure)}/moves`

/** Choosing two versions, saying which step becomes which, and what would happen to every dossier. */
export function movePage(page: MovePage, language: Language): Html {
  const say = moveMessages(language)
  const { procedure, warning, from, to } = page
  return html`<div class="mc-work__head"><h1>${say.title(procedure.name)}</h1></div>
<p class="mc-small mc-quiet">${say.lead}</p>
${warning && notice({ tone: 'warn', body: warning, live: true })}
<form class="mc-form mc-form--tight mc-t2" method="get" action="${movesUrl(procedure.code)}">
${zone({ id: 'versions', title: say.versions, body: versionsPart(page, language) })}
${from && to && from.definitionId !== to.definitionId && zone({ id: 'mapping', title: say.mapping, body: mappingPart(page, from, to, language) })}
</form>
${from && to && dryRun(page, language)}`
}

function versionsPart({ versions, from, to }: MovePage, language: Language): Html {
  const say = moveMessages(language)
  if (versions.length < 2) return notice({ body: say.needTwo })
  const options = versions.map(({ id, number, effectiveFrom }) => ({
    value: id,
    label: say.version(number, dayOf(effectiveFrom)),
  }))
  const chosen = { options, language }
  return html`${selectField({ ...chosen, name: 'from', label: say.from, value: from?.version.id ?? versions[1]?.id })}
${selectField({ ...chosen, name: 'to', label: say.to, value: to?.version.id ?? versions[0]?.id })}
${actions(button({ text: say.look, variant: 'secondary' }))}`
}

/** Only the steps that are gone need an answer; the others move by themselves. */
function mappingPart({ mapping }: MovePage, from: Side, to: Side, language: Language): Html {
  const say = moveMessages(language)
  const gone = listWaiting(from.plan).filter(({ id }) => !to.plan.nodes[id])
  const options = [
    { value: '', label: say.stays },
    ...listWaiting(to.plan).map(({ id, name }) => ({ value: id, label: name || id })),
  ]
  const fields = gone.map(({ id, name }) =>
    selectField({ name: `map.${id}`, label: name || id, value: mapping[id] ?? '', options, language }),
  )
  return html`<p class="mc-small mc-quiet">${say.mappingHelp}</p>${fields}${fields.length > 0 && actions(button({ text: say.look, variant: 'secondary' }))}`
}

const listWaiting = (plan: Plan) =>
  Object.values(plan.nodes).filter(({ kind }) => /_task$|^catch_|^subprocess$/.test(kind))

function dryRun(page: MovePage, language: Language): Html {
  const say = moveMessages(language)
  const { from, to, preview, next, after, here } = page
  if (from?.definitionId === to?.definitionId) return notice({ body: say.same })
  if (preview.length === 0) return notice({ body: say.nobody })
  const rows = preview.map((line) => [
    nameOf(page, line),
    line.tokens.map(({ node, to: target }) => stepName(page, node, target)),
    line.goes ? say.goes : html`${say.kept}: ${whyOf(line, language)}`,
  ])
  const columns = [{ title: say.dossier }, { title: say.steps }, { title: say.verdict }]
  return zone({
    id: 'dry-run',
    title: say.dryRun,
    body: html`<p class="mc-small mc-quiet">${say.dryRunHelp}</p>
${table({ caption: say.dryRun, columns, rows, stack: true })}
${pagination({ nextHref: next && `${here}&after=${next}`, firstHref: after && here, language })}
${page.mayMove && moveForm(page, language)}`,
  })
}

function moveForm({ procedure, from, to, mapping }: MovePage, language: Language): Html {
  const say = moveMessages(language)
  const hidden = Object.entries({
    from: from?.version.id ?? '',
    to: to?.version.id ?? '',
    ...Object.fromEntries(Object.entries(mapping).map(([node, target]) => [`map.${node}`, target])),
  }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
  return html`<form class="mc-t2" method="post" action="${movesUrl(procedure.code)}">${hidden}<p class="mc-small mc-quiet">${say.doHelp}</p>${actions(button({ text: say.doMove }))}</form>`
}

function nameOf({ titles }: MovePage, { subjectId, subjectName }: MovePreview): Html {
  const title = titles.get(subjectId)
  return html`${code(title?.code ?? title?.reference ?? subjectName)}`
}

const stepName = ({ from, to }: MovePage, node: string, target: string | null): Html => {
  const before = from?.plan.nodes[node]?.name || node
  const after = target && (to?.plan.nodes[target]?.name || target)
  return html`<span>${after && after !== before ? `${before} → ${after}` : before}</span> `
}

function whyOf({ tokens }: MovePreview, language: Language): string {
  const reasons = moveMessages(language).because()
  return [...new Set(tokens.flatMap(({ because }) => (because ? [reasons[because]] : [])))].join('; ')
}

/** How far a move has come. */
export function progressPage(procedure: MovePage['procedure'], move: InstanceMove, language: Language): Html {
  const say = moveMessages(language)
  const { moved, kept, finishedAt } = move
  const sentence = finishedAt ? say.done(moved, kept) : say.running(moved, kept)
  return html`<div class="mc-work__head"><h1>${say.title(procedure.name)}</h1></div>
${notice({ tone: finishedAt ? 'done' : 'info', body: sentence, live: true })}
<p class="mc-small mc-quiet mc-t1">${say.asked(move.requestedName, formatMoment(move.requestedAt, language))}</p>
<p><a href="${movesUrl(procedure.code)}">${say.versions}</a></p>`
}
