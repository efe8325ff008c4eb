import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

function readStat(pid: number): { parent: number; ticks: number; childTicks: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return {
      parent: Number(fields[1]),
      ticks: Number(fields[11]) + Number(fields[12]),
      childTicks: Number(fields[13]) + Number(fields[14]),
    }
  } catch {
    return null
  }
}

/** CPU milliseconds (user and system) that one process has used. */
export const cpuMsOf = (pid: number): number => ((readStat(pid)?.ticks ?? 0) / ticksPerSecond) * 1000

/** CPU milliseconds of a process, its living children, and those that have ended: a whole PostgreSQL. */
export function cpuMsOfFamily(pid: number): number {
  const own = readStat(pid)
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter((stat) => stat?.parent === pid)
  const ticks = children.reduce(
    (sum, stat) => sum + (stat?.ticks ?? 0),
    (own?.ticks ?? 0) + (own?.childTicks ?? 0),
  )
  return (ticks / ticksPerSecond) * 1000
}

/** Resident memory of a process in MB. */
export function memoryMbOf(pid: number): number {
  const kb = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)?.[1]
  return Number(kb ?? 0) / 1024
}
