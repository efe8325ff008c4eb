import pg from 'pg'
import type { Ground } from './figure.ts'

const answers = {
  child: {
    fullName: 'LÒ MINH AN',
    sex: 'female',
    birthOn: '2026-11-09',
    birthPlace: 'Bệnh viện Đa khoa tỉnh Điện Biên, phường Mường Thanh',
    ethnicGroup: 'Thái',
    homePlace: 'Xã Mường Phăng, tỉnh Điện Biên',
  },
  mother: { fullName: 'LÒ THỊ MAI HƯƠNG', personalId: '999000000017', phone: '0900000017' },
  father: { declared: 'yes', fullName: 'QUÀNG VĂN THÀNH', personalId: '999000000024' },
  delivery: {
    requesterName: 'LÒ THỊ MAI HƯƠNG',
    requesterPersonalId: '999000000017',
    relation: 'mother',
    copies: 2,
    receiveBy: 'counter',
  },
}

/** Birth registration at the counter of phường Điện Biên Phủ with two papers, as the API takes it. */
export async function submissionBody(
  ground: Ground,
): Promise<{ body: string; headers: Record<string, string> }> {
  const headers = { authorization: `Bearer ${await ground.token('reception')}` }
  const submission = {
    procedure: '1.001193',
    channel: 'counter',
    communeCode: await readCommune(ground),
    applicant: {
      fullName: 'LÒ THỊ MAI HƯƠNG',
      personalId: '999000000017',
      phone: '0900000017',
      email: 'mai.huong@motcua.example',
    },
    answers,
    papers: [
      { component: 'birth_certificate_of_clinic', paper: await upload(ground, headers, 'giay-chung-sinh.pdf') },
      { component: 'letter_of_authority', paper: await upload(ground, headers, 'giay-uy-quyen.pdf') },
    ],
  }
  return { body: JSON.stringify(submission), headers }
}

async function upload(ground: Ground, headers: Record<string, string>, name: string): Promise<string> {
  const form = new FormData()
  const page =
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n'
  form.append('file', new Blob([page], { type: 'application/pdf' }), name)
  const response = await fetch(`${ground.serverUrl}/api/v1/files`, { method: 'POST', headers, body: form })
  const answer = await response.text()
  const id = /"id":"([0-9a-f-]{36})"/.exec(answer)?.[1]
  if (!id) throw new Error(`upload answered ${response.status}: ${answer}`)
  return id
}

type Row = Record<string, unknown>

async function ask(ground: Ground, statement: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: ground.databaseUrl })
  await client.connect()
  try {
    return (await client.query(statement, [...values])).rows as Row[]
  } finally {
    await client.end()
  }
}

async function readCommune(ground: Ground): Promise<string> {
  const [row] = await ask(
    ground,
    "select commune_code as code from organisations.agency where code = 'H18.137'",
  )
  return String(row?.code)
}

/**
 * What pgbench does: the rows of the newest submission once more under a new id, as plain inserts in one statement. The
 * queue's row is inserted without waking a worker, so this is a harder measure than calling the queue's own function.
 */
export async function plainInserts(ground: Ground): Promise<string> {
  const [sample] = await ask(
    ground,
    `select to_jsonb(d) as dossier, to_jsonb(e) as event, to_jsonb(a) as entry,
       (select jsonb_agg(to_jsonb(p)) from dossiers.attachment p where p.dossier_id = d.id) as attachments,
       to_jsonb(i) as instance, to_jsonb(s) as passage,
       (select jsonb_agg(to_jsonb(t)) from running.task t where t.instance_id = i.id) as tasks
     from dossiers.dossier d join dossiers.dossier_event e on e.dossier_id = d.id
     join running.instance i on i.subject_id = d.id join running.passage s on s.instance_id = i.id
     join audit.entry a on a.subject_id = d.id::text
     where d.submission_key not like 'seed-%' order by d.id desc limit 1`,
  )
  if (!sample) throw new Error('no submission was written')
  const { dossier, event, entry, attachments, instance, passage, tasks } = sample as Readonly<
    Record<'dossier' | 'event' | 'entry' | 'instance' | 'passage', Row> & Record<'attachments' | 'tasks', Row[]>
  >
  const fresh = { id: 'key.id', reference: 'key.id::text', submission_key: 'key.id::text' }
  const ofDossier = { dossier_id: 'dossier.id', command_key: 'dossier.id::text' }
  const ofInstance = { instance_id: 'instance.id' }
  const ofTask = { id: 'gen_random_uuid()', subject_id: 'instance.subject_id' }
  const parts = [
    `dossier as (${insert('dossiers.dossier', dossier, fresh, 'key')} returning id)`,
    `event as (${insert('dossiers.dossier_event', event, ofDossier, 'dossier')})`,
    ...attachments.map(
      (row, index) => `paper${index} as (${insert('dossiers.attachment', row, ofDossier, 'dossier')})`,
    ),
    `instance as (${insert('running.instance', instance, { id: 'gen_random_uuid()', subject_id: 'dossier.id' }, 'dossier')} returning id, subject_id)`,
    `passage as (${insert('running.passage', passage, ofInstance, 'instance')})`,
    ...tasks.map(
      (row, index) =>
        `task${index} as (${insert('running.task', row, { ...ofInstance, ...ofTask }, 'instance')})`,
    ),
    `entry as (${insert('audit.entry', entry, { id: 'gen_random_uuid()', subject_id: 'dossier.id::text' }, 'dossier')})`,
    `job as (insert into graphile_worker._private_jobs (task_id, payload)
       select (select id from graphile_worker._private_tasks where identifier = 'dossiers.tell_applicant'),
         json_build_object('dossierId', dossier.id, 'number', 1) from dossier)`,
  ]
  return `with key as materialized (select gen_random_uuid() as id), ${parts.join(', ')} select id from dossier`
}

/** Columns that are arrays to the database, and not JSON. */
const arrays = new Set(['involved_agency_ids', 'applicant_categories', 'not_by'])

function insert(table: string, row: Row, fresh: Readonly<Record<string, string>>, source: string): string {
  const columns = Object.keys(row).filter((column) => row[column] !== null)
  const values = columns.map(
    (column) => fresh[column] ?? literal(arrays.has(column) ? toArray(row[column]) : row[column]),
  )
  return `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from ${source}`
}

const toArray = (items: unknown): string => `{${(items as string[]).join(',')}}`

// pgbench reads `:name` as a variable of its own, so a colon is written as an escape.
function literal(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll(':', '\\x3a')}'`
}
