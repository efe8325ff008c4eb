/** A place in an object or list that is being read: the keys seen; null in a list. */
type Open = Set<string> | null

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g

/** The first key that an object of a JSON text has twice, with its line: JSON itself keeps the last one silently. */
export function findKeyTwice(json: string): Readonly<{ key: string; line: number }> | null {
  const open: Open[] = []
  let last = ''
  for (const { 0: sign, index } of json.matchAll(token)) {
    if (sign === ':' && !addKey(open.at(-1) ?? null, JSON.parse(last)))
      return { key: JSON.parse(last) as string, line: json.slice(0, index).split('\n').length }
    follow(open, sign)
    last = sign
  }
  return null
}

function follow(open: Open[], sign: string): void {
  if (sign === '{' || sign === '[') open.push(sign === '{' ? new Set() : null)
  if (sign === '}' || sign === ']') open.pop()
}

/** False: it was there before. */
function addKey(keys: Open, key: string): boolean {
  if (!keys) return true
  const isNew = !keys.has(key)
  keys.add(key)
  return isNew
}
