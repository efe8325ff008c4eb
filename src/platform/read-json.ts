/** What a text of JSON says; undefined when it is none, which no shape takes. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
