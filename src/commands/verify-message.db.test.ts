import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openTimestampAuthority, type StandInAuthority, startStandInAuthority } from '#adapters/authority'
import { exportPackage, keepBody, listPublicKeys, recordMessage } from '#modules/messagelog'
import { systemClock } from '#platform/clock'
import { useContext } from '#test/app'
import { UsageError } from './command.ts'
import { verifyMessageCommand } from './verify-message.ts'

const world = useContext()
let folder = ''
let authority: StandInAuthority
let exported: Buffer
const at = (name: string): string => join(folder, name)

before(async () => {
  await world.ready
  folder = await mkdtemp(join(tmpdir(), 'motcua-exchange-'))
  authority = await startStandInAuthority({})
  const context = { ...world.context, clock: systemClock }
  const content = async function* () {
    yield Buffer.from('Kính gửi')
  }
  const said = { direction: 'out', kind: 'request', client: 'DIENBIEN/GOV/A/B', headers: {} } as const
  const body = await keepBody(context, content(), 100)
  const message = {
    ...said,
    messageId: randomUUID(),
    target: 'DIENBIEN/GOV/C/D/e',
    body,
    at: systemClock.now(),
  }
  const { id } = await recordMessage(context, message)
  const timestamps = openTimestampAuthority({ url: authority.tsaUrl })
  exported = Buffer.from(await exportPackage(context, id, { timestamps, actor: { kind: 'nobody' } }))
  await writeFile(at('message.json'), exported)
  const [key] = await listPublicKeys(context.db)
  const root = `-----BEGIN CERTIFICATE-----\n${Buffer.from(authority.root).toString('base64')}\n-----END CERTIFICATE-----\n`
  await writeFile(at('trust.pem'), `${root}${key?.publicKeyPem}`)
  await writeFile(at('root.pem'), root)
})
after(async () => {
  await authority.stop()
  await rm(folder, { recursive: true })
})

async function run(words: readonly string[], options: Record<string, string> = { trust: at('trust.pem') }) {
  const said: string[] = []
  const recorded: object[] = []
  const output = {
    isJson: false,
    say: (sentence: string) => said.push(sentence),
    record: (one: object) => recorded.push(one),
  }
  return { code: await verifyMessageCommand.run({ words, options, output }), said, recorded }
}

test('an exported message is proved; with one byte changed it is refused, and the code is 1', async () => {
  const good = await run([at('message.json')])
  assert.equal(good.code, 0, good.said.join('\n'))
  assert.partialDeepStrictEqual(good.recorded, [{ verdict: 'valid', reasons: [] }])
  const changed = Buffer.from(exported)
  const middle = Math.floor(changed.length / 2)
  changed[middle] = (changed[middle] ?? 0) ^ 1
  await writeFile(at('changed.json'), changed)
  const both = await run([at('message.json'), at('changed.json')])
  assert.equal(both.code, 1)
  assert.partialDeepStrictEqual(both.recorded, [{ verdict: 'valid' }, { verdict: 'invalid' }])
})

test('without the published key a package proves nothing, for anybody could have made it', async () => {
  const { code, recorded } = await run([at('message.json')], { trust: at('root.pem') })
  assert.equal(code, 1)
  assert.partialDeepStrictEqual(recorded, [{ verdict: 'indeterminate', reasons: [{ code: 'key_unknown' }] }])
})

test('a file that cannot be read is a verdict like others, and the code is 1', async () => {
  const { code, said, recorded } = await run([at('nowhere.json'), folder, at('message.json')])
  assert.equal(code, 1)
  assert.deepEqual(said.slice(0, 2), [`unreadable  ${at('nowhere.json')}`, `unreadable  ${folder}`])
  assert.deepEqual(recorded[0], { file: at('nowhere.json'), verdict: 'unreadable' })
  assert.partialDeepStrictEqual(recorded[2], { verdict: 'valid' })
})

test('a content beside the package is that of a message in it, to the last byte', async () => {
  const trust = at('trust.pem')
  for (const [content, code] of [
    ['Kính gửi', 0],
    ['Kính gửI', 1],
    ['', 1],
  ] as const) {
    await writeFile(at('body'), content)
    const judged = await run([at('message.json')], { trust, body: at('body') })
    assert.equal(judged.code, code, judged.said.join('\n'))
    if (code === 1) assert.partialDeepStrictEqual(judged.recorded.at(-1), { verdict: 'invalid' })
  }
})

test('no file, or a file of trust that holds none, are a wrong call', async () => {
  await assert.rejects(run([]), UsageError)
  await assert.rejects(run([at('message.json')], { trust: at('message.json') }), UsageError)
  await assert.rejects(run([at('message.json')], { trust: at('trust.pem'), body: at('nowhere') }), UsageError)
  await writeFile(at('broken.pem'), '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n')
  await assert.rejects(run([at('message.json')], { trust: at('broken.pem') }), UsageError)
})
