import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { before, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { listAudit } from '#modules/audit'
import { receivePaper, type StoredPaper } from '#modules/papers'
import { openHttp } from '#platform/http'
import { useContext } from '#test/app'
import { maiHuong } from '#test/demo'
import { somePdf } from '#test/paper-samples'
import { linkPaper } from './index.ts'
import { handoutRoutes } from './routes.ts'

const own = useContext()
let paper: StoredPaper
before(async () => {
  await own.ready
  const content = Readable.from([somePdf()], { objectMode: false })
  const received = await receivePaper(own.context, { name: 'Giấy.pdf', content, receivedBy: maiHuong })
  if (!received.ok) throw new Error(received.code)
  paper = received.paper
})

const linkAt = (at: Temporal.Instant) => {
  const link = linkPaper(own.context, { paperId: paper.id, system: 'national_portal', purpose: 'dossier' }, at)
  return link.slice(own.context.publicUrl.length)
}
const link = () => linkAt(own.context.clock.now())

async function fetchLink(url: string) {
  const app = openHttp({ log: own.context.log, errorPage: () => '' as never })
  await app.register(handoutRoutes(own.context), { prefix: '/api/v1' })
  return await app.inject({ url })
}

test('who holds a link fetches the paper with its hash, and that is on record', async () => {
  const { statusCode, rawPayload, headers } = await fetchLink(link())
  assert.equal(statusCode, 200)
  const hash = createHash('sha256').update(rawPayload)
  assert.equal(headers['repr-digest'], `sha-256=:${hash.digest('base64')}:`)
  const [entry] = await listAudit(own.context.db, { kind: 'paper', id: paper.id })
  assert.deepEqual([entry?.action, entry?.actor.fullName], ['handouts.fetch', 'national_portal'])
})

test('on one day it is the same link, on another one another', () => {
  const at = Temporal.Instant.from('2026-11-22T02:00:00Z')
  assert.equal(linkAt(at), linkAt(at.add({ hours: 9 })))
  assert.notEqual(linkAt(at), linkAt(at.add({ hours: 24 })))
})

test('one letter changed, for another system, or after its end: nothing is given out', async () => {
  const codes = await Promise.all([
    fetchLink(link().replace('national_portal', 'ministry_portal')),
    fetchLink(link().replace('for=dossier', 'for=result')),
    fetchLink(link().replace(/mac=(.)/, (_, first) => `mac=${first === 'A' ? 'B' : 'A'}`)),
    fetchLink(linkAt(own.context.clock.now().subtract({ hours: 24 * 9 }))),
  ])
  assert.deepEqual(
    codes.map(({ statusCode }) => statusCode),
    [404, 404, 404, 410],
  )
})

test('a paper that is locked away is given to nobody', async () => {
  await own.context.db
    .updateTable('papers.content')
    .set({ scan: 'infected' })
    .where('sha256', '=', paper.sha256)
    .execute()
  assert.equal((await fetchLink(link())).statusCode, 423)
})
