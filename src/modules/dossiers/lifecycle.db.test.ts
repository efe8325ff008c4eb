import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import type { Command } from '#modules/lifecycle'
import { getAgency } from '#modules/organisations'
import { AppError } from '#platform/errors'
import { type ListPlace, readPlace } from '#platform/list-place'
import { type Demo, maiHuong, useDemo } from '#test/demo'
import { birthAnswers } from '#test/dossiers'
import { advanceDossier } from './advance-dossier.ts'
import { type AfterEvent, dossierJobs } from './jobs.ts'
import { findPublicProgress, readDossier } from './read-dossier.ts'
import { findDossier, listEvents } from './repository.ts'
import { listOpenDossiers } from './repository-recount.ts'
import { listWork, listWorkBytes } from './repository-worklist.ts'
import { type Submission, submitDossier } from './submit-dossier.ts'
import { takeInDossier } from './take-in-dossier.ts'

const own = useDemo()

async function birthRegistration(demo: Demo, actor = maiHuong): Promise<Submission> {
  const reception = await demo.officer('reception')
  const { communeCode } = await getAgency(demo.context.db, reception.agencyId)
  return {
    procedure: '1.001193',
    channel: 'online',
    communeCode,
    applicant: { fullName: actor.fullName, personalId: actor.personalId, email: 'mai.huong@motcua.example' },
    subject: 'LÒ MINH AN',
    answers: birthAnswers,
    papers: [{ component: 'birth_certificate_of_clinic', paper: (await demo.paper(actor)).id }],
  }
}

async function submitted(demo: Demo): Promise<string> {
  const { reference } = await submitDossier(demo.context, await birthRegistration(demo), maiHuong)
  return reference
}

const refusal = (code: string) => (error: unknown) => error instanceof AppError && error.code === code

test('from a citizen’s submission to a delivered result, told at every step', async () => {
  const { demo } = own
  const { context } = demo
  const [reception, caseOfficer, signatory] = await Promise.all(
    ['reception', 'case-officer', 'signatory'].map(demo.officer),
  )
  assert.ok(reception && caseOfficer && signatory)
  const reference = await submitted(demo)
  const accepted = await advanceDossier(context, reference, { command: { type: 'accept' } }, reception)
  assert.match(accepted.code ?? '', /^H18\.137\.01-261126-\d{4}$/)
  assert.equal(accepted.dueAt?.toString(), '2026-11-26T10:00:00Z')
  const code = accepted.code ?? ''
  const step = async (actor: typeof reception, command: Command) =>
    advanceDossier(context, code, { command }, actor)
  await step(reception, { type: 'transfer' })
  await step(caseOfficer, {
    type: 'request_papers',
    reason: 'Ảnh mờ ở góc dưới',
    components: ['birth_certificate_of_clinic'],
  })
  const paper = (await demo.paper(maiHuong, 'ban-chup-lai.pdf')).id
  const supplement = [{ component: 'birth_certificate_of_clinic', paper }]
  await advanceDossier(
    demo.at('2026-11-26T10:30:00+07:00'),
    code,
    { command: { type: 'supplement' }, papers: supplement },
    maiHuong,
  )
  await step(caseOfficer, { type: 'submit_for_approval', note: '' })
  await step(signatory, { type: 'approve', note: '' })
  await step(reception, { type: 'deliver' })
  const view = await readDossier(context, code, maiHuong)
  assert.equal(view.dossier.state, 'delivered')
  assert.deepEqual(
    view.events.map(({ type }) => type),
    [
      'submitted',
      'accept',
      'transfer',
      'request_papers',
      'supplement',
      'submit_for_approval',
      'approve',
      'deliver',
    ],
  )
  assert.deepEqual(
    view.attachments.map(({ stage }) => stage),
    ['submission', 'supplement'],
  )
  for (const { number } of view.events)
    await dossierJobs()[0].run({ dossierId: view.dossier.id, number }, { ...context, attempt: 1 })
  const last = view.events.at(-1)?.number ?? 0
  const followed: string[] = []
  const followers: AfterEvent[] = [
    async () => assert.fail('one cannot'),
    async (_, { type }) => void followed.push(type),
  ]
  await assert.rejects(
    dossierJobs(followers)[0].run({ dossierId: view.dossier.id, number: last }, { ...context, attempt: 1 }),
    /one cannot/,
  )
  assert.deepEqual(followed, ['deliver'], 'what one cannot do is kept from none of the others')
  const messages = await context.db.selectFrom('notifications.message').selectAll().execute()
  assert.equal(messages.length, 7, 'every event but the internal submission for approval')
  assert.ok(messages.every(({ body }) => !body.includes('999000000017')))
})

test('the same key makes one dossier; another body under it is refused', async () => {
  const { demo } = own
  const submission = await birthRegistration(demo)
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => submitDossier(demo.context, submission, maiHuong, 'key-of-the-same-form')),
  )
  assert.equal(new Set(answers.map(({ reference }) => reference)).size, 1)
  await assert.rejects(
    submitDossier(demo.context, { ...submission, subject: 'Khác' }, maiHuong, 'key-of-the-same-form'),
    refusal('request.key_reused'),
  )
})

