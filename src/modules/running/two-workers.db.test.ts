import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { ProcessState } from '#modules/processes'
import { completeTask, findInstance, listPassages, listTasksOf, stepIfWaiting } from '#modules/running'
import { type Deed, happeningOf, look, pictureOfState, play, startMatch } from '#test/compare-processes'
import { type GeneratedProcess, generatedProcess } from '#test/generated-processes'
import { useRunning } from '#test/running'

const own = useRunning()

/** What a worker chooses, again and again from the beginning: which of the things it sees, and how that ends. */
const choices = fc.array(fc.tuple(fc.nat(100), fc.nat(5)), { minLength: 5, maxLength: 10 })
type Choices = readonly (readonly [which: number, outcome: number])[]

/** What was done, by the number of the step it became. */
type Diary = Map<number, Deed>

const refusals = new Set(['running.task_closed', 'running.not_waiting', 'running.changed_meanwhile'])

async function getState(subjectId: string): Promise<ProcessState> {
  const instance = await findInstance(own.world.context.db, subjectId)
  assert.ok(instance)
  return instance.state
}

/** Does what a worker saw, as an officer or as the system does it; gives the number of the step, null when it was too late. */
async function doDeed(subjectId: string, deed: Deed): Promise<number | null> {
  const { context, officer } = own.world
  const { db, clock } = context
  const happening = happeningOf(deed)
  if (happening.type === 'complete' && deed.by !== undefined && deed.seen.wait.kind === 'task') {
    const task = (await listTasksOf(db, subjectId)).find(({ token }) => token === happening.token)
    assert.ok(task, 'every task that the process waits for has its row')
    const done = { taskId: task.id, outcome: happening.outcome, variables: happening.variables }
    return (await completeTask(context, done, await officer('case-officer'))).revision
  }
  const step = { subjectId, happening, actor: { kind: 'system' } as const, at: clock.now(), audit: true }
  return (await db.transaction().execute((tx) => stepIfWaiting(db, tx, step)))?.revision ?? null
}

/** A worker looks and does until the process is over. After a while it takes the way out wherever there is one. */
async function work(
  process: GeneratedProcess,
  subjectId: string,
  chosen: Choices,
  diary: Diary,
): Promise<void> {
  const { accountId } = await own.world.officer('case-officer')
  for (let turn = 0; turn < 400; turn += 1) {
    const state = await getState(subjectId)
    if (state.status !== 'running') return
    const seen = look({ process, state, worlds: [], since: new Map() })
    const [which, outcome] = chosen[turn % chosen.length] ?? [0, 0]
    const one = seen[which % seen.length]
    assert.ok(one, 'a running process waits for something')
    const isTired = turn >= chosen.length
    const way = isTired ? one.outcomes.length - 1 : outcome
    const deed = { seen: one, outcome: way, fails: false, by: accountId }
    const number = await doDeed(subjectId, deed).catch((error: { code?: string }) => {
      if (refusals.has(error.code ?? '')) return null
      throw error
    })
    if (number === null) continue
    assert.ok(!diary.has(number), 'two steps have not one number')
    diary.set(number, deed)
  }
}

/**
 * What was seen is named by its token; the model wants to know the visit. A message is for whoever waits for it then, not for
 * whom its sender saw.
 */
function replay(process: GeneratedProcess, diary: Diary): ProcessState {
  let match = startMatch(process)
  for (const [, deed] of [...diary].sort(([one], [other]) => one - other)) {
    const { token, node, kind } = deed.seen.wait
    const seen = look(match).find(({ wait }) => wait.token === token && wait.node === node)
    assert.ok(seen || kind === 'message', 'what was done was waited for')
    const after = play(match, { ...deed, seen: seen ?? deed.seen })
    assert.ok(after, 'what the database took, the model allows')
    match = after
  }
  return match.state
}

describe('two workers on one process', () => {
  test('the steps the database has kept are a game that the model allows, and it stands where the game does', async () => {
    await fc.assert(
      fc.asyncProperty(generatedProcess, choices, choices, async (process, ...chosen) => {
        const { world } = own
        const definition = await world.define(process.plan, randomUUID())
        const { subjectId, instanceId } = await world.start(definition, process.flags)
        const diary: Diary = new Map()
        await Promise.all(chosen.map((each) => work(process, subjectId, each, diary)))
        const state = await getState(subjectId)
        assert.equal(state.status, 'ended')
        assert.deepEqual(
          pictureOfState(process.plan, state),
          pictureOfState(process.plan, replay(process, diary)),
        )
        const numbers = [1, ...[...diary.keys()].sort((one, other) => one - other)]
        const kept = await listPassages(world.context.db, instanceId, 0, 500)
        assert.deepEqual(
          kept.map(({ number }) => number),
          numbers,
        )
        assert.ok((await listTasksOf(world.context.db, subjectId)).every((task) => task.state !== 'open'))
      }),
      { numRuns: 25 },
    )
  })
})
