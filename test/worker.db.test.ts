import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeJobs, outsideJobs, schedules } from '#app'
import { birthRegistration } from '#test/api-client'
import { multipartForm } from '#test/multipart'
import { somePdf } from '#test/paper-samples'
import { noSigning, startJobs, untilDone, useApp } from '#test/whole-app'

const world = useApp()

test('what is submitted over the API is told to the applicant by the worker, once', async () => {
  const headers = await world.as('999000000017')
  const form = multipartForm({}, [{ field: 'file', name: 'giay-chung-sinh.pdf', content: somePdf() }])
  const sent = await world.app.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: { ...headers, ...form.headers },
    payload: form.payload,
  })
  const payload = birthRegistration({ birth_certificate_of_clinic: sent.json().files[0].id })
  const key = { ...headers, 'idempotency-key': 'told-once' }
  for (const _ of [1, 2]) {
    const answer = await world.app.inject({ method: 'POST', url: '/api/v1/dossiers', headers: key, payload })
    assert.equal(answer.statusCode, 201)
  }
  const worker = await startJobs(world.context)
  await untilDone(worker, 'dossiers.tell_applicant')
  await worker.stop()
  const { rows } = await world.context.pool.query('select subject from notifications.message')
  assert.equal(rows.length, 1)
})

test('what is scheduled, and what waits for systems outside, are jobs of the worker', () => {
  const names = makeJobs(world.context, { signing: noSigning }).map(({ name }) => name)
  for (const name of [...outsideJobs, ...schedules.map(({ job }) => job)]) assert.ok(names.includes(name), name)
})
