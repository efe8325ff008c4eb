import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { findRunningPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'motcua-postgres-'))
after(() => rmSync(folder, { recursive: true }))
const cluster = join(folder, 'postgres')
const note = join(cluster, 'postmaster.pid')
const settings = { fsync: 'off', shared_buffers: '16MB' }

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a cluster that was left half made is made anew', async () => {
  mkdirSync(`${cluster}.new/base`, { recursive: true })
  const server = await startEmbeddedPostgres(folder, settings)
  assert.equal(findRunningPostgres(folder), server.url)
  await server.stop()
  assert.equal(findRunningPostgres(folder), null)
  assert.ok(!existsSync(`${cluster}.new`))
})

test('a number that has passed to the PostgreSQL of somebody else is neither used nor signalled', {
  skip: !existsSync('/proc/self/cmdline') && 'there is no /proc on this machine',
}, async () => {
  const stranger = spawn('sh', ['-c', 'read line', 'postgres', '-D', tmpdir()], {
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = once(stranger, 'exit')
  writeFileSync(note, `${stranger.pid}\n${cluster}\n0\n5432\n\n127.0.0.1\n`)
  assert.equal(findRunningPostgres(folder), null)
  const server = await startEmbeddedPostgres(folder, settings)
  await server.stop()
  assert.equal(stranger.signalCode, null)
  stranger.stdin?.end('\n')
  assert.deepEqual(await ended, [0, null])
})

test('a number of nobody, or none at all, is no server', () => {
  for (const noted of ['', 'x', '-1\n', '0\n', '1\n']) {
    writeFileSync(note, noted)
    assert.equal(findRunningPostgres(folder), null)
  }
  rmSync(note)
})

test('a server that was killed is not waited for, and the next one recovers', async () => {
  const server = await startEmbeddedPostgres(folder, settings)
  const pid = Number(readFileSync(note, 'utf8').split('\n')[0])
  process.kill(pid, 'SIGKILL')
  while (isAlive(pid)) await nextTurn()
  await server.stop()
  const next = await startEmbeddedPostgres(folder, settings)
  await next.stop()
})
