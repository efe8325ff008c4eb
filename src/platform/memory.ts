/** Keeps loaded values for a short while; two who ask at once share one load, and a failed load is not kept. */
export type Memory<Value> = Readonly<{
  get: (key: string, load: () => Promise<Value>) => Promise<Value>
  put: (key: string, value: Value) => void
  /** What is known now, without loading. */
  peek: (key: string) => Value | undefined
  drop: (key: string) => void
  clear: () => void
}>

type Kept<Value> = { at: number; value: Promise<Value>; known?: Value }

function makeMemory<Value>(maxAgeMs: number, atMost: number): Memory<Value> {
  const kept = new Map<string, Kept<Value>>()
  const keep = (key: string, value: Promise<Value>): Kept<Value> => {
    const entry = { at: performance.now(), value }
    kept.delete(key)
    kept.set(key, entry)
    if (kept.size > atMost) kept.delete(kept.keys().next().value ?? '')
    return entry
  }
  return {
    get(key, load) {
      const known = kept.get(key)
      if (known && performance.now() - known.at < maxAgeMs) return known.value
      const value = load()
      const entry = keep(key, value)
      value.catch(() => kept.get(key) === entry && kept.delete(key))
      return value
    },
    put: (key, value) => {
      keep(key, Promise.resolve(value)).known = value
    },
    peek: (key) => {
      const entry = kept.get(key)
      return entry && performance.now() - entry.at < maxAgeMs ? entry.known : undefined
    },
    drop: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  }
}

/**
 * A memory of `maxAgeMs` of real time (not of the system's clock, which may stand still), one for each `owner`: a
 * database of its own, so that tests and tenants never see each other's values.
 */
export function memoryOf<Owner extends object, Value>(
  maxAgeMs: number,
  atMost = 20_000,
): (owner: Owner) => Memory<Value> {
  const memories = new WeakMap<Owner, Memory<Value>>()
  return (owner) => {
    const known = memories.get(owner) ?? makeMemory<Value>(maxAgeMs, atMost)
    memories.set(owner, known)
    return known
  }
}
