/** What the form of a page would send as it stands: hidden and typed fields, ticked boxes, chosen options, no buttons. */
export function fieldsOfPage(page: string): Record<string, string> {
  const inputs = [...page.matchAll(/<input([^>]*)>/g)].flatMap(([, tag = '']) => readInput(tag))
  const areas = [...page.matchAll(/<textarea([^>]*)>([^<]*)<\/textarea>/g)].map(
    ([, tag = '', text = '']) => [attribute(tag, 'name') ?? '', plain(text)] as const,
  )
  const selects = [...page.matchAll(/<select([^>]*)>(.*?)<\/select>/gs)].map(([, tag = '', options = '']) => {
    const chosen = /<option([^>]*\sselected[^>]*)>/.exec(options)?.[1] ?? ''
    return [attribute(tag, 'name') ?? '', attribute(chosen, 'value') ?? ''] as const
  })
  return Object.fromEntries([...inputs, ...areas, ...selects])
}

function readInput(tag: string): (readonly [string, string])[] {
  const name = attribute(tag, 'name')
  const type = attribute(tag, 'type') ?? 'text'
  const isChoice = type === 'radio' || type === 'checkbox'
  if (!name || type === 'file' || (isChoice && !/\schecked\b/.test(tag))) return []
  return [[name, attribute(tag, 'value') ?? (isChoice ? 'on' : '')]]
}

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)
  return found ? plain(found[1] ?? '') : null
}

const plain = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
