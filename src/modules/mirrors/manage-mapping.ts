import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import { replayRefused } from '#modules/sync'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'
import { lockSystem, type MinistrySystem, saveSystem } from './repository.ts'
import {
  addMapping,
  addRule,
  endMapping,
  endRule,
  forgetMissing,
  type HandOverRule,
  listMappings,
  listRules,
} from './repository-mapping.ts'
import { type CodeMapping, doOverlap } from './rules/mapping.ts'

type Server = Pick<Context, 'db' | 'clock'>

/** What an administrator enters; `overlap`: another row says something about the same code on one of these days. */
export type Entered = 'entered' | 'overlap'

type Subject = Readonly<{ system: string; detail: Record<string, unknown> }>

const note = (
  tx: Tx,
  { clock }: Server,
  actor: OfficerActor,
  action: string,
  { system, detail }: Subject,
): Promise<unknown> =>
  appendAudit(tx, {
    ...{ at: clock.now(), actor, action, detail },
    ...{ subjectKind: 'ministry_system', subjectId: system },
  })

/** Enters a ministry's system, or changes what is said of it. */
export async function enterMinistrySystem(
  server: Server,
  system: Pick<MinistrySystem, 'code' | 'name' | 'member' | 'orderedBy'>,
  actor: OfficerActor,
): Promise<void> {
  await server.db.transaction().execute(async (tx) => {
    await saveSystem(tx, system)
    await note(tx, server, actor, 'mirrors.enter_system', { system: system.code, detail: { ...system } })
  })
}

/**
 * Says what a code of theirs is here. What has waited for it goes on by itself: mirrors are read again, and dossiers that
 * could not be handed over are sent again.
 */
export async function enterMapping(
  server: Server,
  system: string,
  mapping: CodeMapping & Readonly<{ decision: string }>,
  actor: OfficerActor,
): Promise<Entered> {
  const { kind, theirCode } = mapping
  return await server.db.transaction().execute(async (tx) => {
    await lockSystem(tx, system)
    const same = (await listMappings(tx, system)).filter(
      (one) => one.kind === kind && one.theirCode === theirCode,
    )
    if (same.some((one) => doOverlap(one, mapping))) return 'overlap'
    const at = server.clock.now()
    await addMapping(tx, { ...mapping, system, at, enteredBy: actor.fullName })
    await note(tx, server, actor, 'mirrors.enter_mapping', { system, detail: { ...mapping } })
    await goOn(tx, system, { kind, theirCode })
    return 'entered'
  })
}

/** Ends a mapping with its last day. False: there is none, or it has ended before. */
export async function closeMapping(
  server: Server,
  system: string,
  { id, untilOn }: Readonly<{ id: string; untilOn: string }>,
  actor: OfficerActor,
): Promise<boolean> {
  return await server.db.transaction().execute(async (tx) => {
    const found = (await listMappings(tx, system)).find((one) => one.id === id)
    if (!found || !(await endMapping(tx, system, id, untilOn))) return false
    await note(tx, server, actor, 'mirrors.end_mapping', { system, detail: { id, untilOn } })
    await goOn(tx, system, found)
    return true
  })
}

/** Has the dossiers of a procedure handed over to a system, by a decision, from a day on. */
export async function enterRule(
  server: Server,
  rule: Omit<HandOverRule, 'id'>,
  actor: OfficerActor,
): Promise<Entered> {
  const { system, procedureCode } = rule
  return await server.db.transaction().execute(async (tx) => {
    await lockSystem(tx, system)
    const same = (await listRules(tx, system)).filter((one) => one.procedureCode === procedureCode)
    if (same.some((one) => doOverlap(one, rule))) return 'overlap'
    await addRule(tx, { ...rule, at: server.clock.now(), enteredBy: actor.fullName })
    await note(tx, server, actor, 'mirrors.enter_rule', { system, detail: { ...rule } })
    await forgetMissing(tx, system)
    await replayRefused(tx, system)
    return 'entered'
  })
}

export async function closeRule(
  server: Server,
  system: string,
  { id, untilOn }: Readonly<{ id: string; untilOn: string }>,
  actor: OfficerActor,
): Promise<boolean> {
  return await server.db.transaction().execute(async (tx) => {
    if (!(await endRule(tx, system, id, untilOn))) return false
    await note(tx, server, actor, 'mirrors.end_rule', { system, detail: { id, untilOn } })
    return true
  })
}

async function goOn(tx: Tx, system: string, { kind, theirCode }: Pick<CodeMapping, 'kind' | 'theirCode'>) {
  await enqueue(
    tx,
    { name: 'mirrors.read_again' },
    { system, kind, theirCode },
    { key: `mirrors.read_again:${system}:${kind}:${theirCode}` },
  )
  await forgetMissing(tx, system)
  await replayRefused(tx, system)
}
