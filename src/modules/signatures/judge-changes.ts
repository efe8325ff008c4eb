import { listChanges, type PdfChange, type PdfFile, readRevision } from '#modules/pdfs'
import { certifiedPermission, lockedFields } from './judge-byte-range.ts'
import type { SignatureInPdf } from './judge-signature.ts'
import type { Finding } from './report.ts'

/** What was changed from one signature to the next, or to the end of the file. */
export type ChangedStep = Readonly<{ from: number; findings: readonly Finding[] }>

type Permission = Readonly<{ level: number | null; isLocked: (name: string) => boolean }>

/**
 * Compares the revisions that were signed with each other, and the last with the file as it is now. Each step is judged by
 * what the signatures before it permit.
 */
export function judgeChanges(pdf: PdfFile, signatures: readonly SignatureInPdf[]): readonly ChangedStep[] {
  const last = pdf.revisions.length - 1
  const signed = signatures.flatMap(({ range }) => (range.revision === null ? [] : [range.revision]))
  const stops = [...new Set([...signed, last])].sort((left, right) => left - right)
  return stops.slice(0, -1).map((from, index) => {
    const to = stops[index + 1] ?? last
    const before = readRevision(pdf, from)
    const after = to === last ? pdf : readRevision(pdf, to)
    const permission = permissionAt(pdf, signatures, from)
    return { from, findings: listChanges(before, after).map((change) => judgeChange(change, permission)) }
  })
}

function permissionAt(pdf: PdfFile, signatures: readonly SignatureInPdf[], revision: number): Permission {
  const binding = signatures.filter(({ range }) => range.revision !== null && range.revision <= revision)
  const levels = binding
    .map(({ dictionary }) => certifiedPermission(pdf, dictionary))
    .filter((level) => level !== null)
  const locks = binding.map(({ dictionary }) => lockedFields(pdf, dictionary))
  return {
    level: levels.length > 0 ? Math.min(...levels) : null,
    isLocked: (name) => locks.some((isLocked) => isLocked(name)),
  }
}

function judgeChange({ kind, where }: PdfChange, permission: Permission): Finding {
  return { code: kind, weight: weightOf(kind, where, permission), detail: where }
}

function weightOf(kind: PdfChange['kind'], where: string, { level, isLocked }: Permission): Finding['weight'] {
  switch (kind) {
    case 'security_store':
    case 'document_timestamp_added':
    case 'metadata_changed':
      return 'note'
    case 'signature_added':
    case 'signature_field_added':
      return level === 1 ? 'grave' : 'note'
    case 'field_filled':
      if (level === 1 || isLocked(where)) return 'grave'
      return level === null ? 'doubt' : 'note'
    case 'annotation_added':
    case 'annotation_changed':
    case 'annotation_removed':
      return level === 3 ? 'doubt' : 'grave'
    case 'structure_changed':
      return 'doubt'
    case 'field_added':
    case 'form_changed':
    case 'pages_changed':
    case 'page_content_changed':
    case 'catalog_changed':
    case 'signature_changed':
    case 'object_replaced':
    case 'history_rewritten':
      return 'grave'
  }
}
