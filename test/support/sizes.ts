import { globSync, readFileSync } from 'node:fs'

/** `npm run check` prints how long our files are, and fails when the median or the longest is over what we allow ourselves. */
const medianCap = 80
const longestCap = 400

const isGenerated = (path: string): boolean => path === 'src/platform/database-types.ts'
const sizes = globSync(['src/**/*.ts', 'public/**/*.js'])
  .filter((path) => !(path.endsWith('.test.ts') || path.endsWith('.examples.ts') || isGenerated(path)))
  .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
  .sort((a, b) => a.lines - b.lines)
const tests = globSync(['src/**/*.test.ts', 'test/**/*.ts'])
const testLines = tests.reduce((sum, path) => sum + readFileSync(path, 'utf8').split('\n').length - 1, 0)

const at = (share: number): number => sizes[Math.floor((sizes.length - 1) * share)]?.lines ?? 0
const longest = sizes.at(-1) ?? { path: 'none', lines: 0 }
const total = sizes.reduce((sum, { lines }) => sum + lines, 0)
const verdict = at(0.5) <= medianCap && longest.lines <= longestCap ? 'ok' : 'TOO LONG'
process.stdout.write(
  `sizes: ${sizes.length} source files, ${total} lines; median ${at(0.5)} (cap ${medianCap}), p90 ${at(0.9)}, ` +
    `longest ${longest.lines} (cap ${longestCap}) ${longest.path}; ${tests.length} test files, ${testLines} lines; ${verdict}\n`,
)
process.exitCode = verdict === 'ok' ? 0 : 1
