import { compareForm, listFieldNumbers } from './compare-form.ts'
import { comparePages, listNodeNumbers } from './compare-pages.ts'
import { type Comparison, compare, type PdfChange, type PdfChangeKind } from './comparison.ts'
import { isRef } from './objects.ts'
import type { PdfFile } from './pdf-file.ts'
import { listDifferentKeys, sameObject } from './same-object.ts'
import { listPages } from './structure.ts'

/**
 * What `after` did to `before`, whose bytes are the first bytes of `after`. Whatever is not known to be harmless is
 * reported: every object that `before` leads to is looked at, missing ones too, that a later revision might supply
 * (shadow attacks: Mainka, Mladenov, Rohlmann, NDSS 2021). At most 50 changes.
 */
export function listChanges(before: PdfFile, after: PdfFile): readonly PdfChange[] {
  const comparison = compare(before, after)
  const known = before.sections[0]?.start
  if (!after.sections.some(({ start }) => start === known)) comparison.report('history_rewritten', 'xref')
  leaveOutJudged(comparison)
  comparePages(comparison)
  compareForm(comparison)
  compareCatalogs(comparison)
  compareTrailers(comparison)
  return comparison.listChanges()
}

/** Pages, their nodes, fields and the catalog are compared key by key. */
function leaveOutJudged({ before, leaveOut }: Comparison): void {
  leaveOut(before.catalogRef.number)
  for (const { ref } of listPages(before)) leaveOut(ref.number)
  for (const number of listNodeNumbers(before)) leaveOut(number)
  for (const number of listFieldNumbers(before)) leaveOut(number)
  const form = before.catalog.entries.get('AcroForm')
  if (isRef(form)) leaveOut(form.number)
}

// Judged elsewhere, or never shown.
const judgedKeys = new Set(['AcroForm', 'Extensions', 'Version'])
const mildKeys: Readonly<Record<string, PdfChangeKind>> = {
  DSS: 'security_store',
  Metadata: 'metadata_changed',
  StructTreeRoot: 'structure_changed',
  MarkInfo: 'structure_changed',
}

function compareCatalogs(comparison: Comparison): void {
  const { before, after, report, freeze } = comparison
  for (const key of listDifferentKeys(before.catalog, after.catalog)) {
    if (!judgedKeys.has(key)) report(mildKeys[key] ?? 'catalog_changed', key)
  }
  // The dangerous first: what is reached by both counts as the worse.
  const entries = [...before.catalog.entries].sort(
    ([left], [right]) => Number(left in mildKeys) - Number(right in mildKeys),
  )
  for (const [key, value] of entries) {
    if (!judgedKeys.has(key)) freeze(value, mildKeys[key] ?? 'catalog_changed', key)
  }
  if (before.catalogRef.number !== after.catalogRef.number) report('catalog_changed', 'Root')
}

function compareTrailers({ before, after, report, isTouched }: Comparison): void {
  const [old, fresh] = [before.trailer.entries.get('Info'), after.trailer.entries.get('Info')]
  const touched = isRef(old) && isTouched(old.number)
  if (touched || !sameObject(old, fresh)) report('metadata_changed', 'Info')
}
