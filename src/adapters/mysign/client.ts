import { Check } from 'typebox/value'
import {
  failed,
  isFromProvider,
  joinTransaction,
  mostInOrder,
  nameSignatures,
  pending,
  readCertificate,
  signedOutcome,
  splitTransaction,
} from '#adapters/remote-signing'
import type {
  RemoteSigner,
  SigningCallback,
  SigningOutcome,
  SigningRequest,
  StartedSigning,
} from '#modules/signing'
import {
  type Calls,
  explainRefusal,
  type MysignOptions,
  MysignRefusal,
  name,
  openCalls,
  Unreadable,
} from './calls.ts'
import { authorizeAnswer, infoAnswer, listAnswer, signAnswer, statusAnswer, webhookBody } from './shapes.ts'

const sha256 = '2.16.840.1.101.3.4.2.1'
const rsa = '1.2.840.113549.1.1.1'

/**
 * Viettel MySign in the shape of the CSC API: login, list, info, authorize (which gives the SAD for these hashes), then
 * signHash, which the person confirms on their telephone. It takes no key of ours: a start whose answer was
 * lost is not repeated. Signatures come without names, in the order of the hashes: see `joinTransaction`.
 */
export function openMysign(options: MysignOptions): RemoteSigner {
  const call = openCalls(options)
  /** Our name of a transaction by MySign's: what a webhook is matched by. */
  const names = new Map<string, string>()
  return {
    key: 'mysign',
    name,
    asksConfirmation: true,
    mostDocuments: mostInOrder,
    listCertificates: ({ account }) => listCertificates(call, account),
    async startSigning(request) {
      const started = await start(call, request)
      names.set(splitTransaction(started.transactionId).providerId, started.transactionId)
      return started
    },
    pollSigning: (transactionId, { account }) => poll(call, { transactionId, account }),
    acceptCallback: ({ headers, body }) =>
      isFromProvider(headers, options.webhookSecret) ? readCallback(body, names) : null,
  }
}

async function listCertificates(call: Calls, account: string) {
  try {
    const listed = await call(account, {
      path: '/ras/csc/v1/credentials/list',
      body: { userID: account },
      schema: listAnswer,
    })
    const found = []
    for (const credentialID of listed.credentialIDs) {
      const body = { credentialID, certificates: 'chain', certInfo: true, authInfo: true }
      const { cert } = await call(account, {
        path: '/ras/csc/v1/credentials/info',
        body,
        schema: infoAnswer,
      })
      found.push(readCertificate(credentialID, cert.certificates))
    }
    return found.filter((certificate) => certificate !== null)
  } catch (error) {
    if (error instanceof MysignRefusal) return []
    throw error
  }
}

async function start(call: Calls, request: SigningRequest): Promise<StartedSigning> {
  const { signer, certificateId: credentialID, documents, reason, transactionKey } = request
  const documentIds = documents.map(({ documentId }) => documentId)
  const named = documents.map(({ documentId, name: title }) => ({
    document_id: documentId,
    document_name: encodeWords(title),
  }))
  const hash = documents.map(({ sha256: bytes }) => Buffer.from(bytes).toString('base64'))
  try {
    const { SAD } = await call(signer.account, {
      path: '/ras/csc/v1/credentials/authorize',
      body: {
        credentialID,
        numSignatures: hash.length,
        documents: named,
        hash,
        description: encodeWords(reason),
      },
      schema: authorizeAnswer,
    })
    const signed = await call(signer.account, {
      path: '/ras/csc/v1/signatures/signHash',
      body: { credentialID, SAD, documents: named, hash, hashAlgo: sha256, signAlgo: rsa, async: 1 },
      schema: signAnswer,
    })
    if ('transactionId' in signed) {
      return { transactionId: joinTransaction(signed.transactionId, documentIds), outcome: pending }
    }
    const outcome = readSigned(documentIds, signed.signatures)
    return { transactionId: joinTransaction(transactionKey, documentIds), outcome }
  } catch (error) {
    return { transactionId: joinTransaction(transactionKey, documentIds), outcome: explain(error) }
  }
}

type Polled = Readonly<{ transactionId: string; account: string }>

async function poll(call: Calls, { transactionId, account }: Polled): Promise<SigningOutcome> {
  const { providerId, documentIds } = splitTransaction(transactionId)
  try {
    const { status, signatures } = await call(account, {
      path: '/requests/status',
      body: { transactionId: providerId },
      schema: statusAnswer,
    })
    return readOutcome(String(status), () => readSigned(documentIds, signatures ?? []))
  } catch (error) {
    return explain(error)
  }
}

/** What went wrong as an outcome; what nobody can know is thrown on. */
function explain(error: unknown): SigningOutcome {
  if (error instanceof MysignRefusal) return explainRefusal(error.code)
  if (error instanceof Unreadable) return failed('answer_unreadable')
  throw error
}

/** 4000 waits for the person, 6000 signs just now. */
function readOutcome(status: string, signed: () => SigningOutcome): SigningOutcome {
  if (status === '4000' || status === '6000') return pending
  return status === '1' ? signed() : explainRefusal(status)
}

function readSigned(documentIds: readonly string[], values: readonly string[]): SigningOutcome {
  const given = nameSignatures(documentIds, values)
  return given ? signedOutcome(given) : failed('answer_unreadable')
}

function readCallback(body: unknown, names: ReadonlyMap<string, string>): SigningCallback {
  if (!Check(webhookBody, body)) return null
  const { transaction_id, status } = body.meta_data
  const results = body.data?.results ?? []
  const outcome = readOutcome(String(status), () =>
    signedOutcome(results.map(({ document_id, signature }) => ({ documentId: document_id, value: signature }))),
  )
  return { transactionId: names.get(transaction_id) ?? transaction_id, outcome }
}

const mostEncoded = 96

/** MySign takes words as Base64 of UTF-8, of less than 100 characters. */
function encodeWords(words: string): string {
  const letters = [...words]
  const encode = () => Buffer.from(letters.join('')).toString('base64')
  while (encode().length > mostEncoded) letters.pop()
  return encode()
}
