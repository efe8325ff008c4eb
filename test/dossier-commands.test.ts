import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dossierCommandGivers } from '#modules/diagrams'
import { commandGivers, taskCommands } from '#modules/lifecycle'

test('a diagram may give the commands that finish a task, to whom the law gives them', () => {
  const given = taskCommands.filter((command) => command !== 'complete_task')
  assert.deepEqual(new Set(Object.keys(dossierCommandGivers)), new Set(given))
  for (const command of given) assert.deepEqual(dossierCommandGivers[command], commandGivers[command])
})
