import type { Identified } from '#modules/citizens'
import { isPersonsName, textOf } from './believe.ts'

/**
 * Who represents this person, where it is said with a personal id: an object like that of the population register, or
 * name and number in one text. A name alone tells nobody apart and is not believed.
 */
export function readRepresentative(given: unknown): Identified['representative'] {
  if (given !== null && typeof given === 'object') {
    const { HoVaTen, SoDinhDanh } = given as { HoVaTen?: unknown; SoDinhDanh?: unknown }
    return combine(textOf(SoDinhDanh), textOf(HoVaTen))
  }
  const text = textOf(given) ?? ''
  const personalId = text.match(/(?<!\d)\d{12}(?!\d)/)?.[0]
  return combine(personalId ?? null, text.replace(personalId ?? '', '').replace(/^[\s,;:–-]+|[\s,;:–-]+$/g, ''))
}

function combine(personalId: string | null, fullName: string | null): Identified['representative'] {
  if (!personalId || !/^\d{12}$/.test(personalId)) return null
  return { personalId, fullName: fullName && isPersonsName(fullName) ? fullName : '' }
}
