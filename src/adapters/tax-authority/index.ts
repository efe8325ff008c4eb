/** The tax authority, as summaries of receipts reach it, and its stand-in. */
export { openTaxAuthority, type TaxAuthoritySettings } from './client.ts'
export { type StandInTaxAuthority, startStandInTaxAuthority, taxFaults } from './stand-in.ts'
