import { fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { orderOf } from './pdf.ts'
import type { Printed } from './pdf-worker.ts'

/** A template as it came out: the PDF, or what is wrong with it and where (`line` counts from 1; null: nowhere named). */
export type Trial = Readonly<
  { ok: true; pdf: Buffer } | { ok: false; problem: string; line: number | null; code: TrialCode }
>
export type TrialCode = 'bad_template' | 'too_slow' | 'too_large'

const pageBytes = 4096
const lookEveryMs = 50

/**
 * Sets a template that nobody has approved yet, in a process of its own: one that never ends, or wants all the memory there
 * is, ends that process and nothing else. `mostBytes` is watched where the system tells it (Linux).
 */
export function tryTemplate(
  source: string,
  data: unknown,
  { timeoutMs = 20_000, mostBytes = 600 * 1024 * 1024 } = {},
): Promise<Trial> {
  const child = fork(new URL('./pdf-worker.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  return new Promise((resolve) => {
    const end = (trial: Trial) => {
      clearTimeout(timer)
      clearInterval(watch)
      child.kill('SIGKILL')
      resolve(trial)
    }
    const fail = (code: TrialCode) => () => end({ ok: false, code, problem: code, line: null })
    const timer = setTimeout(fail('too_slow'), timeoutMs)
    const watch = setInterval(async () => {
      if ((await residentBytes(child.pid)) > mostBytes) fail('too_large')()
    }, lookEveryMs)
    child.once('message', (printed: Printed) =>
      end(
        'pdf' in printed
          ? { ok: true, pdf: Buffer.from(printed.pdf) }
          : { ok: false, code: 'bad_template', ...printed },
      ),
    )
    child.once('error', fail('too_large'))
    child.once('exit', fail('too_large'))
    child.send(orderOf(source, data))
  })
}

async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  return Number(status.split(' ')[1] ?? 0) * pageBytes
}
