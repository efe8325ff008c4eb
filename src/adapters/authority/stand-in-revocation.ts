import { Constructed, Enumerated, GeneralizedTime, Integer, OctetString, Primitive } from 'asn1js'
import {
  BasicOCSPResponse,
  type CertID,
  CertificateRevocationList,
  Extension,
  Extensions,
  OCSPRequest,
  OCSPResponse,
  ResponseBytes,
  RevokedCertificate,
  SingleResponse,
  Time,
} from 'pkijs'
import type { Temporal } from 'temporal-polyfill'
import type { Holder } from './stand-in-certificates.ts'

/** What was revoked, and when; the key is the serial number in lower-case hexadecimal. */
export type Revocations = ReadonlyMap<string, Temporal.Instant>

export type OcspOrder = Readonly<{
  request: Uint8Array
  responder: Holder
  issuer: Holder
  at: Temporal.Instant
  revocations: Revocations
  issued: ReadonlySet<string>
}>

const basicResponse = '1.3.6.1.5.5.7.48.1.1'

export const serialOf = (serial: Integer): string => Buffer.from(serial.valueBlock.valueHexView).toString('hex')

/** Answers a request of RFC 6960 with the DER of an OCSPResponse, signed by the responder the issuer named. */
export async function answerOcspRequest(order: OcspOrder): Promise<Uint8Array> {
  const { request, responder, issuer, at } = order
  const asked = OCSPRequest.fromBER(request).tbsRequest.requestList
  const response = new BasicOCSPResponse({ certs: [responder.certificate] })
  response.tbsResponseData.responderID = new OctetString({ valueHex: await responder.certificate.getKeyHash() })
  response.tbsResponseData.producedAt = dateOf(at)
  const issuerKey = Buffer.from(await issuer.certificate.getKeyHash())
  response.tbsResponseData.responses = asked.map(
    ({ reqCert }) =>
      new SingleResponse({
        certID: reqCert,
        certStatus: statusOf(reqCert, issuerKey, order),
        thisUpdate: dateOf(at),
        nextUpdate: dateOf(at.add({ hours: 24 })),
      }),
  )
  await response.sign(responder.privateKey, 'SHA-256')
  return answerWith(0, response)
}

/** An OCSPResponse without content: 3 says try later, 1 that the request cannot be read. */
export function answerWith(status: 0 | 1 | 3, response?: BasicOCSPResponse): Uint8Array {
  const answer = new OCSPResponse({ responseStatus: new Enumerated({ value: status }) })
  if (response) {
    answer.responseBytes = new ResponseBytes({
      responseType: basicResponse,
      response: new OctetString({ valueHex: response.toSchema().toBER() }),
    })
  }
  return new Uint8Array(answer.toSchema().toBER())
}

function statusOf({ serialNumber, issuerKeyHash }: CertID, issuerKey: Buffer, order: OcspOrder) {
  const serial = serialOf(serialNumber)
  const ours = Buffer.from(issuerKeyHash.valueBlock.valueHexView).equals(issuerKey)
  if (!(ours && order.issued.has(serial))) return new Primitive({ idBlock: { tagClass: 3, tagNumber: 2 } })
  const revokedAt = order.revocations.get(serial)
  if (!revokedAt) return new Primitive({ idBlock: { tagClass: 3, tagNumber: 0 } })
  return new Constructed({
    idBlock: { tagClass: 3, tagNumber: 1 },
    value: [new GeneralizedTime({ valueDate: dateOf(revokedAt) })],
  })
}

/** The list of RFC 5280 §5 that `issuer` signs, good for a day. */
export async function makeCrl(
  issuer: Holder,
  revocations: Revocations,
  at: Temporal.Instant,
): Promise<Uint8Array> {
  const list = new CertificateRevocationList({
    version: 1,
    issuer: issuer.certificate.subject,
    thisUpdate: new Time({ value: dateOf(at) }),
    nextUpdate: new Time({ value: dateOf(at.add({ hours: 24 })) }),
  })
  const revoked = [...revocations].map(
    ([serial, revokedAt]) =>
      new RevokedCertificate({
        userCertificate: new Integer({ valueHex: Buffer.from(serial, 'hex') }),
        revocationDate: new Time({ value: dateOf(revokedAt) }),
      }),
  )
  if (revoked.length > 0) list.revokedCertificates = revoked
  const number = new Integer({ value: Math.floor(at.epochMilliseconds / 1000) })
  list.crlExtensions = new Extensions({
    extensions: [new Extension({ extnID: '2.5.29.20', extnValue: number.toBER() })],
  })
  await list.sign(issuer.privateKey, 'SHA-256')
  return new Uint8Array(list.toSchema().toBER())
}

const dateOf = (instant: Temporal.Instant): Date => new Date(instant.epochMilliseconds)
