import assert from 'node:assert/strict'
import { createHash, createVerify, randomUUID, X509Certificate } from 'node:crypto'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { type StandInAuthority, startStandInAuthority } from '#adapters/authority'
import { openMisa, startStandInMisa } from '#adapters/misa'
import { openMysign, startStandInMysign } from '#adapters/mysign'
import { openNeac, startStandInNeac } from '#adapters/neac'
import type { StandInOptions, StandInProvider } from '#adapters/remote-signing'
import { openSmartca, startStandInSmartca } from '#adapters/smartca'
import { openVgca, startStandInVgca } from '#adapters/vgca'
import { completePdfSignature, preparePdfSignature } from '#modules/signatures'
import {
  ProviderUnreachable,
  type RemoteSigner,
  type SigningOutcome,
  type SigningRequest,
} from '#modules/signing'
import { listenOnLoopback } from '#platform/loopback'
import { openPdfsig } from '#test/pdfsig'
import { makePlainPdf } from '#test/plain-pdfs'

type Raw = Readonly<{ headers: Readonly<Record<string, unknown>>; body: unknown }>
type Opened = Readonly<{
  standIn: StandInProvider
  open: (changes?: Readonly<{ timeoutMs?: number; wrongCredentials?: boolean }>) => RemoteSigner
}>

const webhookSecret = 'agreed-with-the-provider-0001'
const person = { kind: 'person', commonName: 'Tòng Văn Phú', personalId: '999000000301' } as const

/** How each provider is started and opened; what is asked of them below is the same for all. */
const providers: Readonly<Record<string, (options: StandInOptions) => Promise<Opened>>> = {
  smartca: async (options) => {
    const standIn = await startStandInSmartca(options)
    const { url, spId, spPassword } = standIn
    return {
      standIn,
      open: ({ wrongCredentials, ...changes } = {}) =>
        openSmartca({ url, spId, spPassword: wrongCredentials ? 'x' : spPassword, webhookSecret, ...changes }),
    }
  },
  mysign: async (options) => {
    const standIn = await startStandInMysign(options)
    const { url, clientId, clientSecret, profileId } = standIn
    return {
      standIn,
      open: ({ wrongCredentials, ...changes } = {}) =>
        openMysign({
          ...{ url, clientId, profileId, webhookSecret },
          clientSecret: wrongCredentials ? 'x' : clientSecret,
          ...changes,
        }),
    }
  },
  misa: async (options) => {
    const standIn = await startStandInMisa(options)
    const { url, clientId, clientKey } = standIn
    return {
      standIn,
      open: ({ wrongCredentials, ...changes } = {}) =>
        openMisa({ url, clientId, clientKey: wrongCredentials ? 'x' : clientKey, webhookSecret, ...changes }),
    }
  },
  neac: async (options) => {
    const standIn = await startStandInNeac(options)
    const { url, token, spId, spPassword, caName } = standIn
    return {
      standIn,
      open: ({ wrongCredentials, ...changes } = {}) =>
        openNeac({
          ...{ url, spId, spPassword, caName, webhookSecret },
          token: wrongCredentials ? 'x' : token,
          ...changes,
        }),
    }
  },
  vgca: async (options) => {
    const standIn = await startStandInVgca(options)
    const { url, userName, password } = standIn
    return {
      standIn,
      open: ({ wrongCredentials, ...changes } = {}) =>
        openVgca({ url, userName, password: wrongCredentials ? 'x' : password, ...changes }),
    }
  },
}

/** The account as each provider writes it. */
const accountOf = (key: string): string => (key === 'neac' ? 'VNPT-CA/999000000301' : '999000000301')
const signerOf = (key: string) => ({ account: accountOf(key), secret: 'mat-khau-cua-ong-phu' })

let authority: StandInAuthority
before(async () => {
  authority = await startStandInAuthority()
})
after(() => authority.stop())

/** Keeps what providers send by themselves. */
async function openMailbox() {
  const arrived: Raw[] = []
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      arrived.push({ headers: request.headers, body })
      response.end()
    })
  })
  return { arrived, ...(await listenOnLoopback(server)) }
}

const sha256 = (text: string): Uint8Array => createHash('sha256').update(text).digest()
const contents = ['Giấy xác nhận thứ nhất', 'Giấy xác nhận thứ hai']

function verifies(outcome: SigningOutcome, certificate: Uint8Array, request: SigningRequest): boolean[] {
  assert.equal(outcome.state, 'signed')
  const values = outcome.state === 'signed' ? outcome.signatures : []
  const { publicKey } = new X509Certificate(certificate)
  return request.documents.map(({ documentId }, index) => {
    const value = values.find((one) => one.documentId === documentId)?.value ?? new Uint8Array()
    return createVerify('sha256')
      .update(contents[index] ?? '')
      .verify(publicKey, value)
  })
}

