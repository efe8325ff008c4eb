import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Errors } from 'typebox/value'
import { parse } from 'yaml'
import { assertForm } from './check-answers.ts'
import { procedureProblem } from './errors.ts'
import { packSchema } from './procedure-schema.ts'
import type { FormSchema } from './rules/form-schema.ts'
import type { OfferedContent } from './rules/procedure.ts'

/** The packs that come with the system. */
export const packsFolder = join(import.meta.dirname, '..', '..', '..', 'packs')

export type Pack = Readonly<{ content: OfferedContent; effectiveFrom: string }>

/** The codes of the packs in `folder`, in order. */
export async function listPackCodes(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

/** Reads `<folder>/<code>/procedure.yaml` and `form.json`. Throws `procedures.bad_pack` naming file and fields. */
export async function readPack(folder: string, code: string): Promise<Pack> {
  const file = `${code}/procedure.yaml`
  const raw: unknown = parse(await readFile(join(folder, file), 'utf8'))
  const fields = Errors(packSchema, raw).map(({ instancePath, message }) => ({
    field: instancePath.slice(1) || '(file)',
    expected: message,
  }))
  if (fields.length > 0) throw procedureProblem('procedures.bad_pack', { file, fields })
  const { effectiveFrom, ...content } = raw as Omit<OfferedContent, 'form'> & { effectiveFrom: string }
  if (content.code !== code) {
    throw procedureProblem('procedures.bad_pack', { file, fields: [{ field: 'code', expected: code }] })
  }
  return { effectiveFrom, content: { ...content, form: await readForm(folder, code) } }
}

async function readForm(folder: string, code: string): Promise<FormSchema> {
  const file = `${code}/form.json`
  try {
    const form = JSON.parse(await readFile(join(folder, file), 'utf8')) as FormSchema
    assertForm(form)
    return form
  } catch (error) {
    const fields = [{ field: '(file)', expected: 'a JSON Schema 2020-12 of steps and fields' }]
    throw procedureProblem('procedures.bad_pack', { file, fields }, { cause: error })
  }
}
