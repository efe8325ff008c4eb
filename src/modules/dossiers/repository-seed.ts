import { CompiledQuery } from 'kysely'
import type { Db } from '#platform/db'
import { makeReference } from '#platform/ids'
import { foldForSearch } from '#platform/search-text'
import { type Command, type Dossier, submittedDossier } from './rules/dossier.ts'
import { type Folded, urgentAt } from './rules/times.ts'

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
)
insert into dossiers.dossier_event
select event.* from jsonb_populate_recordset(null::dossiers.dossier_event, $2::jsonb) event
join dossier on dossier.id = event.dossier_id`

const seeder = '00000000-0000-7000-8000-000000000000'

/** Adds invented dossiers with their events, in one statement. */
export async function seedDossiers(db: Db, dossiers: readonly SeedDossier[]): Promise<void> {
  const rows = dossiers.map(toRow)
  const events = dossiers.flatMap(toEvents)
  await db.executeQuery(CompiledQuery.raw(saveStatement, [JSON.stringify(rows), JSON.stringify(events)]))
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
    Object.entries(times).map(([name, at]) => [snake(name), at?.toString() ?? null]),
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
    answers: {},
    return_method: 'counter',
    receiving_agency_id: place.receivingAgencyId,
    competent_agency_id: place.competentAgencyId,
    holder_agency_id: isOneStop ? place.receivingAgencyId : place.competentAgencyId,
    intake_code: place.intakeCode,
    accepted_by: deeds.find(({ type }) => type === 'accept')?.by ?? null,
    due_provisional: times.dueProvisional,
    urgent_at: urgentAt(dossier, times)?.toString() ?? 'infinity',
  }
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function toEvents({ id, applicantName, deeds, folded }: SeedDossier) {
  const first = {
    number: 1,
    type: 'submitted',
    at: folded.times.submittedAt.toString(),
    by: applicantName,
    after: submittedDossier,
  }
  const others = deeds.map((deed, index) => ({
    ...deed,
    number: index + 2,
    after: folded.after[index] as Dossier,
  }))
  return [first, ...others].map(({ number, type, at, by, after, ...rest }) => ({
    dossier_id: id,
    number,
    type,
    at,
    actor_kind: number === 1 ? 'citizen' : 'officer',
    actor_id: 'seed',
    actor_name: by,
    state: after.state,
    step: after.step,
    detail: 'reason' in rest ? { reason: rest.reason, components: [] } : {},
  }))
}
