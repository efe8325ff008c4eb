import { birthAnswers } from '#test/dossiers'
import { somePdf } from '#test/paper-samples'

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects of the answer
export type Answer = Readonly<{ status: number; body: any }>
export type Post = Readonly<{ headers: Readonly<Record<string, string>>; body: unknown; key?: string }>

/** Sends JSON to a running server; rejects when the server goes away before it answers. */
export async function postJson(url: string, { headers, body, key }: Post): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, ...(key && { 'idempotency-key': key }) },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

/** Sends papers to a running server; answers their ids. */
export async function uploadPapers(
  url: string,
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
): Promise<string[]> {
  const form = new FormData()
  for (const name of names) form.append('file', new Blob([new Uint8Array(somePdf(name))]), name)
  const response = await fetch(`${url}/api/v1/files`, { method: 'POST', headers, body: form })
  const { files } = (await response.json()) as { files: { id: string }[] }
  return files.map(({ id }) => id)
}

/** A birth registration that a citizen of the demo may submit in the commune of the demo's first counter. */
export const birthRegistration = (papers: Readonly<Record<string, string>>) => ({
  procedure: '1.001193',
  channel: 'online',
  communeCode: '03127',
  subject: 'LÒ MINH AN',
  answers: birthAnswers,
  papers: Object.entries(papers).map(([component, paper]) => ({ component, paper })),
})
