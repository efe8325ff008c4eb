import type { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import { findOurCode, findTheirCode } from '#modules/filings'
import { listAgencies } from '#modules/organisations'
import { listProcedureNames, type ProcedureLine, searchProcedures } from '#modules/procedures'
import type { Db, Tx } from '#platform/db'
import { findListed, type Listed, listListed } from './repository.ts'
import { clearDifferences, type KeptDifference, keepDifferences } from './repository-differences.ts'
import { compareLine, foldName, type ListingKind, type OwnLine, topOf } from './rules/differences.ts'

const portion = 100

/** In whose codes the catalogue is read, and on which day. */
type Reading = Readonly<{ system: string; on: string }>
type Own = OwnLine & Readonly<{ code: string }>

/** What the portal calls a procedure or agency of ours that day. */
export const theirCodeOf = (
  db: Db | Tx,
  { system, on }: Reading,
  kind: 'procedure' | 'agency',
  code: string,
): Promise<string> => findTheirCode(db, { system, kind, code, on })

/** What people can apply for here today, a portion at a time. */
export async function* eachOffered(db: Db | Tx): AsyncGenerator<readonly ProcedureLine[]> {
  for (let cursor: string | undefined; ; ) {
    const { lines, nextCursor } = await searchProcedures(db, { limit: portion, ...(cursor && { cursor }) })
    const offered = lines.filter(({ status }) => status === 'offered')
    yield offered
    // Those that can be applied for come first.
    if (offered.length < lines.length || !nextCursor) return
    cursor = nextCursor
  }
}

/** Notes anew what differs between what the portal lists and what is in force here today. Nothing of ours is changed. */
export async function compareCatalogues(tx: Tx, system: string, at: Temporal.Instant): Promise<void> {
  const reading = { system, on: localDay(at).toString() }
  await clearDifferences(tx)
  const fields = new Map<string, string>()
  for await (const offered of eachOffered(tx)) {
    const own = offered.map(({ code, name, field, level }) => ({ code, name, field: field || null, level }))
    for (const { field } of own) if (field) fields.set(foldName(field), field)
    await compareOwn(tx, reading, 'procedure', own)
  }
  const tops = new Set<string>()
  for (let after: string | undefined; ; ) {
    const agencies = await listAgencies(tx, { on: reading.on, limit: portion, ...(after && { after }) })
    for (const { code } of agencies) tops.add(topOf(await theirCodeOf(tx, reading, 'agency', code)))
    const own = agencies.map(({ code, name }) => ({ code, name, field: null, level: null }))
    await compareOwn(tx, reading, 'agency', own)
    after = agencies.at(-1)?.code
    if (agencies.length < portion) break
  }
  await noteStrangers(tx, reading, 'procedure', (codes) => listKnownProcedures(tx, codes))
  // The nation has tens of thousands of agencies; those of other provinces and of ministries are none of ours.
  await noteStrangers(tx, reading, 'agency', (codes) => listKnownAgencies(tx, reading, codes), tops)
  await noteFields(tx, fields)
}

async function compareOwn(
  tx: Tx,
  reading: Reading,
  kind: 'procedure' | 'agency',
  own: readonly Own[],
): Promise<void> {
  const theirCodes = new Map<string, string>()
  for (const { code } of own) theirCodes.set(code, await theirCodeOf(tx, reading, kind, code))
  const listed = await findListed(tx, kind, [...theirCodes.values()])
  const found = own.flatMap(({ code, ...line }): KeptDifference[] => {
    const theirCode = theirCodes.get(code) ?? code
    const newest = listed.get(theirCode) ?? null
    const sinceAt = newest?.untilAt ?? null
    const theirs = newest && !sinceAt ? toNationalLine(newest) : null
    const differences = compareLine(line, theirs, newest !== null)
    return differences.map((one) => ({ ...one, kind, code, theirCode, sinceAt }))
  })
  await keepDifferences(tx, found)
}

const toNationalLine = ({ name, details }: Listed) => ({
  name,
  fields: (details.fields ?? []).map((field) => field.name),
  levels: details.levels ?? [],
})

/** Notes what is listed and known here under no code. `tops`: only what is under one of these. */
async function noteStrangers(
  tx: Tx,
  { system, on }: Reading,
  kind: 'procedure' | 'agency',
  listKnown: (codes: readonly string[]) => Promise<ReadonlySet<string>>,
  tops?: ReadonlySet<string>,
): Promise<void> {
  for (let after = ''; ; ) {
    const lines = await listListed(tx, kind, { after, limit: portion })
    const wanted = lines.filter(({ code }) => !tops || tops.has(topOf(code)))
    const ourCodes = new Map<string, string>()
    for (const { code } of wanted) ourCodes.set(code, await findOurCode(tx, { system, kind, code, on }))
    const known = await listKnown([...ourCodes.values()])
    const strangers = wanted.filter(({ code }) => !known.has(ourCodes.get(code) ?? code))
    await keepDifferences(
      tx,
      strangers.map(({ code, name }) => ({
        ...{ kind, what: 'not_here', code, theirCode: code, ours: null, theirs: name, sinceAt: null },
      })),
    )
    after = lines.at(-1)?.code ?? ''
    if (lines.length < portion) return
  }
}

const listKnownProcedures = async (tx: Tx, codes: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set((await listProcedureNames(tx, codes)).keys())

async function listKnownAgencies(
  tx: Tx,
  { on }: Reading,
  codes: readonly string[],
): Promise<ReadonlySet<string>> {
  const agencies = await listAgencies(tx, { codes, on, limit: portion })
  return new Set(agencies.map(({ code }) => code))
}

/** Fields of ours have no code: one is listed when a field is called so. */
async function noteFields(tx: Tx, ours: ReadonlyMap<string, string>): Promise<void> {
  const kind: ListingKind = 'field'
  const missing = new Map(ours)
  for (let after = ''; ; ) {
    const lines = await listListed(tx, kind, { after, limit: portion })
    for (const { name } of lines) missing.delete(foldName(name))
    after = lines.at(-1)?.code ?? ''
    if (lines.length < portion) break
  }
  await keepDifferences(
    tx,
    [...missing.values()].map((name) => ({
      ...{ kind, what: 'not_listed', code: name, theirCode: null, ours: name, theirs: null, sinceAt: null },
    })),
  )
}
