import type { Language } from '#platform/i18n'

/** A sentence in both languages. */
export type Said = Readonly<Record<Language, string>>

/** A place inside a file: the keys and numbers that lead there. */
export type Path = readonly (string | number)[]

/** What is wrong with a pack: in which file, on which line (from 1), where inside, and why, for the person who wrote it. */
export type PackProblem = Readonly<{
  file: string
  line: number | null
  /** `fees[0].amountVnd`, or the id of a BPMN element; '' for the whole file. */
  path: string
  reason: Said
}>

/** A path as a person writes it: `scenarios[2].steps[0].do`. */
export const writePath = (path: Path): string =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${part}`))
    .join('')
