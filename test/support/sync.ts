import pg from 'pg'
import { advanceDossier, type Command, findDossier } from '#modules/dossiers'
import type { Destination, FactSources, SyncMessage } from '#modules/sync'
import type { Context } from '#platform/context'
import { type Demo, maiHuong } from '#test/demo'
import { submitBirth } from '#test/dossiers'

/** Modules that say nothing: no results, no registers asked, no links. */
export const noSources: FactSources = {
  listResults: async () => [],
  listConsulted: async () => [],
  findPortalAccount: async () => null,
  findFieldCode: async () => null,
  listReceipts: async () => new Map(),
  linkOf: () => null,
}

/** What the other side does with one message. */
export type Mishap =
  | 'none'
  | 'lost'
  | 'answer_lost'
  | 'duplicated'
  | 'delayed'
  | 'garbage'
  | 'refused'
  | 'we_crash_before'
  | 'we_crash_after'

type Kept = { number: number; repeat: number; state: number; taken: string[] }

/**
 * The other side: a small system that does what a destination has to. It takes a message once and no old one, and what is
 * delayed comes to it after all. `mishaps` say what happens to the next messages; `crash` breaks our side.
 */
export function openOtherSide(code: string, crash: () => Promise<void>) {
  const dossiers = new Map<string, Kept>()
  const underway: SyncMessage[] = []
  const mishaps: Mishap[] = []
  const sent: string[] = []
  const sentBack: string[] = []
  const refusals: string[] = []
  let away = false

  function take({ dossierCode, number, repeat, facts }: SyncMessage): void {
    const known = dossiers.get(dossierCode) ?? { number: 0, repeat: 0, state: 0, taken: [] }
    const isNew = number > known.number || (number === known.number && repeat > known.repeat)
    if (!isNew) return
    const taken = [...known.taken, `${number}.${repeat}`]
    dossiers.set(dossierCode, { number, repeat, state: facts.nationalState, taken })
  }

  const deeds: Readonly<
    Record<Mishap, (message: SyncMessage) => Promise<Awaited<ReturnType<Destination['send']>>>>
  > = {
    none: async (message) => {
      take(message)
      return 'delivered'
    },
    lost: () => Promise.reject(new Error('the line broke')),
    answer_lost: (message) => {
      take(message)
      return Promise.reject(new Error('no answer came'))
    },
    duplicated: async (message) => {
      take(message)
      underway.push(message)
      take(message)
      return 'delivered'
    },
    delayed: (message) => {
      underway.push(message)
      return Promise.reject(new Error('no answer in time'))
    },
    garbage: () => Promise.reject(new Error('the answer cannot be read')),
    refused: async ({ dossierCode, number, repeat }) => {
      refusals.push(`${dossierCode} ${number}.${repeat}`)
      return { refused: 'the code of the procedure is unknown' }
    },
    we_crash_before: async () => {
      await crash()
      throw new Error('the line broke')
    },
    we_crash_after: async (message) => {
      take(message)
      await crash()
      return 'delivered'
    },
  }

  const destination: Destination = {
    code,
    send: async (message) => {
      sent.push(`${message.dossierCode} ${message.number}.${message.repeat}`)
      if ((dossiers.get(message.dossierCode)?.number ?? 0) > message.number) sentBack.push(sent.at(-1) ?? '')
      return await deeds[away ? 'lost' : (mishaps.shift() ?? 'none')](message)
    },
    ask: async (dossierCode) => {
      if (away) throw new Error('the line broke')
      const known = dossiers.get(dossierCode)
      return known ? { state: known.state } : null
    },
  }
  return {
    destination,
    mishaps,
    sent,
    /** What was sent although a later event had arrived: a system that keeps no numbers goes back by it. */
    sentBack,
    refusals,
    /** The state of a dossier there, and what was taken of it in order. */
    find: (dossierCode: string) => dossiers.get(dossierCode),
    goAway: (gone: boolean) => {
      away = gone
    },
    /** What was delayed or copied on the way arrives now. */
    letArrive: (count: number) => {
      for (const message of underway.splice(0, count)) take(message)
    },
    /** Somebody there changes a state by hand. */
    tamper: (dossierCode: string, state: number) => {
      const known = dossiers.get(dossierCode)
      if (known) known.state = state
    },
  }
}

/** A birth registration of the ward to which these commands were given, by who may; answers its id. */
export async function dossierWith(
  { context, officer, paper }: Demo,
  commands: readonly Command['type'][],
): Promise<string> {
  const reference = await submitBirth(context)
  const [reception, caseOfficer, signatory] = await Promise.all(
    ['reception', 'case-officer', 'signatory'].map(officer),
  )
  if (!reception || !caseOfficer || !signatory) throw new Error('the demo has no officers')
  for (const type of commands) {
    const papers =
      type === 'supplement'
        ? [{ component: 'birth_certificate_of_clinic', paper: (await paper(maiHuong)).id }]
        : []
    const actors: Partial<Record<Command['type'], typeof reception | typeof maiHuong>> = {
      request_papers: caseOfficer,
      request_payment: caseOfficer,
      submit_for_approval: caseOfficer,
      approve: signatory,
      supplement: maiHuong,
      withdraw: maiHuong,
    }
    await advanceDossier(context, reference, { command: commandOf(type), papers }, actors[type] ?? reception)
  }
  return await idOf(context, reference)
}

async function idOf({ db }: Context, reference: string): Promise<string> {
  const dossier = await findDossier(db, reference)
  if (!dossier) throw new Error('there is no such dossier')
  return dossier.id
}

function commandOf(type: Command['type']): Command {
  const components = ['birth_certificate_of_clinic']
  if (type === 'request_papers') return { type, reason: 'Ảnh mờ ở góc dưới', components }
  if (type === 'refuse' || type === 'withdraw') return { type, reason: 'Nộp nhầm thủ tục' }
  if (type === 'request_payment') return { type, amountVnd: 8000, reason: 'Lệ phí bản sao' }
  if (type === 'confirm_payment') return { type, method: 'cash', receiptReference: 'BL-000123' }
  if (type === 'submit_for_approval' || type === 'approve') return { type, note: '' }
  return { type } as Command
}

/** Ends every connection of this process to the database at once, as when it is killed: what was not committed is gone. */
export async function breakConnections({ pool }: Context): Promise<void> {
  // Two may break at once: neither ends the other.
  const name = 'breaks connections'
  const connectionString = pool.options.connectionString ?? ''
  const client = new pg.Client({ connectionString, application_name: name })
  await client.connect()
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name <> $1',
    [name],
  )
  await client.end()
}

/** Waits until the pool has thrown away its broken connections and every new one answers. */
export async function reconnect({ pool }: Pick<Context, 'pool'>): Promise<void> {
  const ask = () => Promise.all(Array.from({ length: pool.options.max }, () => pool.query('select 1')))
  for (let tries = 0; tries < 20; tries++) {
    const isWell = await ask().then(
      () => true,
      () => false,
    )
    if (isWell) return
  }
  throw new Error('the database does not come back')
}
