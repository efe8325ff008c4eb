/** What stand-ins share that can break as a line breaks: what is answered, and what arrives of it. */
export { answerOnLine, jsonAnswer, type LineAnswer, type LineFault, lineFaults } from './answer-on-line.ts'
export { lossOf } from './loss-of.ts'
