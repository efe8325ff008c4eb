import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { findFreePort } from '#platform/loopback'

export type NatsCluster = Readonly<{
  /** As `NATS_URL` names it. */
  url: string
  /** Ends one node as a crash would. */
  kill: (node: number) => Promise<void>
  /** Starts a node that was killed, with what it had kept. */
  revive: (node: number) => void
  stop: () => Promise<void>
}>

/** Whether this machine has the program `nats-server`. */
export const hasNats = (): boolean => spawnSync('nats-server', ['-v'], { stdio: 'ignore' }).status === 0

/** Real NATS servers with JetStream on loopback: one, or three that form a cluster. Needs `nats-server`. */
export async function startNats(nodes: 1 | 3): Promise<NatsCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-nats-'))
  const ports = await Promise.all(Array.from({ length: nodes }, findFreePort))
  const routePorts = await Promise.all(Array.from({ length: nodes }, findFreePort))
  const routes = routePorts.map((port) => `nats://127.0.0.1:${port}`)
  const running = new Map<number, ChildProcess>()

  const start = (node: number) => {
    const own = ['-a', '127.0.0.1', '-p', String(ports[node]), '-n', `node${node}`]
    const store = ['-js', '-sd', join(folder, String(node))]
    const cluster = ['--cluster_name', 'motcua', '--cluster', routes[node] ?? '', '--routes', routes.join(',')]
    const args = [...own, ...store, ...(nodes > 1 ? cluster : [])]
    running.set(node, spawn('nats-server', args, { stdio: 'ignore' }))
  }
  const kill = async (node: number) => {
    const child = running.get(node)
    if (!child) return
    running.delete(node)
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  for (let node = 0; node < nodes; node++) start(node)
  const url = ports.map((port) => `nats://127.0.0.1:${port}`).join(',')
  await untilReady(url)
  return {
    url,
    kill,
    revive: start,
    stop: async () => {
      for (const node of [...running.keys()]) await kill(node)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Until the servers have a leader for JetStream. */
async function untilReady(url: string): Promise<void> {
  const connection = await connect({
    servers: url.split(','),
    waitOnFirstConnect: true,
    reconnectTimeWait: 100,
  })
  for (;;) {
    try {
      const manager = await jetstreamManager(connection, { timeout: 1000, checkAPI: false })
      await manager.getAccountInfo()
      break
    } catch {
      await connection.flush()
    }
  }
  await connection.close()
}
