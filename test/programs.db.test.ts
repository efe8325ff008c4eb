import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server as TcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { findFreePort } from '#platform/loopback'
import { uploadPapers } from '#test/api-client'
import { useDatabase } from '#test/db'
import { type Ended, type Program, startProgram } from '#test/server'

let folder = ''
const started: Program[] = []

function start(words: readonly string[], settings: Readonly<Record<string, string | number>>): Program {
  const program = startProgram(words, { MOTCUA_DEMO: 'on', MOTCUA_LOG: 'error', ...settings })
  started.push(program)
  return program
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-programs-'))
})
after(async () => {
  await Promise.all(started.map((program) => program.stop('SIGKILL')))
  const orphan = postmasterOf(join(folder, 'own'))
  if (orphan) process.kill(orphan, 'SIGQUIT')
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})
const database = useDatabase()

function postmasterOf(dataDir: string): number | null {
  const file = join(dataDir, 'postgres', 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
}

/** The program refused with one sentence for the person at the keyboard, and nothing else. */
function assertOneSentence({ code, errors, output }: Ended, pattern: RegExp): void {
  assert.match(errors, pattern)
  assert.equal(errors.trim().split('\n').length, 1, errors)
  assert.match(errors, /^motcua: /)
  assert.equal(code, 1)
  assert.equal(output, '')
}

const listen = (server: TcpServer): Promise<number> =>
  new Promise((listening) =>
    server.listen(0, '127.0.0.1', () => listening((server.address() as { port: number }).port)),
  )

describe('a start that cannot succeed says why in one sentence', () => {
  test('the port is taken by another program', async () => {
    const other = createServer()
    const port = await listen(other)
    const settings = { PORT: port, DATABASE_URL: database.url, MOTCUA_DATA_DIR: folder }
    assertOneSentence(await start(['serve'], settings).ended, new RegExp(`port ${port} .* is taken`))
    other.close()
  })

  test('the data folder is no folder', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, 'kept')
    const port = await findFreePort()
    for (const settings of [{}, { DATABASE_URL: database.url }]) {
      const ended = await start(['serve'], { PORT: port, MOTCUA_DATA_DIR: file, ...settings }).ended
      assertOneSentence(ended, /the data folder .*a-file cannot be/)
    }
    assert.equal(readFileSync(file, 'utf8'), 'kept')
  })

  test('a setting is wrong', async () => {
    assertOneSentence(await start(['serve'], { PORT: 'eighty' }).ended, /PORT .*given: /)
  })

  test('the database does not answer', async () => {
    const url = `postgres://nobody@127.0.0.1:${await findFreePort()}/none`
    const settings = { PORT: await findFreePort(), DATABASE_URL: url, MOTCUA_DATA_DIR: folder }
    assertOneSentence(await start(['serve'], settings).ended, /the database does not answer/)
  })

  test('the database is of a newer version: nothing in it is changed', async () => {
    const owner = new pg.Client({ connectionString: database.url })
    await owner.connect()
    await owner.query("insert into platform.migration (number, name) values (999999, '999999-tomorrow.sql')")
    await owner.end()
    const settings = { PORT: await findFreePort(), DATABASE_URL: database.url, MOTCUA_DATA_DIR: folder }
    assertOneSentence(await start(['serve'], settings).ended, /999999-tomorrow\.sql.*newer version/)
    assertOneSentence(await start(['migrate'], settings).ended, /999999-tomorrow\.sql.*newer version/)
    const { rows } = await database.pool.query('select count(*)::int as procedures from procedures.procedure')
    assert.deepEqual(rows, [{ procedures: 0 }])
  })

  test('a command that does not exist is shown those that do', async () => {
    const { code, errors } = await start(['sevre'], {}).ended
    assert.equal(code, 2)
    assert.match(errors, /serve +Serves the pages/)
  })
})

test('a token that would have ended before it is used is not made', async () => {
  for (const minutes of ['0', '000', '-1', '10000']) {
    const { code, errors, output } = await start(['token', '--as', 'clerk', `--minutes=${minutes}`], {}).ended
    assert.deepEqual([code, output], [2, ''], minutes)
    assert.match(errors, /a whole number from 1 to 9999/)
  }
})

test('on its own database: a second server is refused, a crash loses nothing, Ctrl-C stops everything', async () => {
  const dataDir = join(folder, 'own')
  const settings = { MOTCUA_DATA_DIR: dataDir }
  const serve = async () => start(['serve', '--json'], { ...settings, PORT: await findFreePort() })
  const first = await serve()
  const { url } = await first.event('listening')

  const second = start(['serve'], { ...settings, PORT: await findFreePort() })
  assertOneSentence(await second.ended, new RegExp(`another Một Cửa \\(process ${first.pid}\\)`))

  const made = await start(['token', '--as', '999000000017', '--json'], settings).ended
  const headers = { authorization: `Bearer ${JSON.parse(made.output).token}` }
  const [paper] = await uploadPapers(String(url), headers, ['giay-chung-sinh.pdf'])
  await first.stop('SIGKILL')
  const orphan = postmasterOf(dataDir)
  assert.ok(orphan, 'the database was to survive the crash')

  const third = await serve()
  const { url: again } = await third.event('listening')
  assert.notEqual(postmasterOf(dataDir), orphan)
  const read = await fetch(`${String(again)}/api/v1/files/${paper}`, { headers })
  assert.equal(read.status, 200)
  await read.arrayBuffer()

  assert.equal((await third.stop('SIGINT')).code, 0)
  assert.equal(postmasterOf(dataDir), null)
  assert.equal(existsSync(join(dataDir, 'motcua.lock')), false)
})
