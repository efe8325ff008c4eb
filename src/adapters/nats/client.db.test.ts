import { after } from 'node:test'
import { useDatabase } from '#test/db'
import { keepsTheContract } from '#test/event-bus-contract'
import { openEventWorld } from '#test/event-world'
import { openNatsBus } from './client.ts'
import { type NatsCluster, startNats } from './local-cluster.ts'

const database = useDatabase()
let nats: NatsCluster | undefined
let bus: ReturnType<typeof openNatsBus> | undefined

keepsTheContract(async () => {
  await database.ready
  nats = await startNats(1)
  bus = openNatsBus(nats.url)
  return await openEventWorld(database, bus)
}, 8)

after(async () => {
  await bus?.close()
  await nats?.stop()
})
