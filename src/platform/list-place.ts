import { Temporal } from 'temporal-polyfill'
import { requestProblem } from './errors.ts'
import { isId } from './ids.ts'

/**
 * Where a page of a list starts: after the row of this instant and id. The instant is as PostgreSQL or RFC 3339 writes
 * it, and goes back into a statement unchanged; 'infinity' is that of a row without any.
 */
export type ListPlace = Readonly<{ at: string; id: string }>

/** A place as an address carries it. A statement that answers in JSON writes the same. */
export const writePlace = (at: string | Temporal.Instant, id: string): string =>
  Buffer.from(`${at}|${id}`).toString('base64url')

/** The place that `text` is: a real instant, and an id such as the list has; null, the first page, for all else. */
export function readPlace(
  text: string | undefined,
  isOfList: (id: string) => boolean = isId,
): ListPlace | null {
  const [, at = '', id = ''] = /^([^|]+)\|(.+)$/s.exec(Buffer.from(text ?? '', 'base64url').toString()) ?? []
  return isMoment(at) && isOfList(id) && writePlace(at, id) === text ? { at, id } : null
}

/**
 * The place that `cursor` of the API names; null, the first page, without any. A program that sends what is no place of
 * the list is told so: the first page again would send it round for ever.
 */
export function placeOf(cursor: string | undefined): ListPlace | null {
  const place = readPlace(cursor)
  if (cursor && !place) throw requestProblem('request.invalid', unknownCursor)
  return place
}

/** What is said of a cursor that the list never gave. */
export const unknownCursor = {
  in: 'querystring',
  fields: [{ field: 'cursor', expected: '`nextCursor` of the page before' }],
}

/** Whether `id` can be one that another system gave: up to 100 letters that are seen. */
export const isTheirCode = (id: string): boolean => /^\P{C}{1,100}$/u.test(id)

// Of a year that both know, with no offset further than PostgreSQL goes.
const moment =
  /^(19|20|21)\d\d-\d\d-\d\d[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-](0\d|1[0-5])(:[0-5]\d)?)$/

function isMoment(text: string): boolean {
  if (text === 'infinity') return true
  if (!moment.test(text)) return false
  try {
    return Temporal.Instant.from(text.replace(' ', 'T')) instanceof Temporal.Instant
  } catch {
    return false
  }
}
