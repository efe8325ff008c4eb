import { createHash } from 'node:crypto'
import { makeId } from '#platform/ids'
import { type Credential, signHash } from './stand-in-signers.ts'

export type StandInDocument = Readonly<{ documentId: string; name: string; sha256: Uint8Array }>

export type StandInTransaction = {
  readonly transactionId: string
  /** The key of whoever asked, where the provider takes one. */
  readonly key: string
  readonly account: string
  readonly credential: Credential
  readonly documents: readonly StandInDocument[]
  readonly reason: string
  readonly begunAt: number
  decision: 'confirmed' | 'refused' | null
}

export type TransactionState = 'waiting' | 'confirmed' | 'refused' | 'expired'

/** When the person says yes: by the page of the telephone, at once, or after a time in milliseconds. */
export type Confirms = 'by_hand' | 'at_once' | number

/** What the person does wrong, and what the provider does with the hash. */
export type TelephoneFaults = Readonly<{
  person: 'refuses' | 'never_answers' | null
  signs: 'wrong_hash' | null
}>

type Options = Readonly<{
  confirms: Confirms
  expiresAfterMs: number
  faults: () => TelephoneFaults
  onDecided: (transaction: StandInTransaction) => void
}>

const mostKept = 500

/** What waits for people on their telephones. Time is that of the machine, also where a demonstration stops its clock. */
export function openTelephone({ confirms, expiresAfterMs, faults, onDecided }: Options) {
  const kept = new Map<string, StandInTransaction>()
  let way = confirms
  const stateOf = ({ decision, begunAt }: StandInTransaction): TransactionState => {
    if (decision) return decision
    const expired = faults().person === 'never_answers' || performance.now() - begunAt > expiresAfterMs
    return expired ? 'expired' : 'waiting'
  }
  const decide = (transaction: StandInTransaction, decision: 'confirmed' | 'refused') => {
    if (stateOf(transaction) !== 'waiting') return
    transaction.decision = decision
    onDecided(transaction)
  }
  const answerByItself = (transaction: StandInTransaction) => {
    const { person } = faults()
    if (person === 'refuses') decide(transaction, 'refused')
    else if (way === 'at_once') decide(transaction, 'confirmed')
    else if (typeof way === 'number') {
      setTimeout(() => way !== 'by_hand' && decide(transaction, 'confirmed'), way).unref()
    }
  }
  return {
    stateOf,
    decide,
    confirms: () => way,
    setConfirms: (wanted: Confirms) => {
      way = wanted
    },
    /** Begins a transaction; the same key of the same account is the same transaction. */
    begin(order: Omit<StandInTransaction, 'transactionId' | 'begunAt' | 'decision'>): StandInTransaction {
      const known = [...kept.values()].find(
        ({ key, account }) => key === order.key && account === order.account,
      )
      if (known) return known
      const begunAt = performance.now()
      const transaction = { ...order, transactionId: makeId(Date.now()), begunAt, decision: null }
      kept.set(transaction.transactionId, transaction)
      if (kept.size > mostKept) kept.delete([...kept.keys()][0] ?? '')
      answerByItself(transaction)
      return transaction
    },
    /** By its id, or by the key it was begun with. */
    find: (idOrKey: string): StandInTransaction | null =>
      kept.get(idOrKey) ?? [...kept.values()].find(({ key }) => key === idOrKey) ?? null,
    list: (): readonly StandInTransaction[] => [...kept.values()].reverse(),
    /** The signatures, in the order of the documents. */
    sign: ({ documents, credential }: StandInTransaction): readonly Buffer[] =>
      documents.map(({ sha256 }) =>
        signHash(
          credential.privateKey,
          faults().signs === 'wrong_hash' ? createHash('sha256').update(sha256).digest() : sha256,
        ),
      ),
  }
}

export type Telephone = ReturnType<typeof openTelephone>
