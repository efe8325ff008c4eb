import {
  type CatalogueReader,
  glimpse,
  isRecord,
  type JsonRecord,
  openCatalogueReader,
} from './catalogue-reader.ts'
import { sourceWords } from './messages.ts'
import { doubtsOfFee, isUsualCode, isUsualLegalCode } from './rules/catalogue-doubts.ts'
import type { Channel, Component, DescribedContent, Fee, Issue, Level } from './rules/procedure.ts'

export type Described =
  | Readonly<{ ok: true; content: DescribedContent; issues: readonly Issue[] }>
  | Readonly<{ ok: false; field: string; reason: string }>

const refuse = (field: string, reason: string): Described => ({ ok: false, field, reason })

/**
 * Turns one record of the national catalogue, in either of its two shapes, into a description. Only a record without
 * a usable code or name is refused; everything else that is odd is kept and noted as an issue.
 */
export function describeRecord(value: unknown): Described {
  if (!isRecord(value)) return refuse('(record)', `expected an object, found ${glimpse(value)}`)
  const reader = openCatalogueReader()
  const { text } = reader
  const code = typeof value.code === 'string' ? text(value.code, 'code') : ''
  if (code === '') return refuse('code', `expected the code of the procedure, found ${glimpse(value.code)}`)
  if (!/^[\p{L}\d._-]{1,40}$/u.test(code)) {
    return refuse('code', `expected up to 40 letters, digits, dots or hyphens, found ${glimpse(code)}`)
  }
  const name = typeof value.name === 'string' ? text(value.name, 'name') : ''
  if (name === '') return refuse('name', `expected the name of the procedure, found ${glimpse(value.name)}`)
  if (!isUsualCode(code)) reader.note('odd_code', 'code', code)
  const content = describeContent(value, code, name, reader)
  return { ok: true, content, issues: reader.issues() }
}

function describeContent(
  record: JsonRecord,
  code: string,
  name: string,
  reader: CatalogueReader,
): DescribedContent {
  const { text } = reader
  const levels = readLevels(record, reader)
  const proposal = isRecord(record.procedureProposal) ? record.procedureProposal : {}
  const decision =
    text(record.decisionNo, 'decisionNo') || text(proposal.proposalNumber, 'procedureProposal.proposalNumber')
  const agency =
    text(record.executingAgencies, 'executingAgencies') || text(record.delegatedAgencies, 'delegatedAgencies')
  return {
    code,
    name,
    shortName: shorten(name),
    field: readField(record, reader),
    level: levels[0] ?? 'central',
    levels,
    summary: text(record.description, 'description'),
    keywords: text(record.keywords, 'keywords')
      .split(/[,;\n]/)
      .map((word) => word.trim())
      .filter(Boolean),
    ...readMethods(record, reader),
    ...readPapers(record, reader),
    place: agency || null,
    result: readResult(record, reader),
    steps: reader.list(record.executionSteps, 'executionSteps').map(({ item, path }) => ({
      title: text(item.name, `${path}.name`),
      text: text(item.description, `${path}.description`),
    })),
    conditions: text(record.requirementsAndConditions, 'requirementsAndConditions'),
    questions: [],
    legalBasis: reader.list(record.legalBasisesDetails, 'legalBasisesDetails').map(({ item, path }) => {
      const number = text(item.code, `${path}.code`)
      if (number && !isUsualLegalCode(number)) reader.note('odd_legal_code', `${path}.code`, number)
      return { number: number || null, name: text(item.name, `${path}.name`), article: null }
    }),
    publishingDecision: decision || null,
    departmentKey: null,
    assuranceLevel: null,
    form: null,
    timeLimit: null,
  }
}

/** `Thủ tục đăng ký khai sinh` reads better as `Đăng ký khai sinh` in a list. */
function shorten(name: string): string {
  const rest = name.replace(/^thủ tục(:| )\s*/iu, '')
  return rest === '' ? name : rest.charAt(0).toLocaleUpperCase('vi') + rest.slice(1)
}

function readLevels(record: JsonRecord, reader: CatalogueReader): Level[] {
  const flags = [
    ['commune', record.isWard],
    ['province', record.isProvince],
    ['central', record.isMinistry],
  ] as const
  const levels = flags.flatMap(([level, flag]) => (flag === true ? [level] : []))
  if (levels.length === 0)
    reader.note('level_unknown', 'isMinistry, isProvince, isWard', 'none of them is true')
  return levels
}

function readField(record: JsonRecord, { list, text, note }: CatalogueReader): string {
  const fields = list(record.categoriesDetails, 'categoriesDetails').map(({ item, path }) =>
    text(item.name, `${path}.name`),
  )
  const field = fields.find((name) => name !== '') ?? ''
  if (field === '') note('field_unknown', 'categoriesDetails', 'no field is named')
  return field
}

function readResult(record: JsonRecord, { list, text }: CatalogueReader): DescribedContent['result'] {
  const results = list(record.resultsDetails, 'resultsDetails').map(({ item, path }) => ({
    name: text(item.name, `${path}.name`),
    code: text(item.code, `${path}.code`),
  }))
  const name = results
    .map((result) => result.name)
    .filter(Boolean)
    .join('; ')
  return { name, code: results.length === 1 ? results[0]?.code || null : null }
}

