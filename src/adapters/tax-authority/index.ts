/** The tax authority, as summaries of receipts reach it, and its stand-in. */
export { openTaxAuthority, type TaxAuthoritySettings } from './client.ts'
export { type StandInTaxAuthority, startStandInTaxAuthority, type TaxFault } from './stand-in.ts'
