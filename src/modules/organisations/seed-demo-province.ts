import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { foldForSearch } from '#platform/search-text'
import { loadUnitList } from './load-unit-list.ts'
import {
  insertAgencies,
  insertDesks,
  insertOfficers,
  type NewAgency,
  type NewDesk,
  type NewOfficer,
  selectOfficersByEmail,
} from './repository.ts'
import { hasUnits, lockLoading, selectUnits } from './repository-units.ts'
import type { Officer } from './rules/agency.ts'
import { type DemoProvince, type DemoRole, makeDemoProvince } from './rules/demo-province.ts'
import { readUnitsOfPackage } from './units-of-package.ts'

const file = fileURLToPath(new URL('demo-province.yaml', import.meta.url))

const readDemoProvince = (): DemoProvince => parse(readFileSync(file, 'utf8')) as DemoProvince

/**
 * Loads the administrative units of the npm package where none are, and the agencies, desks and invented officers of
 * the demo province. Whatever is there already is left as it is, so it may run at every start.
 */
export async function seedDemoProvince(
  context: Pick<Context, 'db' | 'clock'>,
): Promise<Readonly<{ agencies: number; desks: number; officers: number }>> {
  const nowMs = context.clock.now().epochMilliseconds
  return await context.db.transaction().execute(async (tx) => {
    await lockLoading(tx)
    await seedUnits(tx)
    const province = readDemoProvince()
    const communes = await selectUnits(tx, {
      level: 'commune',
      parentCode: province.provinceCode,
      on: null,
      limit: 200,
    })
    const made = makeDemoProvince(province, communes)
    const withId = <Row>(row: Row) => ({ id: makeId(nowMs), ...row })
    const agencies: NewAgency[] = made.agencies.map((agency) => ({
      ...withId(agency),
      searchText: foldForSearch(`${agency.code} ${agency.name}`),
    }))
    const desks: NewDesk[] = made.desks.map(withId)
    const officers: NewOfficer[] = made.officers.map(withId)
    return {
      agencies: await insertAgencies(tx, agencies),
      desks: await insertDesks(tx, desks),
      officers: await insertOfficers(tx, officers),
    }
  })
}

async function seedUnits(tx: Tx): Promise<void> {
  if (await hasUnits(tx)) return
  for (const list of readUnitsOfPackage()) await loadUnitList(tx, list, 'package')
}

/** An officer of the demo who gets an account, with the name to sign in with and the roles it is for. */
export type DemoOfficer = Readonly<{ username: string; roles: readonly DemoRole[]; officer: Officer }>

/** The officers of the demo province who get accounts; empty before `seedDemoProvince`. */
export async function listDemoOfficers(db: Db): Promise<DemoOfficer[]> {
  const { officers } = readDemoProvince()
  const found = await selectOfficersByEmail(
    db,
    officers.map(({ username }) => `${username}@motcua.example`),
  )
  const byEmail = new Map(found.map((officer) => [officer.email, officer]))
  return officers.flatMap(({ username, roles }) => {
    const officer = byEmail.get(`${username}@motcua.example`)
    return officer ? [{ username, roles, officer }] : []
  })
}
