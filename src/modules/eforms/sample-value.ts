import { Temporal } from 'temporal-polyfill'
import type { FeelVariables } from '#platform/feel'
import { findCatalogue } from './catalogues.ts'
import { askFeel, type FieldNode } from './compile-form.ts'
import type { FieldSchema, PlainAnswer } from './rules/form-schema.ts'
import { readPattern } from './rules/pattern.ts'
import { type Chance, pick, sampleText } from './rules/sample-text.ts'
import { dayOf } from './settle-answers.ts'

export type SamplePlaces = Readonly<{ province: string; commune: string }>

type Options = Readonly<{ today: string; chance: Chance; places?: SamplePlaces }>

/** Điện Biên and its ward of the same name: a code of the right shape where the caller knows no better one. */
const somewhere: SamplePlaces = { province: '11', commune: '03127' }

/** An invented answer to one question. */
export function sampleValue(node: FieldNode, variables: FeelVariables, options: Options): PlainAnswer {
  const { field } = node
  if (field.const !== undefined) return field.const
  if (field.type === 'boolean') return options.chance() < 0.5
  if (field.type === 'integer' || field.type === 'number') return sampleNumber(field, options.chance)
  return (
    sampleChoice(field, options) ?? sampleDay(node, variables, options) ?? sampleWords(field, options.chance)
  )
}

function sampleNumber({ type, minimum, maximum, multipleOf }: FieldSchema, chance: Chance): number {
  const step = multipleOf ?? (type === 'integer' ? 1 : 0.5)
  const low = Math.ceil((minimum ?? Math.min(0, maximum ?? 0)) / step)
  const high = Math.floor((maximum ?? low * step + 20) / step)
  const times = low + Math.floor(chance() * (Math.max(low, high) - low + 1))
  return Number((times * step).toFixed(6))
}

function sampleChoice(field: FieldSchema, { chance, places = somewhere }: Options): string | null {
  const list = field['x-choices']
  if (list === 'place.commune') return places.commune
  if (list === 'place.province') return places.province
  const choices = field.oneOf ?? (list ? findCatalogue(list)?.choices : undefined)
  return pick(choices?.map((choice) => choice.const) ?? field.enum ?? [], chance) ?? null
}

function sampleDay(
  { field, notAfter, notBefore }: FieldNode,
  variables: FeelVariables,
  { today, chance }: Options,
): string | null {
  if (field.format !== 'date') return null
  const latest = notAfter && dayOf(askFeel(notAfter, variables))
  const earliest = notBefore && dayOf(askFeel(notBefore, variables))
  const last = Temporal.PlainDate.from(latest ?? earliest ?? today)
  const first = earliest ? Temporal.PlainDate.from(earliest) : last.subtract({ years: 60 })
  const end = latest ? last : last.add({ days: 300 })
  const days = Math.max(0, first.until(end).total({ unit: 'days' }))
  return end.subtract({ days: Math.floor(chance() * (days + 1)) }).toString()
}

const words = [
  'Lò Minh An',
  '999000000017',
  '0900000017',
  'nguoi.dan@motcua.example',
  'xã Mường Phăng',
  '12',
  'AB123',
]

/** One of the invented words where it fits, else what the pattern spells. */
function sampleWords({ pattern, format, minLength = 0, maxLength = 200 }: FieldSchema, chance: Chance): string {
  if (format === 'email') return 'nguoi.dan@motcua.example'
  const accepts = pattern === undefined ? null : new RegExp(pattern, 'u')
  const fits = (text: string) =>
    text.length >= minLength && text.length <= maxLength && (accepts?.test(text) ?? true)
  const word = words.find(fits)
  if (word !== undefined) return word
  if (pattern === undefined)
    return 'An '.repeat(Math.ceil(minLength / 3) + 1).slice(0, Math.max(minLength, Math.min(2, maxLength)))
  return sampleText(readPattern(pattern), Math.max(minLength, Math.min(8, maxLength)), chance)
}
