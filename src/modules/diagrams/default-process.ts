import { readFileSync } from 'node:fs'

/** The process of procedures that bring none of their own: reception, transfer, appraisal, approval, delivery. */
export const defaultProcess: string = readFileSync(new URL('default.bpmn', import.meta.url), 'utf8')
