/** A component as the procedure asks for it. */
export type AskedComponent = Readonly<{ key: string; name: string; required: boolean; heldBy: string | null }>

/**
 * The mandatory papers that were not given, by name. What a connected database already holds is not asked of the
 * citizen (NĐ 118/2025 Đ4 k2a, by NĐ 309/2026 Đ2).
 */
export function listMissingComponents(
  asked: readonly AskedComponent[],
  givenKeys: Iterable<string>,
): AskedComponent[] {
  const given = new Set(givenKeys)
  return asked.filter(({ key, required, heldBy }) => required && heldBy === null && !given.has(key))
}
