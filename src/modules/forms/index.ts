/** The door: what the rest of the system may use of forms. */
export { type Extension, makeApology, readExtension } from './make-apology.ts'
export { findDeskName, formPages } from './pages.ts'
export type { ApologyView, LetterParagraph } from './render-apology.ts'
