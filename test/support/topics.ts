import { enterOffering, enterSystem, issueClientToken, issueKey } from '#modules/exchange'
import { enterTopic, grantTopicRight } from '#modules/topics'
import type { Context } from '#platform/context'

export { topicRights } from '#modules/topics'

/** Who grants, in tests of topics. */
export const administrator = { kind: 'officer', fullName: 'Quàng Văn Hưởng' } as const

/** A schema of a topic of tests. */
export const parcelSchema = JSON.stringify({
  type: 'object',
  required: ['sheet'],
  properties: { sheet: { type: 'integer', minimum: 1 }, note: { type: 'string' } },
})

/** A system of a department, with a key and a token. */
export async function openSystem(context: Context, subsystem: string, callsPerMinute = 10_000) {
  const doing = { context, actor: administrator }
  const words = { name: `Phần mềm ${subsystem}`, contact: '0900 000 031', callsPerMinute, callsPerDay: 100_000 }
  const member = { class: 'GOV', member: 'H18.12', memberName: 'Sở Tư pháp' }
  const id = await enterSystem(doing, { ...member, subsystem, ...words })
  return { id, headers: await takeToken(context, id) }
}

/** The headers of a caller with a new key of this system; of a sandbox when one is named. */
export async function takeToken(
  context: Context,
  subsystemId: string,
  sandboxOfferingId: string | null = null,
) {
  const wish = { subsystemId, code: 'x', days: 1, sandboxOfferingId }
  const key = await issueKey({ context, actor: administrator }, wish)
  const token = await issueClientToken(context, key)
  return { authorization: `Bearer ${token?.accessToken}` }
}

/** A topic on which parcels of land are told of. */
export const openTopic = (context: Context, code: string) =>
  enterTopic(
    { context, actor: administrator },
    {
      code,
      title: `Biến động ${code}`,
      summary: 'Thửa đất nào đổi.',
      contact: '0900 000 032',
      schemaText: parcelSchema,
    },
  )

type Given = Readonly<{ topic: string; subsystemId: string; act: 'subscribe' | 'publish' }> &
  Readonly<{ fromOn?: string; untilOn?: string | null }>

/** Lets a system do something with a topic, from the day of the tests on unless said otherwise. */
export const give = (context: Context, { fromOn = '2026-11-26', untilOn = null, ...given }: Given) =>
  grantTopicRight({ context, actor: administrator }, { ...given, fromOn, untilOn, basis: 'QĐ 12/QĐ-UBND' })

/** An offering of a system, to have a sandbox of; its id. */
export const addOffering = (context: Context, subsystemId: string) =>
  enterOffering(
    { context, actor: administrator },
    {
      ...{ subsystemId, code: 'TRIAL', title: 'Thử', summary: 'Thử', contact: '0900 000 031' },
      version: {
        ...{ version: 'v1', providerUrl: 'http://127.0.0.1:1', sandboxUrl: 'http://127.0.0.1:1/sandbox' },
        ...{ schemaText: '{}', examplePath: '/', exampleAnswer: '', timeoutMs: 1000 },
      },
    },
  )
