import { say as stated } from '#components/say'
import { table } from '#components/table'
import { formatDuration } from '#modules/calendar'
import { listProcessSteps, type ProcessStep } from '#modules/designs'
import type { Plan, PlanNode } from '#modules/processes'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { designMessages } from './messages.ts'
import { processMessages } from './process-messages.ts'

/** How many stand at a node now, and how long it usually takes, in working minutes. */
export type Heat = Readonly<{ standing: ReadonlyMap<string, number>; minutes: ReadonlyMap<string, number> }>

/** The steps of a process as a table: what the drawing shows, to be read. */
export function stepsTable(plan: Plan, language: Language, heat?: Heat): Html {
  const say = processMessages(language)
  const heatColumns = heat ? [{ title: say.now, number: true }, { title: say.took }] : []
  const columns = [
    { title: say.step },
    ...heatColumns,
    { title: say.who },
    { title: say.byWhen },
    { title: say.outcomes },
    { title: say.next },
  ]
  return table({
    caption: designMessages(language).tableOf(say.steps),
    columns,
    stack: true,
    rows: listProcessSteps(plan)
      .filter(({ id }) => !heat || isShown(plan.nodes[id], heat))
      .flatMap((step) => {
        const node = plan.nodes[step.id]
        return node ? [stepRow({ plan, node, step, language, heat })] : []
      }),
  })
}

/** The heat map leaves out where nobody can stand. */
const isShown = (node: PlanNode | undefined, { standing }: Heat): boolean =>
  node !== undefined && (/_task$|^catch_|^subprocess$/.test(node.kind) || standing.has(node.id))

type Row = Readonly<{
  plan: Plan
  node: PlanNode
  step: ProcessStep
  language: Language
  heat: Heat | undefined
}>

function stepRow({ plan, node, step, language, heat }: Row): Piece[] {
  const say = processMessages(language)
  const minutes = heat?.minutes.get(node.id)
  const heatCells = heat
    ? [heat.standing.get(node.id) ?? 0, minutes === undefined ? '' : formatDuration(minutes, language)]
    : []
  const name = nameOf(node, language)
  return [
    html`${name || say.kinds()[node.kind]}${name && html`<br><span class="mc-small mc-quiet">${say.kinds()[node.kind]}</span>`}`,
    ...heatCells,
    whoDoes(plan, node, language),
    timeOf(node, language),
    outcomesOf(node, language),
    nextOf(plan, step, language),
  ]
}

export const nameOf = (node: Pick<PlanNode, 'name' | 'nameEn'>, language: Language): string =>
  (language === 'en' && node.nameEn) || node.name

const worded = (words: Readonly<Record<string, string>>, key: string): string =>
  (Object.hasOwn(words, key) && words[key]) || key

function whoDoes(plan: Plan, node: PlanNode, language: Language): Piece {
  if (node.kind !== 'user_task' && node.kind !== 'manual_task') return ''
  const say = processMessages(language)
  const { role, agency } = node
  const where = agency.startsWith('=') ? say.agencyBy(agency.slice(1).trim()) : worded(say.agencies(), agency)
  const who = `${worded(say.roles(), role)}, ${where}`
  const others = node.notBy
    .map((id) => plan.nodes[id])
    .flatMap((other) => (other ? [nameOf(other, language)] : []))
  const each = node.forEach && say.forEach(node.forEach.collection)
  const notes = [others.length > 0 && say.notBy(others.join(', ')), each].filter(Boolean).join('; ')
  return html`${who}${notes && html`<br><span class="mc-small mc-quiet">${notes}</span>`}`
}

function timeOf(node: PlanNode, language: Language): string {
  const say = processMessages(language)
  const worked = (amount: number, unit: string) => `${amount} ${worded(say.units(), unit)}`
  if ((node.kind === 'user_task' || node.kind === 'manual_task') && node.time)
    return worked(node.time.amount, node.time.unit)
  if (node.kind !== 'catch_timer' && node.kind !== 'boundary_timer') return ''
  const { timer } = node
  return timer.kind === 'after' ? worked(timer.duration.amount, timer.duration.unit) : timer.instant
}

function outcomesOf(node: PlanNode, language: Language): Piece {
  if (node.kind !== 'user_task' && node.kind !== 'manual_task') return ''
  const names = node.outcomes.map(({ name, nameEn }) => (language === 'en' && nameEn) || name)
  return names.length > 0 ? names.join('; ') : ''
}

function nextOf(plan: Plan, { next }: ProcessStep, language: Language): Piece {
  if (next.length === 0) return ''
  const say = processMessages(language)
  const ways = next.map(({ to, condition }) => {
    const target = plan.nodes[to]
    const isNamed = target !== undefined && target.name !== '' && target.name !== target.id
    const kind = target && say.kinds()[target.kind].toLowerCase()
    const name = isNamed ? nameOf(target, language) : (kind ?? to)
    if (next.length === 1 && !condition) return html`<li>${name}</li>`
    return html`<li>${name} <span class="mc-small mc-quiet">${condition ? say.when(condition) : say.otherwise}</span></li>`
  })
  return html`<ul class="mc-bare">${ways}</ul>`
}

/** Whether a process can be run, in a word. */
export const runState = (plan: Plan | null, problems: number, language: Language): Html =>
  plan
    ? stated('ok', processMessages(language).runs)
    : stated('bad', processMessages(language).doesNotRun(problems))
