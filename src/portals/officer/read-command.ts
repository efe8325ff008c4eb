import type { Problem } from '#components/error-summary'
import type { Command, CommandType, DossierView } from '#modules/dossiers'
import { type Component, listAskedPapers } from '#modules/procedures'
import type { Language } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import type { KeptPapers } from './kept-papers.ts'
import { officerMessages } from './messages.ts'

/** A command as its form was sent: the typed text, the files received so far. */
export type TypedCommand = Readonly<{
  type: CommandType
  fields: Readonly<Record<string, string>>
  kept: KeptPapers
}>

export type ReadCommand = Readonly<{ ok: true; command: Command } | { ok: false; problems: readonly Problem[] }>

type Reader = (typed: TypedCommand, view: DossierView, language: Language) => ReadCommand

const textOf = ({ fields }: TypedCommand, name: string): string => cleanText(fields[name] ?? '').slice(0, 4000)
const wrong = (field: string, sentence: string): ReadCommand => ({
  ok: false,
  problems: [{ field, sentence }],
})

/** A command that wants nothing but its reason. */
const withReason: Reader = (typed, _view, language) => {
  const reason = textOf(typed, 'reason')
  const words = officerMessages(language)
  const isInside = typed.type === 'return_to_appraisal'
  if (reason === '') return wrong('reason', isInside ? words.reasonNeededInside : words.reasonNeeded)
  return { ok: true, command: { type: typed.type, reason } as Command }
}

const withNote: Reader = (typed) => ({
  ok: true,
  command: { type: typed.type, note: textOf(typed, 'note') } as Command,
})

/** The components that may be asked for; `component.<key>` is the name of each box. */
export const askableComponents = ({ components }: DossierView): Component[] => listAskedPapers({ components })

const requestPapers: Reader = (typed, view, language) => {
  const words = officerMessages(language)
  const asked = askableComponents(view).map(({ key }) => key)
  const components = asked.filter((key) => typed.fields[`component.${key}`] !== undefined)
  const reason = textOf(typed, 'reason')
  const unseenReason = textOf(typed, 'unseenReason')
  const needsMore = view.dossier.supplementCount > 0 && unseenReason === ''
  const problems = [
    components.length === 0 && { field: `component.${asked[0]}`, sentence: words.componentsNeeded },
    reason === '' && { field: 'reason', sentence: words.reasonNeeded },
    needsMore && { field: 'unseenReason', sentence: words.unseenNeeded },
  ].filter((problem) => problem !== false)
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    command: { type: 'request_papers', reason, components, ...(unseenReason && { unseenReason }) },
  }
}

/** Papers brought to the counter: at least one file. The files themselves go beside the command. */
const supplement: Reader = (typed, view, language) => {
  const hasFile = Object.values(typed.kept).some((papers) => papers.length > 0)
  const first = requestedComponents(view)[0]?.key
  return hasFile
    ? { ok: true, command: { type: 'supplement' } }
    : wrong(`file.${first}`, officerMessages(language).componentsNeeded)
}

/** The components of the last request for papers; all that can be asked for when it named none. */
export function requestedComponents(view: DossierView): Component[] {
  const request = view.events.findLast(({ type }) => type === 'request_papers')
  const keys = Array.isArray(request?.detail.components) ? request.detail.components : []
  const asked = askableComponents(view)
  const named = asked.filter(({ key }) => keys.includes(key))
  return named.length > 0 ? named : asked
}

/** '8.000', '8 000 đồng' and '8000' are eight thousand; null when it is no whole number. */
export function readAmount(typed: string): number | null {
  const plain = typed
    .trim()
    .replace(/\s*(đồng|dong|đ|vnd|₫)$/i, '')
    .replace(/(?<=\d)[ .,](?=\d{3}(?!\d))/g, '')
  return /^\d{1,12}$/.test(plain) && Number(plain) > 0 ? Number(plain) : null
}

const requestPayment: Reader = (typed, _view, language) => {
  const words = officerMessages(language)
  const amountVnd = readAmount(typed.fields.amount ?? '')
  const reason = textOf(typed, 'reason')
  const problems = [
    reason === '' && { field: 'reason', sentence: words.amountForNeeded },
    amountVnd === null && { field: 'amount', sentence: words.amountNeeded },
  ].filter((problem) => problem !== false)
  if (problems.length > 0 || amountVnd === null) return { ok: false, problems }
  return { ok: true, command: { type: 'request_payment', amountVnd, reason } }
}

const confirmPayment: Reader = (typed, _view, language) => {
  const words = officerMessages(language)
  const { method } = typed.fields
  const receiptReference = textOf(typed, 'receiptReference').slice(0, 100)
  const problems = [
    method !== 'cash' && method !== 'transfer' && { field: 'method', sentence: words.methodNeeded },
    receiptReference === '' && { field: 'receiptReference', sentence: words.receiptNeeded },
  ].filter((problem) => problem !== false)
  if (problems.length > 0 || (method !== 'cash' && method !== 'transfer')) return { ok: false, problems }
  return { ok: true, command: { type: 'confirm_payment', method, receiptReference } }
}

/** The new due day as typed: '2026-12-04' or '04/12/2026'; the clock itself says whether it may be promised. */
const extend: Reader = (typed, _view, language) => {
  const words = officerMessages(language)
  const reason = textOf(typed, 'reason')
  const until = textOf(typed, 'until').replace(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/, (_, day, month, year) =>
    [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
  )
  const problems = [
    reason === '' && { field: 'reason', sentence: words.reasonNeeded },
    !/^\d{4}-\d{2}-\d{2}$/.test(until) && { field: 'until', sentence: words.untilNeeded },
  ].filter((problem) => problem !== false)
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, command: { type: 'extend', reason, until } }
}

const assign: Reader = (typed, _view, language) => {
  const officer = textOf(typed, 'officer')
  if (officer === '') return wrong('officer', officerMessages(language).officerNeeded)
  return { ok: true, command: { type: 'assign', officer } }
}

/** The task that was open on the page, and how it ended. */
const completeTask: Reader = (typed) => {
  const outcome = typed.fields.outcome?.trim() || null
  return {
    ok: true,
    command: { type: 'complete_task', task: typed.fields.task ?? '', outcome, note: textOf(typed, 'note') },
  }
}

const plain: Reader = ({ type }) => ({ ok: true, command: { type } as Command })

const readers: Readonly<Record<CommandType, Reader>> = {
  accept: plain,
  transfer: plain,
  deliver: plain,
  refuse: withReason,
  stop: withReason,
  withdraw: withReason,
  reject: withReason,
  return_to_appraisal: withReason,
  request_confirmation: withReason,
  record_confirmation: withNote,
  submit_for_approval: withNote,
  approve: withNote,
  request_papers: requestPapers,
  request_payment: requestPayment,
  confirm_payment: confirmPayment,
  supplement,
  extend,
  assign,
  complete_task: completeTask,
}

/** The command that a form means, or what it lacks, with the sentence for each field. */
export const readCommand: Reader = (typed, view, language) => readers[typed.type](typed, view, language)
