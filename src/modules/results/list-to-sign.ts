import { dossierMessages, listProposedResults } from '#modules/dossiers'
import type { OfficerActor } from '#modules/identity'
import { findSeats, listOpenTasks } from '#modules/running'
import type { WaitingDocument } from '#modules/signing'
import type { Context } from '#platform/context'

const most = 200

/**
 * The drafted results whose approval is this officer's to give, the soonest due first, at most 200: the tasks of the approval
 * that four eyes do not bar them from. Only PDF can be signed; another draft is approved without a signature as before.
 */
export async function listResultsToSign(
  { db, clock }: Context,
  officer: OfficerActor,
): Promise<readonly WaitingDocument[]> {
  const seats = await findSeats(db, officer, clock.now())
  const tasks = await listOpenTasks(db, { seats, accountId: officer.accountId, limit: most, claimed: 'free' })
  const waiting = tasks.filter(({ step }) => step === 'approval').map(({ subjectId }) => subjectId)
  const proposed = await listProposedResults(db, waiting)
  const words = dossierMessages('vi')
  return waiting.flatMap((dossierId): WaitingDocument[] => {
    const draft = proposed.get(dossierId)
    if (draft?.mediaType !== 'application/pdf') return []
    const { code, procedureName, applicantName, name, sha256 } = draft
    return [
      {
        subjectKind: 'result',
        subjectId: dossierId,
        title: `${code} – ${applicantName}`,
        detail: `${procedureName}. ${words.resultPaper}`,
        href: `/officer/dossiers/${code}`,
        name,
        sha256,
      },
    ]
  })
}
