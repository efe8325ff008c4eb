export type VersionState = 'in_force' | 'maintenance' | 'withdrawn'

type Version = Readonly<{ version: string; state: VersionState }>

const numberOf = ({ version }: Version): number => Number(version.slice(1))

/**
 * The version a call means: the one its path begins with (`firstSegment`, decoded), else the newest that was not withdrawn.
 * Null when there is none: a version that was withdrawn, or never was, is not silently replaced by another.
 */
export function chooseVersion<One extends Version>(
  versions: readonly One[],
  firstSegment: string | undefined,
): One | null {
  const usable = versions.filter(({ state }) => state !== 'withdrawn')
  if (firstSegment !== undefined && /^v\d+$/.test(firstSegment))
    return usable.find(({ version }) => version === firstSegment) ?? null
  return usable.toSorted((a, b) => numberOf(b) - numberOf(a))[0] ?? null
}
