import { appendAudit } from '#modules/audit'
import { listDemoOfficers } from '#modules/organisations'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { problem } from './errors.ts'
import { hashPassword } from './passwords.ts'
import {
  appendCitizens,
  appendOfficerAccounts,
  type Citizen,
  listTakenUsernames,
  saveUsualSuperiors,
} from './repository-accounts.ts'

const made = (
  number: string,
  fullName: string,
  birthDate: string,
  assuranceLevel: 1 | 2,
  reach: Readonly<{ phone?: string; email?: string }> = {},
): Citizen => ({
  personalId: `999000000${number}`,
  fullName,
  birthDate,
  assuranceLevel,
  phone: reach.phone ?? null,
  email: reach.email ?? null,
})

/** The people of the demo: invented, with ids of no province and telephones of nobody. The stand-in VNeID knows them too. */
export const demoCitizens: readonly Citizen[] = [
  made('017', 'LÒ THỊ MAI HƯƠNG', '1997-03-14', 2, { phone: '0900000017', email: 'mai.huong@motcua.example' }),
  made('024', 'QUÀNG VĂN THÀNH', '1994-11-20', 2, { phone: '0900000024', email: 'van.thanh@motcua.example' }),
  made('031', 'LƯỜNG VĂN KHÁNH', '1971-05-07', 2, { phone: '0900000031' }),
  made('048', 'QUÀNG THỊ BÌNH', '1991-09-02', 2, { phone: '0900000048', email: 'thi.binh@motcua.example' }),
  made('055', 'CÀ VĂN PHƯƠNG', '1988-01-30', 1, { phone: '0900000055' }),
  made('062', 'TÒNG THỊ ẦNG', '1949', 1),
  made('079', 'GIÀNG A SÚA', '2001-12-25', 2, { phone: '0900000079', email: 'a.sua@motcua.example' }),
  made('086', 'VÀNG THỊ DẾ', '1983-07', 1, { phone: '0900000086' }),
]

/** The one password of every demo account: known to everybody, and therefore only ever given with MOTCUA_DEMO=on. */
export const demoPassword = 'mot-cua-trinh-dien'

/**
 * Opens an account for each officer of the demo province, and one for each demo citizen, so that scripts can act as them.
 * What is there already is left as it is. Gives the names that were added. Throws `identity.demo_only` outside the demo.
 */
export async function seedDemoAccounts(
  context: Pick<Context, 'db' | 'clock' | 'config'>,
): Promise<Readonly<{ officers: readonly string[]; citizens: number }>> {
  const { db, clock, config } = context
  if (config.MOTCUA_DEMO !== 'on') throw problem('identity.demo_only')
  const now = clock.now()
  const demoOfficers = await listDemoOfficers(db)
  const taken = new Set(
    await listTakenUsernames(
      db,
      demoOfficers.map(({ username }) => username),
    ),
  )
  const missing = demoOfficers.filter(({ username }) => !taken.has(username))
  const passwordHash = missing.length > 0 ? await hashPassword(demoPassword) : ''
  const accounts = missing.map(({ username, roles, officer }) => {
    const { id: officerId, fullName, position, agencyId } = officer
    return {
      id: makeId(now.epochMilliseconds),
      ...{ username, roles, officerId, fullName, position, agencyId },
      ...{ passwordHash, now },
    }
  })
  return await db.transaction().execute(async (tx) => {
    const officers = await appendOfficerAccounts(tx, accounts)
    await saveUsualSuperiors(tx, officers)
    const people = demoCitizens.map((citizen) => ({ id: makeId(now.epochMilliseconds), ...citizen }))
    const citizens = await appendCitizens(tx, people, now)
    if (officers.length > 0)
      await appendAudit(tx, {
        at: now,
        actor: { kind: 'system' },
        action: 'identity.seed_demo',
        subjectKind: 'account',
        subjectId: 'demo',
        detail: { officers },
      })
    return { officers, citizens }
  })
}
