import { type DossierView, feeFactsOf } from '#modules/dossiers'
import { calculateFees, type FeeLine } from '#modules/fees'

/** A fee that can be asked for: its sum is known and not nothing. */
export type SuggestedFee = FeeLine & Readonly<{ amountVnd: number }>

/** The fees of a dossier that are not charged yet, by the table of the version it was filed under. */
export function suggestFees(view: DossierView): SuggestedFee[] {
  const { lines } = calculateFees(view.procedure.feeRules, feeFactsOf(view.dossier))
  const charged = view.charges.filter(({ state }) => state !== 'cancelled').map(({ name }) => name)
  return lines.flatMap((line) => {
    const { amountVnd, name, nameEn = name } = line
    const isOpen = amountVnd !== null && amountVnd > 0
    return isOpen && !charged.includes(name) && !charged.includes(nameEn) ? [{ ...line, amountVnd }] : []
  })
}
