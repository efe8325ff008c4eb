import { Readable } from 'node:stream'
import { after, before } from 'node:test'
import { Logger, runOnce, type TaskList } from 'graphile-worker'
import {
  openRevocationSource,
  openTimestampAuthority,
  type StandInAuthority,
  startStandInAuthority,
} from '#adapters/authority'
import { type OfficerActor, seedDemoAccounts } from '#modules/identity'
import { seedDemoProvince } from '#modules/organisations'
import {
  type AskedDocument,
  type SignedSubject,
  type SigningOutside,
  type SigningSubjects,
  type StrengthenedSubject,
  saveSigner,
  signingJobs,
  startBatch,
  type UnsignedSubject,
} from '#modules/signing'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { printPdf } from '#platform/pdf'
import { testInstant, useContext } from '#test/app'
import { accountOf } from '#test/consultations'
import { movingClock } from '#test/sign-in-app'
import { openTestSigner, type TestSigner } from '#test/signer'

/** What the owners of documents were told, in order. */
export type Told = {
  signed: SignedSubject[]
  failed: UnsignedSubject[]
  strengthened: StrengthenedSubject[]
}

export type SigningTests = Readonly<{
  context: Context
  clock: ReturnType<typeof movingClock>
  authority: StandInAuthority
  officer: OfficerActor
  /** The officer's certificate at `signer`. */
  certificateId: string
  told: Told
  /** A provider of its own, with the officer's account, for one test. */
  openSigner: (settings?: Parameters<typeof openTestSigner>[1]) => Promise<SigningWork>
  /** PDFs in the file store, ready to be signed; each with content of its own. */
  documents: (count: number) => Promise<AskedDocument[]>
}>

/** A provider, a batch at a time, and the queue worked off by hand. */
export type SigningWork = TestSigner &
  Readonly<{
    outside: SigningOutside
    certificateId: string
    start: (documents: readonly AskedDocument[]) => Promise<string>
    /** Does what is queued, `rounds` times: between them every wait is over. */
    workOff: (rounds?: number) => Promise<void>
    /** The same by a worker that dies when it would begin its `steps`-th transaction. */
    workOffUntilKilled: (steps: number) => Promise<void>
  }>

/** Gives this test file the demo province, a certificate authority, and an officer who can sign. */
export function useSigning(): { readonly world: SigningTests; readonly ready: Promise<void> } {
  const own = useContext()
  let made: SigningTests | undefined
  let authority: StandInAuthority | undefined
  const { promise: ready, resolve } = Promise.withResolvers<void>()
  before(async () => {
    await own.ready
    const clock = movingClock(testInstant)
    const context = { ...own.context, clock }
    await seedDemoProvince(context)
    await seedDemoAccounts(context)
    authority = await startStandInAuthority({ clock })
    made = await makeWorld(context, clock, authority)
    resolve()
  })
  after(() => authority?.stop())
  return {
    ready,
    get world() {
      if (!made) throw new Error('useSigning: read it inside a test')
      return made
    },
  }
}

async function makeWorld(
  context: Context,
  clock: SigningTests['clock'],
  authority: StandInAuthority,
): Promise<SigningTests> {
  const officer = await accountOf(context, 'signatory')
  const told: Told = { signed: [], failed: [], strengthened: [] }
  let opened = 0
  let written = 0
  const openSigner: SigningTests['openSigner'] = async (settings = {}) => {
    opened += 1
    const key = settings.key ?? `test-${opened}`
    const signer = openTestSigner(authority, { ...settings, key })
    const certificateId = await signer.addKey('0900000001', { commonName: officer.fullName, kind: 'person' })
    await saveSigner(context, officer, {
      ...{ provider: key, account: '0900000001' },
      ...{ secret: 'mật khẩu', imageSha256: null },
    })
    const outside: SigningOutside = {
      providers: [signer.provider],
      timestamps: openTimestampAuthority({ url: authority.tsaUrl }),
      revocation: openRevocationSource(),
      trustAnchors: [authority.root],
    }
    const start = async (documents: readonly AskedDocument[]) => {
      const asked = { provider: key, certificateId, documents, reason: 'Phê duyệt văn bản' }
      const started = await startBatch(context, officer, asked)
      if (!started.ok) throw new Error(started.code)
      return started.batchId
    }
    const workOff = (rounds = 1) => workOffQueue(context, outside, told, rounds)
    const workOffUntilKilled = (steps: number) =>
      workOffQueue({ ...context, db: dieAfter(context.db, steps) }, outside, told, 3)
    return { ...signer, outside, certificateId, start, workOff, workOffUntilKilled }
  }
  const documents: SigningTests['documents'] = async (count) => {
    const made: AskedDocument[] = []
    for (let index = 0; index < count; index += 1) {
      written += 1
      made.push({
        subjectKind: 'test',
        subjectId: `subject ${written}`,
        name: `ket-qua-${written}.pdf`,
        sha256: await keepFile(context, await somePage(written)),
        appearance: 'person',
      })
    }
    return made
  }
  return { context, clock, authority, officer, certificateId: '', told, openSigner, documents }
}

const somePage = (number: number): Promise<Buffer> =>
  printPdf('#let data = json(bytes(sys.inputs.data))\nVăn bản số #data.number', { number })

/** Keeps content in the file store; its SHA-256. */
export async function keepFile({ files }: Context, content: Uint8Array): Promise<string> {
  const received = await files.receive(Readable.from([content]))
  await received.keep()
  return received.sha256
}

export const tellInto = (told: Told): SigningSubjects => ({
  test: {
    onSigned: async (_, signed) => void told.signed.push(signed),
    onFailed: async (_, failed) => void told.failed.push(failed),
    onStrengthened: async (_, signed) => void told.strengthened.push(signed),
  },
})

/** A database that answers until its `steps`-th transaction begins, and never again: its process is dead. */
function dieAfter(db: Db, steps: number): Db {
  let begun = 0
  return new Proxy(db, {
    get(target, name) {
      if (name === 'transaction') begun += 1
      if (begun >= steps) throw new Error('the worker is dead')
      const value = Reflect.get(target, name, target) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const quiet = new Logger(() => () => undefined)

async function workOffQueue(
  context: Context,
  outside: SigningOutside,
  told: Told,
  rounds: number,
): Promise<void> {
  const taskList: TaskList = Object.fromEntries(
    signingJobs(outside, tellInto(told)).map((job) => [
      job.name,
      (payload: unknown) => job.run(payload as never, { ...context, attempt: 1 }),
    ]),
  )
  for (let round = 0; round < rounds; round += 1) {
    await runOnce({ pgPool: context.pool, taskList, logger: quiet, noHandleSignals: true, concurrency: 2 })
    await context.pool.query('update graphile_worker._private_jobs set run_at = now() where run_at > now()')
  }
}
