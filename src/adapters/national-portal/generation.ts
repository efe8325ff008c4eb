import type { Static, TSchema } from 'typebox'
import type { FilingAnswer } from '#modules/filings'
import type { SyncMessage } from '#modules/sync'
import type { NationalCatalogue } from './catalogue.ts'

/** What both generations of the portal can do, each in its own shapes. All throw `PortalUnreachable`. */
export type Generation = Readonly<{
  catalogue: NationalCatalogue
  /** The state a dossier has there; null when it knows none under that code. */
  find: (dossierCode: string) => Promise<number | null>
  /**
   * Tells a dossier with its steps after number `told`, or all of them where it has to be made anew, and says of each step
   * that it is there, so that after a failure it is gone on with from there. Null when all was taken, else the portal's words.
   */
  put: (message: SyncMessage, told: number, onStep: (number: number) => void) => Promise<string | null>
  /** What was filed there for us, each as it came. */
  listFiled: () => Promise<readonly Readonly<Record<string, unknown>>[]>
  /** What became of one of these. Null when it was heard, else the portal's words. */
  answer: (answer: FilingAnswer) => Promise<string | null>
  /** Any other call that writes. Null when it was taken, else the portal's words. */
  up: (call: string, body: object) => Promise<string | null>
  /** Any other call that reads; null when the portal knows nothing under that. */
  list: <T extends TSchema>(call: string, row: T, body?: object) => Promise<Static<T>[] | null>
}>
