import { createServer } from 'node:net'
import { openApp } from '#app'
import { seedDemoExchange } from '#modules/exchange'
import { openTlsDoor } from '#modules/gateway'
import { demoPassword } from '#modules/identity'
import { listDemoOfficers } from '#modules/organisations'
import { seedDemoTopics } from '#modules/topics'
import { readConfig } from '#platform/config'
import type { Context } from '#platform/context'
import { DatabaseUnavailable } from '#platform/embedded-postgres'
import type { Command, Output } from './command.ts'
import { seedDemoSigning } from './demo-signing.ts'
import { seedDemoVault } from './demo-vault.ts'
import { openSystem } from './open-system.ts'
import { type ConnectedOutside, connectOutside } from './outside.ts'
import { prepareData } from './prepare-data.ts'
import { untilStopped } from './until-stopped.ts'
import { startJobs } from './worker.ts'

export const serve: Command = {
  name: 'serve',
  usage: '[--demo] [--no-worker]',
  summary: 'Serves the pages and the API, and runs the background jobs in the same process.',
  options: { demo: { type: 'boolean' }, 'no-worker': { type: 'boolean' } },
  async run({ options, output }) {
    // From the first moment a signal is heard: what is being started is stopped again in order.
    const stopped = untilStopped()
    const config = readConfig(undefined, options.demo ? { MOTCUA_DEMO: 'on' } : {})
    const { HOST, PORT } = config
    await refuseTakenPort(HOST, PORT)
    const system = await openSystem({ exclusive: true, config })
    const { context } = system
    const outside = await connectOutside(context)
    await prepareData(context)
    if (config.MOTCUA_DEMO === 'on') await seedDemoSigning(context)
    if (outside.departmentsUrl) {
      await seedDemoExchange(context, outside.departmentsUrl)
      await seedDemoTopics(context)
    }
    await outside.seedMinistries()
    const app = await openApp(context, outside)
    const worker = options['no-worker'] ? null : await startJobs(context, outside)
    await app.listen({ host: HOST, port: PORT }).catch((cause) => {
      throw explainPort(HOST, PORT, cause)
    })
    const tlsDoor = await openTlsDoor(app, context)
    await announce(output, context, outside)
    if (tlsDoor) output.say(`Systems call with certificates on port ${tlsDoor.port}`)
    if (config.MOTCUA_DEMO === 'on') await seedDemoVault(context)
    await stopped
    await tlsDoor?.stop()
    await app.close()
    await worker?.stop()
    await outside.close()
    await system.close()
    return 0
  },
}

/** Before anything is made or changed: the port is asked for. */
function refuseTakenPort(host: string, port: number): Promise<void> {
  return new Promise((free, taken) => {
    const probe = createServer()
    probe.once('error', (cause) => taken(explainPort(host, port, cause)))
    probe.listen(port, host, () => probe.close(() => free()))
  })
}

function explainPort(host: string, port: number, cause: NodeJS.ErrnoException): DatabaseUnavailable {
  const why = cause.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be opened (${cause.code})`
  const what = `port ${port} on ${host} ${why}: stop that program, or set PORT to another`
  return new DatabaseUnavailable(what, { cause })
}

async function announce(
  output: Output,
  { publicUrl, config, db }: Context,
  { standIns }: ConnectedOutside,
): Promise<void> {
  const demo = config.MOTCUA_DEMO === 'on'
  output.record({ event: 'listening', url: publicUrl, demo, standIns })
  output.say(`Một Cửa is listening on ${publicUrl}`)
  if (demo) {
    output.say(`\n  citizens   ${publicUrl}/`)
    output.say(`  officers   ${publicUrl}/officer/worklist`)
    output.say(`  messages   ${publicUrl}/demo/messages`)
    output.say(`  faults     ${publicUrl}/demo/faults`)
    output.say(`\n  Demo officers (password ${demoPassword}):`)
    for (const { username, officer } of await listDemoOfficers(db)) {
      output.say(`    ${username.padEnd(28)} ${officer.fullName}, ${officer.position}`)
    }
    output.say('  Demo citizens sign in with the stand-in VNeID; it asks no password.\n')
    for (const standIn of standIns) output.say(`  ${standIn}`)
  }
  output.say('Ctrl-C stops everything it started.')
}
