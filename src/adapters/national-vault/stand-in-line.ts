import { lineFaults } from '#adapters/faulty-line'

/**
 * What goes wrong: on the line, or our token is over; and in what it says (it refuses what it is told, the content is not what
 * its hash says, the paper is somebody else's, it counts no more, the file does something).
 */
export const vaultFaults = [
  ...([...lineFaults, 'expired'] as const),
  ...(['error', 'wrong_hash', 'wrong_owner', 'revoked_paper', 'unsafe_file'] as const),
] as const

export type VaultFault = (typeof vaultFaults)[number]
