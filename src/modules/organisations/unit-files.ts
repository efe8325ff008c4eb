import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { organisationProblem } from './errors.ts'
import type { GivenChange, GivenMapping, GivenUnit } from './rules/unit-list.ts'

type GivenProvince = GivenUnit & Readonly<{ wards?: GivenUnit[]; districts?: GivenDistrict[] }>
type GivenDistrict = GivenUnit & Readonly<{ wards?: GivenUnit[] }>

/** A list of units as a file holds it, by what it is; in the order in which lists must be loaded. */
export type UnitList =
  | Readonly<{ kind: 'former_units'; validTo: string; provinces: readonly GivenProvince[] }>
  | Readonly<{ kind: 'units'; asOf: string; validFrom: string; provinces: readonly GivenProvince[] }>
  | Readonly<{ kind: 'changes'; changes: readonly GivenChange[] }>
  | Readonly<{
      kind: 'mapping'
      level: 'province' | 'commune'
      effective: string
      basis: string
      rows: readonly GivenMapping[]
    }>

export type UnitFile = Readonly<{ name: string; list: UnitList }>

const order: readonly UnitList['kind'][] = ['former_units', 'units', 'changes', 'mapping']

/**
 * Reads one list, or every list of a folder, in the order of loading. Throws `organisations.list_not_found`, or
 * `organisations.list_not_readable` when one file is no list: then nothing is taken.
 */
export async function readUnitFiles(path: string): Promise<readonly UnitFile[]> {
  const found = await stat(path).catch(() => null)
  if (!found)
    throw organisationProblem('organisations.list_not_found', { path, expected: 'a file or a folder' })
  const paths = found.isDirectory() ? await listJsonFiles(path) : [path]
  const files: UnitFile[] = []
  for (const file of paths)
    files.push({ name: basename(file), list: parseList(file, await readFile(file, 'utf8')) })
  return files.sort((a, b) => order.indexOf(a.list.kind) - order.indexOf(b.list.kind))
}

async function listJsonFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  if (names.length === 0)
    throw organisationProblem('organisations.list_not_found', {
      path: folder,
      expected: '.json files in the folder',
    })
  return names.map((name) => join(folder, name))
}

const expected =
  'one of: units {asOf, validFrom, provinces}, former units {validTo, provinces}, changes {changes}, mapping {effective, basis, rows}'

type Unknown = Readonly<Record<string, unknown>>
const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
const isRows = (value: unknown): value is Unknown[] =>
  Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null)

function parseList(file: string, text: string): UnitList {
  let given: Unknown | null = null
  try {
    given = JSON.parse(text) as Unknown | null
  } catch (cause) {
    throw organisationProblem('organisations.list_not_readable', { file, expected: 'JSON' }, { cause })
  }
  const list = recognise(given ?? {})
  if (!list) throw organisationProblem('organisations.list_not_readable', { file, expected })
  return list
}

/** What a list is, told by its fields and never by its file name. */
function recognise({
  asOf,
  validFrom,
  validTo,
  provinces,
  changes,
  effective,
  basis,
  rows,
}: Unknown): UnitList | null {
  if (isRows(provinces) && isDay(asOf) && isDay(validFrom)) return { kind: 'units', asOf, validFrom, provinces }
  if (isRows(provinces) && isDay(validTo)) return { kind: 'former_units', validTo, provinces }
  if (isRows(changes) && changes.every(isChange)) return { kind: 'changes', changes: changes as GivenChange[] }
  if (!isRows(rows) || !isDay(effective) || typeof basis !== 'string') return null
  const level = String(rows[0]?.new).length === 2 ? 'province' : 'commune'
  return { kind: 'mapping', level, effective, basis, rows: rows as GivenMapping[] }
}

const isChange = ({ effective, basis, codes, fromUnit, toUnit }: Unknown): boolean =>
  isDay(effective) &&
  Array.isArray(codes) &&
  [basis, fromUnit, toUnit].every((text) => typeof text === 'string')
