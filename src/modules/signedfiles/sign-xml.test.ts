import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, test } from 'node:test'
import { DOMImplementation, DOMParser, XMLSerializer } from '@xmldom/xmldom'
import { Application, SignedXml, setNodeDependencies } from 'xadesjs'
import { openTimestampAuthority, startStandInAuthority } from '#adapters/authority'
import { canonicaliseXml } from '#platform/canonical-xml'
import { sign } from '#test/signing-keys'
import { completeXmlSignature, signXml } from './sign-xml.ts'

const authority = await startStandInAuthority()
after(() => authority.stop())
const stamp = openTimestampAuthority({ url: authority.tsaUrl }).stamp

const parse = (text: string) => new DOMParser().parseFromString(text, 'text/xml')
const exclusive = { exclusive: true }
const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
const dossier =
  `${declaration}\n<!-- hồ sơ -->\n<hoSo xmlns="urn:hs" xmlns:m="urn:m" m:so="1" ten="Lò &quot;Mai&quot;&#10;Hương">\n` +
  '  <m:kq><![CDATA[<Đạt> & đủ]]>&#13;</m:kq><trong/>\n</hoSo>\n<?het roi?>'

test('XML in its canonical form is as the recommendations have it', () => {
  const rows = [
    // Canonical XML 1.0 §3.1 and §3.3, shortened.
    ['<?pi  a?>\n<doc>Hello<!-- c --></doc>\n<?end?>', '<?pi a?>\n<doc>Hello</doc>\n<?end?>'],
    ['<d a="x\ny" b=\'"\'><e   /></d>', '<d a="x y" b="&quot;"><e></e></d>'],
    [
      '<e a:attr="out" b:attr="sorted" attr2="all" attr="I\'m" xmlns:b="http://www.ietf.org" xmlns:a="http://www.w3.org" xmlns="http://example.org"/>',
      '<e xmlns="http://example.org" xmlns:a="http://www.w3.org" xmlns:b="http://www.ietf.org" attr="I\'m" attr2="all" b:attr="sorted" a:attr="out"></e>',
    ],
    // Exclusive XML Canonicalization 1.0 §2.2.
    [
      '<n0:pdu xmlns:n0="http://a.example"><n1:elem2 xmlns:n1="http://b.example" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"/></n1:elem2></n0:pdu>',
      '<n0:pdu xmlns:n0="http://a.example"><n1:elem2 xmlns:n1="http://b.example" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"></n3:stuff></n1:elem2></n0:pdu>',
    ],
  ] as const
  for (const [given, expected] of rows) assert.equal(canonicaliseXml(parse(given), exclusive), expected)
})

test('inside a document the exclusive form takes only what it uses, the other all that holds there', () => {
  const document = parse('<a xmlns="urn:a" xmlns:b="urn:b" xml:lang="vi"><b:c/></a>')
  const [inner] = [...document.getElementsByTagNameNS('urn:b', 'c')]
  assert.ok(inner)
  assert.equal(canonicaliseXml(inner, exclusive), '<b:c xmlns:b="urn:b"></b:c>')
  const whole = '<b:c xmlns="urn:a" xmlns:b="urn:b" xml:lang="vi"></b:c>'
  assert.equal(canonicaliseXml(inner, { exclusive: false }), whole)
  assert.equal(
    canonicaliseXml(inner, { exclusive: true, prefixes: ['#default'] }),
    whole.replace(' xml:lang="vi"', ''),
  )
})

async function signed(algorithm: 'rsa-2048' | 'ecdsa-p256', content = dossier, stamped = true) {
  const { chain, privateKey } = await authority.issue({ kind: 'person', commonName: 'LÒ VĂN PÁNH', algorithm })
  assert.ok(privateKey)
  const prepared = signXml(Buffer.from(content), { certificates: chain })
  const value = sign(privateKey, prepared.signedInfo)
  const made = await completeXmlSignature(prepared, { value, ...(stamped ? { stamp } : {}) })
  return { prepared, value, text: Buffer.from(made).toString('utf8') }
}

test('what is signed is what was there: without the signature the document is the same', async () => {
  for (const algorithm of ['rsa-2048', 'ecdsa-p256'] as const) {
    const { text } = await signed(algorithm)
    const document = parse(text)
    const [signature] = [...document.getElementsByTagName('ds:Signature')]
    assert.ok(signature)
    const bare = canonicaliseXml(document, { ...exclusive, skip: signature })
    assert.equal(bare, canonicaliseXml(parse(dossier), exclusive))
    const [content, properties] = [...signature.getElementsByTagName('ds:DigestValue')].map(
      ({ textContent }) => textContent,
    )
    assert.equal(content, createHash('sha256').update(bare).digest('base64'))
    const [signedProperties] = [...signature.getElementsByTagName('xades:SignedProperties')]
    assert.ok(signedProperties)
    const canonical = canonicaliseXml(signedProperties, exclusive)
    assert.equal(properties, createHash('sha256').update(canonical).digest('base64'))
    assert.equal(signature.getElementsByTagName('xades:EncapsulatedTimeStamp').length, 1)
  }
})

test('another maker of XAdES accepts what we signed, and refuses it with one letter changed', async () => {
  setNodeDependencies({ DOMParser, XMLSerializer, DOMImplementation } as never)
  Application.setEngine('node', crypto)
  // It leaves out the line end before an instruction that stands after the root (Canonical XML 1.0 §2.3).
  const { text } = await signed('ecdsa-p256', dossier.replace('\n<?het roi?>', ''))
  const accepts = async (xml: string): Promise<boolean> => {
    const document = parse(xml)
    const judged = new SignedXml(document as never)
    judged.LoadXml(document.getElementsByTagName('ds:Signature')[0] as never)
    return await judged.Verify().catch(() => false)
  }
  assert.equal(await accepts(text), true)
  assert.equal(await accepts(text.replace('Hương', 'Hường')), false)
})

test('a second signer signs the document with the first signature in it', async () => {
  const { text } = await signed('rsa-2048')
  const { text: twice } = await signed('ecdsa-p256', text)
  assert.equal(parse(twice).getElementsByTagName('ds:Signature').length, 2)
})

test('a value of another key, and a content that is no XML or has a document type, are refused', async () => {
  const { prepared } = await signed('rsa-2048', dossier, false)
  const { value } = await signed('rsa-2048', dossier, false)
  await assert.rejects(completeXmlSignature(prepared, { value }), { code: 'value_wrong' })
  const { chain } = await authority.issue({
    kind: 'person',
    commonName: 'LÒ VĂN PÁNH',
    algorithm: 'ecdsa-p256',
  })
  for (const content of ['', 'a paper', '<a>', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>']) {
    assert.throws(() => signXml(Buffer.from(content), { certificates: chain }), { code: 'not_xml' }, content)
  }
})
