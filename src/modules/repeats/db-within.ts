import type { Db, Tx } from '#platform/db'

/**
 * The database as it is seen inside a transaction that is open already: use cases that open one of their own work in this
 * one, and all of them are committed together, or none.
 */
export function dbWithin(tx: Tx): Db {
  const transaction = () => ({ execute: <Value>(work: (inner: Tx) => Promise<Value>) => work(tx) })
  return new Proxy(tx, {
    get: (target, name) => {
      if (name === 'transaction') return transaction
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
