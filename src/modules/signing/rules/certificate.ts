import type { Temporal } from 'temporal-polyfill'

/** What a certificate says of itself. */
export type CertificateFacts = Readonly<{
  commonName: string
  organisation: string | null
  issuer: string
  /** Hexadecimal. */
  serialNumber: string
  validFrom: Temporal.Instant
  validTo: Temporal.Instant
}>

/** Why nobody may sign with a certificate now. */
export type CertificateRefusal = 'certificate_expired' | 'certificate_not_yet_valid' | 'certificate_of_another'

/** Letters and digits alone, without tone marks: certificates write names in many ways. */
const foldName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toUpperCase()
    .replaceAll('Đ', 'D')
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim()

/** Whether the certificate is made out to a person of this name. */
export const isMadeOutTo = (commonName: string, fullName: string): boolean =>
  ` ${foldName(commonName)} `.includes(` ${foldName(fullName)} `)

/**
 * Whether somebody may sign with the certificate at `at`; `fullName` is the person's, null for the seal of an agency. A
 * technical account never signs for a person, so the name must be the person's.
 */
export function refuseCertificate(
  { commonName, validFrom, validTo }: Pick<CertificateFacts, 'commonName' | 'validFrom' | 'validTo'>,
  { at, fullName }: Readonly<{ at: Temporal.Instant; fullName: string | null }>,
): CertificateRefusal | null {
  if (at.epochMilliseconds > validTo.epochMilliseconds) return 'certificate_expired'
  if (at.epochMilliseconds < validFrom.epochMilliseconds) return 'certificate_not_yet_valid'
  return fullName !== null && !isMadeOutTo(commonName, fullName) ? 'certificate_of_another' : null
}
