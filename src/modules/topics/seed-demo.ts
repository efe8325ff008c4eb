import { localDay } from '#modules/calendar'
import { listSubsystems } from '#modules/exchange'
import type { Context } from '#platform/context'
import { systemName } from './load-topics.ts'
import { enterTopic, grantTopicRight } from './manage-topics.ts'
import { listRightsOf, type TopicWords } from './repository.ts'
import type { TopicAct } from './rules/topic.ts'

const actor = { kind: 'officer', fullName: 'Quàng Văn Hưởng' } as const
const basis = 'Quy chế chia sẻ dữ liệu của tỉnh (hư cấu), phụ lục 2'

const parcels: TopicWords = {
  code: 'parcels',
  title: 'Biến động thửa đất',
  summary: 'Thửa đất nào được tách, hợp, đổi mục đích sử dụng. Không có tên người sử dụng đất.',
  contact: 'Tòng Thị Chía, 0900 000 032',
  schemaText: JSON.stringify(
    {
      type: 'object',
      required: ['sheet', 'parcel'],
      properties: {
        sheet: { type: 'integer', minimum: 1, description: 'Số tờ bản đồ' },
        parcel: { type: 'integer', minimum: 1, description: 'Số thửa' },
        areaM2: { type: 'number', exclusiveMinimum: 0, description: 'Diện tích (m²)' },
        landUse: { type: 'string', description: 'Mã loại đất, ví dụ ODT' },
      },
      additionalProperties: false,
    },
    null,
    2,
  ),
}

/** Who may do what in the demo: by the names of systems that `seedDemoExchange` entered. */
const given: readonly Readonly<{ system: string; topic: string; act: TopicAct }>[] = [
  { system: 'GOV/H18.12/CIVIL', topic: 'dossiers', act: 'subscribe' },
  { system: 'GOV/H18.15/LAND', topic: 'parcels', act: 'publish' },
]

/** Opens topics to the systems of the demo: one reads what happens to dossiers, one publishes on a topic of its own. */
export async function seedDemoTopics(context: Pick<Context, 'db' | 'clock'>): Promise<void> {
  const doing = { context, actor }
  await enterTopic(doing, parcels)
  const fromOn = localDay(context.clock.now()).toString()
  const systems = await listSubsystems(context.db)
  for (const { system: name, topic, act } of given) {
    const system = systems.find((one) => systemName(one) === name)
    // What was ended by hand is not given again at the next start.
    if (!system || (await listRightsOf(context.db, system.id, topic)).length > 0) continue
    await grantTopicRight(doing, { topic, subsystemId: system.id, act, fromOn, untilOn: null, basis })
  }
}
