import { openNationalVault, type StandInVault } from '#adapters/national-vault'
import type { VaultDesk } from '#modules/nationalvault'
import { noRegisters, openRegisterDesk } from '#modules/registers'
import { examineSignatures } from '#modules/verification'
import type { Context } from '#platform/context'

/** Where the national vault is asked from, with a stand-in behind it and nobody trusted. */
export function openVaultDesk({ config }: Context, standIn: StandInVault): VaultDesk {
  const limits = { timeoutMs: 3000, mostBytes: config.UPLOAD_MAX_BYTES }
  return {
    vault: openNationalVault({ ...standIn.connection, ...limits }),
    registers: openRegisterDesk(noRegisters, config),
    judge: examineSignatures({ listAnchors: async () => [], revocation: null }),
  }
}
