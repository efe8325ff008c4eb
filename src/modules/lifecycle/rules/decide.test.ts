import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { arrive, decide, listLawfulCommands, transitions } from './decide.ts'
import {
  type Command,
  type CommandType,
  type Dossier,
  type DossierState,
  type Route,
  submittedDossier,
  taskCommands,
} from './dossier.ts'

const aDossier = (changes: Partial<Dossier>): Dossier => ({ ...submittedDossier, ...changes })
const commands: Record<CommandType, Command> = {
  accept: { type: 'accept' },
  refuse: { type: 'refuse', reason: 'Không thuộc thẩm quyền' },
  transfer: { type: 'transfer' },
  request_papers: { type: 'request_papers', reason: 'Ảnh mờ', components: ['birth_notice'] },
  supplement: { type: 'supplement' },
  request_payment: { type: 'request_payment', amountVnd: 8000, reason: 'Bản sao' },
  confirm_payment: { type: 'confirm_payment', method: 'cash', receiptReference: '00012047' },
  submit_for_approval: { type: 'submit_for_approval', note: '' },
  return_to_appraisal: { type: 'return_to_appraisal', reason: 'Sai ngày sinh' },
  approve: { type: 'approve', note: '' },
  reject: { type: 'reject', reason: 'Đã có Giấy khai sinh' },
  stop: { type: 'stop', reason: 'Quá thời hạn bổ sung' },
  withdraw: { type: 'withdraw', reason: 'Đổi ý' },
  deliver: { type: 'deliver' },
  request_confirmation: { type: 'request_confirmation', reason: 'Chủ hộ đồng ý nhập hộ khẩu' },
  record_confirmation: { type: 'record_confirmation', note: '' },
  extend: { type: 'extend', reason: 'Chờ xác minh', until: '2026-12-04' },
  assign: { type: 'assign', officer: 'x' },
  complete_task: { type: 'complete_task', task: 'verify', outcome: null, note: '' },
}

/** Where the usual process has a dossier after a command. */
const usualRoutes: Partial<Record<CommandType, Route>> = {
  accept: { step: 'reception', handsOver: true },
  transfer: { step: 'appraisal', handsOver: false },
  submit_for_approval: { step: 'approval', handsOver: false },
  return_to_appraisal: { step: 'appraisal', handsOver: false },
  approve: { step: 'delivery', handsOver: false },
  reject: { step: 'delivery', handsOver: false },
}
const routeOf = (type: CommandType): Route => usualRoutes[type] ?? null

/** Plays commands one after another; fails on the first that is refused. */
function play(...types: CommandType[]): Dossier {
  return types.reduce<Dossier>((dossier, type) => {
    const decision = decide(dossier, commands[type], routeOf(type))
    assert.ok(decision.ok, `${type} while ${dossier.state}: ${decision.ok ? '' : decision.code}`)
    return decision.next
  }, submittedDossier)
}

test('the main way: registered, accepted, in progress, resolved, delivered', () => {
  const end = play('accept', 'transfer', 'submit_for_approval', 'approve', 'deliver')
  assert.deepEqual(end, aDossier({ state: 'delivered', step: 'delivery', outcome: 'granted' }))
})

test('a supplement brings the dossier back to where it was', () => {
  assert.equal(play('request_papers', 'supplement').state, 'registered')
  assert.equal(play('accept', 'transfer', 'request_papers', 'supplement').state, 'in_progress')
})

test('papers are asked for once (NĐ 118/2025 Đ17 k2.a)', () => {
  const asked = play('request_papers', 'supplement')
  assert.deepEqual(decide(asked, commands.request_papers, null), { ok: false, code: 'already_requested' })
  const again: Command = {
    ...commands.request_papers,
    unseenReason: 'Giấy bổ sung cho thấy tên cha khác',
  } as Command
  assert.ok(decide(asked, again, null).ok)
})

