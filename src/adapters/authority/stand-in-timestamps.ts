import { createHash, randomBytes } from 'node:crypto'
import { Integer, ObjectIdentifier, OctetString, Sequence, UTCTime } from 'asn1js'
import {
  AlgorithmIdentifier,
  Attribute,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  MessageImprint,
  PKIStatus,
  PKIStatusInfo,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs'
import type { Temporal } from 'temporal-polyfill'
import type { Holder } from './stand-in-certificates.ts'

const sha256 = '2.16.840.1.101.3.4.2.1'
const tstInfoType = '1.2.840.113549.1.9.16.1.4'
const policy = '1.3.6.1.4.1.99999.1' // a policy of nobody: a stand-in promises nothing

export type StampOrder = Readonly<{
  request: Uint8Array
  holder: Holder
  /** The issuers of the time stamper, sent along when asked for. */
  issuers: readonly Holder[]
  at: Temporal.Instant
  fault: 'wrong_imprint' | 'refuses' | null
}>

/** Answers a request of RFC 3161 with the DER of a TimeStampResp. */
export async function answerStampRequest(order: StampOrder): Promise<Uint8Array> {
  const request = TimeStampReq.fromBER(order.request)
  if (order.fault === 'refuses' || request.messageImprint.hashAlgorithm.algorithmId !== sha256) {
    return derOf(new TimeStampResp({ status: new PKIStatusInfo({ status: PKIStatus.rejection }) }))
  }
  const timeStampToken = await makeToken(request, order)
  return derOf(new TimeStampResp({ status: new PKIStatusInfo({ status: PKIStatus.granted }), timeStampToken }))
}

async function makeToken(request: TimeStampReq, { holder, issuers, at, fault }: StampOrder) {
  const stamped = new TSTInfo({
    version: 1,
    policy,
    messageImprint: fault ? inventImprint() : request.messageImprint,
    serialNumber: new Integer({ valueHex: randomBytes(8).fill(0x41, 0, 1) }),
    genTime: new Date(at.epochMilliseconds),
    ...(request.nonce ? { nonce: request.nonce } : {}),
  })
  const content = derOf(stamped)
  const signed = new SignedData({
    version: 3,
    encapContentInfo: new EncapsulatedContentInfo({
      eContentType: tstInfoType,
      eContent: new OctetString({ valueHex: content }),
    }),
    signerInfos: [makeSignerInfo(holder, content, at)],
    ...(request.certReq ? { certificates: [holder, ...issuers].map(({ certificate }) => certificate) } : {}),
  })
  await signed.sign(holder.privateKey, 0, 'SHA-256')
  return new ContentInfo({ contentType: ContentInfo.SIGNED_DATA, content: signed.toSchema(true) })
}

function makeSignerInfo({ certificate }: Holder, content: Uint8Array, at: Temporal.Instant): SignerInfo {
  const { issuer, serialNumber } = certificate
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
  const certificateDigest = new OctetString({ valueHex: digest(derOf(certificate)) })
  const attributes = [
    ['1.2.840.113549.1.9.3', new ObjectIdentifier({ value: tstInfoType })],
    ['1.2.840.113549.1.9.5', new UTCTime({ valueDate: new Date(at.epochMilliseconds) })],
    ['1.2.840.113549.1.9.4', new OctetString({ valueHex: digest(content) })],
    // SigningCertificateV2 of RFC 5035; SHA-256 is the default and is left out.
    [
      '1.2.840.113549.1.9.16.2.47',
      new Sequence({ value: [new Sequence({ value: [new Sequence({ value: [certificateDigest] })] })] }),
    ],
  ] as const
  return new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer, serialNumber }),
    signedAttrs: new SignedAndUnsignedAttributes({
      type: 0,
      attributes: attributes.map(([type, value]) => new Attribute({ type, values: [value] })),
    }),
  })
}

const inventImprint = (): MessageImprint =>
  new MessageImprint({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256 }),
    hashedMessage: new OctetString({ valueHex: randomBytes(32) }),
  })

const derOf = (made: { toSchema: () => { toBER: () => ArrayBuffer } }): Uint8Array<ArrayBuffer> =>
  new Uint8Array(made.toSchema().toBER())