const channelOf: Readonly<Record<string, Channel>> = { ONLINE: 'online', DIRECT: 'counter', POSTAL: 'post' }

function readMethods(
  record: JsonRecord,
  reader: CatalogueReader,
): Pick<DescribedContent, 'channels' | 'times' | 'fees'> {
  const methods = reader.list(record.executionMethods, 'executionMethods').map(({ item, path }) => {
    const sent = reader.text(item.submissionMethod, `${path}.submissionMethod`)
    const channel = Object.hasOwn(channelOf, sent) ? (channelOf[sent] ?? null) : null
    if (channel === null) reader.note('value_unreadable', `${path}.submissionMethod`, sent || 'nothing')
    return { item, path, channel, time: readTime(item, path, reader) }
  })
  const known = methods.flatMap(({ channel }) => channel ?? [])
  const channels = [...new Set(known)]
  if (channels.length < known.length) reader.note('channel_repeated', 'executionMethods', known.join(', '))
  const times = methods.map(({ channel, time }) => ({
    channel,
    text: [time.amount, time.words].filter(Boolean).join('. ') || sourceWords.notStated,
  }))
  const different = [...new Set(methods.map(({ time }) => time.amount))]
  if (different.length > 1) reader.note('times_differ', 'executionMethods', different.join(' | '))
  return { channels, times, fees: methods.flatMap((method) => readFees(method, reader)) }
}

/** The time as the source gives it: the amount with its unit (or words instead of it), and the words beside it. */
function readTime(item: JsonRecord, path: string, reader: CatalogueReader): { amount: string; words: string } {
  const words = reader.text(item.description, `${path}.description`)
  const unit = reader.text(item.processingTimeUnit, `${path}.processingTimeUnit`)
  const { processingTime } = item
  if (typeof processingTime === 'number' && Number.isFinite(processingTime)) {
    const known = sourceWords.unit(unit)
    if (known === null)
      reader.note('time_unit_unclear', `${path}.processingTimeUnit`, `${processingTime} ${unit}`)
    const amount = String(processingTime).replace('.', ',')
    return { amount: known === null ? sourceWords.amountWithoutUnit(amount) : `${amount} ${known}`, words }
  }
  const said = reader.text(processingTime, `${path}.processingTime`)
  if (said !== '') reader.note('time_in_words', `${path}.processingTime`, said)
  return { amount: said, words }
}

type Method = Readonly<{ item: JsonRecord; path: string; channel: Channel | null }>

function readFees({ item, path, channel }: Method, reader: CatalogueReader): Fee[] {
  return reader.list(item.fees, `${path}.fees`).map(({ item: fee, path: place }, index) => {
    const words = reader.text(fee.description, `${place}.description`)
    const currency = reader.text(fee.currency ?? fee.currencyName, `${place}.currency`)
    const value = typeof fee.value === 'number' && Number.isFinite(fee.value) ? fee.value : null
    if (value === null && fee.value !== null && fee.value !== undefined) {
      reader.note('value_unreadable', `${place}.value`, glimpse(fee.value))
    }
    for (const [kind, found] of doubtsOfFee(value, words, currency)) reader.note(kind, place, found)
    return {
      key: `${channel ?? 'other'}_${index + 1}`,
      name: sourceWords.fee,
      amountVnd: null,
      text: sourceWords.feeText(value, words),
      channels: channel ? [channel] : [],
      dueAt: 'intake',
      law: null,
    }
  })
}

const count = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0

function readPapers(
  record: JsonRecord,
  reader: CatalogueReader,
): Pick<DescribedContent, 'components' | 'notes'> {
  const components: Component[] = []
  const notes: string[] = []
  for (const { item: group, path: groupPath } of reader.list(record.executionCases, 'executionCases')) {
    const before = notes.length
    const heading = reader.text(group.name, `${groupPath}.name`)
    const place = `${groupPath}.profileComponents`
    for (const { item, path } of reader.list(group.profileComponents, place)) {
      const name = reader.text(item.name, `${path}.name`)
      const [originals, copies] = [count(item.originalQty), count(item.copyQty)]
      if (originals + copies === 0) notes.push(name)
      else
        components.push(
          toComponent(components.length + 1, name, heading, { item, originals, copies }, reader, path),
        )
    }
    const added = notes.length - before
    if (added > 0) reader.note('note_among_papers', place, `${added}: ${notes[before] ?? ''}`)
  }
  return { components, notes }
}

function toComponent(
  position: number,
  name: string,
  heading: string,
  { item, originals, copies }: Readonly<{ item: JsonRecord; originals: number; copies: number }>,
  reader: CatalogueReader,
  path: string,
): Component {
  return {
    key: `paper_${position}`,
    name: name.replace(/^[-+*•\s]+/, ''),
    code: reader.text(item.code, `${path}.code`) || null,
    required: false,
    originals,
    copies,
    note: heading.replace(/^[-+*•\s]+/, '') || null,
    heldBy: null,
  }
}
