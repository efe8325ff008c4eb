import type { Db } from '#platform/db'
import type { SigningOutside } from './ports.ts'
import { listTrustAnchors } from './repository-settings.ts'

/** DER of every certificate that is trusted without further question: what the administrator added, and the settings give. */
export async function loadTrustAnchors(
  db: Db,
  { trustAnchors }: Pick<SigningOutside, 'trustAnchors'>,
): Promise<readonly Uint8Array[]> {
  const kept = await listTrustAnchors(db)
  return [...kept.filter(({ retiredAt }) => retiredAt === null).map(({ der }) => der), ...trustAnchors]
}
