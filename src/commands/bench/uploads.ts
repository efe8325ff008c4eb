import { type ChildProcess, execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findFreePort } from '#platform/loopback'
import { memoryMbOf } from './cpu-time.ts'
import { type Figure, figure, type Ground } from './figure.ts'
import { startServer } from './ground.ts'

const run = promisify(execFile)
const megabyte = 1_048_576
const roundMb = 256
const largeMb = 1024
const rounds = 3

/**
 * What an upload costs against `cp` of the same bytes to the same disk, both into a new file and until it is durable; and
 * 1 GB in one.
 */
export async function measureUploads(ground: Ground): Promise<Figure[]> {
  const folder = await mkdtemp(join(ground.environment.MOTCUA_DATA_DIR ?? '', 'uploads-'))
  const server = await startLargeServer(ground)
  try {
    const token = await ground.token('reception')
    const send = (file: string) => upload(server.port, file, token)
    const file = await writePdf(join(folder, 'round.pdf'), roundMb)
    await send(file)
    const ratios: number[] = []
    let best = 0
    for (let round = 1; round <= rounds; round += 1) {
      ground.say(`papers: upload, round ${round} of ${rounds}`)
      await changePdf(file)
      const copied = await timeOf(() => copy(file, join(folder, `copy-${round}.pdf`)))
      const sent = await timeOf(() => send(file))
      ratios.push(copied / sent)
      best = Math.max(best, roundMb / (sent / 1000))
    }
    ground.say('papers: an upload of 1 GB')
    const large = await writePdf(join(folder, 'large.pdf'), largeMb)
    const memory = await watchMemory(server.process.pid ?? 0, () => send(large))
    const middle = ratios.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
    return [
      figure('papers', 'upload', best, 'MB/s'),
      figure('papers', 'upload_against_cp', middle, 'ratio (median of rounds)', { atLeast: 0.5 }),
      figure('papers', 'memory_before_1gb', memory.before, 'MB'),
      figure('papers', 'memory_growth_1gb', memory.peak - memory.before, 'MB', { atMost: 100 }),
      figure('papers', 'memory_peak_1gb', memory.peak, 'MB', { atMost: 300 }),
    ]
  } finally {
    server.process.kill('SIGTERM')
    await rm(folder, { recursive: true, force: true })
  }
}

/** A server of the same system that takes files of 2 GB. */
async function startLargeServer({
  environment,
}: Ground): Promise<Readonly<{ process: ChildProcess; port: number }>> {
  const port = await findFreePort()
  const limits = { UPLOAD_MAX_BYTES: String(2048 * megabyte), UPLOAD_DAY_BYTES: String(20_480 * megabyte) }
  return { process: await startServer({ ...environment, ...limits, PORT: String(port) }), port }
}

/** A file of `sizeMb` that begins and ends as a PDF does; between, bytes that no disk can save. */
async function writePdf(path: string, sizeMb: number): Promise<string> {
  const handle = await open(path, 'w')
  await handle.write('%PDF-1.7\n1 0 obj\n<< >>\nstream\n')
  for (let written = 0; written < sizeMb; written += 1) await handle.write(randomBytes(megabyte))
  await handle.write('\nendstream\nendobj\nstartxref\n9\n%%EOF\n')
  await handle.sync()
  await handle.close()
  return path
}

/** Another content, so that it is another file. */
async function changePdf(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  await handle.write(randomBytes(64), 0, 64, megabyte)
  await handle.sync()
  await handle.close()
}

async function copy(from: string, to: string): Promise<void> {
  await run('cp', ['--reflink=never', from, to])
  await run('sync', [to])
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** Sends a file as a form does, streaming; fails when it is not kept. */
async function upload(port: number, path: string, token: string): Promise<void> {
  const boundary = `motcua-${randomBytes(8).toString('hex')}`
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="tep.pdf"\r\ncontent-type: application/pdf\r\n\r\n`
  const tail = `\r\n--${boundary}--\r\n`
  const { size } = await stat(path)
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'content-length': String(size + head.length + tail.length),
  }
  await new Promise<void>((kept, failed) => {
    const posted = request({ port, method: 'POST', path: '/api/v1/files', headers }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (part: string) => {
        body += part
      })
      answer.on('end', () =>
        answer.statusCode === 201 ? kept() : failed(new Error(`${answer.statusCode}: ${body}`)),
      )
    })
    posted.once('error', failed)
    posted.write(head)
    const content = createReadStream(path, { highWaterMark: megabyte })
    content.once('error', failed)
    content.on('end', () => posted.end(tail))
    content.pipe(posted, { end: false })
  })
}

type Memory = Readonly<{ before: number; peak: number }>

/** The resident memory of a process before and at its highest, looked at 20 times a second. */
async function watchMemory(pid: number, work: () => Promise<void>): Promise<Memory> {
  const before = memoryMbOf(pid)
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, memoryMbOf(pid))
  }, 50)
  try {
    await work()
  } finally {
    clearInterval(watch)
  }
  return { before, peak }
}
