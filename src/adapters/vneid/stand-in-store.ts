import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

type Kept = { payload: AdapterPayload; until: number }

/** Where the stand-in keeps its sessions and codes: in memory, and only while it runs. */
export function makeStandInStore(): AdapterFactory {
  const kept = new Map<string, Kept>()
  const find = (key: string): AdapterPayload | undefined => {
    const found = kept.get(key)
    if (found && found.until > Date.now()) return found.payload
    kept.delete(key)
    return undefined
  }
  const findBy = (kind: string, field: 'uid' | 'userCode', value: string): AdapterPayload | undefined =>
    [...kept].find(([key, { payload }]) => key.startsWith(`${kind}:`) && payload[field] === value)?.[1].payload
  return (kind): Adapter => ({
    upsert: async (id, payload, expiresIn) => {
      for (const [key, { until }] of kept) if (until <= Date.now()) kept.delete(key)
      kept.set(`${kind}:${id}`, { payload, until: Date.now() + expiresIn * 1000 })
    },
    find: async (id) => find(`${kind}:${id}`),
    findByUid: async (uid) => findBy(kind, 'uid', uid),
    findByUserCode: async (code) => findBy(kind, 'userCode', code),
    consume: async (id) => {
      const payload = find(`${kind}:${id}`)
      if (payload) payload.consumed = Math.floor(Date.now() / 1000)
    },
    destroy: async (id) => {
      kept.delete(`${kind}:${id}`)
    },
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key)
    },
  })
}
