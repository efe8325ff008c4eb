import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv } from 'ajv'
import { advanceDossier, findDossier } from '#modules/dossiers'
import { carryEvents, deliverPortion, listPlaced, openPostgresBus, type PlacedEvent } from '#modules/events'
import { loadTopics } from '#modules/topics'
import { citizen, submitBirth } from '#test/dossiers'
import { useApp } from '#test/whole-app'
import { dossierTopic, publishDossierEvents } from './events-of-dossiers.ts'

const world = useApp()

test('what happened to a dossier is told once and in order, though the later job ran first, and says nobody’s name', async () => {
  await world.ready
  const { context } = world
  const { db } = context
  const owner = citizen('17', 'LÒ THỊ MAI HƯƠNG')
  const reference = await submitBirth(context, owner)
  const dossier = await findDossier(db, reference)
  assert.ok(dossier)
  await advanceDossier(context, reference, { command: { type: 'withdraw', reason: 'Nộp nhầm' } }, owner)

  const happened = [
    [2, 'withdraw'],
    [1, 'submitted'],
    [2, 'withdraw'],
  ] as const
  for (const [number, type] of happened)
    await db.transaction().execute((tx) => publishDossierEvents(tx, { dossierId: dossier.id, number, type }))

  const told: PlacedEvent[] = []
  const bus = openPostgresBus(db)
  await carryEvents({ db }, bus)
  const handle = async (_: unknown, event: PlacedEvent) => {
    told.push(event)
  }
  await deliverPortion(context, bus, { name: 'listener', topic: dossierTopic, handle })
  assert.deepEqual(
    told.map(({ key, kind, payload }) => [key, kind, payload.number, payload.state]),
    [
      [dossier.id, 'submitted', 1, 'registered'],
      [dossier.id, 'withdraw', 2, 'withdrawn'],
    ],
  )
  const facts = new Set(['agencyCode', 'at', 'code', 'number', 'procedureCode', 'state'])
  assert.deepEqual(new Set(Object.keys(told[0]?.payload ?? {})), facts)
  const [topic] = await loadTopics(context, dossierTopic)
  const fits = new Ajv({ formats: { 'date-time': true } }).compile(JSON.parse(topic?.topic.schemaText ?? ''))
  for (const { payload } of told) assert.ok(fits(payload), JSON.stringify(fits.errors))
  assert.equal((await listPlaced(db, dossierTopic, 0, 10)).length, 2)
  assert.ok(!JSON.stringify(told).includes('HƯƠNG'))
})
