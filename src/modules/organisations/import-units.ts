import { appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import { loadUnitList } from './load-unit-list.ts'
import { lockLoading } from './repository-units.ts'
import type { RejectReason } from './rules/unit-list.ts'
import { readUnitFiles, type UnitList } from './unit-files.ts'

/** What one list brought: new rows, rows put right, rows that were there already, rows not taken. */
export type ListImported = Readonly<{
  file: string
  kind: UnitList['kind']
  inserted: number
  updated: number
  unchanged: number
  rejected: number
}>

/** What an import did, list by list in the order of loading, in all, and each row not taken with its reason. */
export type UnitsImported = Readonly<{
  files: readonly ListImported[]
  inserted: number
  updated: number
  unchanged: number
  rejected: readonly Readonly<{ file: string; field: string; reason: RejectReason; detail?: string }>[]
}>

/** Told before each list and at the end: how many of how many are done. */
export type OnProgress = (done: number, total: number) => void

/**
 * Loads administrative units from one list or a folder of lists: units in force, units before the merger, changes
 * since, mappings of provinces and communes. One transaction: all, or nothing when a file cannot be read (throws
 * `organisations.list_not_found`, `organisations.list_not_readable`). A second run changes nothing. Rows that cannot be
 * taken are reported, the others are loaded.
 */
export async function importUnits(
  context: Pick<Context, 'db' | 'clock'>,
  path: string,
  onProgress: OnProgress = () => undefined,
): Promise<UnitsImported> {
  const lists = await readUnitFiles(path)
  return await context.db.transaction().execute(async (tx) => {
    await lockLoading(tx)
    const files: ListImported[] = []
    const rejected: UnitsImported['rejected'][number][] = []
    for (const { name: file, list } of lists) {
      onProgress(files.length, lists.length)
      const loaded = await loadUnitList(tx, list, 'official')
      files.push({ file, kind: list.kind, ...loaded, rejected: loaded.rejected.length })
      rejected.push(...loaded.rejected.map(({ row, ...why }) => ({ file, field: row, ...why })))
    }
    onProgress(lists.length, lists.length)
    const sum = (of: 'inserted' | 'updated' | 'unchanged') => files.reduce((total, file) => total + file[of], 0)
    const report = {
      files,
      inserted: sum('inserted'),
      updated: sum('updated'),
      unchanged: sum('unchanged'),
      rejected,
    }
    if (report.inserted + report.updated > 0)
      await appendAudit(tx, {
        at: context.clock.now(),
        actor: { kind: 'system' },
        action: 'organisations.import_units',
        subjectKind: 'unit_list',
        subjectId: files.map(({ file }) => file).join(' '),
        detail: { inserted: report.inserted, updated: report.updated, rejected: rejected.length },
      })
    return report
  })
}
