import type { Static } from 'typebox'
import { Check } from 'typebox/value'
import { failed, isFromProvider, pending, readCertificate, signedOutcome } from '#adapters/remote-signing'
import {
  ProviderUnreachable,
  type RemoteSigner,
  type SignerRef,
  type SigningOutcome,
  type SigningRequest,
  type StartedSigning,
} from '#modules/signing'
import { type Calls, type MisaOptions, name, openCalls } from './calls.ts'
import { certificatesAnswer, signAnswer, statusAnswer } from './shapes.ts'

const esrm = 'external/esrm/service'

/**
 * MISA eSign RemoteSigning: the signer is signed in by name and password (`SignerRef.secret`), hashes are signed after a
 * confirmation on the telephone. It takes no key of ours: a start whose answer was lost is not repeated.
 */
export function openMisa(options: MisaOptions): RemoteSigner {
  const call = openCalls(options)
  return {
    key: 'misa',
    name,
    asksConfirmation: true,
    listCertificates: (signer) => listCertificates(call, signer),
    startSigning: (request) => start(call, request),
    async pollSigning(transactionId, signer) {
      const path = `${esrm}/signing/api/v1/Signing/status/${encodeURIComponent(transactionId)}`
      const answer = await call(signer, { path, schema: statusAnswer })
      if (answer.kind === 'unreadable') return failed('answer_unreadable')
      return answer.kind === 'refused' ? explainRefusal(answer.status) : readOutcome(answer.value)
    },
    acceptCallback: ({ headers, body }) =>
      isFromProvider(headers, options.webhookSecret) && Check(statusAnswer, body)
        ? { transactionId: body.transactionId, outcome: readOutcome(body) }
        : null,
  }
}

async function listCertificates(call: Calls, signer: SignerRef) {
  const path = `${esrm}/general/api/v1/Certificates/by-userId`
  const answer = await call(signer, { path, schema: certificatesAnswer })
  if (answer.kind === 'unreadable') throw new ProviderUnreachable(`${name}: the list cannot be read`)
  if (answer.kind === 'refused') return []
  return answer.value
    .filter(({ keyStatus }) => keyStatus === 'ACTIVE')
    .flatMap(({ keyAlias, certificate, certiticateChain }) => {
      const [first] = certiticateChain
      const whole = first === certificate ? certiticateChain : [certificate, ...certiticateChain]
      return readCertificate(keyAlias, whole) ?? []
    })
}

async function start(call: Calls, request: SigningRequest): Promise<StartedSigning> {
  const { signer, certificateId, documents, reason, transactionKey } = request
  const answer = await call(signer, {
    path: `${esrm}/signing/api/v1/Signing/hash`,
    schema: signAnswer,
    body: (userId) => ({
      DataToBeDisplayed: reason,
      UserId: userId,
      CertAlias: certificateId,
      Documents: documents.map(({ documentId, name: title, sha256 }) => ({
        DocumentId: documentId,
        FileToSign: Buffer.from(sha256).toString('base64'),
        DocumentName: [...title].slice(0, 100).join(''),
      })),
    }),
  })
  if (answer.kind === 'read') return { transactionId: answer.value.transactionId, outcome: pending }
  const outcome = answer.kind === 'unreadable' ? failed('answer_unreadable') : explainRefusal(answer.status)
  return { transactionId: transactionKey, outcome }
}

function explainRefusal(status: number): SigningOutcome {
  if (status === 401 || status === 403) return failed('credential_invalid')
  return failed(status === 404 ? 'certificate_unknown' : 'provider_refused')
}

function readOutcome({ status, errorCode, signatures }: Static<typeof statusAnswer>): SigningOutcome {
  const code = String(errorCode ?? '')
  if (status === 'PENDING') return pending
  if (status === 'CANCELLED') return { state: 'refused' }
  if (status === 'SUCCESS') {
    return signedOutcome(
      (signatures ?? []).map(({ documentId, signature }) => ({ documentId, value: signature })),
    )
  }
  if (status !== 'FAILED') return failed('answer_unreadable')
  if (/cert.*expire/i.test(code)) return failed('certificate_expired')
  if (/timeout|expire/i.test(code)) return { state: 'expired' }
  return /cancel|reject/i.test(code) ? { state: 'refused' } : failed('provider_refused')
}
