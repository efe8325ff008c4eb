import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button } from '#components/button'
import { code as codeText, namedCode } from '#components/code'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { dateField, selectField, textAreaField, textField } from '#components/field'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { writeDay } from '#components/read-step'
import { say } from '#components/say'
import { narrow, zone } from '#components/sheet'
import { table } from '#components/table'
import { formatMoment } from '#modules/calendar'
import type { CodeNames } from '#modules/filings'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { mirrorMessages, stateName } from './messages.ts'
import type { MinistrySystem } from './repository.ts'
import type { HandOverRule, MissingCode, StoredMapping } from './repository-mapping.ts'
import type { RefusedReport, UnmappedCode } from './repository-mirror.ts'
import { writeFieldMap } from './rules/field-map.ts'
import { codeKinds, type Days, isInForce } from './rules/mapping.ts'

export const adminUrl = '/admin/mirrors'

export type SystemField = 'systemCode' | 'systemName' | 'member' | 'orderedBy'
export type MappingField = 'kind' | 'theirCode' | 'ourCode' | 'fromOn' | 'untilOn' | 'decision'
export type RuleField = 'procedureCode' | 'fields' | 'ruleFromOn' | 'ruleUntilOn' | 'ruleDecision'
export type Typed = Readonly<Partial<Record<SystemField | MappingField | RuleField, string>>>
export type Form = Readonly<{ typed: Typed; problems: readonly Problem[]; done: string | null }>

/** The systems of ministries that are entered, and a form for another. */
export function systemsPage(systems: readonly MinistrySystem[], form: Form, language: Language): Html {
  const words = mirrorMessages(language)
  const rows = systems.map((system) => [
    html`<a href="${adminUrl}/${system.code}">${system.name}</a><br>${codeText(system.code)}`,
    system.member ?? '–',
    system.orderedBy === 'sequence' ? words.bySequence : words.byTime,
    html`${system.pulledAt ? formatMoment(system.pulledAt, language) : words.never}<br>${standing(system, language)}`,
  ])
  const columns = [words.system, words.member, words.orderedBy, words.pulledAt].map((title) => ({ title }))
  return html`${errorSummary({ problems: form.problems, language })}<div class="mc-work__head"><h1>${words.adminTitle}</h1><p class="mc-quiet">${words.adminHint}</p></div>
${doneNotice(form.done, language)}
${rows.length > 0 ? table({ caption: words.adminTitle, columns, rows, stack: true }) : notice({ body: words.noSystem })}
<div class="mc-t2">${fold({ summary: words.enterSystem, body: narrow(systemForm(form, language)), open: form.problems.length > 0 })}</div>`
}

const standing = ({ pulledAt, lastError, lastErrorAt }: MinistrySystem, language: Language): Html => {
  const words = mirrorMessages(language)
  const isFailing = lastErrorAt && (!pulledAt || lastErrorAt.epochMilliseconds > pulledAt.epochMilliseconds)
  return isFailing
    ? say('bad', words.lastError(formatMoment(lastErrorAt, language), lastError ?? ''))
    : say('ok', words.fine)
}

const doneNotice = (done: string | null, language: Language): Piece => {
  const words = mirrorMessages(language)
  const sentence = { entered: words.doneEntered, ended: words.doneEnded }[done ?? '']
  return sentence && notice({ tone: 'done', live: true, body: html`<p>${sentence}</p>` })
}

function systemForm(form: Form, language: Language): Html {
  const words = mirrorMessages(language)
  const field = typedFields<SystemField>(form, language)
  const orders = [
    { value: 'sequence', label: words.bySequence },
    { value: 'time', label: words.byTime },
  ]
  return html`<form class="mc-stack" method="post" action="${adminUrl}">
${textField({ ...field('systemCode'), label: words.systemCode, description: words.systemCodeHint, spellcheck: false })}
${textField({ ...field('systemName'), label: words.systemName })}
${textField({ ...field('member'), label: words.member, description: words.memberHint, optional: true, spellcheck: false })}
${selectField({ ...field('orderedBy'), label: words.orderedBy, options: orders, value: form.typed.orderedBy ?? 'sequence' })}
${actions(button({ text: words.enterSystem }))}</form>`
}

