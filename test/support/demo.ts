import { Readable } from 'node:stream'
import type { CitizenActor, OfficerActor } from '#modules/identity'
import { getAgency, listDemoOfficers } from '#modules/organisations'
import { receivePaper, type StoredPaper } from '#modules/papers'
import { fixedClock } from '#platform/clock'
import type { Context } from '#platform/context'
import { testInstant, useContext, withDemo } from '#test/app'

/** Lò Thị Mai Hương, who is invented, signed in with an account of level 2. */
export const maiHuong: CitizenActor = {
  kind: 'citizen',
  accountId: '01a20000-0000-7000-8000-000000000017',
  personalId: '999000000017',
  fullName: 'LÒ THỊ MAI HƯƠNG',
  assuranceLevel: 2,
}

export type Demo = Readonly<{
  context: Context
  /** The same system at another moment. */
  at: (instant: string) => Context
  /** An officer of the demo province, by username. */
  officer: (username: string) => Promise<OfficerActor>
  paper: (actor: CitizenActor | OfficerActor, name?: string) => Promise<StoredPaper>
}>

const page =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n'

/** Gives this test file the demo province with its packs, on its own database, at a moment that stands still. */
export function useDemo(instant = testInstant): { readonly demo: Demo } {
  const own = useContext(withDemo)
  const at = (moment: string): Context => ({ ...own.context, clock: fixedClock(moment) })
  return {
    get demo(): Demo {
      const context = at(instant)
      return {
        context,
        at,
        officer: (username) => findOfficer(context, username),
        paper: async (actor, name = 'giay-chung-sinh.pdf') => {
          const received = await receivePaper(context, {
            name,
            content: Readable.from([Buffer.from(page)]),
            receivedBy: actor,
          })
          if (!received.ok) throw new Error(`the sample paper was refused: ${received.code}`)
          return received.paper
        },
      }
    },
  }
}

/** An officer of the demo province, by username. */
export async function findOfficer({ db }: Context, wanted: string): Promise<OfficerActor> {
  const found = (await listDemoOfficers(db)).find(({ username }) => username === wanted)
  if (!found) throw new Error(`there is no demo officer ${wanted}`)
  const agency = await getAgency(db, found.officer.agencyId)
  return {
    kind: 'officer',
    accountId: found.officer.id,
    username: wanted,
    fullName: found.officer.fullName,
    position: found.officer.position,
    roles: found.roles,
    agencyId: agency.id,
    agencyCode: agency.code,
    agencyName: agency.name,
  }
}
