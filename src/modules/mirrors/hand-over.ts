import { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import type { StoredDossier } from '#modules/dossiers'
import type { DossierFacts } from '#modules/sync'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { findSystem } from './repository.ts'
import {
  addHandedPaper,
  findHandOver,
  type HandOver,
  listHandedPapers,
  saveHandOver,
} from './repository-hand-over.ts'
import { findRule, listMappings, noteMissing } from './repository-mapping.ts'
import { mapAnswers } from './rules/field-map.ts'
import { findOurs, findTheirs } from './rules/mapping.ts'

/** Whether a dossier goes to a system: by its procedure, and by the rule of the day on which it was submitted. */
export const isHandedOver = async (
  db: Db | Tx,
  system: string,
  { procedureCode, submittedAt }: Pick<StoredDossier, 'procedureCode' | 'submittedAt'>,
): Promise<boolean> => (await findRule(db, system, procedureCode, localDay(submittedAt).toString())) !== null

/** What a system has to be told in its own words. */
export type Translated = Readonly<{
  procedure: string
  agency: string
  state: string
  /** Of progress, by the number of the event. */
  states: ReadonlyMap<number, string>
  fields: Readonly<Record<string, unknown>>
}>

/** Something is not known there: which code of ours, by its name. A person has to say; then it goes on by itself. */
export type Untranslated = Readonly<{ missing: string }>

/**
 * A dossier in the codes of a system, by the mapping of the day of its last event, with those of its answers that the rule
 * names. What is not mapped is noted for an administrator and named; nothing is guessed.
 */
export async function translateFacts(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  system: string,
  facts: DossierFacts,
): Promise<Translated | Untranslated> {
  const at = facts.progress.at(-1)?.at ?? facts.times.submittedAt
  const on = localDay(at).toString()
  const mappings = await listMappings(db, system)
  const missing: Missing[] = []
  const theirs = (kind: 'procedure' | 'agency' | 'state', ourCode: string): string => {
    const found = findTheirs(mappings, kind, ourCode, on)
    if (found === null) missing.push({ kind, ourCode })
    return found ?? ''
  }
  const submittedOn = localDay(facts.times.submittedAt).toString()
  const rule = await findRule(db, system, facts.procedure.code, submittedOn)
  const answers = mapAnswers(facts.answers ?? {}, rule?.fields ?? {})
  for (const ourCode of answers.missing) missing.push({ kind: 'field', ourCode })
  const translated: Translated = {
    procedure: theirs('procedure', facts.procedure.code),
    agency: theirs('agency', facts.competentAgency.code),
    state: theirs('state', String(facts.nationalState)),
    states: new Map(facts.progress.map((step) => [step.number, theirs('state', String(step.nationalState))])),
    fields: answers.fields,
  }
  if (missing.length === 0) return translated
  return await nameMissing({ db, clock }, system, facts.code, missing)
}

type Missing = Readonly<{ kind: 'procedure' | 'agency' | 'state' | 'field'; ourCode: string }>

async function nameMissing(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  system: string,
  dossierCode: string,
  missing: readonly Missing[],
): Promise<Untranslated> {
  const named = new Map(missing.map((one) => [`${one.kind} ${one.ourCode}`, one]))
  const seenAt = clock.now()
  await db.transaction().execute(async (tx) => {
    for (const one of named.values()) await noteMissing(tx, system, { ...one, dossierCode, seenAt })
  })
  return { missing: `mirrors.code_unmapped: ${[...named.keys()].join(', ')}` }
}

/** The national state that a state of theirs is on a day; null: nobody has mapped it. */
export async function readTheirState(
  db: Db,
  system: string,
  state: string,
  on: string,
): Promise<number | null> {
  const ours = findOurs(await listMappings(db, system), 'state', state, on)
  return ours === null ? null : Number(ours)
}

/** What a system was given, so that nothing is given twice whatever breaks in between. */
export type HandOverLedger = Readonly<{
  find: (dossierCode: string) => Promise<HandOver | null>
  save: (handOver: HandOver) => Promise<void>
  /** Ids there of the papers it has, by their ids here. */
  listPapers: (dossierCode: string) => Promise<ReadonlyMap<string, string>>
  addPaper: (
    paper: Readonly<{ dossierCode: string; paperId: string; theirId: string; sha256: string }>,
  ) => Promise<void>
}>

export const openLedger = ({ db }: Pick<Context, 'db'>, system: string): HandOverLedger => ({
  find: (dossierCode) => findHandOver(db, system, dossierCode),
  save: (one) => db.transaction().execute((tx) => saveHandOver(tx, system, one)),
  listPapers: (dossierCode) => listHandedPapers(db, system, dossierCode),
  addPaper: (paper) => db.transaction().execute((tx) => addHandedPaper(tx, { ...paper, system })),
})

/** Whether a system is entered here at all. */
export const isEntered = async (db: Db, system: string): Promise<boolean> =>
  (await findSystem(db, system)) !== null

/** The day of Việt Nam at a moment, as mappings are dated. */
export const dayOf = (at: string): string => localDay(Temporal.Instant.from(at)).toString()
