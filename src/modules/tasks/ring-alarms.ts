import type { Temporal } from 'temporal-polyfill'
import { loadCalendar, localDay } from '#modules/calendar'
import { type AlarmedDossier, type NextAlarm, setAlarms, takeAlarms } from '#modules/dossiers'
import { getAgency } from '#modules/organisations'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { loadContacts } from './load-contacts.ts'
import { appendAlarms } from './repository-alarms.ts'
import { listRules } from './repository-rules.ts'
import { type ApologyDraft, appendApologyDrafts, noteRun } from './repository-watch.ts'
import { type Alarm, type AlarmRule, findNextAlarm, listAlarms, listRinging } from './rules/alarms.ts'
import { chooseRecipients } from './rules/recipients.ts'
import { type AddressedAlarm, tellRecipients } from './tell-recipients.ts'
import { makeWorkTime, proposeUntil } from './work-time.ts'

type Ringing = Readonly<{ dossier: AlarmedDossier; alarm: Alarm }>
type Look = Readonly<{ ringing: readonly Ringing[]; drafts: readonly ApologyDraft[]; next: NextAlarm }>

/**
 * Takes up to `limit` dossiers whose alarm has come due, lets ring what is to ring now and sets when to look next: in one
 * transaction, so that an alarm, its message, the drafted apology and the next look are all there or none is. Workers
 * that do it at once share the dossiers. Answers how many were looked at.
 */
export async function ringAlarms(context: Context, limit: number): Promise<number> {
  const now = context.clock.now()
  return await context.db.transaction().execute(async (tx) => {
    const dossiers = await takeAlarms(tx, now, limit)
    const rules = dossiers.length > 0 ? await listRules(tx, localDay(now)) : []
    const looks: Look[] = []
    for (const dossier of dossiers) looks.push(await lookAt(context, dossier, rules, now))
    const alarms = await addressAlarms(
      context,
      looks.flatMap(({ ringing }) => ringing),
      now,
    )
    const rung = await appendAlarms(tx, alarms)
    await tellRecipients(context, tx, rung)
    await appendApologyDrafts(
      tx,
      looks.flatMap(({ drafts }) => drafts),
    )
    await setAlarms(
      tx,
      looks.map(({ next }) => next),
    )
    await noteRun(
      tx,
      rung.map(({ kind }) => kind),
    )
    return dossiers.length
  })
}

/** A dossier that cannot be reckoned is looked at again in an hour: it does not silence the others. */
async function lookAt(
  { db, log }: Context,
  dossier: AlarmedDossier,
  rules: readonly AlarmRule[],
  now: Temporal.Instant,
): Promise<Look> {
  const { id } = dossier
  try {
    const agency = await getAgency(db, dossier.holderAgencyId)
    const calendar = await loadCalendar(db, agency.code)
    const alarms = listAlarms(
      rules,
      { ...dossier, step: stepOf(dossier), clock: clockOf(dossier) },
      makeWorkTime(calendar),
    )
    const ringing = listRinging(alarms, now)
    const apology = ringing.find(({ rule }) => rule.kind === 'draft_apology')
    const drafts = apology
      ? [
          {
            dossierId: id,
            dueAt: apology.dueAt,
            proposedUntil: proposeUntil(calendar, apology.dueAt).toString(),
            draftedAt: now,
            reason: '',
          },
        ]
      : []
    const next = { id, at: findNextAlarm(alarms, now) }
    return { ringing: ringing.map((alarm) => ({ dossier, alarm })), drafts, next }
  } catch (error) {
    log.error({ err: error, dossier: id }, 'the alarms of a dossier cannot be reckoned')
    return { ringing: [], drafts: [], next: { id, at: now.add({ hours: 1 }) } }
  }
}

/** Between acceptance and the competent agency the work is to pass it on: a step with a time of its own. */
const stepOf = ({ state, step }: AlarmedDossier): string => (state === 'accepted' ? 'transfer' : step)

function clockOf({ resolvedAt, closedAt, waitingSince }: AlarmedDossier): 'running' | 'suspended' | 'done' {
  if (resolvedAt || closedAt) return 'done'
  return waitingSince ? 'suspended' : 'running'
}

/** Every ringing alarm with each of its recipients. */
async function addressAlarms(
  { db }: Context,
  ringing: readonly Ringing[],
  now: Temporal.Instant,
): Promise<AddressedAlarm[]> {
  const contacts = await loadContacts(
    db,
    ringing.map(({ dossier }) => dossier),
  )
  return ringing.flatMap(({ dossier, alarm: { rule, dueAt } }) =>
    chooseRecipients(rule.recipient, { ...dossier, step: stepOf(dossier) }, contacts(dossier)).map(
      ({ accountId, fullName, email }) => ({
        id: makeId(now.epochMilliseconds),
        dossierId: dossier.id,
        dossierCode: dossier.name,
        procedureName: dossier.procedureName,
        step: stepOf(dossier),
        agencyId: dossier.holderAgencyId,
        rule: rule.name,
        measuredFrom: rule.measuredFrom,
        offsetMinutes: rule.offsetMinutes,
        kind: rule.kind,
        dueAt,
        recipientId: accountId,
        recipientName: fullName,
        rungAt: now,
        email,
      }),
    ),
  )
}
