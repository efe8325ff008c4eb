import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What the load process is told: one JSON line on its standard input. */
export type LoadPlan = Readonly<{
  url: string
  method: 'GET' | 'POST'
  path: string
  headers: Readonly<Record<string, string>>
  /** `{{key}}` becomes a new key in each request. */
  body: string | null
  connections: number
  seconds: number
  expectStatus: number
}>

export type LoadReport = Readonly<{
  requests: number
  failed: number
  firstFailure: string | null
  seconds: number
  p50Ms: number
  p95Ms: number
  p99Ms: number
  bytes: number
}>

/** Runs the load from another process, so that its work is not counted as the server's. */
export function runLoad(plan: LoadPlan): Promise<LoadReport> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./load-process.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(plan))
  return new Promise((done, failed) => {
    let answer = ''
    child.stdout.on('data', (chunk: Buffer) => {
      answer += chunk.toString()
    })
    child.once('error', failed)
    child.once('close', (code) => {
      if (code === 0) done(JSON.parse(answer) as LoadReport)
      else failed(new Error(`the load process ended with ${code}`))
    })
  })
}
