/**
 * What goes wrong: on the line (it hangs up, never answers, one byte a second, 1 GB, nonsense, our token is over), and in what
 * it says (the content is not what its hash says, the paper is somebody else's, it counts no more, the file does something).
 */
export const vaultFaults = [
  ...(['down', 'slow', 'drip', 'huge', 'garbage', 'expired'] as const),
  ...(['wrong_hash', 'wrong_owner', 'revoked_paper', 'unsafe_file'] as const),
] as const

export type VaultFault = (typeof vaultFaults)[number]
