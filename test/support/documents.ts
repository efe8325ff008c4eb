import { settings } from '#platform/config'
import { errorRegistry } from '#platform/errors'

type Setting = Readonly<{ description?: string; default?: unknown }>

/** `.env.example`: every setting, with what it means and its default. */
export function renderSettings(): string {
  const blocks = Object.entries(settings as Record<string, Setting>).map(([name, setting]) =>
    [
      ...wrap(setting.description ?? '', 100).map((line) => `# ${line}`),
      `#${name}=${setting.default ?? ''}`,
    ].join('\n'),
  )
  return `# Settings of Một Cửa, by environment variable. What is not set has the value shown, or none.\n# Written by \`npm run docs\` from src/platform/config.ts. Copy to .env what you change.\n\n${blocks.join('\n\n')}\n`
}

function wrap(text: string, width: number): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
    return lines
  }, [])
}

const areaOf = (code: string): string => (code.includes('.') ? (code.split('.')[0] ?? '') : 'any route')

/** `docs/errors.md`: every error that has been declared by what was imported, by area. */
export function renderErrors(): string {
  const rows = [...errorRegistry].sort(([one], [other]) => (one < other ? -1 : 1))
  const areas = [...Map.groupBy(rows, ([code]) => areaOf(code))].sort(([one], [other]) =>
    one < other ? -1 : 1,
  )
  const tables = areas.map(([area, errors]) => {
    const lines = errors.map(([code, [status, meaning]]) => `| \`${code}\` | ${status} | ${meaning} |`)
    return `## ${area}\n\n| code | status | meaning |\n| --- | --- | --- |\n${lines.join('\n')}\n`
  })
  return `${errorsHead}\n${tables.join('\n')}`
}

const errorsHead = `# Errors

Every error the JSON API can answer with, as problem details (RFC 9457): \`code\` is stable, programs switch on it. A page
says the same in three sentences: what happened, what was kept, what to do next. Written by \`npm run docs\` from the
\`errors.ts\` of each module; a test compares the two.
`

/** Sorted keys, so that the order in which routes are registered changes nothing. */
export const renderJson = (value: unknown): string => `${JSON.stringify(sortKeys(value), null, 2)}\n`

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  )
}
