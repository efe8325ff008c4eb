import { appendAudit } from '#modules/audit'
import { lockDossier, mayReadDossier, type StoredDossier } from '#modules/dossiers'
import type { CitizenActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { makeId } from '#platform/ids'
import { enqueue } from '#platform/jobs'
import { ratingsProblem } from './errors.ts'
import { keepRating } from './repository.ts'
import { ratedStates, type Scores } from './rules/rating.ts'
import { ratingTelling } from './telling.ts'

/** The job that tells other systems what was said here. */
export const tellJob = { name: 'ratings.tell' } as const

export const mayRate = ({ state }: Pick<StoredDossier, 'state'>): boolean => ratedStates.includes(state)

/** The agencies whose officers may see a dossier. */
export const agenciesOf = (
  dossier: Pick<StoredDossier, 'receivingAgencyId' | 'competentAgencyId' | 'involvedAgencyIds'>,
): string[] => [
  ...new Set([dossier.receivingAgencyId, dossier.competentAgencyId, ...dossier.involvedAgencyIds]),
]

export type Said = Readonly<{ dossier: string; scores: Scores; comment: string | null }>

/**
 * The person whose dossier it is says how it was done: once, when it is finished, and `systems` are told. It is no condition
 * of anything (NĐ 61/2018 Đ29). Throws `ratings.not_finished`, `ratings.given_already`.
 */
export async function rateDossier(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { dossier: code, scores, comment }: Said,
  actor: CitizenActor,
  systems: readonly string[],
): Promise<string> {
  const at = clock.now()
  return await db.transaction().execute(async (tx) => {
    const dossier = await lockDossier(tx, code)
    if (!dossier || !mayReadDossier(actor, dossier)) throw requestProblem('request.not_found')
    if (!mayRate(dossier)) throw ratingsProblem('ratings.not_finished')
    const id = makeId(at.epochMilliseconds)
    const dossierCode = dossier.code ?? dossier.reference
    const isNew = await keepRating(tx, {
      ...{ id, source: 'here', theirId: dossier.id, dossierCode, dossierId: dossier.id },
      ...{ agencyIds: agenciesOf(dossier), scores, comment, ratedAt: at, receivedAt: at },
    })
    if (!isNew) throw ratingsProblem('ratings.given_already')
    await ratingTelling.queueTold(tx, id, systems, at)
    await appendAudit(tx, {
      ...{ at, actor, action: 'ratings.rate', detail: { ratingId: id } },
      ...{ subjectKind: 'dossier', subjectId: dossier.id, subjectCode: dossierCode },
    })
    await enqueue(tx, tellJob, {}, { key: 'ratings.tell', runAt: at })
    return id
  })
}
