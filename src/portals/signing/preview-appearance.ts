import { Temporal } from 'temporal-polyfill'
import { type AppearanceSettings, prepareFile } from '#modules/signing'
import type { Language } from '#platform/i18n'
import { printPdf } from '#platform/pdf'
import { adminMessages } from './admin-messages.ts'

// A page with a ruler in millimetres, so that a place can be read off.
const template = `
#set page(paper: "a4", margin: 20mm)
#set text(font: "Be Vietnam Pro", lang: "vi", size: 11pt)
#let data = json(bytes(sys.inputs.data))
#place(top + left, dx: -20mm, dy: -20mm, block(width: 210mm, height: 297mm)[
  #for x in range(0, 22) { place(dx: x * 10mm, line(angle: 90deg, length: 297mm, stroke: 0.2pt + luma(220))) }
  #for y in range(0, 30) { place(dy: y * 10mm, line(length: 210mm, stroke: 0.2pt + luma(220))) }
])
= #data.title
#v(4mm)
#lorem(60)
`

const sampleAt = Temporal.Instant.from('2027-01-04T09:40:00+07:00')

// A certificate of nobody, whose key was thrown away: a place for a signature needs one.
const sampleCertificate = Buffer.from(
  [
    'MIIBizCCATGgAwIBAgIUNb/FvyoP++DNanZ5pTfNjQofhl8wCgYIKoZIzj0EAwIwGjEYMBYGA1UEAwwPQ2jhu68ga8O9IG3huqt1',
    'MCAXDTI2MTEyMjA4MzQ1NVoYDzIxMTcwMzMwMDgzNDU1WjAaMRgwFgYDVQQDDA9DaOG7ryBrw70gbeG6q3UwWTATBgcqhkjOPQIB',
    'BggqhkjOPQMBBwNCAAS/DrGt4UH3pLg45JaC7FXyBtMjWdENFDEtVXkuX2ycuJPv1Cm35+hIK6hakwffBrU0JZUl2wxoq+oQrDOm',
    'pvkho1MwUTAdBgNVHQ4EFgQU4p/d5b0DnmU6FlbACtJrCy90zO8wHwYDVR0jBBgwFoAU4p/d5b0DnmU6FlbACtJrCy90zO8wDwYD',
    'VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiA6q4xuH/bIvWeBpyjviK34xn3OwveC2M25piuwiSDevgIhAO8vybh9xhnU',
    'NEwzN836hEESDNrumK5nZ2DoYiWGNFZJ',
  ].join(''),
  'base64',
)

/** A sample page with the appearance on it, as PDF; nobody has signed it. */
export async function previewAppearance(settings: AppearanceSettings, language: Language): Promise<Uint8Array> {
  const page = await printPdf(template, { title: adminMessages(language).sampleTitle })
  const made = await prepareFile(page, {
    batch: {
      kind: settings.border === 'red' ? 'seal' : 'approval',
      signerName: 'Nguyễn Văn An',
      signerPosition: 'Chủ tịch',
      agencyName: 'Ủy ban nhân dân phường Điện Biên Phủ',
      reason: 'Phê duyệt văn bản',
    },
    certificates: [sampleCertificate],
    settings: { ...settings, page: Math.sign(settings.page) },
    beside: null,
    picture: null,
    at: sampleAt,
  })
  if (!made.ok) throw new Error(`the sample page: ${made.code}`)
  return made.pdf
}