type SystemView = Readonly<{
  system: MinistrySystem
  today: string
  mappings: readonly StoredMapping[]
  unmapped: readonly UnmappedCode[]
  missing: readonly MissingCode[]
  rules: readonly HandOverRule[]
  refused: readonly RefusedReport[]
  /** What codes of ours stand for. */
  names: CodeNames
}>

/** One system: what is not mapped, what is, which dossiers go there, and what it sent that was wrong. */
export function systemPage(view: SystemView, form: Form, language: Language): Html {
  const words = mirrorMessages(language)
  const { system } = view
  return html`${errorSummary({ problems: form.problems, language })}
${breadcrumbs([{ text: words.adminTitle, href: adminUrl }], system.name, language)}
<div class="mc-work__head"><h1>${system.name}</h1><p>${standing(system, language)}</p></div>
${doneNotice(form.done, language)}
${zone({ id: 'unmapped', title: words.unmapped, body: unmappedPart(view, language) })}
<div class="mc-t3">${zone({ id: 'mappings', title: words.mappings, body: html`${mappingTable(view, language)}<div class="mc-t2">${fold({ summary: words.addMapping, body: narrow(mappingForm(view, form, language)), open: isAbout(form, mappingFields) || Boolean(form.typed.theirCode) })}</div>` })}</div>
<div class="mc-t3">${zone({ id: 'rules', title: words.rules, body: html`${ruleTable(view, language)}<div class="mc-t2">${fold({ summary: words.addRule, body: narrow(ruleForm(view, form, language)), open: isAbout(form, ruleFields) })}</div>` })}</div>
<div class="mc-t3">${zone({ id: 'refused', title: words.refused, body: refusedPart(view, language) })}</div>`
}

const mappingFields: readonly string[] = ['kind', 'theirCode', 'ourCode', 'fromOn', 'untilOn', 'decision']
const ruleFields: readonly string[] = ['procedureCode', 'fields', 'ruleFromOn', 'ruleUntilOn', 'ruleDecision']
const isAbout = ({ problems }: Form, fields: readonly string[]): boolean =>
  problems.some(({ field }) => fields.includes(field))

function unmappedPart({ system, unmapped, missing, names }: SystemView, language: Language): Html {
  const words = mirrorMessages(language)
  const columns = [words.theirCode, words.kind, words.name, words.count, words.addMapping]
  const rows = unmapped.map(({ kind, code, name, count, example }) => [
    codeText(code),
    words[`kind_${kind}`],
    name,
    html`${count} <span class="mc-small mc-quiet">${example}</span>`,
    html`<a href="${adminUrl}/${system.code}?${new URLSearchParams({ kind, theirCode: code }).toString()}#mappings">${words.addMapping}<span class="ds-sr-only"> ${code}</span></a>`,
  ])
  const needed = missing.map(({ kind, ourCode, dossierCode }) => [
    ourCell({ kind, ourCode }, names, language),
    words[`kind_${kind}`],
    codeText(dossierCode),
  ])
  const titles = [words.ourCode, words.kind, words.dossier].map((title) => ({ title }))
  return html`${rows.length > 0 ? html`<p class="mc-quiet">${words.unmappedHint}</p>${table({ caption: `${words.unmapped}: ${system.name}`, columns: columns.map((title) => ({ title })), rows, stack: true })}` : say('ok', words.nothingUnmapped)}
${needed.length > 0 && html`<h3 class="mc-h mc-t2">${words.missing}</h3><p class="mc-quiet">${words.missingHint}</p>${table({ caption: words.missing, columns: titles, rows: needed, stack: true })}`}`
}

function ourCell(
  { kind, ourCode }: Readonly<{ kind: MissingCode['kind']; ourCode: string }>,
  names: SystemView['names'],
  language: Language,
): Html {
  if (kind === 'state') return namedCode(ourCode, stateName(Number(ourCode), language))
  return namedCode(ourCode, kind === 'field' ? undefined : names[kind].get(ourCode))
}

const span = ({ fromOn, untilOn }: Days, language: Language): string => {
  const words = mirrorMessages(language)
  return untilOn ? words.between(writeDay(fromOn), writeDay(untilOn)) : words.since(writeDay(fromOn))
}

const endForm = (action: string, id: string, about: string, language: Language): Html => {
  const words = mirrorMessages(language)
  const look = { text: words.end, variant: 'secondary', about: words.endAbout(about) } as const
  return html`<form method="post" action="${action}"><input type="hidden" name="id" value="${id}">${button(look)}</form>`
}

