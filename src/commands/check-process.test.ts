import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkProcessCommand } from './check-process.ts'
import { UsageError } from './command.ts'

const diagram = (name: string): string => join('test', 'diagrams', `${name}.bpmn`)

async function check(words: readonly string[], options = {}) {
  const said: string[] = []
  const recorded: object[] = []
  const output = {
    isJson: false,
    say: (sentence: string) => said.push(sentence),
    record: (record: object) => recorded.push(record),
  }
  return { code: await checkProcessCommand.run({ words, options, output }), said, recorded }
}

test('each file gets its verdict; one that is refused says where and why, and the code is 1', async () => {
  const { code, said, recorded } = await check([diagram('browser-editor'), diagram('waits-for-ever')])
  assert.equal(code, 1)
  assert.deepEqual(said.slice(0, 2), [
    `executable  ${diagram('browser-editor')}`,
    `refused  ${diagram('waits-for-ever')}`,
  ])
  assert.match(said[2] ?? '', /^ {2}line 14 {2}joined {2}This gateway can wait for ever/)
  assert.partialDeepStrictEqual(recorded, [
    { verdict: 'executable', process: 'Process_0a1b', problems: [] },
    { verdict: 'refused', problems: [{ element: 'joined', line: 14, code: 'deadlock' }] },
  ])
})

test('as the process of a dossier more is asked', async () => {
  const own = 'src/modules/diagrams/default.bpmn'
  assert.equal((await check([own], { dossier: true })).code, 0)
  assert.equal((await check([diagram('browser-editor')], { dossier: true })).code, 1)
})

test('no file is a wrong call', async () => {
  await assert.rejects(check([]), UsageError)
})

test('a file that cannot be read is a verdict like others, and the code is 1', async () => {
  const { code, recorded } = await check(['nowhere.bpmn', 'test', diagram('browser-editor')])
  assert.equal(code, 1)
  assert.deepEqual(recorded.slice(0, 2), [
    { file: 'nowhere.bpmn', verdict: 'unreadable' },
    { file: 'test', verdict: 'unreadable' },
  ])
  assert.partialDeepStrictEqual(recorded[2], { verdict: 'executable' })
})

test('a file of a hundred megabytes is refused without being read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-'))
  const file = join(folder, 'large.bpmn')
  await writeFile(file, Buffer.alloc(100 * 1024 * 1024, ' '))
  const { code, recorded } = await check([file])
  await rm(folder, { recursive: true })
  assert.equal(code, 1)
  assert.partialDeepStrictEqual(recorded, [{ problems: [{ code: 'too_large' }] }])
})
