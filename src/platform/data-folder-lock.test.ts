import assert from 'node:assert/strict'
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { findLockHolder, takeDataFolder } from './data-folder-lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'motcua-lock-'))
after(() => rmSync(folder, { recursive: true }))
const lock = join(folder, 'motcua.lock')
const dead = spawnSync('true').pid

/** Takes the folder at a word, says whether it got it, and gives it back at the next word. */
const contender = `
import { takeDataFolder } from '${new URL('./data-folder-lock.ts', import.meta.url)}'
let lock
process.on('message', (word) => {
  if (word === 'take') {
    lock = takeDataFolder(process.argv[2])
    process.send(lock !== null)
  } else {
    lock?.release()
    process.send(true)
  }
})
process.send('here')
`

async function startContenders(count: number): Promise<ChildProcess[]> {
  const script = join(folder, 'contender.mjs')
  writeFileSync(script, contender)
  const started = Array.from({ length: count }, () => fork(script, [folder], { stdio: 'inherit' }))
  await Promise.all(started.map((one) => once(one, 'message')))
  return started
}

async function ask(one: ChildProcess, word: string): Promise<boolean> {
  const answer = once(one, 'message')
  one.send(word)
  return (await answer)[0]
}

test('of many that start at once beside the lock of a dead process, exactly one takes the folder', async () => {
  const contenders = await startContenders(5)
  for (let round = 0; round < 40; round += 1) {
    if (round % 4 !== 3) writeFileSync(lock, round % 4 === 2 ? '' : `${dead} 1 ${round}`)
    const answers = await Promise.all(contenders.map((one) => ask(one, 'take')))
    assert.equal(answers.filter(Boolean).length, 1, `round ${round}`)
    assert.equal(findLockHolder(folder), contenders[answers.indexOf(true)]?.pid)
    await Promise.all(contenders.map((one) => ask(one, 'release')))
    assert.ok(!existsSync(lock))
  }
  for (const one of contenders) one.disconnect()
  await Promise.all(contenders.map((one) => once(one, 'exit')))
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('motcua.lock')),
    [],
  )
})

test('one who died while replacing the lock of the dead holds nobody up', () => {
  writeFileSync(lock, `${dead} 1 1`)
  writeFileSync(`${lock}.after-${dead}-1-1`, `${dead} 2 1`)
  const taken = takeDataFolder(folder)
  assert.equal(findLockHolder(folder), process.pid)
  taken?.release()
  assert.equal(findLockHolder(folder), null)
})

test('a living holder is not disturbed, not even by itself', () => {
  const taken = takeDataFolder(folder)
  assert.ok(taken)
  assert.equal(takeDataFolder(folder), null)
  assert.equal(findLockHolder(folder), process.pid)
  taken.release()
})

test('a lock that another has taken since is not removed by the one who had it before', () => {
  const taken = takeDataFolder(folder)
  writeFileSync(lock, 'of another')
  taken?.release()
  assert.equal(readFileSync(lock, 'utf8'), 'of another')
})
