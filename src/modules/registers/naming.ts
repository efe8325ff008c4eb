import type { Language } from '#platform/i18n'
import { messages } from './messages.ts'
import type { RegisterSource } from './ports.ts'
import { isPersonField } from './rules/person.ts'

/** The registers that are connected, by code: they bring the names of their fields. */
export type Sources = ReadonlyMap<string, RegisterSource>

/** What a register is called; one that is not connected any more by its code. */
export function registerName(sources: Sources, register: string, language: Language): string {
  if (register === 'population' || register === 'national_vault') return messages(language)[register]
  return sources.get(register)?.names[language] ?? register
}

/** What a field of a register, or what it is asked by, is called. */
export function fieldName(sources: Sources, register: string, field: string, language: Language): string {
  if (register === 'population')
    return isPersonField(field) || field === 'personalId' ? messages(language)[`field_${field}`] : field
  const source = sources.get(register)
  const known = [...(source?.fields ?? []), ...(source ? [source.key] : [])].find(({ name }) => name === field)
  return known?.names[language] ?? field
}
