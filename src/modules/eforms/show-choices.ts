import { listUnits, type Unit, type UnitLevel } from '#modules/organisations'
import type { Db } from '#platform/db'
import { memoryOf } from '#platform/memory'
import { findCatalogue, isPlaceList } from './catalogues.ts'
import type { FieldChoice, FieldSchema, FormSchema, StepSchema } from './rules/form-schema.ts'

const unitsOf = memoryOf<Db, readonly Unit[]>(600_000)
const pageSize = 500

/** The provinces in force, and every commune: kept in memory, for they change by decree. */
const listAll = (db: Db, level: UnitLevel): Promise<readonly Unit[]> =>
  unitsOf(db).get(level, async () => {
    const units: Unit[] = []
    for (let after: string | undefined; ; ) {
      const page = await listUnits(db, { level, after, limit: pageSize })
      units.push(...page)
      after = page.at(-1)?.code
      if (page.length < pageSize) return units
    }
  })

/** The units of place a form may answer with, to be asked without waiting. */
export type Places = Readonly<{
  provinces: readonly FieldChoice[]
  /** The communes of a province, by name. */
  communesOf: (province: string) => readonly FieldChoice[]
  /** "Phường Điện Biên Phủ, Tỉnh Điện Biên", or null. */
  nameOf: (list: string, code: string) => string | null
  provinceOf: (commune: string) => string | null
}>

/** Reads the units of place; at most once in ten minutes. */
export async function loadPlaces(db: Db): Promise<Places> {
  const [provinces, communes] = await Promise.all([listAll(db, 'province'), listAll(db, 'commune')])
  const province = new Map(provinces.map((unit) => [unit.code, unit]))
  const commune = new Map(communes.map((unit) => [unit.code, unit]))
  const byProvince = Map.groupBy(communes, ({ parentCode }) => parentCode ?? '')
  const whole = (unit: Unit): string =>
    [unit.fullName, province.get(unit.parentCode ?? '')?.fullName].filter(Boolean).join(', ')
  return {
    provinces: toChoices(provinces),
    communesOf: (code) => toChoices(byProvince.get(code) ?? []),
    nameOf: (list, code) => {
      const unit = (list === 'place.province' ? province : commune).get(code)
      return unit ? whole(unit) : null
    },
    provinceOf: (code) => commune.get(code)?.parentCode ?? null,
  }
}

const toChoices = (units: readonly Unit[]): FieldChoice[] =>
  [...units]
    .sort((one, other) => one.name.localeCompare(other.name, 'vi'))
    .map(({ code, fullName }) => ({ const: code, title: fullName }))

/** Whether any question of a form, or of its rows, is answered by a unit of place. */
export const asksPlace = (form: FormSchema): boolean =>
  Object.values(form.properties).some(({ properties }) =>
    Object.values(properties).some(
      (field) =>
        isPlaceList(field['x-choices']) ||
        Object.values(field.items?.properties ?? {}).some((inner) => isPlaceList(inner['x-choices'])),
    ),
  )

type Given = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/**
 * The form with the words of its choices in it, to be shown: those of catalogues, and of units of place the provinces and
 * the units that `answers` name.
 */
export async function showChoices(db: Db, form: FormSchema, answers: Given = {}): Promise<FormSchema> {
  const places = asksPlace(form) ? await loadPlaces(db) : null
  const steps = Object.entries(form.properties).map(([name, step]) => {
    const given = answers[name] ?? {}
    const fields = Object.entries(step.properties).map(([key, field]) => [
      key,
      withChoices(field, places, given[key]),
    ])
    return [name, { ...step, properties: Object.fromEntries(fields) } satisfies StepSchema]
  })
  return { ...form, properties: Object.fromEntries(steps) }
}

function withChoices(field: FieldSchema, places: Places | null, given: unknown): FieldSchema {
  const list = field['x-choices']
  if (field.items) {
    const rows = Array.isArray(given) ? (given as Readonly<Record<string, unknown>>[]) : []
    const inner = Object.entries(field.items.properties).map(([key, one]) => [
      key,
      withChoices(
        one,
        places,
        rows.map((row) => row[key]),
      ),
    ])
    return { ...field, items: { ...field.items, properties: Object.fromEntries(inner) } }
  }
  if (!list) return field
  const catalogue = findCatalogue(list)
  if (catalogue) return { ...field, oneOf: catalogue.choices }
  if (!places) return field
  const named = [given].flat().flatMap((code) => nameChoice(list, String(code), places))
  return { ...field, oneOf: list === 'place.province' ? places.provinces : named, 'x-widget': 'select' }
}

const nameChoice = (list: string, code: string, places: Places): FieldChoice[] => {
  const title = places.nameOf(list, code)
  return title ? [{ const: code, title }] : []
}

/** What a field of commune is asked with. Without provinces of its own it goes by the province that the step asks for. */
export type PlaceOptions = Readonly<{
  provinces: readonly PlaceOption[]
  province: string
  communes: readonly PlaceOption[]
}>

type PlaceOption = Readonly<{ value: string; label: string }>

const toOptions = (choices: readonly FieldChoice[]): PlaceOption[] =>
  choices.map(({ const: value, title: label }) => ({ value, label }))

/**
 * The communes to choose from, by the name of the question (`commune`, `children.0.commune`). The province is the one the
 * step asks for, else what was typed beside the commune (`commune.province`), else that of the chosen commune, else `home`.
 */
export function listPlaceOptions(
  places: Places,
  { properties }: Pick<StepSchema, 'properties'>,
  typed: Readonly<Record<string, string>>,
  home: string,
): Record<string, PlaceOptions> {
  const entries = Object.entries(properties)
  const asked = entries.find(([, field]) => field['x-choices'] === 'place.province')?.[0]
  const own = entries.flatMap(([name, field]) => {
    if (field['x-choices'] !== 'place.commune') return []
    const chosen = typed[`${name}.province`] ?? places.provinceOf(typed[name] ?? '') ?? home
    const province = asked ? (typed[asked] ?? '') : chosen
    const provinces = asked ? [] : toOptions(places.provinces)
    return [[name, { provinces, province, communes: toOptions(places.communesOf(province)) }] as const]
  })
  const inRows = entries.flatMap(([name, { items }]) =>
    items ? listRowOptions(places, name, items, { typed, home }) : [],
  )
  return Object.fromEntries([...own, ...inRows])
}

function listRowOptions(
  places: Places,
  name: string,
  items: Pick<StepSchema, 'properties'>,
  { typed, home }: Readonly<{ typed: Readonly<Record<string, string>>; home: string }>,
): (readonly [string, PlaceOptions])[] {
  const count = Math.min(100, Number(typed[name] ?? 0) || 0)
  return Array.from({ length: count }, (_, index) => `${name}.${index}.`).flatMap((prefix) => {
    const own = Object.entries(typed).filter(([key]) => key.startsWith(prefix))
    const row = Object.fromEntries(own.map(([key, text]) => [key.slice(prefix.length), text]))
    return Object.entries(listPlaceOptions(places, items, row, home)).map(
      ([key, options]) => [`${prefix}${key}`, options] as const,
    )
  })
}