test('a submission without a mandatory paper is refused before it is a dossier, and told which', async () => {
  const { demo } = own
  const bare = { ...(await birthRegistration(demo)), papers: [] }
  await assert.rejects(submitDossier(demo.context, bare, maiHuong), (error) => {
    assert.ok(error instanceof AppError && error.code === 'dossiers.components_missing')
    assert.deepEqual(
      (error.detail.missing as { component: string }[]).map(({ component }) => component),
      ['birth_certificate_of_clinic'],
    )
    return true
  })
})

test('nobody hands in a paper that somebody else sent', async () => {
  const { demo } = own
  const reception = await demo.officer('reception')
  const foreign = (await demo.paper(reception)).id
  const submission = {
    ...(await birthRegistration(demo)),
    papers: [{ component: 'birth_certificate_of_clinic', paper: foreign }],
  }
  await assert.rejects(submitDossier(demo.context, submission, maiHuong), refusal('dossiers.papers_unknown'))
})

test('two officers decide at once: one wins, the other is told', async () => {
  const { demo } = own
  const reception = await demo.officer('reception')
  const reference = await submitted(demo)
  const results = await Promise.allSettled([
    advanceDossier(demo.context, reference, { command: { type: 'accept' } }, reception),
    advanceDossier(
      demo.context,
      reference,
      { command: { type: 'refuse', reason: 'Không thuộc thẩm quyền' } },
      reception,
    ),
  ])
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const lost = results.find((result) => result.status === 'rejected')
  assert.ok(refusal('dossiers.wrong_state')(lost?.reason))
})

test('who opened the page before somebody changed the dossier is told, and nothing is done', async () => {
  const { demo } = own
  const reception = await demo.officer('reception')
  const reference = await submitted(demo)
  await advanceDossier(demo.context, reference, { command: { type: 'accept' } }, reception)
  const late = { command: { type: 'transfer' } as const, revision: 1 }
  await assert.rejects(
    advanceDossier(demo.context, reference, late, reception),
    refusal('dossiers.changed_meanwhile'),
  )
})

test('thirty accepted at once have thirty codes without a gap', async () => {
  const { demo } = own
  const reception = await demo.officer('reception.muong-nhe')
  const { communeCode } = await getAgency(demo.context.db, reception.agencyId)
  const submission = { ...(await birthRegistration(demo)), communeCode }
  const references = await Promise.all(
    Array.from({ length: 30 }, async () => (await submitDossier(demo.context, submission, maiHuong)).reference),
  )
  const failing = advanceDossier(demo.context, 'no-such-dossier', { command: { type: 'accept' } }, reception)
  const accepting = references.map((reference) =>
    advanceDossier(demo.context, reference, { command: { type: 'accept' } }, reception),
  )
  await assert.rejects(failing, refusal('dossiers.not_found'))
  const numbers = (await Promise.all(accepting))
    .map(({ code }) => Number(code?.slice(-4)))
    .sort((a, b) => a - b)
  assert.deepEqual(
    numbers,
    Array.from({ length: 30 }, (_, index) => index + 1),
  )
})

test('a stranger does not learn that a dossier exists', async () => {
  const { demo } = own
  const reference = await submitted(demo)
  const stranger = {
    ...maiHuong,
    accountId: '01a20000-0000-7000-8000-000000000024',
    personalId: '999000000024',
  }
  await assert.rejects(readDossier(demo.context, reference, stranger), refusal('dossiers.not_found'))
  await assert.rejects(
    readDossier(demo.context, reference, await demo.officer('administrator')),
    refusal('dossiers.not_found'),
  )
})

test('every reading of a dossier is recorded', async () => {
  const { demo } = own
  const reference = await submitted(demo)
  const reception = await demo.officer('reception')
  await readDossier(demo.context, reference, reception)
  const dossier = await findDossier(demo.context.db, reference)
  const entries = await demo.context.db
    .selectFrom('audit.entry')
    .select(['action', 'actor_id'])
    .where('subject_id', '=', dossier?.id ?? '')
    .orderBy('at')
    .execute()
  assert.ok(
    entries.some(({ action, actor_id }) => action === 'dossiers.read' && actor_id === reception.accountId),
  )
})

test('the public progress holds no name, no id and no reason', async () => {
  const { demo } = own
  const reception = await demo.officer('reception')
  const reference = await submitted(demo)
  await advanceDossier(
    demo.context,
    reference,
    { command: { type: 'refuse', reason: 'Tên cha là Quàng Văn Thành' } },
    reception,
  )
  const progress = JSON.stringify(await findPublicProgress(demo.context, reference))
  for (const secret of ['HƯƠNG', 'MINH AN', '999000000017', 'Thành', 'mai.huong'])
    assert.ok(!progress.includes(secret), secret)
})

