import type { Problem } from '#components/error-summary'
import { fileField } from '#components/field'
import {
  acceptedTypes,
  explainRefusal,
  listOwnPapers,
  type ReceivedForm,
  type StoredPaper,
} from '#modules/papers'
import type { Db } from '#platform/db'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { isId } from '#platform/ids'
import { officerMessages } from './messages.ts'

/** The papers of a form by what they are for (`file.<key>`), also those received when it was sent before. */
export type KeptPapers = Readonly<Record<string, readonly StoredPaper[]>>

/**
 * Gathers the papers of a form: those that came now, and those whose ids the form carried along (`paper.<key>`) unless
 * they were left out (`drop.<id>`). Only papers that this account gave count. Refused files come back as problems.
 */
export async function keepPapersOf(
  db: Db,
  { fields, papers }: ReceivedForm,
  accountId: string,
  language: Language,
): Promise<{ kept: KeptPapers; problems: Problem[] }> {
  const carried = Object.entries(fields)
    .filter(([name]) => name.startsWith('paper.'))
    .map(([name, ids]) => [name.slice('paper.'.length), readIds(ids, fields)] as const)
  const own = await listOwnPapers(db, carried.flatMap(([, ids]) => ids).slice(0, 100), accountId)
  const kept: Record<string, StoredPaper[]> = {}
  for (const [key, ids] of carried) kept[key] = own.filter(({ id }) => ids.includes(id))
  const problems: Problem[] = []
  for (const { field, result } of papers) {
    const key = field.replace(/^file\./, '')
    if (result.ok) kept[key] = [...(kept[key] ?? []), result.paper]
    else problems.push({ field, sentence: explainRefusal(result, language) })
  }
  return { kept, problems }
}

const readIds = (text: string, fields: Readonly<Record<string, string>>): string[] =>
  text.split(',').filter((id) => isId(id) && fields[`drop.${id}`] === undefined)

/** Asks for files, and shows those already received; they are carried along in the form. */
export function paperField(
  props: Readonly<{
    /** What the files are for: the key of the component. */
    name: string
    label: string
    kept: readonly StoredPaper[]
    language: Language
    description?: string | undefined
    problem?: string | undefined
    optional?: boolean
  }>,
): Html {
  const { name, kept, ...shown } = props
  const words = officerMessages(props.language)
  const received = kept.map(
    ({ id, name: fileName }) =>
      html`<li><a href="/papers/${id}">${fileName}</a> <label class="mc-nowrap"><input type="checkbox" name="drop.${id}" value="1"> ${words.dropPaper}<span class="ds-sr-only">: ${fileName}</span></label></li>`,
  )
  return html`<div>${fileField({ ...shown, name: `file.${name}`, accept: Object.keys(acceptedTypes).join(','), multiple: true })}${
    kept.length > 0 &&
    html`<div class="mc-small mc-t0"><input type="hidden" name="paper.${name}" value="${kept.map(({ id }) => id).join(',')}"><p>${words.alreadyReceived}</p><ul>${received}</ul></div>`
  }</div>`
}
