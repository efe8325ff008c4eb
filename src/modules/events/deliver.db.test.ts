import { useDatabase } from '#test/db'
import { keepsTheContract } from '#test/event-bus-contract'
import { openEventWorld } from '#test/event-world'
import { openPostgresBus } from './postgres-bus.ts'

const database = useDatabase()

keepsTheContract(async () => {
  await database.ready
  return await openEventWorld(database, openPostgresBus(database.db))
}, 40)
