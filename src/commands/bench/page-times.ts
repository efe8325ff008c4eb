import { setTimeout as pause } from 'node:timers/promises'
import type { Ground } from './figure.ts'

/** Milliseconds of each request, by page. */
export type PageTimes = Readonly<Record<string, readonly number[]>>

/** Asks for the pages an officer and a citizen look at, one request at a time with a breath between, for a while. */
export async function measurePages(
  ground: Ground,
  codes: readonly string[],
  milliseconds: number,
): Promise<PageTimes> {
  const headers = { authorization: `Bearer ${await ground.token('case-officer.so-cong-thuong')}` }
  const pages = {
    home: () => '/',
    worklist: () => '/officer/worklist',
    dossier: () => `/officer/dossiers/${pick(codes)}`,
    track: () => `/track/${pick(codes)}`,
  }
  const times: Record<keyof typeof pages, number[]> = { home: [], worklist: [], dossier: [], track: [] }
  const names = Object.keys(pages) as (keyof typeof pages)[]
  const ends = performance.now() + milliseconds
  while (performance.now() < ends) {
    for (const name of names) {
      const begins = performance.now()
      const answer = await fetch(ground.serverUrl + pages[name](), { headers, redirect: 'manual' })
      await answer.arrayBuffer()
      if (answer.status !== 200) throw new Error(`${pages[name]()} answered ${answer.status}`)
      times[name].push(performance.now() - begins)
      await pause(20)
    }
  }
  return times
}

const pick = (codes: readonly string[]): string => codes[Math.floor(Math.random() * codes.length)] ?? ''
