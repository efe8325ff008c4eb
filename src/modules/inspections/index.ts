/** The door: what the rest of the system may use of inspections. */
export { type Inspection, type Received, receiveInspected } from './inspect-file.ts'
export { type ReEncoded, reEncodeImage } from './re-encode.ts'
export { type AcceptedType, acceptedTypes } from './rules/accepted-type.ts'
export type { Fault, FaultCode } from './rules/fault.ts'
