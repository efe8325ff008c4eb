import { CompiledQuery } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import {
  type Command,
  closedStates,
  type Folded,
  submittedDossier,
  urgentAt,
  verdictOf,
} from '#modules/lifecycle'
import type { Db } from '#platform/db'
import { makeReference } from '#platform/ids'
import { foldForSearch } from '#platform/search-text'

/** Where an invented dossier goes and what it is about. */
export type SeedPlace = Readonly<{
  receivingAgencyId: string
  competentAgencyId: string
  intakeCode: string
  procedureVersionId: string
  procedureCode: string
  procedureName: string
}>

/** An invented dossier: its history is folded by the same rules as a real one's. */
export type SeedDossier = Readonly<{
  number: number
  id: string
  place: SeedPlace
  /** Given when it is accepted. */
  code: string | null
  applicantName: string
  channel: 'online' | 'counter' | 'post'
  deeds: readonly Readonly<{ at: string; type: Command['type']; reason?: string; by: string }>[]
  folded: Folded
}>

const saveStatement = `
with given as materialized (
  select * from jsonb_populate_recordset(null::dossiers.dossier, $1::jsonb)
), dossier as (
  insert into dossiers.dossier select * from given returning id
), event as (
  insert into dossiers.dossier_event
  select event.* from jsonb_populate_recordset(null::dossiers.dossier_event, $2::jsonb) event
  join dossier on dossier.id = event.dossier_id
)
insert into dossiers.step_time
select visit.* from jsonb_populate_recordset(null::dossiers.step_time, $3::jsonb) visit
join dossier on dossier.id = visit.dossier_id`

const seeder = '00000000-0000-7000-8000-000000000000'

/** Adds invented dossiers with their events, in one statement. */
export async function seedDossiers(db: Db, dossiers: readonly SeedDossier[]): Promise<void> {
  const rows = dossiers.map(toRow)
  const events = dossiers.flatMap(toEvents)
  const visits = dossiers.flatMap(toVisits)
  const values = [rows, events, visits].map((list) => JSON.stringify(list))
  await db.executeQuery(CompiledQuery.raw(saveStatement, values))
}

/** The first number that no invented dossier has yet. */
export async function nextSeedNumber(db: Db): Promise<number> {
  const { last } = await db
    .selectFrom('dossiers.dossier')
    .select((eb) =>
      eb.fn.max(eb.cast<number>(eb.fn('substr', ['submission_key', eb.lit(6)]), 'integer')).as('last'),
    )
    .where('submitted_by', '=', seeder)
    .executeTakeFirstOrThrow()
  return (last ?? -1) + 1
}

function toRow({ number, id, place, code, applicantName, channel, deeds, folded }: SeedDossier) {
  const { dossier, times } = folded
  // Apart from the people of the demo, whose ids are of the first thousand of the invented range.
  const personalId = `9998${String(number).padStart(8, '0')}`
  const instants = Object.fromEntries(
    Object.entries(times).map(([name, at]) => [
      snake(name),
      at instanceof Temporal.Instant ? at.toString() : at,
    ]),
  )
  const isOneStop = dossier.step === 'reception' || dossier.step === 'delivery'
  return {
    ...instants,
    id,
    reference: makeReference(),
    code,
    procedure_version_id: place.procedureVersionId,
    procedure_code: place.procedureCode,
    procedure_name: place.procedureName,
    channel,
    ...Object.fromEntries(Object.entries(dossier).map(([name, value]) => [snake(name), value])),
    revision: deeds.length + 1,
    submitted_by: seeder,
    submission_key: `seed-${number}`,
    submission_sha256: 'seed',
    applicant_name: applicantName,
    applicant_folded: foldForSearch(applicantName),
    applicant_personal_id: personalId,
    owner_name: applicantName,
    owner_personal_id: personalId,
    owner_kind: 'citizen',
    answers: {},
    return_method: 'counter',
    receiving_agency_id: place.receivingAgencyId,
    competent_agency_id: place.competentAgencyId,
    holder_agency_id: isOneStop ? place.receivingAgencyId : place.competentAgencyId,
    intake_code: place.intakeCode,
    accepted_by: deeds.find(({ type }) => type === 'accept')?.by ?? null,
    starts_on_transfer: false,
    involved_agency_ids: [],
    applicant_categories: [],
    entitlements: [],
    alarm_at:
      dossier.state === 'resolved' || closedStates.includes(dossier.state) ? null : lastOf(deeds, times),
    urgent_at: urgentAt(dossier, times)?.toString() ?? 'infinity',
  }
}

const lastOf = (deeds: SeedDossier['deeds'], { submittedAt }: Folded['times']): string =>
  deeds.at(-1)?.at ?? submittedAt.toString()

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function toEvents({ id, applicantName, deeds, folded }: SeedDossier) {
  const first = {
    number: 1,
    type: 'submitted',
    at: folded.times.submittedAt.toString(),
    by: applicantName,
    after: submittedDossier,
    dueAt: null,
  }
  const others = deeds.map((deed, index) => {
    const { dossier, dueAt } = folded.after[index] as Folded['after'][number]
    return { ...deed, number: index + 2, after: dossier, dueAt }
  })
  return [first, ...others].map(({ number, type, at, by, after, dueAt, ...rest }) => ({
    dossier_id: id,
    number,
    type,
    at,
    actor_kind: number === 1 ? 'citizen' : 'officer',
    actor_id: 'seed',
    actor_name: by,
    state: after.state,
    step: after.step,
    due_at: dueAt?.toString() ?? null,
    calendar_version: dueAt && folded.times.calendarVersion,
    detail: 'reason' in rest ? { reason: rest.reason, components: [] } : {},
  }))
}

/** What the steps of its history took, for statistics and the control sheet. */
function toVisits({ id, place, deeds, folded }: SeedDossier) {
  return folded.after.flatMap(({ ended }, index) => {
    if (!ended) return []
    const isOneStop = ended.step === 'reception' || ended.step === 'transfer' || ended.step === 'delivery'
    return {
      dossier_id: id,
      number: index + 2,
      step: ended.step,
      agency_id: isOneStop ? place.receivingAgencyId : place.competentAgencyId,
      procedure_code: place.procedureCode,
      officer_name: deeds[index]?.by ?? null,
      entered_at: ended.enteredAt.toString(),
      left_at: ended.leftAt.toString(),
      due_at: ended.dueAt?.toString() ?? null,
      elapsed_minutes: ended.elapsedMinutes,
      counted_minutes: ended.countedMinutes,
      verdict: verdictOf(ended, (at) => localDay(at).toString()),
    }
  })
}
