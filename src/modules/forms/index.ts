/** The door: what the rest of the system may use of forms. */
export {
  type ApologyFacts,
  type ApologyView,
  type LetterParagraph,
  renderApology,
  writeApology,
} from './render-apology.ts'
export { type ControlSheetView, type HandOver, type Party, renderControlSheet } from './render-control-sheet.ts'
export { type ReceiptView, renderReceipt } from './render-receipt.ts'
export { spellOutAgency, writePlaceLine } from './set-form.ts'
