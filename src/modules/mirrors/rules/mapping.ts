/** What codes are of: a procedure, an agency, or a state of a dossier. */
export type CodeKind = 'procedure' | 'agency' | 'state'

export const codeKinds: readonly CodeKind[] = ['procedure', 'agency', 'state']

/** Days as `YYYY-MM-DD`, both included; `untilOn` null: until further notice. */
export type Days = Readonly<{ fromOn: string; untilOn: string | null }>

/** What a code of theirs is here, on these days. States of ours are the national ones, '1' to '10'. */
export type CodeMapping = Days & Readonly<{ kind: CodeKind; theirCode: string; ourCode: string }>

export const isInForce = ({ fromOn, untilOn }: Days, on: string): boolean =>
  fromOn <= on && (untilOn === null || on <= untilOn)

/** Whether two spans share a day. */
export const doOverlap = (a: Days, b: Days): boolean =>
  (b.untilOn === null || a.fromOn <= b.untilOn) && (a.untilOn === null || b.fromOn <= a.untilOn)

const ourShapes: Readonly<Record<CodeKind, RegExp>> = {
  procedure: /^\d\.\d{6}(\.[0-9A-Z.]{1,20})?$/,
  agency: /^[0-9A-Z][0-9A-Z.]{2,34}$/,
  state: /^([1-9]|10)$/,
}

/** Whether a text can be a code of ours of that kind. */
export const isOurCode = (kind: CodeKind, code: string): boolean => ourShapes[kind].test(code)

/** What is here a code of theirs, on a day; null: nobody has said. */
export const findOurs = (mappings: readonly CodeMapping[], kind: CodeKind, theirCode: string, on: string) =>
  mappings.find((one) => one.kind === kind && one.theirCode === theirCode && isInForce(one, on))?.ourCode ??
  null

/**
 * What a code of ours is there, on a day. Several of their codes may mean one of ours; then the one that came into force
 * last is told, and of those of one day the first by its letters.
 */
export function findTheirs(
  mappings: readonly CodeMapping[],
  kind: CodeKind,
  ourCode: string,
  on: string,
): string | null {
  const inForce = mappings.filter((one) => one.kind === kind && one.ourCode === ourCode && isInForce(one, on))
  const [best] = inForce.toSorted(
    (a, b) => b.fromOn.localeCompare(a.fromOn) || (a.theirCode < b.theirCode ? -1 : 1),
  )
  return best?.theirCode ?? null
}
