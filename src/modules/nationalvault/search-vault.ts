import type { CitizenActor, OfficerActor } from '#modules/identity'
import { askOnRecord, type FailureReason, type Reason } from '#modules/registers'
import { kindOfTypeCode, offerPapers, revokeItem } from '#modules/vault'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { type VaultDesk, vaultRegister } from './desk.ts'
import { fetchPaper, type Owned } from './fetch-paper.ts'
import type { NationalPaper } from './ports.ts'
import { appendSearch, type Finding, type SearchRecord } from './repository-searches.ts'
import { isSamePaper, refuseUnfetched } from './rules/finding.ts'

/** Whose papers are looked for, of which kinds, by whom and what for. */
export type VaultSearch = Owned &
  Readonly<{
    actor: CitizenActor | OfficerActor
    /** The draft or the intake. */
    occasion: string
    purpose: string
    procedureCode: string
    typeCodes: readonly string[]
  }>

const mostFetched = 6

/** The kinds that the national vault knows: codes of results, not ours and not those of components. */
export const knownThere = (typeCodes: readonly string[]): string[] =>
  [...new Set(typeCodes)].filter((code) => kindOfTypeCode(code) === 'result')

/**
 * Looks into the national vault, on record with its purpose for the owner to see. What it has and is sound is put into the
 * owner's vault here, where it is offered beside the rest; what is not is said with its reason. A vault that does not answer
 * is a sentence, never an error. Citizens look for themselves; who lets an officer look has seen the owner's card.
 * Answers 'too_many' when the account has looked too often, and then nothing is written.
 */
export async function searchNationalVault(
  context: Context,
  desk: VaultDesk,
  search: VaultSearch,
): Promise<SearchRecord | 'too_many'> {
  const typeCodes = knownThere(search.typeCodes)
  const asked = await ask(context, desk, { ...search, typeCodes })
  if (asked === 'too_many') return asked
  const searchedAt = context.clock.now()
  const findings = await sift(context, desk, { ...search, typeCodes }, asked.papers)
  const record: SearchRecord = { searchedAt, failure: asked.failure, findings }
  const place = {
    ...{ occasion: search.occasion, accountId: search.actor.accountId },
    ownerNumber: search.owner.number,
  }
  await context.db.transaction().execute((tx) => appendSearch(tx, place, record))
  return record
}

type Asked = Readonly<{ papers: readonly NationalPaper[]; failure: FailureReason | null }>

async function ask(context: Context, desk: VaultDesk, search: VaultSearch): Promise<Asked | 'too_many'> {
  const { vault, registers } = desk
  const { actor, purpose, occasion, owner, typeCodes, procedureCode } = search
  if (!vault || typeCodes.length === 0) return { papers: [], failure: null }
  const reason: Reason = { purpose, occasion, dossier: null, actor }
  const question = {
    ...{ ...reason, register: vaultRegister, subject: owner.number, inputKinds: ['personalId'] },
    ...{ claims: {}, fields: typeCodes, fresh: true },
    kind: 'read' as const,
  }
  const askedBy = {
    fullName: actor.fullName,
    number: actor.kind === 'citizen' ? actor.personalId : actor.agencyCode,
  }
  let papers: readonly NationalPaper[] = []
  try {
    const told = await askOnRecord(context, registers, question, async (asker) => {
      const { kind: channel } = actor
      papers = await vault.search({
        ...{ ...asker, askedBy, channel, procedureCode, typeCodes },
        ownerNumber: owner.number,
      })
      const has = (code: string) => papers.some(({ typeCode }) => typeCode === code)
      const outcomes = typeCodes.map((code) => [code, has(code) ? 'match' : 'no_data'] as const)
      return { outcomes: Object.fromEntries(outcomes), values: {} }
    })
    return told.ok ? { papers, failure: null } : { papers: [], failure: told.reason }
  } catch (error) {
    if (error instanceof AppError && error.code === 'registers.too_many') return 'too_many'
    throw error
  }
}

/** What is made of each paper, in the order in which they came; of many only the first are fetched. */
async function sift(
  context: Context,
  desk: VaultDesk,
  search: VaultSearch,
  papers: readonly NationalPaper[],
): Promise<Finding[]> {
  const { actor, owner, purpose, typeCodes } = search
  if (papers.length === 0) return []
  const here = await offerPapers(context, { personalId: owner.number, typeCodes, actor, purpose })
  const findings = papers.slice(0, 50).map(async (paper, index): Promise<Finding> => {
    const { typeCode, title, number, issuerName } = paper
    const same = here.find((item) => isSamePaper(item, paper))
    const refused = refuseUnfetched(paper, { ownerNumber: owner.number, typeCodes })
    const found = (verdict: Finding['verdict'], more: Partial<Finding> = {}): Finding => ({
      ...{ typeCode: typeCode.slice(0, 60), title: title.slice(0, 500), number, issuerName, verdict },
      ...{ itemCode: null, unsaid: [], ...more },
    })
    if (refused === 'not_in_force' && same?.source === 'national_vault') await takeBack(context, same.code)
    if (refused) return found(refused)
    if (same) return found('here_already', { itemCode: same.code })
    if (index >= mostFetched) return found('not_fetched')
    const fetched = await fetchPaper(context, desk, { paper, owner, actor })
    return found(fetched.verdict, fetched)
  })
  return await Promise.all(findings)
}

/** What was taken over from there before and counts no more there counts no more here. */
async function takeBack({ db, clock }: Context, code: string): Promise<void> {
  const doing = {
    actor: { kind: 'system', fullName: 'Kho dữ liệu điện tử quốc gia' },
    at: clock.now(),
  } as const
  const reason = 'Kho dữ liệu điện tử quốc gia báo không còn hiệu lực'
  try {
    await db.transaction().execute((tx) => revokeItem(tx, code, reason, doing))
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'vault.revoked_already')) throw error
  }
}
