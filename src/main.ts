import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

// The young part of the heap is small: to look through it, one thread needs less than several need to share it.
setFlagsFromString('--no-parallel-scavenge')

// What was compiled once is kept beside the packages: the second start is quicker by seconds on an old machine.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/motcua', import.meta.url)))
const { runCommandLine } = await import('./commands/command-line.ts')

process.exitCode = await runCommandLine(process.argv.slice(2))
// Output to a pipe is written before the process ends; what a library left open does not keep it alive.
await new Promise<void>((written) => process.stdout.write('', () => written()))
process.exit()
