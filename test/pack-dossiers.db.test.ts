import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { advanceDossier, type Command, dossierSubjects, readDossier, takeInDossier } from '#modules/dossiers'
import type { OfficerActor } from '#modules/identity'
import { findCompetentAgency, getAgency } from '#modules/organisations'
import { type Deed, listPackCodes, type Pack, readPackOf, type Scenario } from '#modules/packs'
import type { UserTask } from '#modules/processes'
import { ringTimers } from '#modules/running'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { useDemo } from '#test/demo'

// What a pack promises is tried in memory (packs.test.ts). Here its way from the counter to the result is gone by a real
// dossier: the tasks, officers and timers are those of the database.

const own = useDemo()

type Way = Readonly<{ pack: Pack; desk: OfficerActor; reference: string }>

async function goTheWay(pack: Pack, scenario: Scenario): Promise<void> {
  const desk = await own.demo.officer(pack.content.level === 'province' ? 'reception.trung-tam' : 'reception')
  let now = `${scenario.given.submittedAt}:00+07:00`
  const way = { pack, desk, reference: await takeIn(own.demo.at(now), pack, scenario, desk) }
  // At the counter a dossier is accepted when it is taken in: that was the first step.
  for (const { at, do: deed, expect = {} } of scenario.steps?.slice(1) ?? []) {
    now = await letTimePass(now, at)
    const context = own.demo.at(now)
    if (expect.refused) await assert.rejects(doDeed(context, way, deed), hasCode(expect.refused))
    else await doDeed(context, way, deed)
    const { dossier, tasks } = await readDossier(context, way.reference, desk)
    if (expect.state) assert.equal(dossier.state, expect.state)
    const open = expect.tasks?.map((task) => (typeof task === 'string' ? task : task.task))
    if (open) assert.deepEqual(tasks.map(({ node }) => node).toSorted(), open.toSorted())
  }
  const last = await readDossier(own.demo.at(now), way.reference, desk)
  assert.deepEqual([last.dossier.state, last.tasks], ['delivered', []])
}

const hasCode = (code: string) => (error: unknown) =>
  error instanceof AppError && error.code === `dossiers.${code}`

async function takeIn(context: Context, pack: Pack, scenario: Scenario, desk: OfficerActor): Promise<string> {
  const { components, level } = pack.content
  const asked = components.filter(({ required, heldBy }) => required && heldBy === null)
  const papers = await Promise.all(
    asked.map(async ({ key }) => ({ component: key, paper: (await own.demo.paper(desk)).id })),
  )
  const submission = {
    procedure: pack.code,
    channel: 'counter',
    communeCode: level === 'commune' ? '03127' : null,
    applicant: { fullName: 'LÒ THỊ MAI HƯƠNG', personalId: '999000000017' },
    answers: { ...pack.scenarios?.sample, ...scenario.given.answers },
    papers,
  } as Parameters<typeof takeInDossier>[1]
  return (await takeInDossier(context, submission, desk, `way of ${pack.code}`)).reference
}

/** Time passes roughly: what is due to the minute, the scenarios in memory have shown. */
async function letTimePass(now: string, at: string | undefined): Promise<string> {
  const hours = at === 'next_timer' ? 24 * 60 : Number(at?.startsWith('+') ?? false)
  const later = Temporal.Instant.from(now).add({ hours }).toString()
  const context = own.demo.at(later)
  await ringTimers(context, dossierSubjects(context), 50)
  return later
}

async function doDeed(context: Context, way: Way, deed: Deed | undefined): Promise<void> {
  if (deed === undefined) return
  if (typeof deed === 'string') await finishTask(context, way, { outcome: deed })
  else if ('command' in deed) await giveCommand(context, way, deed)
  else await finishTask(context, way, deed as TaskDeed)
}

type CommandDeed = Extract<Deed, Readonly<{ command: unknown }>>
type TaskDeed = Readonly<{ task?: string; outcome?: string; for?: string; reason?: string; by?: string }>

async function giveCommand(context: Context, way: Way, { command, ...said }: CommandDeed): Promise<void> {
  const pays = command === 'confirm_payment'
  const seat = pays ? { role: 'cashier', agency: 'receiving' } : { role: 'case_officer', agency: 'competent' }
  const paid = pays ? { method: 'cash', receiptReference: 'BL-0001' } : {}
  const given = { type: command, note: '', ...said, ...paid } as Command
  await give(context, way, given, await officerOf(context, way, seat))
}

async function finishTask(context: Context, way: Way, deed: TaskDeed): Promise<void> {
  const { tasks } = await readDossier(context, way.reference, way.desk)
  const nodes = tasks.map(({ node }) => way.pack.plan.nodes[node] as UserTask & { id: string })
  const node = nodes.find(({ id, outcomes }) =>
    deed.task ? id === deed.task : outcomes.some(({ key }) => key === deed.outcome),
  )
  assert.ok(node, `${JSON.stringify(deed)} among ${nodes.map(({ id }) => id)}`)
  const agency = node.agency.startsWith('=') ? (deed.for ?? '') : node.agency
  const by = await officerOf(context, way, { role: node.role, agency, by: deed.by })
  await give(context, way, commandOf(node, deed), by)
}

function commandOf(node: UserTask & { id: string }, { outcome, reason }: TaskDeed): Command {
  const type = node.outcomes.find(({ key }) => key === outcome)?.command
  if (type) return { type, note: '', ...(reason && { reason }) } as Command
  return { type: 'complete_task', task: node.id, outcome: outcome ?? null, note: reason ?? '' }
}

const give = (context: Context, { reference }: Way, command: Command, by: OfficerActor) =>
  advanceDossier(context, reference, { command }, by)

type Seat = Readonly<{ role: string; agency: string; by?: string | undefined }>

/** An invented officer of that role there; the same name is the same person. */
async function officerOf({ db }: Context, way: Way, { role, agency, by = role }: Seat): Promise<OfficerActor> {
  const { dossier } = await readDossier({ ...own.demo.context, db }, way.reference, way.desk)
  const side = { receiving: dossier.receivingAgencyId, competent: dossier.competentAgencyId }[agency]
  const asked = side ? null : await findCompetentAgency(db, { level: 'province', departmentKey: agency })
  const { id, code, name } = await getAgency(db, side ?? asked?.id ?? '')
  const hash = createHash('sha256').update(`${by} ${code}`).digest('hex')
  const accountId = `01a20000-0000-7000-8000-${hash.slice(0, 12)}`
  const roles = [role] as OfficerActor['roles']
  return { ...way.desk, accountId, fullName: by, roles, agencyId: id, agencyCode: code, agencyName: name }
}

for (const code of await listPackCodes()) {
  const read = await readPackOf(code)
  const scenario = read.ok ? read.pack.scenarios?.scenarios.find(isWholeWay) : undefined
  if (read.ok && scenario) test(`${code}: ${scenario.name}`, () => goTheWay(read.pack, scenario))
}

function isWholeWay({ finally: last }: Scenario): boolean {
  return last?.state === 'delivered'
}