for (const [key, start] of Object.entries(providers)) {
  describe(key, () => {
    let mailbox: Awaited<ReturnType<typeof openMailbox>>
    let opened: Opened
    let provider: RemoteSigner
    const signer = signerOf(key)
    before(async () => {
      mailbox = await openMailbox()
      opened = await start({
        signers: [{ ...person, account: signer.account, password: signer.secret }],
        issue: authority.issue,
        confirms: 'by_hand',
        webhook: { url: mailbox.url, secret: webhookSecret },
      })
      provider = opened.open()
    })
    after(async () => {
      await opened.standIn.stop()
      await mailbox.stop()
    })

    async function makeRequest(): Promise<Readonly<{ request: SigningRequest; certificate: Uint8Array }>> {
      const [offered] = await provider.listCertificates(signer)
      assert.ok(offered)
      const documents = contents.map((content, index) => ({
        documentId: randomUUID(),
        name: `Văn bản ${index + 1}.pdf`,
        sha256: sha256(content),
      }))
      const request = {
        ...{ signer, documents, certificateId: offered.certificateId },
        ...{ transactionKey: randomUUID(), reason: 'Ký 2 giấy xác nhận' },
      }
      return { request, certificate: offered.certificates[0] ?? new Uint8Array() }
    }

    /** How the transaction stands now: asked after, or as the provider told by itself. */
    async function learn(transactionId: string): Promise<SigningOutcome> {
      const polled = await provider.pollSigning(transactionId, signer)
      if (polled.state !== 'pending') return polled
      await opened.standIn.settled()
      const told = mailbox.arrived.map((raw) => provider.acceptCallback(raw))
      return told.findLast((one) => one?.transactionId === transactionId)?.outcome ?? polled
    }

    async function decide(decision: 'confirmed' | 'refused') {
      const { request, certificate } = await makeRequest()
      const started = await provider.startSigning(request)
      assert.equal(started.outcome.state, 'pending')
      opened.standIn.decideAll(decision)
      return { request, certificate, outcome: await learn(started.transactionId) }
    }

    test('lists the certificates of an account with their issuers, and none of an unknown account', async () => {
      const [offered] = await provider.listCertificates(signer)
      assert.equal(offered?.algorithm, 'rsa')
      const [own, issuer, root] = (offered?.certificates ?? []).map((der) => new X509Certificate(der))
      assert.match(own?.subject ?? '', /CN=Tòng Văn Phú/)
      assert.ok(own && issuer && root && own.checkIssued(issuer) && issuer.checkIssued(root))
      const stranger = await provider.listCertificates({ ...signer, account: `${signer.account}9` })
      assert.deepEqual(stranger, [])
    })

    test('two documents are signed with one confirmation, and the values hold under the certificate', async () => {
      const before = opened.standIn.countBegun()
      const { request, certificate, outcome } = await decide('confirmed')
      assert.deepEqual(verifies(outcome, certificate, request), [true, true])
      assert.equal(opened.standIn.countBegun(), before + 1)
    })

    test('a person who refuses signs nothing', async () => {
      assert.deepEqual((await decide('refused')).outcome, { state: 'refused' })
    })

    test('who does not answer in time signs nothing', async () => {
      const { request } = await makeRequest()
      const started = await provider.startSigning(request)
      opened.standIn.setFaults({ person: 'never_answers' })
      const outcome = await learn(started.transactionId)
      opened.standIn.setFaults({ person: null })
      // Where there is nothing to ask after, the caller's own time decides.
      assert.deepEqual(outcome, { state: key === 'neac' ? 'pending' : 'expired' })
    })

    test('a value over another hash does not hold, so whoever asked sees it', async () => {
      opened.standIn.setFaults({ signs: 'wrong_hash' })
      const { request, certificate, outcome } = await decide('confirmed')
      opened.standIn.setFaults({ signs: null })
      assert.deepEqual(verifies(outcome, certificate, request), [false, false])
    })

    test('an expired certificate signs nothing, and its end can be read', async () => {
      opened.standIn.setFaults({ certificate: 'expired' })
      const { request, certificate } = await makeRequest()
      assert.ok(new X509Certificate(certificate).validToDate.getTime() < Date.now())
      const { transactionId, outcome } = await provider.startSigning(request)
      const ended = outcome.state === 'pending' ? await provider.pollSigning(transactionId, signer) : outcome
      opened.standIn.setFaults({ certificate: null })
      assert.deepEqual(ended, { state: 'failed', code: 'certificate_expired' })
    })

    test('a certificate of somebody else signs nothing', async () => {
      const { request } = await makeRequest()
      const { outcome } = await provider.startSigning({ ...request, certificateId: 'of-somebody-else' })
      assert.equal(outcome.state, 'failed')
    })

    test('credentials that are not accepted are called by their name', async () => {
      const { request } = await makeRequest()
      const stranger = opened.open({ wrongCredentials: true })
      assert.deepEqual((await stranger.startSigning(request)).outcome, {
        state: 'failed',
        code: 'credential_invalid',
      })
      opened.standIn.setFaults({ credential: 'invalid' })
      const { outcome } = await provider.startSigning(request)
      opened.standIn.setFaults({ credential: null })
      assert.deepEqual(outcome, { state: 'failed', code: 'credential_invalid' })
    })

    test('an answer that is not as described is not believed', async () => {
      const { request } = await makeRequest()
      const { transactionId } = await provider.startSigning(request)
      opened.standIn.setFaults({ line: 'garbage' })
      const outcome = key === 'neac' ? null : await provider.pollSigning(transactionId, signer)
      const listed = provider.listCertificates(signer)
      await assert.rejects(listed, ProviderUnreachable)
      const again = await provider.startSigning({ ...request, transactionKey: randomUUID() })
      opened.standIn.setFaults({ line: null })
      for (const one of [outcome ?? again.outcome, again.outcome]) {
        assert.deepEqual(one, { state: 'failed', code: 'answer_unreadable' })
      }
    })

    test('a provider that is slow or away is not waited for, and works again afterwards', async () => {
      const { request } = await makeRequest()
      const hasty = opened.open({ timeoutMs: 50 })
      for (const line of ['slow', 'cut'] as const) {
        opened.standIn.setFaults({ line })
        await assert.rejects(hasty.listCertificates(signer), ProviderUnreachable)
        await assert.rejects(hasty.startSigning(request), ProviderUnreachable)
      }
      opened.standIn.setFaults({ line: null })
      assert.equal((await provider.startSigning(request)).outcome.state, 'pending')
    })

    test('an answer that comes a byte a second, or has no end, is not awaited: nobody knows what was begun', async () => {
      for (const [line, timeoutMs] of [
        ['drip', 300],
        ['huge', 10_000],
      ] as const) {
        const { request } = await makeRequest()
        const hasty = opened.open({ timeoutMs })
        opened.standIn.setFaults({ line })
        await assert.rejects(hasty.listCertificates(signer), ProviderUnreachable, line)
        await assert.rejects(hasty.startSigning(request), ProviderUnreachable, line)
        if (key !== 'neac') await assert.rejects(hasty.pollSigning('any', signer), ProviderUnreachable, line)
        opened.standIn.setFaults({ line: null })
        assert.equal((await provider.startSigning(request)).outcome.state, 'pending')
      }
    })

    test('a line that is cut after the call was taken starts no second signing', async () => {
      const { request, certificate } = await makeRequest()
      const before = opened.standIn.countBegun()
      opened.standIn.setFaults({ line: 'cut_after_taking' })
      await assert.rejects(provider.startSigning(request), ProviderUnreachable)
      opened.standIn.setFaults({ line: null })
      assert.equal(opened.standIn.countBegun(), before + 1)
      // Another process, which remembers nothing.
      const later = opened.open()
      const found = await later.findSigning?.(request.transactionKey, signer)
      if (!found && !later.takesTransactionKey) return // nobody repeats such a start: see the port
      const again = found ?? (await later.startSigning(request))
      assert.deepEqual((await later.startSigning(request)).transactionId, again.transactionId)
      assert.equal(opened.standIn.countBegun(), before + 1)
      opened.standIn.decideAll('confirmed')
      assert.deepEqual(verifies(await later.pollSigning(again.transactionId, signer), certificate, request), [
        true,
        true,
      ])
    })

    test('any process can ask after a signing that another one began', async () => {
      const { request, certificate } = await makeRequest()
      const { transactionId } = await provider.startSigning(request)
      opened.standIn.decideAll('confirmed')
      await opened.standIn.settled()
      const outcome = await opened.open().pollSigning(transactionId, signer)
      if (key === 'neac') assert.deepEqual(outcome, { state: 'pending' })
      else assert.deepEqual(verifies(outcome, certificate, request), [true, true])
    })

    test('a webhook is believed from who knows the secret, and from nobody else', async () => {
      mailbox.arrived.length = 0
      const { request, certificate } = await makeRequest()
      const { transactionId } = await provider.startSigning(request)
      opened.standIn.setFaults({ webhook: 'twice' })
      opened.standIn.decideAll('confirmed')
      await opened.standIn.settled()
      opened.standIn.setFaults({ webhook: null })
      if (key === 'vgca') {
        assert.equal(
          provider.acceptCallback({ headers: {}, body: { transactionId, status: 'COMPLETED' } }),
          null,
        )
        return
      }
      const ours = mailbox.arrived.filter(
        (raw) => provider.acceptCallback(raw)?.transactionId === transactionId,
      )
      assert.equal(ours.length, 2)
      const [first, second] = ours.map((raw) => provider.acceptCallback(raw))
      assert.deepEqual(first, second)
      assert.ok(first)
      assert.deepEqual(verifies(first.outcome, certificate, request), [true, true])
      for (const headers of [{}, { authorization: 'Bearer guessed' }, { 'x-webhook-secret': '' }]) {
        assert.equal(provider.acceptCallback({ headers, body: ours[0]?.body }), null)
      }
      const body = { ...(ours[0]?.body as object), signed_files: 7, signatures: 7, data: 7 }
      const garbled = provider.acceptCallback({ headers: ours[0]?.headers ?? {}, body })
      assert.ok(garbled === null || garbled.outcome.state !== 'pending')
    })

    test('a webhook that is lost is learned by asking', async () => {
      if (key === 'neac' || key === 'vgca') return // the one only tells, the other is only asked
      opened.standIn.setFaults({ webhook: 'lost' })
      const { request, certificate, outcome } = await decide('confirmed')
      opened.standIn.setFaults({ webhook: null })
      assert.deepEqual(verifies(outcome, certificate, request), [true, true])
    })
  })
}

