import { compileForm, type FieldNode } from './compile-form.ts'
import type { FormSchema } from './rules/form-schema.ts'
import { listReferences } from './rules/references.ts'

/** The questions of a step on which others of the same page depend: what is asked or reckoned changes with them. */
export function listWatched(form: FormSchema, step: string): string[] {
  const nodes = compileForm(form).nodes.filter((node) => node.step === step)
  const asked = nodes.flatMap((node) => [
    ...expressionsOf(node).flatMap((source) => listReferences(source).answers),
    ...(node.rows ?? []).flatMap((row) => {
      const { answers, row: own } = mergeReferences(row)
      return [...answers, ...own.map(() => `${step}.${node.name}`)]
    }),
  ])
  const names = asked.flatMap((path) => (path.startsWith(`${step}.`) ? [path.slice(step.length + 1)] : []))
  return [...new Set(names)]
}

const expressionsOf = ({ conditions, value }: FieldNode): string[] =>
  [...conditions, ...(value ? [value] : [])].map(({ source }) => source)

const mergeReferences = (row: FieldNode) => {
  const found = expressionsOf(row).map(listReferences)
  return { answers: found.flatMap(({ answers }) => answers), row: found.flatMap(({ row: own }) => own) }
}
