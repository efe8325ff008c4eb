import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { applicationRole } from './db.ts'
import { migrateJobs } from './jobs.ts'

const folder = fileURLToPath(new URL('../../migrations', import.meta.url))

/** The database cannot be brought to this program's schema; the message is one sentence for the administrator. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused'
}

export type MigrationReport = Readonly<{ applied: readonly string[]; version: number }>

/** The names of the migrations this program brings, in order: `000001-organisations.sql` … */
export function listMigrations(): string[] {
  return readdirSync(folder)
    .filter((name) => /^\d{6}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
}

/**
 * Brings the database of `ownerUrl` to this program's schema: numbered files, forward only, each in one transaction.
 * A second process waits for the first. Throws `MigrationRefused` when the database is newer than this program.
 */
export async function migrate(ownerUrl: string): Promise<MigrationReport> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query("select pg_advisory_lock(hashtext('motcua.migrate'))")
    await refuseNewer(client)
    await prepare(client)
    await migrateJobs(ownerUrl)
    return await applyMissing(client)
  } finally {
    await client.end()
  }
}

/** Before anything is written: a database that a newer version wrote is left exactly as it is. */
async function refuseNewer(client: pg.Client): Promise<void> {
  const known = listMigrations()
  const stranger = (await listApplied(client)).find((name) => !known.includes(name))
  if (!stranger) return
  throw new MigrationRefused(
    `the database has migration ${stranger}, which this program does not know: it was written by a newer version; nothing was changed, start that version`,
  )
}

async function listApplied(client: pg.Client): Promise<string[]> {
  const { rows: found } = await client.query("select to_regclass('platform.migration') is not null as there")
  if (!found[0]?.there) return []
  const { rows } = await client.query<{ name: string }>('select name from platform.migration order by number')
  return rows.map(({ name }) => name)
}

async function prepare(client: pg.Client): Promise<void> {
  await client.query(`
    do $$ begin
      if not exists (select from pg_roles where rolname = '${applicationRole}') then create role ${applicationRole}; end if;
    exception when duplicate_object or unique_violation then null;
    end $$;
    grant ${applicationRole} to current_user;
    create schema if not exists platform;
    create table if not exists platform.migration (
      number int primary key, name text not null unique, applied_at timestamptz not null default now()
    );`)
}

async function applyMissing(client: pg.Client): Promise<MigrationReport> {
  const known = listMigrations()
  const done = new Set(await listApplied(client))
  const applied = known.filter((name) => !done.has(name))
  for (const name of applied) await apply(client, name)
  await grantToApplication(client)
  return { applied, version: Number(known.at(-1)?.slice(0, 6) ?? 0) }
}

async function apply(client: pg.Client, name: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query("set local lock_timeout = '10s'")
    await client.query(readFileSync(join(folder, name), 'utf8'))
    await client.query('insert into platform.migration (number, name) values ($1, $2)', [
      Number(name.slice(0, 6)),
      name,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new MigrationRefused(
      `migration ${name} failed, nothing of it was kept: ${(error as Error).message}`,
      {
        cause: error,
      },
    )
  }
}

/** Least privilege: rows may be read and written, the schema may not be altered, and logs may only grow. */
async function grantToApplication(client: pg.Client): Promise<void> {
  await client.query(`
    do $$ declare s text; begin
      for s in select nspname from pg_namespace where nspname !~ '^(pg_|information_schema)' loop
        execute format('grant usage on schema %I to ${applicationRole}', s);
        execute format('grant select, insert, update, delete on all tables in schema %I to ${applicationRole}', s);
        execute format('grant usage on all sequences in schema %I to ${applicationRole}', s);
        execute format('grant execute on all functions in schema %I to ${applicationRole}', s);
      end loop;
      for s in select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where obj_description(c.oid, 'pg_class') like 'append-only%' loop
        execute format('revoke update, delete, truncate on %s from ${applicationRole}', s);
      end loop;
      -- The queue guards its tables by row: the application puts jobs in and takes them out.
      for s in select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'graphile_worker' and c.relrowsecurity
        and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = '${applicationRole}') loop
        execute format('create policy ${applicationRole} on %s to ${applicationRole} using (true) with check (true)', s);
      end loop;
    end $$;
    revoke insert, update, delete on platform.migration from ${applicationRole};`)
}
