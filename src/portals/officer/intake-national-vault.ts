import type { Problem } from '#components/error-summary'
import type { OfficerActor } from '#modules/identity'
import {
  findLatestSearch,
  knownThere,
  nationalVaultMessages,
  searchNationalVault,
  searchPart,
  vaultRegister,
} from '#modules/nationalvault'
import { listAskedPapers, listPaperTypes, type Procedure } from '#modules/procedures'
import type { Html } from '#platform/html'
import type { Exchange } from './exchange.ts'
import { purposeOf, readPerson } from './intake-vault.ts'
import type { TypedIntake } from './read-intake.ts'

type Intake = Exchange & Readonly<{ officer: OfficerActor }>

/** The intake before it is a dossier; its look-ups are tied to the dossier when there is one. */
const occasionOf = ({ key }: TypedIntake): string => `intake:${key.slice(0, 100)}`

const wantedOf = (procedure: Procedure): string[] =>
  knownThere(listAskedPapers(procedure).flatMap(listPaperTypes))

/** Looks for the papers of whoever's card was read; gives what stands against it. Nobody's is looked for before. */
export async function lookAtCounter(
  { context, nationalVault, officer, language }: Intake,
  typed: TypedIntake,
  procedure: Procedure | null,
): Promise<Problem[]> {
  const number = readPerson(typed)
  if (!number || !procedure || !nationalVault) return []
  const found = await searchNationalVault(context, nationalVault, {
    ...{ actor: officer, occasion: occasionOf(typed), procedureCode: procedure.code },
    owner: { kind: 'person', number, name: typed.person.fullName },
    purpose: purposeOf(procedure).slice(0, 300),
    typeCodes: wantedOf(procedure),
  })
  return found === 'too_many' ? [{ field: 'look', sentence: nationalVaultMessages(language).tooMany }] : []
}

/** What the last look of this intake found, and the button that looks; null before a card was read. */
export async function nationalVaultPart(
  { context, nationalVault, officer, language }: Intake,
  typed: TypedIntake,
  { counter, problems }: Readonly<{ counter: { procedure: Procedure | null }; problems: readonly Problem[] }>,
): Promise<Html | null> {
  const ownerNumber = readPerson(typed)
  const { procedure } = counter
  if (!ownerNumber || !procedure || !nationalVault?.vault || wantedOf(procedure).length === 0) return null
  const place = { occasion: occasionOf(typed), accountId: officer.accountId, ownerNumber }
  return searchPart({
    latest: await findLatestSearch(context.db, place),
    isResting: nationalVault.registers.isResting(vaultRegister),
    isTooMany: problems.some(({ field }) => field === 'look'),
    ...{ owner: 'applicant', press: { name: 'v', value: vaultRegister }, language },
  })
}
