import { explainTrace, formatMoment, localDay } from '#modules/calendar'
import type { DossierView } from '#modules/dossiers'
import { type Charge, describeCharge } from '#modules/payments'
import { channelWords, receiptWords } from './messages.ts'
import type { ReceiptView } from './render-receipt.ts'
import { amountInWords } from './rules/amount-in-words.ts'
import { writePlaceLine } from './set-form.ts'

/** What the receipt of an accepted dossier says. Instants of the dossier become local days and times. */
export function makeReceiptView(view: DossierView, publicUrl: string, deskName: string): ReceiptView {
  const { dossier, procedure, receivingAgency, competentAgency, charges } = view
  const acceptedAt = dossier.acceptedAt ?? dossier.submittedAt
  const code = dossier.code ?? dossier.reference
  return {
    agencyName: receivingAgency.name,
    deskName,
    placeLine: writePlaceLine(receivingAgency.name, localDay(acceptedAt)),
    dossierCode: code,
    acceptedAt: formatMoment(acceptedAt, 'vi'),
    applicant: {
      fullName: dossier.applicantName,
      personalId: dossier.applicantPersonalId,
      address: dossier.applicantAddress,
      phone: dossier.applicantPhone,
      email: dossier.applicantEmail,
    },
    ownerName: dossier.ownerPersonalId === dossier.applicantPersonalId ? null : dossier.ownerName,
    channel: channelWords[dossier.channel],
    procedureName: procedure.name,
    procedureCode: procedure.code,
    competentAgency: competentAgency.name,
    components: componentsOf(view),
    timeLimitText: procedure.timeLimit.text,
    receivedText: formatMoment(dossier.submittedAt, 'vi'),
    // The paper keeps the first promise; a later due time is told by message.
    dueText: dossier.originalDueAt ? formatMoment(dossier.originalDueAt, 'vi') : '',
    // So was it promised: the paper says so also when the competent agency has it since.
    dueNote: dossier.startsOnTransfer ? receiptWords.expected(competentAgency.name) : '',
    dueWhy: whyOf(view),
    collectAt: collectAtOf(view, deskName),
    feeText: charges.map(sayCharge).join('; ') || receiptWords.noFee,
    officerName: dossier.acceptedBy ?? '',
    trackingUrl: `${publicUrl}/track/${code}`,
    hotline: receivingAgency.phone,
    language: 'vi',
  }
}

/** A charge with its amount in words: "Lệ phí: 15.000 đồng, chưa nộp (Mười lăm nghìn đồng)". */
export const sayCharge = (charge: Charge): string =>
  `${charge.name}: ${describeCharge(charge, 'vi')} ${receiptWords.inWords(amountInWords(charge.amountVnd))}`

type ReceiptComponent = ReceiptView['components'][number]
const none = { originals: 0, copies: 0, electronic: 0 } as const

/** The declaration, the papers that came, and what is taken from a database instead of paper. */
function componentsOf({ dossier, procedure, components, attachments }: DossierView): ReceiptComponent[] {
  const given = Map.groupBy(
    attachments.filter(({ stage }) => stage === 'submission'),
    ({ componentKey }) => componentKey,
  )
  const isOfCase = (key: string) => procedure.components.some((asked) => asked.key === key)
  const papers = components.flatMap((asked): ReceiptComponent[] => {
    const { key, name, heldBy, required, originals, copies } = asked
    if (heldBy !== null)
      return required && isOfCase(key) ? [{ ...none, name, note: receiptWords.heldBy(heldBy) }] : []
    const files = given.get(key)
    if (!files) return []
    if (dossier.channel === 'online') return [{ ...none, name, note: null, electronic: files.length }]
    const isAsked = originals + copies > 0
    return [{ name, note: null, originals, copies: isAsked ? copies : 1, electronic: 0 }]
  })
  const isDeclared = Object.keys(dossier.answers).length > 0
  const form = { ...none, name: receiptWords.form, note: null, electronic: 1 }
  return isDeclared ? [form, ...papers] : papers
}

/** How the promised day was counted, as the receipt promises it; without the lines that say only that it began and ended. */
function whyOf({ promise }: DossierView): string {
  if (!promise) return ''
  const lines = explainTrace(promise.trace, 'vi').slice(1, -1)
  const counted = lines.map(({ when, text }) => `${when}: ${text.replace(/\.$/, '')}`).join('; ')
  return promise.provisional ? `${counted}. ${receiptWords.provisional}` : counted
}

/** Where the result is had, in the way the applicant chose. */
export function collectAtOf({ dossier, receivingAgency }: DossierView, deskName: string): string {
  if (dossier.returnMethod === 'post') return receiptWords.byPost
  if (dossier.returnMethod === 'electronic') return receiptWords.electronically
  return [deskName, receivingAgency.name].filter(Boolean).join(', ')
}
