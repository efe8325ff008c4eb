import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, before, beforeEach, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import { listenOnLoopback, type OnLoopback } from '#platform/loopback'
import { testInstant } from '#test/app'
import { maiHuong, useDemo } from '#test/demo'
import { somePdf } from '#test/paper-samples'
import { fetchFiledDossiers } from './fetch-filed-dossiers.ts'
import type { FiledDossier, FiledSource } from './ports.ts'

const own = useDemo()
let portal: OnLoopback
let now = Temporal.Instant.from(testInstant)
let calls: string[] = []
const broken = new Set<string>()

/** Gives papers and takes answers, by the code of the filing; what is broken gets no answer but that it is. */
const server = createServer((request, response) => {
  const [, what = '', code = ''] = (request.url ?? '').split('/')
  calls.push(`${what} ${code}`)
  response.writeHead(broken.has(code) ? 500 : 200).end(somePdf(code))
})
before(async () => {
  portal = await listenOnLoopback(server)
})
after(() => portal.stop())
beforeEach(() => {
  calls = []
  broken.clear()
})

async function call(what: string, code: string): Promise<Uint8Array> {
  const answer = await fetch(`${portal.url}/${what}/${code}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (!answer.ok) throw new Error(`the portal answered ${answer.status}`)
  return bytes
}

const read = (code: string): FiledDossier => ({
  ...{ code, account: null, procedure: '1.004873', agencyCode: 'H18.137', owner: undefined },
  applicant: { fullName: maiHuong.fullName, personalId: maiHuong.personalId, phone: '0900000048' },
  answers: {
    person: {
      fullName: maiHuong.fullName,
      personalId: maiHuong.personalId,
      residence: 'Tổ 8, phường Điện Biên Phủ',
      status: 'single',
    },
    purpose: { use: 'other', otherUse: 'Vay vốn ngân hàng' },
    delivery: { phone: '0900000048', copies: 1, receiveBy: 'counter' },
  },
  papers: [
    {
      ...{
        component: 'KQ.G15.000038',
        name: 'Giấy xác nhận đã cấp',
        sha256: null,
        resultCode: null,
        elsewhere: null,
      },
      fetch: () => call('paper', code),
    },
  ],
})

/** A portal that hands on these; `isReadable`: they are as it was agreed. */
const sourceOf = (name: string, codes: readonly string[], isReadable = true): FiledSource => ({
  code: name,
  listFiled: async () => codes.map((code) => ({ code, content: { code } })),
  readFiled: ({ code }) => (isReadable ? read(String(code)) : { unreadable: '/answers' }),
  answerFiled: async ({ code }) => {
    await call('answer', code)
    return 'taken'
  },
})

const run = (source: FiledSource, minutesLater = 0): Promise<number> => {
  now = now.add({ minutes: minutesLater })
  const context: Context = { ...own.demo.context, clock: { now: () => now } }
  return fetchFiledDossiers(context, source)
}
const countOf = (made: string): number => calls.filter((one) => one === made).length

test('one whose paper cannot be had waits longer each time, and the others become dossiers', async () => {
  const source = sourceOf('one_broken', ['P-1', 'P-2', 'P-3'])
  broken.add('P-1')
  assert.equal(await run(source), 2)
  await run(source)
  assert.equal(countOf('paper P-1'), 1)
  await run(source, 1)
  await run(source, 1)
  assert.equal(countOf('paper P-1'), 2)
  await run(source, 1)
  assert.equal(countOf('paper P-1'), 3)
  broken.clear()
  assert.equal(await run(source, 60), 1)
})

test('while papers are away three filings are tried a run, others the next time, and all when they are back', async () => {
  const codes = Array.from({ length: 12 }, (_, number) => `Q-${number}`)
  const source = sourceOf('all_broken', codes)
  for (const code of codes) broken.add(code)
  assert.equal(await run(source), 0)
  assert.equal(calls.length, 3)
  assert.equal(await run(source, 1), 0)
  assert.deepEqual([calls.length, new Set(calls).size], [6, 6])
  broken.clear()
  assert.equal(await run(source, 60), codes.length)
})

test('an answer that cannot be given holds up none of the others, and waits longer each time', async () => {
  const source = sourceOf('answers', ['R-1', 'R-2', 'R-3', 'R-4'], false)
  broken.add('R-1')
  await run(source)
  assert.deepEqual(calls.toSorted(), ['answer R-1', 'answer R-2', 'answer R-3', 'answer R-4'])
  await run(source)
  assert.equal(countOf('answer R-1'), 1)
  broken.clear()
  await run(source, 1)
  assert.deepEqual([calls.length, countOf('answer R-1')], [5, 2])
})

test('a system that hears no answer is left alone after three', async () => {
  const codes = ['S-1', 'S-2', 'S-3', 'S-4', 'S-5']
  const source = sourceOf('deaf', codes, false)
  for (const code of codes) broken.add(code)
  await run(source)
  assert.equal(calls.length, 3)
})
