/** The door: what the rest of the system may use of forms. */
export { type ReceiptView, renderReceipt } from './render-receipt.ts'
