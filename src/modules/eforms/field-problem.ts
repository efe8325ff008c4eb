import { fieldSentence, rowTitle } from './messages.ts'
import type { FieldProblemCode, FieldSchema, FormSchema } from './rules/form-schema.ts'

/** What is wrong with one answer: where, a stable code, and the sentence for the person in both languages. */
export type FieldProblem = Readonly<{
  /** `child.fullName`: step, then field; of a row `family.children.2.fullName`, counted from 0. */
  path: string
  code: FieldProblemCode
  params: ProblemParams
  vi: string
  en: string
}>

export type ProblemParams = Readonly<{ limit?: string | number; type?: string }>

/** The field of a path such as `family`, `children`, `2`, `fullName`. */
export function fieldAt(
  schema: FormSchema,
  [step = '', name = '', row, inner]: readonly string[],
): FieldSchema | undefined {
  const fields = schema.properties[step]?.properties ?? {}
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  return row === undefined || inner === undefined ? field : field?.items?.properties[inner]
}

/** A problem at a path, said in both languages. */
export function problemAt(
  schema: FormSchema,
  path: readonly string[],
  code: FieldProblemCode,
  params: ProblemParams = {},
): FieldProblem {
  const [step = '', name = '', row, inner] = path
  const field = fieldAt(schema, path)
  const list = inner === undefined ? undefined : fieldAt(schema, [step, name])
  const say = (language: 'vi' | 'en'): string => {
    const own = language === 'vi' ? field?.['x-error'] : field?.['x-errorEn']
    if (code === 'not_accepted' && own) return own
    const title = (language === 'en' && field?.['x-titleEn']) || (field?.title ?? '')
    const whole = list ? `${rowTitle(list, Number(row), language)}, ${title}` : title
    // A question that ends with a mark stands inside a sentence that has its own.
    return fieldSentence(language, code, whole.replace(/[?!.:]+$/, ''), params.limit ?? params.type ?? '')
  }
  const shown = inner === undefined ? path.slice(0, 2) : path.slice(0, 4)
  return { path: shown.join('.'), code, params, vi: say('vi'), en: say('en') }
}
