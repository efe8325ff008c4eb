import { access, constants } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { sql } from 'kysely'
import { makeHealthChecks } from '#app'
import type { Context } from '#platform/context'
import type { Finding } from '#platform/health-check'
import { listMigrations } from '#platform/migrations'
import type { Command } from './command.ts'
import { openSystem } from './open-system.ts'

export const doctor: Command = {
  name: 'doctor',
  usage: '',
  summary: 'Checks what the system stands on: runtime, database, files, clock, and whether reminders ring.',
  async run({ output }) {
    const { context, close } = await openSystem()
    try {
      const findings = [checkRuntime(), ...(await checkDatabase(context)), await checkFiles(context)]
      // This process has just begun and has not seen whether the worker lives; what waits in the database it sees.
      for (const look of makeHealthChecks(context)) findings.push(await look(0))
      for (const finding of findings) {
        output.record(finding)
        output.say(`${finding.ok ? 'ok    ' : 'WRONG '} ${finding.check.padEnd(12)} ${finding.found}`)
        if (finding.warning) output.say(`look   ${finding.check.padEnd(12)} ${finding.warning}`)
      }
      return findings.every(({ ok }) => ok) ? 0 : 1
    } finally {
      await close()
    }
  },
}

const checkRuntime = (): Finding => ({
  check: 'runtime',
  ok: Number(process.versions.node.split('.')[0]) >= 24,
  found: `Node ${process.versions.node}`,
})

async function checkDatabase({ db }: Context): Promise<Finding[]> {
  const { rows } = await sql<{ version: number; durable: string; skew: number }>`
    select current_setting('server_version_num')::int as version,
      current_setting('fsync') || '/' || current_setting('synchronous_commit') as durable,
      abs(extract(epoch from clock_timestamp()) - ${Date.now() / 1000})::float8 as skew`.execute(db)
  const { version = 0, durable = '', skew = 0 } = rows[0] ?? {}
  return [
    { check: 'database', ok: version >= 150_000, found: `PostgreSQL ${Math.floor(version / 10_000)}` },
    { check: 'schema', ok: true, found: listMigrations().at(-1) ?? 'none' },
    { check: 'durability', ok: durable === 'on/on', found: `fsync/synchronous_commit ${durable}` },
    { check: 'clock', ok: skew < 2, found: `${skew.toFixed(1)} s between this machine and the database` },
  ]
}

async function checkFiles({ config }: Context): Promise<Finding> {
  const folder = join(resolve(config.MOTCUA_DATA_DIR), 'files')
  const ok = await access(folder, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  )
  return { check: 'files', ok, found: folder }
}