function mappingTable({ system, mappings, today, names }: SystemView, language: Language): Html {
  const words = mirrorMessages(language)
  if (mappings.length === 0) return notice({ body: words.noMappings })
  const columns = [words.theirCode, words.kind, words.ourCode, words.days, words.decision, words.end]
  const rows = mappings.map((mapping) => [
    codeText(mapping.theirCode),
    words[`kind_${mapping.kind}`],
    ourCell(mapping, names, language),
    span(mapping, language),
    html`${mapping.decision}<br><span class="mc-small mc-quiet">${mapping.enteredBy}</span>`,
    isInForce(mapping, today) && mapping.untilOn === null
      ? endForm(`${adminUrl}/${system.code}/mappings/end`, mapping.id, mapping.theirCode, language)
      : '',
  ])
  return table({
    caption: `${words.mappings}: ${system.name}`,
    columns: columns.map((title) => ({ title })),
    rows,
    stack: true,
  })
}

function mappingForm({ system }: SystemView, form: Form, language: Language): Html {
  const words = mirrorMessages(language)
  const field = typedFields<MappingField>(form, language)
  const kinds = codeKinds.map((value) => ({ value, label: words[`kind_${value}`] }))
  return html`<form class="mc-stack" method="post" action="${adminUrl}/${system.code}/mappings">
${selectField({ ...field('kind'), label: words.kind, options: kinds })}
${textField({ ...field('theirCode'), label: words.theirCode, spellcheck: false })}
${textField({ ...field('ourCode'), label: words.ourCode, description: words.ourCodeHint, spellcheck: false })}
${dateField({ ...field('fromOn'), label: words.fromOn })}
${dateField({ ...field('untilOn'), label: words.untilOn, description: words.untilHint, optional: true })}
${textField({ ...field('decision'), label: words.decision })}
${actions(button({ text: words.addMapping }))}</form>`
}

function ruleTable({ system, rules, today, names }: SystemView, language: Language): Html {
  const words = mirrorMessages(language)
  if (rules.length === 0) return notice({ body: words.noRules })
  const columns = [words.procedureCode, words.fields, words.days, words.decision, words.end]
  const rows = rules.map((rule) => [
    namedCode(rule.procedureCode, names.procedure.get(rule.procedureCode)),
    html`${writeFieldMap(rule.fields)
      .split('\n')
      .map((line, index) => html`${index > 0 && html`<br>`}<span class="mc-small">${line}</span>`)}`,
    span(rule, language),
    rule.decision,
    isInForce(rule, today) && rule.untilOn === null
      ? endForm(`${adminUrl}/${system.code}/rules/end`, rule.id, rule.procedureCode, language)
      : '',
  ])
  return table({
    caption: `${words.rules}: ${system.name}`,
    columns: columns.map((title) => ({ title })),
    rows,
    stack: true,
  })
}

function ruleForm({ system }: SystemView, form: Form, language: Language): Html {
  const words = mirrorMessages(language)
  const field = typedFields<RuleField>(form, language)
  return html`<form class="mc-stack" method="post" action="${adminUrl}/${system.code}/rules">
${textField({ ...field('procedureCode'), label: words.procedureCode, spellcheck: false })}
${textAreaField({ ...field('fields'), label: words.fields, description: words.fieldsHint, optional: true, rows: 6 })}
${dateField({ ...field('ruleFromOn'), label: words.fromOn })}
${dateField({ ...field('ruleUntilOn'), label: words.untilOn, description: words.untilHint, optional: true })}
${textField({ ...field('ruleDecision'), label: words.decision })}
${actions(button({ text: words.addRule }))}</form>`
}

function refusedPart({ system, refused }: SystemView, language: Language): Html {
  const words = mirrorMessages(language)
  if (refused.length === 0) return say('ok', words.nothingRefused)
  const columns = [words.dossier, words.reportedAt, words.problem].map((title) => ({ title }))
  const rows = refused.map(({ theirCode, receivedAt, problem }) => [
    theirCode ? codeText(theirCode) : '–',
    formatMoment(receivedAt, language),
    problem,
  ])
  return html`<p class="mc-quiet">${words.refusedHint}</p>${table({ caption: `${words.refused}: ${system.name}`, columns, rows, stack: true })}`
}