test('a request for papers says which and why', () => {
  const bare: Command = { type: 'request_papers', reason: ' ', components: ['x'] }
  assert.deepEqual(decide(submittedDossier, bare, null), { ok: false, code: 'reason_missing' })
  const none: Command = { type: 'request_papers', reason: 'Thiếu', components: [] }
  assert.deepEqual(decide(submittedDossier, none, null), { ok: false, code: 'components_missing' })
})

test('nothing is withdrawn or stopped once a result exists (NĐ 118/2025 Đ21)', () => {
  const resolved = play('accept', 'transfer', 'submit_for_approval', 'approve')
  for (const type of ['withdraw', 'stop'] as const) {
    assert.deepEqual(decide(resolved, commands[type], null), { ok: false, code: 'result_exists' })
  }
})

test('accepted where it is resolved, a dossier is in progress at once; handed over, when the agency has it', () => {
  const here = decide(submittedDossier, commands.accept, { step: 'approval', handsOver: false })
  assert.deepEqual(here, { ok: true, next: aDossier({ state: 'in_progress', step: 'approval' }) })
  const elsewhere = decide(submittedDossier, commands.accept, { step: 'approval', handsOver: true })
  assert.deepEqual(elsewhere, { ok: true, next: aDossier({ state: 'accepted', step: 'approval' }) })
})

test('a dossier whose process waits for nobody stays at its step', () => {
  const decision = decide(aDossier({ state: 'in_progress', step: 'appraisal' }), commands.complete_task, null)
  assert.deepEqual(decision, { ok: true, next: aDossier({ state: 'in_progress', step: 'appraisal' }) })
})

test('a dossier that waits for its applicant goes on where its process has gone meanwhile', () => {
  const waiting = aDossier({ state: 'supplement_requested', resumeState: 'accepted' })
  const on = arrive(waiting, { step: 'appraisal', handsOver: false })
  assert.deepEqual(on, { ...waiting, step: 'appraisal', resumeState: 'in_progress' })
})

test('what finishes a task is lawful only while the process offers it', () => {
  assert.deepEqual(
    listLawfulCommands(submittedDossier, []).filter((type) => taskCommands.includes(type)),
    [],
  )
  assert.ok(listLawfulCommands(submittedDossier, ['accept', 'approve']).includes('accept'))
  assert.ok(!listLawfulCommands(submittedDossier, ['accept', 'approve']).includes('approve'))
})

test('a rejection after appraisal is a result to be delivered (NĐ 61/2018 Đ19 k8)', () => {
  assert.equal(play('accept', 'transfer', 'submit_for_approval', 'reject').outcome, 'rejected')
})

test('every pair of state and command is decided as the table says', () => {
  const states = Object.values(transitions).flatMap(({ from }) => from)
  const all: DossierState[] = [
    ...new Set<DossierState>([...states, 'refused', 'withdrawn', 'stopped', 'delivered']),
  ]
  assert.equal(all.length, 11)
  for (const state of all) {
    for (const [type, command] of Object.entries(commands) as [CommandType, Command][]) {
      const { from } = transitions[type]
      const decision = decide(aDossier({ state, resumeState: 'in_progress' }), command, routeOf(type))
      assert.equal(decision.ok, from.includes(state), `${type} while ${state}`)
    }
  }
})

test('whatever officers try, a closed dossier stays closed and only lawful commands are carried out', () => {
  const closed = new Set<DossierState>(['refused', 'withdrawn', 'stopped', 'delivered'])
  const histories = fc.array(fc.constantFrom(...(Object.keys(commands) as CommandType[])), { maxLength: 40 })
  fc.assert(
    fc.property(histories, (types) => {
      let dossier = submittedDossier
      for (const type of types) {
        const lawful = listLawfulCommands(dossier, taskCommands)
        const decision = decide(dossier, commands[type], routeOf(type))
        if (decision.ok) assert.ok(lawful.includes(type) && !closed.has(dossier.state))
        dossier = decision.ok ? decision.next : dossier
        assert.ok(dossier.supplementCount <= 1)
        assert.equal(dossier.resumeState !== null, dossier.state.endsWith('_requested'))
      }
    }),
  )
})
