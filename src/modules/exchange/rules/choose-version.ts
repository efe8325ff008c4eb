export type VersionState = 'in_force' | 'maintenance' | 'withdrawn'

type Version = Readonly<{ version: string; state: VersionState }>

const numberOf = ({ version }: Pick<Version, 'version'>): number => Number(version.slice(1))

/** The versions of an offering with the newest first: v10 comes after v9. */
export const newestFirst = <One extends Pick<Version, 'version'>>(versions: readonly One[]): One[] =>
  versions.toSorted((a, b) => numberOf(b) - numberOf(a))

const isVersion = (segment: string | undefined): segment is string =>
  segment !== undefined && /^v\d+$/.test(segment)

/**
 * The version a call means: the one its path begins with (`firstSegment`, decoded), else the newest that was not withdrawn.
 * Null when there is none: a version that was withdrawn, or never was, is not silently replaced by another.
 */
export function chooseVersion<One extends Version>(
  versions: readonly One[],
  firstSegment: string | undefined,
): One | null {
  const usable = versions.filter(({ state }) => state !== 'withdrawn')
  if (isVersion(firstSegment)) return usable.find(({ version }) => version === firstSegment) ?? null
  return newestFirst(usable)[0] ?? null
}

/** The withdrawn version such a call means, so that its caller is told; without a name in the path the newest of them. */
export function findWithdrawn<One extends Version>(
  versions: readonly One[],
  firstSegment: string | undefined,
): One | null {
  const withdrawn = newestFirst(versions.filter(({ state }) => state === 'withdrawn'))
  if (isVersion(firstSegment)) return withdrawn.find(({ version }) => version === firstSegment) ?? null
  return withdrawn[0] ?? null
}

/** `seen`: how it stood when it was decided; `providerEnded`: the system that offers it has ended. */
export type StateChange = Readonly<{ seen: VersionState; state: VersionState; providerEnded: boolean }>

export type StateRefusal = 'changed_meanwhile' | 'stands_so' | 'provider_ended'

/**
 * Whether a version that stands in `present` may change so. Maintenance may be given another notice. What was withdrawn can
 * be brought back, as what is withdrawn is not changed; not when the system behind it is gone.
 */
export function decideState(
  present: VersionState,
  { seen, state, providerEnded }: StateChange,
): StateRefusal | null {
  if (providerEnded) return 'provider_ended'
  if (present !== seen) return 'changed_meanwhile'
  return state === present && state !== 'maintenance' ? 'stands_so' : null
}