test('a PDF signed by way of its hash alone is accepted by pdfsig', async (t) => {
  const started = await startStandInSmartca({
    signers: [{ ...person, account: '999000000301' }],
    issue: authority.issue,
    confirms: 'at_once',
  })
  t.after(started.stop)
  const provider = openSmartca(started)
  const signer = { account: '999000000301' }
  const [offered] = await provider.listCertificates(signer)
  assert.ok(offered)
  const { certificateId, certificates } = offered
  const prepared = await preparePdfSignature(makePlainPdf(), { certificates, kind: 'approval' })
  const documents = [{ documentId: 'VB-1', name: 'Giấy xác nhận', sha256: prepared.sha256 }]
  const asked = { signer, certificateId, documents, transactionKey: 'k1', reason: 'Ký' }
  const { transactionId } = await provider.startSigning(asked)
  const outcome = await provider.pollSigning(transactionId, signer)
  const value = outcome.state === 'signed' ? outcome.signatures[0]?.value : undefined
  assert.ok(value)
  const pdfsig = openPdfsig([authority.root])
  const [judged] = pdfsig.judge(await completePdfSignature(prepared, { value }))
  pdfsig.close()
  assert.deepEqual([judged?.valid, judged?.trusted, judged?.wholeDocument], [true, true, true])
})

