import { type JetStreamClient, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'

export type Connected = Readonly<{
  connection: NatsConnection
  client: JetStreamClient
  manager: Awaited<ReturnType<typeof jetstreamManager>>
}>

const timeout = 5000

/** How a server is named to the client, and what the addresses say of who connects and by what line. */
function readAddresses(servers: readonly string[]) {
  const addresses = servers.map((server) => new URL(server))
  const named = addresses.find(({ username }) => username !== '')
  const [name = '', word = ''] = [named?.username, named?.password].map((part) =>
    decodeURIComponent(part ?? ''),
  )
  const isSecret = addresses.some(({ protocol }) => protocol === 'tls:')
  return {
    servers: addresses.map(({ host }) => host),
    ...(isSecret && { tls: {} }),
    ...(named && (word === '' ? { token: name } : { user: name, pass: word })),
  }
}

/**
 * A connection that is made when it is first needed, and mends itself: to whichever of `servers` answers. Servers that are
 * away are found out by the one who asks.
 */
export function openConnection(servers: readonly string[]) {
  let connecting: Promise<Connected> | null = null

  async function open(): Promise<Connected> {
    const connection = await connect({
      ...readAddresses(servers),
      name: 'motcua',
      timeout,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 500,
    })
    const manager = await jetstreamManager(connection, { timeout, checkAPI: false })
    return { connection, manager, client: jetstream(connection, { timeout }) }
  }

  return {
    get: async (): Promise<Connected> => {
      connecting ??= open()
      try {
        const connected = await connecting
        if (!connected.connection.isClosed()) return connected
      } catch (error) {
        connecting = null
        throw error
      }
      connecting = open()
      return await connecting
    },
    close: async (): Promise<void> => {
      const connected = await connecting?.catch(() => null)
      await connected?.connection.close()
    },
  }
}
