import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { openRevocationSource, openTimestampAuthority, startStandInAuthority } from '#adapters/authority'
import { completeXmlSignature, signXml, type VerificationReport, verifyXml } from '#modules/signatures'
import { sign } from '#test/signing-keys'

const authority = await startStandInAuthority()
after(() => authority.stop())
const { stamp } = openTimestampAuthority({ url: authority.tsaUrl })
const revocation = openRevocationSource()

const content = '<hoSo xmlns="urn:hs" ma="H1">\n  <kq>Đạt</kq><tien>100</tien>\n</hoSo>'

async function makeSigned(
  xml: string,
  { stamped = true, algorithm = 'rsa-2048' as 'rsa-2048' | 'ecdsa-p256' } = {},
): Promise<string> {
  const { chain, privateKey } = await authority.issue({ kind: 'person', commonName: 'LÒ VĂN PÁNH', algorithm })
  assert.ok(privateKey)
  const prepared = signXml(Buffer.from(xml), { certificates: chain })
  const value = sign(privateKey, prepared.signedInfo)
  const made = await completeXmlSignature(prepared, { value, ...(stamped ? { stamp } : {}) })
  return Buffer.from(made).toString('utf8')
}

const judge = (xml: string | Uint8Array): Promise<VerificationReport> =>
  verifyXml(Buffer.from(xml), { trustAnchors: [authority.root], revocation, at: Temporal.Now.instant() })

async function assertVerdict(
  xml: string,
  verdict: string,
  ...codes: readonly string[]
): Promise<VerificationReport> {
  const report = await judge(xml)
  const found = [...report.findings, ...report.signatures.flatMap(({ findings }) => findings)].map(
    ({ code }) => code,
  )
  assert.equal(report.verdict, verdict, found.join(', '))
  for (const code of codes) assert.ok(found.includes(code), `${code} among ${found.join(', ')}`)
  return report
}

test('what we sign is valid, at B-B and with a time stamp at B-T', async () => {
  for (const algorithm of ['rsa-2048', 'ecdsa-p256'] as const) {
    const plain = await assertVerdict(await makeSigned(content, { stamped: false, algorithm }), 'valid')
    assert.deepEqual([plain.signatures[0]?.level, plain.signatures[0]?.coverage], ['B-B', 'whole_file'])
    const stamped = await assertVerdict(await makeSigned(content, { algorithm }), 'valid')
    assert.equal(stamped.signatures[0]?.level, 'B-T')
    assert.equal(stamped.signatures[0]?.signedAt?.proof, 'timestamp')
    assert.equal(stamped.signatures[0]?.signer?.commonName, 'LÒ VĂN PÁNH')
  }
})

test('whatever is changed in the content, its attributes or the signed facts is found', async () => {
  const signed = await makeSigned(content)
  await assertVerdict(signed.replace('100', '900'), 'invalid', 'content_changed', 'xml_root_not_covered')
  await assertVerdict(signed.replace('ma="H1"', 'ma="H2"'), 'invalid', 'content_changed')
  await assertVerdict(signed.replace('<tien>', '<them/><tien>'), 'invalid', 'content_changed')
  await assertVerdict(signed.replace(/(SigningTime>20)\d\d/, '$199'), 'invalid', 'content_changed')
  await assertVerdict(
    signed.replace(/(<ds:SignatureValue[^>]*>)(.)/, (_, tag, char) => tag + (char === 'A' ? 'B' : 'A')),
    'invalid',
    'signature_wrong',
  )
})

test('what changes nothing that is signed is let be: order of attributes, quotes, comments', async () => {
  const signed = await makeSigned(content)
  await assertVerdict(signed.replace('ma="H1"', "ma='H1'").replace('<kq>', '<kq ><!-- x -->'), 'valid')
})

test('wrapping: the signed element moved aside, another in its place', async () => {
  const byId = await makeById('<kq Id="x">Đạt</kq>')
  await assertVerdict(`<hoSo>${byId}</hoSo>`, 'valid')
  await assertVerdict(`<hoSo><kq>Trượt</kq><cu>${byId}</cu></hoSo>`, 'invalid', 'xml_root_not_covered')
  await assertVerdict(`<hoSo><kq Id="x">Trượt</kq>${byId}</hoSo>`, 'invalid', 'xml_id_doubled')
  await assertVerdict(`<hoSo tien="900">${byId}</hoSo>`, 'invalid', 'xml_root_not_covered')
  await assertVerdict(`<hoSo>lời khác ${byId}</hoSo>`, 'invalid', 'xml_root_not_covered')
  await assertVerdict(
    `<hoSo>${byId.replace('</ds:Signature>', '<ds:Object><kq>Trượt</kq></ds:Object></ds:Signature>')}</hoSo>`,
    'invalid',
    'xml_root_not_covered',
  )
})

/** A foreign maker: plain XMLDSig of one element by its id, the signature beside it, without XAdES. */
async function makeById(element: string): Promise<string> {
  const { certificate, chain, privateKey } = await authority.issue({
    kind: 'person',
    commonName: 'LÒ VĂN PÁNH',
  })
  assert.ok(privateKey)
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(element))).toString('base64')
  const form = 'http://www.w3.org/2001/10/xml-exc-c14n#'
  const info =
    `<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod Algorithm="${form}"></ds:CanonicalizationMethod>` +
    '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod><ds:Reference URI="#x">' +
    `<ds:Transforms><ds:Transform Algorithm="${form}"></ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${hash}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
  const value = Buffer.from(sign(privateKey, Buffer.from(info))).toString('base64')
  const known = [certificate, ...chain].map(
    (der) => `<ds:X509Certificate>${Buffer.from(der).toString('base64')}</ds:X509Certificate>`,
  )
  return (
    `${element}<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${info}<ds:SignatureValue>${value}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data>${known.join('')}</ds:X509Data></ds:KeyInfo></ds:Signature>`
  )
}

test('a stranger, a revoked signer and a file without signature are told apart', async () => {
  await assertVerdict(content, 'unsigned')
  const signed = await makeSigned(content)
  const report = await verifyXml(Buffer.from(signed), {
    trustAnchors: [],
    revocation: null,
    at: Temporal.Now.instant(),
  })
  assert.equal(report.verdict, 'indeterminate')
  const serialNumber = (await judge(signed)).signatures[0]?.signer?.serialNumber ?? ''
  authority.revoke(serialNumber, Temporal.Now.instant().subtract({ hours: 1 }))
  await assertVerdict(signed, 'invalid', 'certificate_revoked')
})

test('what could expand, reach out or is no XML is not read', async () => {
  await assertVerdict('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'unreadable', 'xml_doctype')
  await assertVerdict('\x89PNG', 'unreadable', 'xml_not_xml')
  await assertVerdict('<a><b></a>', 'unreadable', 'xml_not_xml')
  await assertVerdict('<a>'.repeat(200) + '</a>'.repeat(200), 'unreadable', 'xml_too_complex')
})

test('a transform that could leave anything out is not accepted', async () => {
  const signed = await makeById('<kq Id="x">Đạt</kq>')
  const odd = signed.replace(
    'Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"',
    'Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"',
  )
  await assertVerdict(`<hoSo>${odd}</hoSo>`, 'invalid', 'xml_transform_not_judged')
})