test('on the telephone of the stand-in a person reads what is asked, and confirms', async (t) => {
  const { standIn, open } = await (providers.smartca as (options: StandInOptions) => Promise<Opened>)({
    signers: [{ ...person, account: '999000000301' }],
    issue: authority.issue,
  })
  t.after(standIn.stop)
  const provider = open()
  const signer = { account: '999000000301' }
  const [offered] = await provider.listCertificates(signer)
  const documents = [{ documentId: 'VB-1', name: 'Văn bản <1>', sha256: sha256('một') }]
  const request = { signer, documents, certificateId: offered?.certificateId ?? '' }
  const { transactionId } = await provider.startSigning({
    ...request,
    transactionKey: 'k1',
    reason: 'Ký <thử>',
  })
  const page = await (await fetch(standIn.telephoneUrl)).text()
  assert.match(page, /Tòng Văn Phú/)
  assert.match(page, /Ký &#60;thử&#62;/)
  const transaction = page.match(/name="transaction" value="([^"]+)"/)?.[1] ?? ''
  const body = new URLSearchParams({ transaction, decision: 'confirmed' })
  await fetch(standIn.telephoneUrl, { method: 'POST', body })
  assert.equal((await provider.pollSigning(transactionId, signer)).state, 'signed')
  await fetch(standIn.telephoneUrl, { method: 'POST', body: new URLSearchParams({ confirms: 'at_once' }) })
  await provider.startSigning({ ...request, transactionKey: 'k2', reason: 'Ký' })
  assert.equal((await provider.pollSigning('k2', signer)).state, 'signed')
})
