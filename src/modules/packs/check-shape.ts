import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import type { TSchema } from 'typebox'
import { say } from './messages.ts'
import type { Path, Said } from './problem.ts'

export type ShapeProblem = Readonly<{ path: Path; reason: Said }>

const ajv = new Ajv2020({ allErrors: true, strict: false, ownProperties: true, verbose: true })
const compiled = new WeakMap<TSchema, ValidateFunction>()

function validatorOf(schema: TSchema): ValidateFunction {
  const known = compiled.get(schema)
  if (known) return known
  const { $id: _, ...anonymous } = schema as TSchema & { $id?: string }
  const made = ajv.compile(anonymous)
  compiled.set(schema, made)
  return made
}

const most = 50

/**
 * Everything in which `value` is not what `schema` asks, at most fifty things. Of several forms that are allowed, the one
 * that was most likely meant is the one compared.
 */
export function findShapeProblems(schema: TSchema, value: unknown): ShapeProblem[] {
  const validate = validatorOf(schema)
  if (validate(value)) return []
  return choose(validate.errors ?? [])
    .slice(0, most)
    .map((error) => ({ path: pathOf(error), reason: reasonOf(error) }))
}

/** Leaves of each `anyOf` only what its likeliest branch says; constants alone become one sentence. */
function choose(errors: readonly ErrorObject[]): ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf')
  const outer = unions.filter(
    (one) => !unions.some((other) => other !== one && isInside(one, other.schemaPath)),
  )
  const loose = errors.filter(
    (error) =>
      !outer.includes(error) &&
      !isSaidByEnum(error, errors) &&
      !outer.some(({ schemaPath, instancePath }) => isInside(error, schemaPath, instancePath)),
  )
  const chosen = outer.flatMap((union) => chooseBranch(union, errors))
  return [...loose, ...chosen]
}

/** A word of another type is no word of the list: that is said once. */
const isSaidByEnum = ({ keyword, instancePath, parentSchema }: ErrorObject, errors: readonly ErrorObject[]) =>
  keyword === 'type' &&
  errors.some(
    (other) =>
      other.keyword === 'enum' && other.instancePath === instancePath && other.parentSchema === parentSchema,
  )

function isInside(error: ErrorObject, schemaPath: string, instancePath = ''): boolean {
  return error.schemaPath.startsWith(`${schemaPath}/`) && error.instancePath.startsWith(instancePath)
}

function chooseBranch(union: ErrorObject, errors: readonly ErrorObject[]): ErrorObject[] {
  const inside = errors.filter((error) => isInside(error, union.schemaPath, union.instancePath))
  const branches = Map.groupBy(
    inside,
    ({ schemaPath }) => schemaPath.slice(union.schemaPath.length + 1).split('/')[0],
  )
  const weighed = [...branches.values()].map((branch) => ({ branch, weight: weigh(union, branch) }))
  const best = weighed.toSorted((a, b) => a.weight - b.weight)[0]
  if (!best || best.weight >= ofAnotherType) return [union]
  return choose(best.branch)
}

const ofAnotherType = 1000

const weigh = (union: ErrorObject, branch: readonly ErrorObject[]): number =>
  branch.reduce((sum, { instancePath, keyword }) => {
    const here = instancePath === union.instancePath
    return sum + (here && (keyword === 'type' || keyword === 'const') ? ofAnotherType : 1)
  }, 0)

function pathOf({ instancePath, keyword, params }: ErrorObject): Path {
  const parts = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  return keyword === 'additionalProperties' ? [...parts, String(params.additionalProperty)] : parts
}

function reasonOf({ keyword, params, parentSchema, message = keyword }: ErrorObject): Said {
  const { properties = {}, anyOf = [], description = '' } = (parentSchema ?? {}) as Parent
  const limit = Number(params.limit)
  switch (keyword) {
    case 'required':
      return say((words) => words.missing(String(params.missingProperty)))
    case 'additionalProperties':
      return say((words) =>
        words.unknown(String(params.additionalProperty), Object.keys(properties).join(', ')),
      )
    case 'type':
      return say((words) => words.type(String(params.type)))
    case 'enum':
      return say((words) => words.oneOf((params.allowedValues as readonly unknown[]).join(', ')))
    case 'const':
      return say((words) => words.oneOf(String(params.allowedValue)))
    case 'anyOf':
      return sayChoices(anyOf)
    case 'pattern':
      return say((words) => words.pattern(String(params.pattern), description))
    case 'multipleOf':
      return say((words) => words.multiple(Number(params.multipleOf)))
    case 'minLength':
    case 'minimum':
    case 'minItems':
    case 'minProperties':
      return say((words) => words.tooShort(limit))
    case 'maxLength':
    case 'maximum':
    case 'maxItems':
      return say((words) => words.tooLong(limit))
    default:
      return say((words) => words.misshapen(message))
  }
}

type Branch = Readonly<{ const?: unknown; type?: string }>
type Parent = Readonly<{ properties?: object; anyOf?: readonly Branch[]; description?: string }>

function sayChoices(branches: readonly Branch[]): Said {
  const constants = branches.filter((branch) => 'const' in branch).map((branch) => String(branch.const))
  if (constants.length === branches.length) return say((words) => words.oneOf(constants.join(', ')))
  const types = branches.map(({ type, const: constant }) => type ?? String(constant))
  return say((words) => `${words.noneFits} (${[...new Set(types)].join(', ')})`)
}
