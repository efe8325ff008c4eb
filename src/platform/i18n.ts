/** Vietnamese first; English is complete too. */
export type Language = 'vi' | 'en'

/** A sentence that may take values. */
type Sentence = string | ((...values: never[]) => unknown)
/** A module's sentences: one table a language, the English one with the very keys of the Vietnamese one. */
export type MessageTable = Readonly<Record<string, Sentence>>

/** The same sentences in another language: the same keys, the same values taken. */
type Translated<Table extends MessageTable> = {
  readonly [Key in keyof Table]: Table[Key] extends (...values: infer Values) => infer Said
    ? (...values: Values) => Said extends string ? string : Said
    : string
}

/** Ties the two tables together: a sentence missing in one language does not compile. */
export function defineMessages<const Table extends MessageTable>(vi: Table, en: Translated<Table>) {
  const tables = { vi: vi as unknown as Translated<Table>, en }
  return (language: Language): Translated<Table> => tables[language]
}

/** The reader's language: the saved choice, else Vietnamese. */
export function languageOf(
  request: Readonly<{ cookies?: Readonly<Record<string, string | undefined>> }>,
): Language {
  return request.cookies?.mc_language === 'en' ? 'en' : 'vi'
}

/** A whole number as the reader's language groups it: 12.345 or 12,345. */
export const formatNumber = (count: number, language: Language): string =>
  count.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-GB')
