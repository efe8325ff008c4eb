import type { ConnectionFinding, ConnectionFindings, OfferingVersion } from '#modules/exchange'
import type { Context } from '#platform/context'
import { openProviders, type Providers } from './providers.ts'
import { tlsFilesOf } from './tls-files.ts'

/** Somebody waits in front of a page. */
const mostPatienceMs = 30_000

/**
 * Calls the example of a version once at each of its addresses, with the certificates and the patience of a call; breakers
 * neither hinder it nor learn of it. Nothing is read of the answer but its status.
 */
export async function testConnection(
  context: Pick<Context, 'config' | 'clock' | 'log'>,
  version: OfferingVersion,
): Promise<ConnectionFindings> {
  const providers = openProviders(tlsFilesOf(context), { clock: context.clock })
  try {
    const [production, sandbox] = await Promise.all([
      tryOnce(providers, version, version.providerUrl),
      version.sandboxUrl === null ? null : tryOnce(providers, version, version.sandboxUrl),
    ])
    return { production, sandbox }
  } finally {
    providers.close()
  }
}

async function tryOnce(
  providers: Providers,
  { examplePath: path, showsCertificate, timeoutMs: ofVersion }: OfferingVersion,
  base: string,
): Promise<ConnectionFinding> {
  const timeoutMs = Math.min(ofVersion, mostPatienceMs)
  const startedMs = performance.now()
  const sent = await providers.call({
    ...{ key: base, base, path, showsCertificate, timeoutMs, method: 'GET', body: null },
    headers: { accept: 'application/json' },
  })
  if (sent.ok) return { ok: true, status: sent.answer.status, ms: Math.round(performance.now() - startedMs) }
  const { code } = sent.fault
  if (code === 'timeout') return { ok: false, code, seconds: timeoutMs / 1000 }
  if (code === 'not_trusted' || code === 'no_certificate' || code === 'bad_answer') return { ok: false, code }
  return { ok: false, code: 'unreachable' }
}
