import { access, constants } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import type { HealthCheck } from '#platform/health-check'
import type { Telemetry } from '#platform/telemetry'

const open = { config: { permission: 'platform.read_health' } } as const

/**
 * `/healthz` (the process), `/readyz` (database, queue, files, then each of `checks`, with what is to be looked after) and
 * `/metrics`, for those who run the system.
 */
export const healthRoutes =
  ({ pool, config }: Context, telemetry: Telemetry, checks: readonly HealthCheck[]): FastifyPluginAsync =>
  async (app) => {
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'none'
      telemetry.observeRequest(route, request.method, reply.statusCode, reply.elapsedTime / 1000)
    })
    app.get('/healthz', open, async () => ({ status: 'ok' }))
    app.get('/readyz', open, async () => {
      try {
        await pool.query('select from graphile_worker._private_jobs limit 1')
        await access(resolve(config.MOTCUA_DATA_DIR, 'files'), constants.W_OK)
      } catch (cause) {
        throw requestProblem('unavailable', {}, { cause })
      }
      const warnings = await lookAll(checks)
      return { status: 'ready', ...(warnings.length > 0 && { warnings }) }
    })
    app.get('/metrics', open, async (_request, reply) =>
      reply.type(telemetry.contentType).send(await telemetry.render()),
    )
  }

type Warning = Readonly<{ check: string; warning: string }>

/** Throws at the first check that is not met; answers what is to be looked after all the same. */
async function lookAll(checks: readonly HealthCheck[]): Promise<Warning[]> {
  const warnings: Warning[] = []
  for (const look of checks) {
    const { ok, check, found, warning } = await look(process.uptime())
    if (!ok) throw requestProblem('not_ready', { check, found })
    if (warning) warnings.push({ check, warning })
  }
  return warnings
}
