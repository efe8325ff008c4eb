import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import Fastify from 'fastify'
import { useContext } from '#test/app'
import { loadPacks } from '#test/packs'
import { procedureRoutes } from './routes.ts'

const world = useContext()

const get = async (url: string) => {
  const app = Fastify()
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  await app.register(procedureRoutes(world.context), { prefix: '/api/v1' })
  const response = await app.inject(url)
  return { status: response.statusCode, body: response.json() as Record<string, unknown> }
}

test('the API finds a procedure and reads it whole, form included', async () => {
  await loadPacks(world.context)
  const found = await get('/api/v1/procedures?q=dang%20ky%20khai%20sinh&limit=3')
  assert.equal((found.body.items as { code: string }[])[0]?.code, '1.001193')
  const { status, body } = await get('/api/v1/procedures/1.001193')
  assert.equal(status, 200)
  assert.equal((body.timeLimit as { unit: string }).unit, 'same_day')
  assert.ok(Object.hasOwn((body.form as { properties: object }).properties, 'child'))
})

test('what is not in the catalogue is 404, what is no number is 400', async () => {
  assert.equal((await get('/api/v1/procedures/9.000000')).status, 404)
  assert.equal((await get('/api/v1/procedures?limit=many')).status, 400)
  assert.equal((await get('/api/v1/procedures?limit=101')).status, 400)
})
