/**
 * What a person does at the stand-in VNeID: opens `url`, chooses `personalId` (null: stops; with ` low` after it: at level 1
 * only), and is sent back.
 * `cookies` is the browser's memory of the provider. Gives the address of ours that the browser is sent to.
 */
export async function passVneid(
  url: string,
  personalId: string | null,
  cookies = new Map<string, string>(),
): Promise<string> {
  const { ask, follow } = walk(new URL(url).origin, cookies)
  const page = await follow(await ask(url))
  if (typeof page === 'string') return page
  const text = await page.text()
  const action = text.match(/action="([^"]+)"/)?.[1]
  if (!action) throw new Error(`the stand-in showed no form: ${page.status} ${text}`)
  const [person, low] = personalId?.split(' ') ?? []
  const form = person ? { person, ...(low && { low: '1' }) } : { stop: '1' }
  const sent = await follow(await ask(new URL(action, url).href, form as Record<string, string>))
  if (typeof sent !== 'string') throw new Error(`the stand-in did not send back: ${sent.status}`)
  return sent
}

/** Signs out at the stand-in at `url`, with its cookies, and says yes. Gives the address of ours the browser is sent to. */
export async function signOutOfVneid(url: string, cookies: Map<string, string>): Promise<string> {
  const { ask, follow } = walk(new URL(url).origin, cookies)
  const page = await follow(await ask(url))
  if (typeof page === 'string') return page
  const text = await page.text()
  const action = text.match(/action="([^"]+)"/)?.[1] ?? ''
  const xsrf = text.match(/name="xsrf" value="([^"]+)"/)?.[1] ?? ''
  const sent = await follow(await ask(new URL(action, url).href, { xsrf, logout: 'yes' }))
  if (typeof sent !== 'string') throw new Error(`the stand-in did not send back: ${sent.status}`)
  return sent
}

/** A browser at the stand-in: it keeps cookies and follows redirects until one leads elsewhere. */
function walk(issuer: string, cookies: Map<string, string>) {
  const ask = async (address: string, form?: Record<string, string>): Promise<Response> => {
    const answer = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';', 1)[0]?.split(/=(.*)/s) ?? []
      cookies.set(name, value)
    }
    return answer
  }
  const follow = async (answer: Response): Promise<Response | string> => {
    const location = answer.headers.get('location')
    if (!location) return answer
    const next = new URL(location, issuer)
    return next.origin === issuer ? await follow(await ask(next.href)) : next.href
  }
  return { ask, follow }
}
