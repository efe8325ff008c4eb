import { Temporal } from 'temporal-polyfill'
import { type Command, findDossierById, listEvents, nationalStates } from '#modules/dossiers'
import { appendDeliveries, drain, readStanding, type Sender } from '#modules/sync'
import type { Demo } from '#test/demo'
import { breakConnections, dossierWith, noSources, openOtherSide } from '#test/sync'

const begun = Temporal.Instant.from('2026-11-26T09:40:00+07:00')

/** All that happened to a dossier, and the states it was counted in. */
export type Life = Readonly<{ id: string; code: string; numbers: readonly number[]; states: readonly number[] }>

type Deeds = readonly (readonly Command['type'][])[]

/** Four dossiers: delivered, approved, withdrawn, refused. */
const usualDeeds: Deeds = [
  ['accept', 'transfer', 'request_papers', 'supplement', 'submit_for_approval', 'approve', 'deliver'],
  ['accept', 'transfer', 'submit_for_approval', 'approve'],
  ['accept', 'withdraw'],
  ['refuse'],
]

/** Dossiers with all that happened to them. */
async function liveThrough(demo: Demo, deeds: Deeds): Promise<readonly Life[]> {
  const made: Life[] = []
  for (const given of deeds) {
    const id = await dossierWith(demo, given)
    const dossier = await findDossierById(demo.context.db, id)
    const events = await listEvents(demo.context.db, id)
    const states = events.map(({ state }) => nationalStates[state])
    const code = dossier?.code ?? dossier?.reference ?? ''
    made.push({ id, code, numbers: events.map(({ number }) => number), states })
  }
  return made
}

/** The lives of a demonstration, lived once, and senders to destinations. */
export function useLives(own: Readonly<{ demo: Demo }>, deeds: Deeds = usualDeeds) {
  let lived: Promise<readonly Life[]> | undefined
  return {
    lives: (): Promise<readonly Life[]> => {
      lived ??= liveThrough(own.demo, deeds)
      return lived
    },
    openWorld: (code: string) => openSyncWorld(own.demo, code),
  }
}

/** A sender whose clock of waiting is moved by the test. */
function openSyncWorld({ context }: Demo, code: string) {
  let now = begun
  const sender: Sender = { context, sources: noSources, pace: { now: () => now, chance: () => 0.5 } }
  const other = openOtherSide(code, () => breakConnections(context))
  return {
    ...other,
    sender,
    pass: (seconds: number) => {
      now = now.add({ milliseconds: Math.round(seconds * 1000) })
    },
    /** The events of a dossier up to its `count`th are in the outbox. */
    queue: ({ id: dossierId, code: dossierCode, numbers }: Life, count = numbers.length) =>
      context.db.transaction().execute((tx) =>
        appendDeliveries(
          tx,
          { destination: code, dossierId, dossierCode },
          numbers.slice(0, count).map((number) => ({ number, at: now })),
        ),
      ),
    drain: () => drain(sender, other.destination),
    tally: async () => (await readStanding(context, code)).tally,
    /** Time passes and everything is sent, until nothing waits. */
    async settle() {
      for (let rounds = 0; rounds < 60; rounds++) {
        await drain(sender, other.destination)
        if ((await readStanding(context, code)).tally.waiting === 0) return
        now = now.add({ seconds: 301 })
      }
      throw new Error('the outbox does not run dry')
    },
  }
}
