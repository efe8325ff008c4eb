/** What stand-ins share that can break as a line breaks: what is answered, what arrives of it, and who is trusted at all. */
export { answerOnLine, jsonAnswer, type LineAnswer, type LineFault, lineFaults } from './answer-on-line.ts'
export { lossOf } from './loss-of.ts'
export { openSecureFront, type SecureFront } from './secure-front.ts'
