const certificates = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g

/** The certificates (DER) in a text, in their order (RFC 7468); none where it holds none. What stands between them is passed over. */
export const readPemCertificates = (text: string): Uint8Array[] =>
  [...text.matchAll(certificates)].map(([, base64 = '']) => new Uint8Array(Buffer.from(base64, 'base64')))
