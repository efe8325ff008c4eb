import { advanceDossier, findDossierById } from '#modules/dossiers'
import { type LeadOn, listCharges, platformNames } from '#modules/payments'

/** Whose proof it is by which a dossier goes on; it stands in the dossier's history. */
const platform = { kind: 'system', accountId: 'system', fullName: platformNames.vi } as const

/**
 * A dossier that waits for money goes on when all it owes was paid online, by the command a cashier gives. Called as often as
 * it must be: the dossier goes on once, and one that went on, or ended, meanwhile is left as it is.
 */
export const leadDossierOn: LeadOn = async (context, { dossierId, chargeId, reference }) => {
  const dossier = await findDossierById(context.db, dossierId)
  if (dossier?.state !== 'payment_requested') return
  const charges = await listCharges(context.db, dossierId)
  const paid = charges.find(({ id, state }) => id === chargeId && state === 'paid')
  if (!paid?.receiptReference || charges.some(({ state }) => state === 'due')) return
  const { receiptReference } = paid
  const command = { type: 'confirm_payment', method: 'online', receiptReference } as const
  await advanceDossier(context, dossier.reference, { command, key: `payment-${reference}` }, platform)
}
