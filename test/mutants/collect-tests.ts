/** Stands in for `node:test` while mutants are tried: tests are collected, so that the first to fail ends the trial. */
export const collected: { name: string; run: () => unknown }[] = []

export const describe = (_name: string, body: () => void): void => body()
export const test = (name: string, run: () => unknown): void => {
  collected.push({ name, run })
}
