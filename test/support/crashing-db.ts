import type { Db } from '#platform/db'

/** A database whose transactions do their work, and are lost before they are kept. */
export const crashingDb = (given: Db): Db =>
  new Proxy(given, {
    get: (db, name, receiver) =>
      name === 'transaction'
        ? () => ({
            execute: (work: Parameters<ReturnType<typeof db.transaction>['execute']>[0]) =>
              db.transaction().execute(async (tx) => {
                await work(tx)
                throw new Error('the power went')
              }),
          })
        : Reflect.get(db, name, receiver),
  })
