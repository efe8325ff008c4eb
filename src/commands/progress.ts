import { Presets, SingleBar } from 'cli-progress'

export type Progress = Readonly<{ at: (done: number, total: number) => void; end: () => void }>

/** A bar on standard error, shown on a terminal once the work has taken longer than a second. */
export function openProgress(what: string): Progress {
  const startedMs = performance.now()
  let bar: SingleBar | null = null
  return {
    at(done, total) {
      if (!process.stderr.isTTY || performance.now() - startedMs < 1000) return
      if (!bar) {
        bar = new SingleBar(
          { format: `${what} {bar} {value}/{total}`, stream: process.stderr },
          Presets.shades_classic,
        )
        bar.start(total, done)
      }
      bar.setTotal(total)
      bar.update(done)
    },
    end: () => bar?.stop(),
  }
}
