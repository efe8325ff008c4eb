/** What the adapters of carriers share: asking in JSON with the truth about doubt, signed reports, stand-ins that break. */
export { type Answered, askJson, LineError, type Question } from './ask-json.ts'
export { askWithToken } from './ask-with-token.ts'
export { readMoment } from './read-moment.ts'
export { isSigned, signatureOf } from './report-signature.ts'
export { type LineFault, type LineOptions, openStandInLine, type StandInLine } from './stand-in-line.ts'
export { renderPage } from './stand-in-page.ts'
export { openTelephones, type StandInTelephones } from './telephones.ts'
