import { appendAudit } from '#modules/audit'
import type { Actor, OfficerActor } from '#modules/identity'
import { getProcedureToday, inLanguage, listAskedPapers } from '#modules/procedures'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import type { Language } from '#platform/i18n'
import { isId, makeId } from '#platform/ids'
import { digitisationProblem } from './errors.ts'
import { closeSession, findSession, insertSession, type ScanSession } from './repository.ts'

/** Papers that are not scanned (TT 03/2025/TT-VPCP Đ5 k2); `ordinary` ones are. */
export const paperKinds = ['ordinary', 'only_shown', 'agency_opinion', 'secret', 'electronic'] as const
export type PaperKind = (typeof paperKinds)[number]

export type AskedSession = Readonly<{
  kind: PaperKind
  procedureCode: string | null
  component: string | null
  title: string
}>

/** Opens a session for one paper or a stack of them. Throws `digitisation.not_scanned` for what the law leaves on paper. */
export async function openSession(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  officer: OfficerActor,
  asked: AskedSession,
): Promise<ScanSession> {
  const { kind, title, component, procedureCode } = asked
  if (kind !== 'ordinary') throw digitisationProblem('digitisation.not_scanned', { kind })
  const openedAt = clock.now()
  const session = {
    id: makeId(openedAt.epochMilliseconds),
    accountId: officer.accountId,
    accountName: officer.fullName,
    agencyId: officer.agencyId,
    procedureCode,
    title,
    openedAt,
  }
  await db.transaction().execute(async (tx) => {
    await insertSession(tx, { ...session, component })
    const subject = { subjectKind: 'scan_session', subjectId: session.id, detail: { component, procedureCode } }
    await appendAudit(tx, { at: openedAt, actor: officer, action: 'digitisation.open_session', ...subject })
  })
  return { ...session, closedAt: null }
}

/** The officer's own session. To everybody else it does not exist: scans are papers of people. */
export async function getOwnSession(
  { db }: Pick<Context, 'db'>,
  id: string,
  actor: Actor,
): Promise<ScanSession> {
  const session = isId(id) ? await findSession(db, id) : null
  if (!session || actor.kind !== 'officer' || session.accountId !== actor.accountId) {
    throw digitisationProblem('digitisation.not_found')
  }
  return session
}

/** Ends a session; its copies stay. */
export async function endSession(context: Context, session: ScanSession): Promise<void> {
  await context.db.transaction().execute((tx) => closeSession(tx, session.id, context.clock.now()))
}

/** What the papers of a procedure are called, by component key; empty when there is none in force. */
export async function listComponents(
  context: Pick<Context, 'db' | 'clock'>,
  procedureCode: string | null,
  language: Language,
): Promise<readonly Readonly<{ key: string; name: string }>[]> {
  if (!procedureCode) return []
  try {
    const procedure = inLanguage(await getProcedureToday(context, procedureCode), language)
    return listAskedPapers(procedure).map(({ key, name }) => ({ key, name }))
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
