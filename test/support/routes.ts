import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, FastifySchema } from 'fastify'
import type { HttpApp } from '#platform/http'

/** A route as it was registered: `url` with its parameters, e.g. `/dossiers/:code`. */
export type ListedRoute = Readonly<{
  method: string
  url: string
  permission: string | undefined
  schema: FastifySchema | undefined
}>

/** Opens an app and lists every route that was registered meanwhile. */
export async function openAndListRoutes(
  open: () => Promise<HttpApp>,
): Promise<{ app: HttpApp; routes: readonly ListedRoute[] }> {
  const routes: ListedRoute[] = []
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url, config, schema }) => {
      const { permission } = (config ?? {}) as { permission?: string }
      for (const one of [method].flat()) routes.push({ method: one, url, permission, schema })
    })
  }
  subscribe('fastify.initialization', listen)
  try {
    const app = await open()
    await app.ready()
    return { app, routes }
  } finally {
    unsubscribe('fastify.initialization', listen)
  }
}

/** The address of a route with `values` for its parameters; `x` for those not given. */
export const fillIn = (url: string, values: Readonly<Record<string, string>> = {}): string =>
  url
    .replace('*', 'x')
    .replaceAll(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(values[name] ?? 'x'))
