import { randomBytes } from 'node:crypto'
import { Integer, OctetString } from 'asn1js'
import { AlgorithmIdentifier, MessageImprint, SignedData, TimeStampReq, TimeStampResp, TSTInfo } from 'pkijs'
import { ProviderUnreachable, type TimestampAuthority } from '#modules/signing'
import { explainFailedCall } from '#platform/failed-call'
import { fetchBytes } from './fetch-bytes.ts'

const sha256 = '2.16.840.1.101.3.4.2.1'
const mostBytes = 100_000

/**
 * Opens the way to a time-stamping authority that speaks RFC 3161 over HTTP. An answer that cannot be used, about another
 * hash or with another nonce counts as none: `ProviderUnreachable` says why.
 */
export function openTimestampAuthority({
  url,
  timeoutMs = 10_000,
}: Readonly<{ url: string; timeoutMs?: number }>): TimestampAuthority {
  return {
    async stamp(hash) {
      const nonce = new Integer({ valueHex: makeNonce() })
      const request = new TimeStampReq({
        version: 1,
        messageImprint: new MessageImprint({
          hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256 }),
          hashedMessage: new OctetString({ valueHex: new Uint8Array(hash) }),
        }),
        nonce,
        certReq: true,
      })
      const body = new Uint8Array(request.toSchema().toBER())
      const answer = await fetchBytes(url, {
        body,
        mediaType: 'application/timestamp-query',
        timeoutMs,
        mostBytes,
      }).catch((cause: unknown) => {
        const why = explainFailedCall(cause)
        throw new ProviderUnreachable(`the time-stamping authority did not answer (${why})`, { cause })
      })
      return readToken(answer, hash, nonce)
    },
  }
}

function readToken(answer: Uint8Array, hash: Uint8Array, nonce: Integer): Uint8Array {
  const { timeStampToken, stamped } = parse(answer)
  if (!Buffer.from(stamped.messageImprint.hashedMessage.valueBlock.valueHexView).equals(hash)) {
    throw new ProviderUnreachable('the time-stamping authority answered about another hash')
  }
  if (!stamped.nonce?.isEqual(nonce)) {
    throw new ProviderUnreachable('the time-stamping authority answered another question')
  }
  return new Uint8Array(timeStampToken.toSchema().toBER())
}

function parse(answer: Uint8Array) {
  try {
    const { status, timeStampToken } = TimeStampResp.fromBER(new Uint8Array(answer))
    if (status.status > 1 || !timeStampToken) throw new TypeError(`status ${status.status}`)
    const { encapContentInfo } = new SignedData({ schema: timeStampToken.content })
    const content = encapContentInfo.eContent?.getValue()
    if (!content) throw new TypeError('there is nothing in the token')
    return { timeStampToken, stamped: TSTInfo.fromBER(content) }
  } catch (cause) {
    throw new ProviderUnreachable('the time-stamping authority gave no token', { cause })
  }
}

/** Positive, so that every reader takes it for the same number. */
function makeNonce(): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(randomBytes(8))
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40
  return nonce
}
