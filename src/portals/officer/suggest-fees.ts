import { localDay } from '#modules/calendar'
import type { DossierView } from '#modules/dossiers'
import { calculateFees, type FeeFacts, type FeeLine } from '#modules/fees'

/** What the fees of a dossier are asked with: the day and the way it was filed, and its answers. */
export const feeFactsOf = ({ dossier }: Pick<DossierView, 'dossier'>): FeeFacts => ({
  on: localDay(dossier.submittedAt).toString(),
  channel: dossier.channel,
  answers: dossier.answers,
  applicant: {},
  entitlements: [],
})

/** A fee that can be asked for: its sum is known and not nothing. */
export type SuggestedFee = FeeLine & Readonly<{ amountVnd: number }>

/** The fees of a dossier that are not charged yet, by the table of the version it was filed under. */
export function suggestFees(view: DossierView): SuggestedFee[] {
  const { lines } = calculateFees(view.procedure.feeRules, feeFactsOf(view))
  const charged = view.charges.filter(({ state }) => state !== 'cancelled').map(({ name }) => name)
  return lines.flatMap((line) => {
    const { amountVnd, name, nameEn = name } = line
    const isOpen = amountVnd !== null && amountVnd > 0
    return isOpen && !charged.includes(name) && !charged.includes(nameEn) ? [{ ...line, amountVnd }] : []
  })
}
