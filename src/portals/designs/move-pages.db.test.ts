import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultProcess } from '#modules/diagrams'
import { advanceDossier, findDossier, readDossier } from '#modules/dossiers'
import { approveVersion, getProcedureToday, listVersions } from '#modules/procedures'
import { findMove } from '#modules/running'
import { makeId } from '#platform/ids'
import { findOfficer } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { startJobs, untilDone, useApp } from '#test/whole-app'

const world = useApp()
const code = '1.001193'
const url = `/admin/procedures/${code}/moves`

/** A second version, in which the step of appraisal has another id. */
async function approveSecond(): Promise<void> {
  const { context } = world
  const {
    versionId: _,
    version: __,
    effectiveFrom: ___,
    issues: ____,
    status: _____,
    ...content
  } = await getProcedureToday(context, code)
  const process = defaultProcess.replaceAll(/(?<!motcua:step=)"appraisal"/g, '"vetting"')
  const at = context.clock.now()
  const effectiveFrom = at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate().toString()
  const decision = {
    number: '1/QĐ-UBND',
    decidedOn: effectiveFrom,
    decidedByName: 'Lường Thị Xuyến',
    designId: makeId(),
  }
  const approved = { content: { ...content, process }, files: {}, effectiveFrom, decision, at }
  const answer = await context.db.transaction().execute((tx) => approveVersion(tx, approved))
  assert.ok(answer.ok)
}

const open = async (address: string, account = 'administrator') => {
  const headers = { ...(await world.as(account)), accept: 'text/html' }
  return await world.app.inject({ url: address, headers })
}

const post = async (payload: string, account: string) => {
  const headers = { ...(await world.as(account)), 'content-type': 'application/x-www-form-urlencoded' }
  return await world.app.inject({ method: 'POST', url, headers, payload })
}

test('a dossier in work is moved to another version of its process, after it was tried out', async () => {
  const { context } = world
  const reference = await submitBirth(context)
  const desk = await findOfficer(context, 'reception')
  const appraiser = await findOfficer(context, 'case-officer')
  for (const type of ['accept', 'transfer'] as const)
    await advanceDossier(context, reference, { command: { type } }, desk)
  await approveSecond()
  const versions = await listVersions(context.db, code)
  const [second, first] = versions.filter(({ origin }) => origin === 'pack')
  assert.ok(first && second)

  const bare = await open(url)
  assert.equal(bare.statusCode, 200)
  assert.deepEqual(await findMarkupErrors(bare.body), [])
  const sides = `from=${first.id}&to=${second.id}`
  const tried = (await open(`${url}?${sides}`)).body
  assert.match(tried, /Giữ nguyên: bước này không có trong phiên bản mới/)
  assert.deepEqual(await findMarkupErrors(tried), [])
  const mapped = (await open(`${url}?${sides}&map.appraisal=vetting`)).body
  assert.match(mapped, /Sẽ chuyển/)
  const wrong = (await open(`${url}?${sides}&map.nowhere=vetting`)).body
  assert.match(wrong, /Có bước không thuộc hai phiên bản đã chọn/)

  const choices = new URLSearchParams({ from: first.id, to: second.id, 'map.appraisal': 'vetting' })
  const answer = await post(choices.toString(), 'administrator')
  assert.equal(answer.statusCode, 303, answer.body)
  const worker = await startJobs(context)
  await untilDone(worker, 'running.move_instances')
  await worker.stop()
  const where = String(answer.headers.location)
  const move = await findMove(context.db, where.split('/').at(-1) ?? '')
  assert.deepEqual([move?.moved, move?.kept], [1, 0])
  assert.match((await open(where)).body, /Đã xong: 1 hồ sơ đã chuyển, 0 hồ sơ giữ nguyên/)

  const view = await readDossier(context, reference, appraiser)
  assert.deepEqual(
    view.tasks.map(({ node }) => node),
    ['vetting'],
  )
  const proposed = { command: { type: 'submit_for_approval', note: '' } } as const
  assert.equal((await advanceDossier(context, reference, proposed, appraiser)).step, 'approval')
  assert.equal(
    (await findDossier(context.db, reference))?.procedureVersionId,
    first.id,
    'form, fees and time stay',
  )
})

test('only an administrator moves dossiers', async () => {
  assert.equal((await post('from=x&to=y', 'leader')).statusCode, 403)
})
