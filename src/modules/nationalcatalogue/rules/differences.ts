export type Level = 'central' | 'province' | 'commune'

export const listingKinds = ['procedure', 'agency', 'field'] as const
export type ListingKind = (typeof listingKinds)[number]

export const differenceWhats = ['not_listed', 'no_longer_listed', 'not_here', 'name', 'field', 'level'] as const
/** `not_listed`: ours, and never there; `no_longer_listed`: it was there; `not_here`: there, and not ours. */
export type DifferenceWhat = (typeof differenceWhats)[number]

/** One thing in which the national catalogue and ours differ. `ours`, `theirs`: as each side says it; null: it has none. */
export type Difference = Readonly<{
  what: DifferenceWhat
  ours: string | null
  theirs: string | null
}>

/** A procedure or agency of ours that is in force. `field` and `level` null: it has none. */
export type OwnLine = Readonly<{ name: string; field: string | null; level: Level | null }>

/** What the portal lists: empty lists where it does not say. */
export type NationalLine = Readonly<{
  name: string
  fields: readonly string[]
  levels: readonly Level[]
}>

/** One text however it was typed: neither case nor spaces nor the way marks are written make a difference. */
export const foldName = (name: string): string =>
  name.normalize('NFC').replaceAll(/\s+/g, ' ').trim().toLocaleLowerCase('vi')

/** What differs between a line of ours and theirs; null: they list none under its code, `wasListed`: they did before. */
export function compareLine(ours: OwnLine, theirs: NationalLine | null, wasListed: boolean): Difference[] {
  if (!theirs) return [{ what: wasListed ? 'no_longer_listed' : 'not_listed', ours: ours.name, theirs: null }]
  const found: Difference[] = []
  if (foldName(ours.name) !== foldName(theirs.name))
    found.push({ what: 'name', ours: ours.name, theirs: theirs.name })
  if (ours.field !== null && theirs.fields.length > 0 && !holds(theirs.fields, ours.field))
    found.push({ what: 'field', ours: ours.field, theirs: theirs.fields.join('; ') })
  if (ours.level !== null && theirs.levels.length > 0 && !theirs.levels.includes(ours.level))
    found.push({ what: 'level', ours: ours.level, theirs: theirs.levels.join('; ') })
  return found
}

const holds = (names: readonly string[], name: string): boolean =>
  names.some((one) => foldName(one) === foldName(name))

/** The first group of an agency's code: the province or ministry it is under (QĐ 20/2020/QĐ-TTg Đ4). */
export const topOf = (agencyCode: string): string => agencyCode.split('.', 1)[0] ?? ''

/** How many lines of each kind. */
export type Counts = Readonly<Record<ListingKind, number>>

/** The kind of which a fetch brought nothing although there must be some: then it is no catalogue. Null: it is one. */
export const findMissingKind = (fetched: Counts, before: Counts): ListingKind | null =>
  listingKinds.find((kind) => fetched[kind] === 0 && (kind === 'procedure' || before[kind] > 0)) ?? null
