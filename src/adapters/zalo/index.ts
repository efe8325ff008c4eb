/** Zalo, which carries messages by approved templates, and its stand-in for demonstrations and tests. */
export { openZalo, type ZaloSettings } from './client.ts'
export { type StandInZalo, startStandInZalo } from './stand-in.ts'
export { keepTokensIn, type TokenStore } from './tokens.ts'
