import { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'
import { changeUnitType, saveMappings, saveUnits, selectUnitNames, type Written } from './repository-units.ts'
import {
  type KnownUnits,
  type Rejected,
  readChange,
  readMapping,
  readUnit,
  sortOut,
  type UnitMapping,
  type UnitRow,
  type UnitSource,
} from './rules/unit-list.ts'
import type { UnitList } from './unit-files.ts'

/** What loading one list did; rows already as given count as unchanged. */
export type Loaded = Written & Readonly<{ unchanged: number; rejected: readonly Rejected[] }>

const dayBefore = (on: string): string => Temporal.PlainDate.from(on).subtract({ days: 1 }).toString()

/** Loads one list in the caller's transaction. Loading it again changes nothing. */
export async function loadUnitList(tx: Tx, list: UnitList, source: UnitSource): Promise<Loaded> {
  switch (list.kind) {
    case 'units':
      return await loadUnits(tx, list, source)
    case 'former_units':
      return await loadFormerUnits(tx, list, source)
    case 'changes':
      return await loadChanges(tx, list, source)
    case 'mapping':
      return await loadMapping(tx, list, source)
  }
}

type Of<Kind extends UnitList['kind']> = Extract<UnitList, { kind: Kind }>

async function loadUnits(tx: Tx, list: Of<'units'>, source: UnitSource): Promise<Loaded> {
  const basis = `Danh mục đơn vị hành chính đến ${list.asOf}`
  const read = list.provinces.flatMap((province) => [
    readUnit(province, 'province', null, basis),
    ...(province.wards ?? []).map((ward) => readUnit(ward, 'commune', String(province.code), basis)),
  ])
  const { units, rejected } = sortOut(read)
  const when = { asOf: list.asOf, validFrom: list.validFrom, validTo: null }
  return report(units.length, await saveUnits(tx, units, when, source), rejected)
}

async function loadFormerUnits(tx: Tx, list: Of<'former_units'>, source: UnitSource): Promise<Loaded> {
  const basis = `Danh mục đơn vị hành chính đến ${list.validTo}`
  const read: (UnitRow | Rejected)[] = list.provinces.flatMap((province) => [
    readUnit(province, 'province', null, basis),
    ...(province.districts ?? []).flatMap((district) => [
      readUnit(district, 'district', String(province.code), basis),
      ...(district.wards ?? []).map((ward) => readUnit(ward, 'commune', String(district.code), basis)),
    ]),
  ])
  const { units, rejected } = sortOut(read)
  const when = { asOf: list.validTo, validFrom: '-infinity', validTo: list.validTo }
  return report(units.length, await saveUnits(tx, units, when, source), rejected)
}

async function loadChanges(tx: Tx, list: Of<'changes'>, source: UnitSource): Promise<Loaded> {
  let inserted = 0
  let unchanged = 0
  const rejected: Rejected[] = []
  for (const given of list.changes.toSorted((a, b) => a.effective.localeCompare(b.effective))) {
    const read = readChange(given, await selectUnitNames(tx, given.effective))
    inserted += await changeUnitType(tx, read.change, source)
    unchanged += read.alreadyChanged
    rejected.push(...read.rejected)
  }
  return { inserted, updated: 0, unchanged, rejected }
}

async function loadMapping(tx: Tx, list: Of<'mapping'>, source: UnitSource): Promise<Loaded> {
  const { level, effective: effectiveOn, basis } = list
  const before: KnownUnits = await selectUnitNames(tx, dayBefore(effectiveOn))
  const after: KnownUnits = await selectUnitNames(tx, effectiveOn)
  const read = list.rows.map((row) => readMapping(row, level, before, after))
  const mappings = read.filter((row): row is UnitMapping => !('reason' in row))
  const rejected = read.filter((row): row is Rejected => 'reason' in row)
  const written = await saveMappings(tx, mappings, { level, effectiveOn, basis }, source)
  return report(mappings.length, written, rejected)
}

const report = (taken: number, written: Written, rejected: readonly Rejected[]): Loaded => ({
  ...written,
  unchanged: taken - written.inserted - written.updated,
  rejected,
})
