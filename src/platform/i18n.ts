/** Vietnamese first; English is complete too. */
export type Language = 'vi' | 'en'

/** A sentence that may take values. */
type Sentence = string | ((...values: never[]) => string)
/** A module's sentences: one table a language, the English one with the very keys of the Vietnamese one. */
export type MessageTable = Readonly<Record<string, Sentence>>

/** Ties the two tables together: a sentence missing in one language does not compile. */
export function defineMessages<const Table extends MessageTable>(
  vi: Table,
  en: { readonly [Key in keyof Table]: Table[Key] extends string ? string : Table[Key] },
) {
  const tables = { vi, en } as const
  return (language: Language) => tables[language] as typeof en
}

/** The reader's language: the saved choice, else Vietnamese. */
export function languageOf(
  request: Readonly<{ cookies?: Readonly<Record<string, string | undefined>> }>,
): Language {
  return request.cookies?.mc_language === 'en' ? 'en' : 'vi'
}
