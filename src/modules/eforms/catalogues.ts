import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FieldChoice } from './rules/form-schema.ts'

/** A list of choices by name, e.g. `ethnic_groups`. `codes`: whose codes they are; `plain` where none are official. */
export type Catalogue = Readonly<{
  key: string
  title: string
  titleEn: string
  codes: string
  choices: readonly FieldChoice[]
}>

type File = Omit<Catalogue, 'choices'> & { choices: readonly { code: string; vi: string; en: string }[] }

const folder = join(import.meta.dirname, 'catalogues')

const catalogues: ReadonlyMap<string, Catalogue> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort((one, other) => one.localeCompare(other))
    .map((name) => {
      const { choices, ...about } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as File
      const read = choices.map(({ code, vi, en }) => ({ const: code, title: vi, 'x-titleEn': en }))
      return [about.key, { ...about, choices: read }]
    }),
)

/** Every catalogue that a form may choose from, by key. */
export const listCatalogues = (): readonly Catalogue[] => [...catalogues.values()]

/** The catalogue of that key, or null: units of place are no catalogue, they are asked of `organisations`. */
export const findCatalogue = (key: string): Catalogue | null => catalogues.get(key) ?? null

/** The lists of administrative units that a field may choose from. */
export const placeLists = ['place.province', 'place.commune'] as const
export const isPlaceList = (key: string | undefined): boolean => placeLists.some((list) => list === key)
