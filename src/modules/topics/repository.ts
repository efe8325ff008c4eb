import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Topic, TopicAct, TopicState } from './rules/topic.ts'
import type { RightDays } from './rules/topic-access.ts'

/** Every topic by its code; at most 500. */
export async function listTopics(db: Db): Promise<Topic[]> {
  const rows = await db.selectFrom('topics.topic').selectAll().orderBy('code').limit(500).execute()
  return rows.map(toTopic)
}

/** The topic with this code; null when there is none. */
export async function findTopic(db: Db | Tx, code: string): Promise<Topic | null> {
  const row = await db.selectFrom('topics.topic').selectAll().where('code', '=', code).executeTakeFirst()
  return row ? toTopic(row) : null
}

/** Holds a topic until the transaction ends: its rights and its state are changed by one at a time. */
export async function lockTopic(tx: Tx, code: string): Promise<Topic | null> {
  const query = tx.selectFrom('topics.topic').selectAll().where('code', '=', code).forUpdate()
  const row = await query.executeTakeFirst()
  return row ? toTopic(row) : null
}

type TopicRow = Omit<Topic, 'schemaText' | 'publisher' | 'state'> &
  Readonly<{ schema_text: string; publisher: string; state: string }>

const toTopic = ({ schema_text: schemaText, publisher, state, ...words }: TopicRow): Topic => ({
  ...words,
  schemaText,
  publisher: publisher as Topic['publisher'],
  state: state as TopicState,
})

/** What a topic is described by. */
export type TopicWords = Omit<Topic, 'publisher' | 'state'>

/** Keeps a new topic that systems publish on, in force; false when its code is taken. */
export async function addTopic(tx: Tx, { schemaText, ...words }: TopicWords): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await tx
    .insertInto('topics.topic')
    .values({ ...words, schema_text: schemaText, publisher: 'systems', state: 'in_force' })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows > 0n
}

/** Sets the words of a topic. */
export async function saveTopicWords(tx: Tx, { code, schemaText, ...words }: TopicWords): Promise<void> {
  await tx
    .updateTable('topics.topic')
    .set({ ...words, schema_text: schemaText })
    .where('code', '=', code)
    .execute()
}

/** Sets whether a topic takes what is new. */
export async function setTopicState(tx: Tx, code: string, state: TopicState): Promise<void> {
  await tx.updateTable('topics.topic').set({ state }).where('code', '=', code).execute()
}

/** Quyền với chủ đề: lets one subsystem read a topic, or write to it, from a day to a day. */
export type TopicRight = RightDays &
  Readonly<{
    id: string
    topic: string
    subsystemId: string
    act: TopicAct
    basis: string
    grantedName: string
  }>

const rights = (db: Db | Tx) =>
  db
    .selectFrom('topics.topic_right')
    .select([
      'id',
      'topic',
      'subsystem_id as subsystemId',
      'act',
      'from_on as fromOn',
      'until_on as untilOn',
      'basis',
      'granted_name as grantedName',
    ])

const toRight = <Row extends Readonly<{ act: string }>>(row: Row) => ({ ...row, act: row.act as TopicAct })

/** What a subsystem was ever allowed, on every topic or on one. */
export async function listRightsOf(db: Db | Tx, subsystemId: string, topic?: string): Promise<TopicRight[]> {
  const rows = await rights(db)
    .where('subsystem_id', '=', subsystemId)
    .$if(topic !== undefined, (query) => query.where('topic', '=', topic ?? ''))
    .orderBy('from_on', 'desc')
    .limit(500)
    .execute()
  return rows.map(toRight)
}

type Whose = Readonly<{ topic?: string; subsystemIds?: readonly string[] }>

/** The rights to topics that hold on `day` or later, all or those to a topic or of systems, the earliest first; at most 2,000. */
export async function listRightsSince(
  db: Db | Tx,
  day: string,
  { topic, subsystemIds }: Whose = {},
): Promise<TopicRight[]> {
  const rows = await rights(db)
    .where(({ or, eb, ref }) =>
      or([
        eb('until_on', 'is', null),
        // One that was ended before it began holds on no day.
        eb.and([eb('until_on', '>=', day), eb('until_on', '>=', ref('from_on'))]),
      ]),
    )
    .$if(topic !== undefined, (query) => query.where('topic', '=', topic ?? ''))
    .$if(subsystemIds !== undefined, (query) =>
      query.where('subsystem_id', '=', sql<string>`any(${subsystemIds}::uuid[])`),
    )
    .orderBy('from_on')
    .orderBy('id')
    .limit(2000)
    .execute()
  return rows.map(toRight)
}

/** The rights to a topic that were over before `day`, or never held, those that ended last first; at most 200. */
export async function listRightsBefore(db: Db, topic: string, day: string): Promise<TopicRight[]> {
  const rows = await rights(db)
    .where('topic', '=', topic)
    .where(({ or, eb, ref }) => or([eb('until_on', '<', day), eb('until_on', '<', ref('from_on'))]))
    .orderBy('until_on', 'desc')
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map(toRight)
}

/** Keeps a right. */
export async function addTopicRight(tx: Tx, right: TopicRight): Promise<void> {
  const { id, topic, subsystemId, act, fromOn, untilOn, basis, grantedName } = right
  await tx
    .insertInto('topics.topic_right')
    .values({
      ...{ id, topic, subsystem_id: subsystemId, act, basis },
      ...{ from_on: fromOn, until_on: untilOn, granted_name: grantedName },
    })
    .execute()
}

/** Holds the right of a topic with this id until the transaction ends; null when there is none. */
export async function lockTopicRight(tx: Tx, topic: string, id: string): Promise<TopicRight | null> {
  const query = rights(tx).where('topic', '=', topic).where('id', '=', id).forUpdate()
  const row = await query.executeTakeFirst()
  return row ? toRight(row) : null
}

/** Sets the last day of a right. */
export async function endTopicRight(tx: Tx, id: string, untilOn: string): Promise<void> {
  await tx.updateTable('topics.topic_right').set({ until_on: untilOn }).where('id', '=', id).execute()
}
