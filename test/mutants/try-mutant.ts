import { readFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import fc from 'fast-check'

/** A mutant to try: `file` is the URL of the source that `source` stands for; without one, the tests as they are. */
export type Trial = Readonly<{ number: number; file?: string; source?: string; tests: readonly string[] }>

/** Which test noticed, null when none did. */
export type TrialResult = Readonly<{ number: number; killedBy: string | null }>

const door = new URL('../../src/modules/calendar/index.ts', import.meta.url).href
const collector = new URL('./collect-tests.ts', import.meta.url).href
const fresh = [
  new URL('../../src/modules/calendar/', import.meta.url).href,
  new URL('../support/', import.meta.url).href,
]
const stripped = new Map<string, string>()
let trial: Trial | undefined

// Every trial has its own copy of the rules and of their tests: the address of each ends with the number of the trial.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'node:test') return { url: `${collector}?${trial?.number}`, shortCircuit: true }
    const { url, ...rest } = next(specifier, context)
    const isFresh = fresh.some((folder) => url.startsWith(folder)) && !url.includes('?')
    return { ...rest, url: isFresh ? `${url}?${trial?.number}` : url }
  },
  load(url, context, next) {
    const [file = url, number] = url.split('?')
    if (number === undefined) return next(url, context)
    const source = file === trial?.file ? trial.source : readStripped(file)
    return { format: 'module', source: source ?? '', shortCircuit: true }
  },
})

/** Through the door only the rules are reached: what else the module does is not tried. */
function readStripped(file: string): string {
  const known = stripped.get(file)
  if (known) return known
  const text = readFileSync(fileURLToPath(file), 'utf8')
  const rules = text.match(/^export (?:type )?\{[^}]*\} from '\.\/rules\/[^']+'$/gm)?.join('\n') ?? ''
  const source = stripTypeScriptTypes(file === door ? rules : text)
  stripped.set(file, source)
  return source
}

async function tryMutant({ number, tests }: Trial): Promise<TrialResult> {
  const { collected } = (await import(`${collector}?${number}`)) as typeof import('./collect-tests.ts')
  let name = 'loading'
  try {
    for (const file of tests) {
      await import(`${file}?${number}`)
      for (const one of collected.splice(0)) {
        name = one.name
        await one.run()
      }
      name = 'loading'
    }
    return { number, killedBy: null }
  } catch {
    return { number, killedBy: name }
  }
}

// The same values for every mutant; a failure need not be made small.
fc.configureGlobal({ seed: 20_261_122, endOnFailure: true, numRuns: 25 })
parentPort?.on('message', (next: Trial) => {
  trial = next
  tryMutant(next).then(
    (result) => parentPort?.postMessage(result),
    () => parentPort?.postMessage({ number: next.number, killedBy: 'loading' }),
  )
})