test('a counter officer takes in and accepts in one go; sending it twice makes one', async () => {
  const { demo } = own
  const reception = await demo.officer('reception')
  const online = await birthRegistration(demo)
  const papers = [{ component: 'birth_certificate_of_clinic', paper: (await demo.paper(reception)).id }]
  const submission: Submission = { ...online, channel: 'counter', papers }
  const [first, second] = await Promise.all([
    takeInDossier(demo.context, submission, reception, 'counter-form-1'),
    takeInDossier(demo.context, submission, reception, 'counter-form-1'),
  ])
  assert.equal(first?.id, second?.id)
  const stored = await findDossier(demo.context.db, first?.code ?? second?.code ?? '')
  assert.equal(stored?.state, 'accepted')
  assert.equal((await listEvents(demo.context.db, stored?.id ?? '')).length, 2)
})

test('a fee is asked for, paid and receipted, and the dossier goes on', async () => {
  const { demo } = own
  const [reception, cashier] = await Promise.all([demo.officer('reception'), demo.officer('cashier')])
  const reference = await submitted(demo)
  await advanceDossier(demo.context, reference, { command: { type: 'accept' } }, reception)
  const asked = await advanceDossier(
    demo.context,
    reference,
    { command: { type: 'request_payment', reason: 'Hai bản sao', amountVnd: 16_000 } },
    reception,
  )
  assert.equal(asked.state, 'payment_requested')
  const paid: Command = { type: 'confirm_payment', method: 'cash', receiptReference: '00012047' }
  const after = await advanceDossier(demo.context, reference, { command: paid }, cashier)
  assert.equal(after.state, 'accepted')
  const { charges } = await readDossier(demo.context, reference, cashier)
  assert.deepEqual(
    charges.map(({ amountVnd, state }) => [amountVnd, state]),
    [[16_000, 'paid']],
  )
})

test('the worklist walks by urgency without losing or repeating a dossier', async () => {
  const { demo } = own
  const reception = await demo.officer('reception.muong-nhe')
  const all = await listWork(demo.context.db, {
    agencyId: reception.agencyId,
    steps: ['reception', 'delivery'],
    limit: 200,
    after: null,
  })
  const walked: string[] = []
  let after: ListPlace | null = null
  for (;;) {
    const rows = await listWork(demo.context.db, {
      agencyId: reception.agencyId,
      steps: ['reception', 'delivery'],
      limit: 7,
      after,
    })
    walked.push(...rows.map(({ id }) => id))
    const last = rows.at(-1)
    after = last ? { at: last.urgentAt, id: last.id } : null
    if (rows.length < 7) break
  }
  assert.ok(all.length >= 30)
  assert.deepEqual(
    walked,
    all.map(({ id }) => id),
  )
})

test('the API’s worklist says the same as the pages’, page by page', async () => {
  const { demo } = own
  const { agencyId } = await demo.officer('reception.muong-nhe')
  const query = { agencyId, steps: ['reception', 'delivery'], limit: 9 } as const
  const rows = await listWork(demo.context.db, { ...query, limit: 200, after: null })
  const said: string[] = []
  let cursor: string | null = null
  do {
    const body = await listWorkBytes(demo.context.db, { ...query, after: readPlace(cursor ?? undefined) })
    type Page = { dossiers: { reference: string; dueAt: string }[]; nextCursor: string | null }
    const page: Page = JSON.parse(body.toString())
    said.push(...page.dossiers.map(({ reference, dueAt }) => `${reference} ${dueAt}`))
    cursor = page.nextCursor
  } while (cursor)
  assert.deepEqual(
    said,
    rows.map(({ reference, dueAt }) => `${reference} ${dueAt}`),
  )
})

test('what is counted again while an officer decides is counted with that decision', async () => {
  const { demo } = own
  const { context } = demo
  const reference = await submitted(demo)
  await advanceDossier(context, reference, { command: { type: 'accept' } }, await demo.officer('reception'))
  const dossier = await findDossier(context.db, reference)
  assert.ok(dossier)
  const officer = await context.pool.connect()
  try {
    await officer.query('begin')
    await officer.query('update dossiers.dossier set revision = revision + 1 where id = $1', [dossier.id])
    await officer.query(
      `insert into dossiers.dossier_event (dossier_id, number, type, at, actor_kind, actor_id, actor_name, state, step, detail)
      select dossier_id, number + 1, 'transfer', at, actor_kind, actor_id, actor_name, state, step, '{}'
      from dossiers.dossier_event where dossier_id = $1 order by number desc limit 1`,
      [dossier.id],
    )
    const page = {
      changedFrom: Temporal.Instant.fromEpochMilliseconds(0),
      afterId: null,
      limit: 500,
      lock: true,
    }
    const counting = context.db.transaction().execute((tx) => listOpenDossiers(tx, page))
    const waiting = 'select from pg_locks where not granted'
    while ((await context.pool.query(waiting)).rowCount === 0) await setImmediate()
    await officer.query('commit')
    const found = (await counting).find((one) => one.dossier.id === dossier.id)
    assert.deepEqual(
      found?.deeds.map(({ command }) => command.type),
      ['accept', 'transfer'],
    )
  } finally {
    officer.release()
  }
})
