import { parse } from 'yaml'
import type { DesignFiles } from '#modules/designs'
import type { FeeRule, PublishedFee } from '#modules/fees'
import type { Component, ProcedureTimeLimit } from '#modules/procedures'

/** `procedure.yaml` as far as its editors know it; anything may be missing or wrong in it. */
export type ProcedureFile = Readonly<{
  components?: readonly Component[]
  fees?: readonly PublishedFee[]
  feeRules?: readonly FeeRule[]
  timeLimit?: Partial<ProcedureTimeLimit>
}>

/** What the file says; null when it cannot be read. */
export function readProcedureFile(files: DesignFiles): ProcedureFile | null {
  try {
    const read = parse(files['procedure.yaml'], { maxAliasCount: 0 }) as ProcedureFile | null
    if (typeof read !== 'object' || read === null) return null
    const lists = [
      read.components,
      read.fees,
      read.feeRules,
      ...(read.feeRules ?? []).map(({ amounts }) => amounts),
    ]
    return lists.every((list) => list === undefined || isListOfMaps(list)) ? read : null
  } catch {
    return null
  }
}

const isListOfMaps = (list: unknown): boolean =>
  Array.isArray(list) && list.every((row) => typeof row === 'object' && row !== null)
