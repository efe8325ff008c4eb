import { DOMParser, type Element } from '@xmldom/xmldom'
import { type PersonValues, RegisterFailure } from '#modules/registers'
import { outlineXml } from '#platform/xml-outline'

/** How a day is written on the wire; what comes back is read in either way. */
export type DayFormat = 'yyyymmdd' | 'dd/mm/yyyy'

export type WireRequest = Readonly<{
  HoVaTen: string
  SoDinhDanh: string
  SoCMND: string
  NgayThangNam?: string
  Nam?: string
  MaTichHop: string
  MaDVC: string
  MaCanBo: string
  MaYeuCau: string
}>

/** '1997-03-14' as `NgayThangNam`; a birth of which only the year, or the month, is known as `Nam`. */
export function writeBirth(birth: string, format: DayFormat): Pick<WireRequest, 'NgayThangNam' | 'Nam'> {
  const [year = '', month, day] = birth.split('-')
  if (!(month && day)) return { Nam: year }
  return { NgayThangNam: format === 'yyyymmdd' ? `${year}${month}${day}` : `${day}/${month}/${year}` }
}

/** A person of the register in our words; `address` still with the codes of its units. */
export type WirePerson = Readonly<{
  personalId: string
  values: PersonValues
  addresses: Readonly<Partial<Record<'address' | 'currentAddress' | 'placeOfOrigin', WireAddress>>>
}>

export type WireAddress = Readonly<{ detail: string; communeCode: string; provinceCode: string }>

/** At most so many persons are read of an answer; one is meant. */
const mostPersons = 10

/** Reads Envelope/Body/CongdanCollection/CongDan. Throws `RegisterFailure` ('unreadable') for anything else. */
export function readPersons(text: string): WirePerson[] {
  const body = child(child(parse(text), 'Body'), 'CongdanCollection')
  if (!body) throw new RegisterFailure('unreadable', 'the answer holds no CongdanCollection')
  return childrenOf(body, 'CongDan').slice(0, mostPersons).map(readPerson)
}

function parse(text: string): Element {
  try {
    // What could expand or reach out is refused before it is parsed.
    outlineXml(text, { elements: 5000, depth: 20 })
    const onError = (_: string, message: string): never => {
      throw new SyntaxError(message)
    }
    const root = new DOMParser({ onError }).parseFromString(text, 'text/xml').documentElement
    if (root?.localName === 'Envelope') return root
  } catch {
    // Said below: what is in the text is personal, and stays out of the message.
  }
  throw new RegisterFailure('unreadable', 'the answer is not the XML of the register')
}

function readPerson(element: Element): WirePerson {
  const name = child(element, 'HoVaTen')
  const parts = name ? ['Ho', 'ChuDem', 'Ten'].map((part) => textOf(name, part)).filter(Boolean) : []
  const values: Record<keyof PersonValues, string> = {
    fullName: parts.join(' '),
    birthOn: readBirth(child(element, 'NgayThangNamSinh')),
    sex: sexes[textOf(element, 'GioiTinh')] ?? '',
    ethnicity: textOf(element, 'DanToc'),
    nationality: textOf(element, 'QuocTich'),
    maritalStatus: textOf(element, 'TinhTrangHonNhan'),
    fatherName: nameOf(child(element, 'Cha')),
    motherName: nameOf(child(element, 'Me')),
    spouseName: nameOf(child(element, 'VoChong')),
    address: '',
    currentAddress: '',
    placeOfOrigin: '',
  }
  const addresses = {
    address: readAddress(child(element, 'ThuongTru')),
    currentAddress: readAddress(child(element, 'NoiOHienTai')),
    placeOfOrigin: readAddress(child(element, 'QueQuan')),
  }
  return {
    personalId: textOf(element, 'SoDinhDanh'),
    values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')),
    addresses: Object.fromEntries(Object.entries(addresses).filter(([, address]) => address !== null)),
  }
}

/** Codes of the sex as they were seen: 1 or Nam, 2 or 0 or Nữ. */
const sexes: Readonly<Record<string, string>> = {
  '1': 'male',
  Nam: 'male',
  '0': 'female',
  '2': 'female',
  Nữ: 'female',
}

function readBirth(birth: Element | null): string {
  if (!birth) return ''
  const day = textOf(birth, 'NgayThangNam')
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(day)
  if (iso) return iso.slice(1).join('-')
  const local = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(day)
  if (local) return local.slice(1).reverse().join('-')
  const year = textOf(birth, 'Nam')
  return /^\d{4}$/.test(year) ? year : ''
}

function readAddress(address: Element | null): WireAddress | null {
  if (!address) return null
  return {
    detail: textOf(address, 'ChiTiet'),
    communeCode: textOf(address, 'MaPhuongXa'),
    provinceCode: textOf(address, 'MaTinhThanh'),
  }
}

const nameOf = (person: Element | null): string => (person ? textOf(person, 'HoVaTen') : '')

const childrenOf = (parent: Element, name: string): Element[] =>
  [...parent.childNodes].filter((node): node is Element => (node as Element).localName === name)

const child = (parent: Element | null, name: string): Element | null =>
  (parent && childrenOf(parent, name)[0]) ?? null

const textOf = (parent: Element, name: string): string =>
  (child(parent, name)?.textContent ?? '').replace(/\s+/g, ' ').trim()
