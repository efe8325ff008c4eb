/**
 * A VietQR string, as NAPAS describes it ("QR Format T&C" 1.0, after EMVCo): fields of a two-digit tag, a two-digit
 * length and a value. Banks' apps read it; the amount is whole đồng.
 */
export type VietQr = Readonly<{
  /** The six digits by which NAPAS knows the bank. */
  bankBin: string
  /** Number of the account or of the card that is paid to. */
  target: Readonly<{ kind: 'account' | 'card'; number: string }>
  /** Null: whoever pays types the amount. */
  amountVnd: number | null
  /** At most 25 letters, digits and hyphens: what the payment is known by. */
  billNumber: string | null
  /** At most 25 characters of ASCII: what the payment is for. */
  purpose: string | null
}>

/** Why a text is no VietQR string: a field is cut or out of place; the check sum differs; it is another kind of QR. */
export type VietQrFault = 'malformed' | 'wrong_check_sum' | 'not_vietqr'

const napas = 'A000000727'
const kinds = { QRIBFTTA: 'account', QRIBFTTC: 'card' } as const
const codes = { account: 'QRIBFTTA', card: 'QRIBFTTC' } as const
const longestText = 25

/** CRC-16/CCITT-FALSE (polynomial 0x1021, initial 0xFFFF) of ASCII text, as four upper-case hexadecimal digits. */
export function checkSumOf(text: string): string {
  let crc = 0xffff
  for (const character of text) {
    crc ^= (character.codePointAt(0) ?? 0) << 8
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  }
  return crc.toString(16).toUpperCase().padStart(4, '0')
}

const field = (tag: string, value: string): string => `${tag}${String(value.length).padStart(2, '0')}${value}`

/** Text as a VietQR string can hold it: no marks, no other alphabet, cut to 25 characters. */
export const plainText = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replaceAll(/[^\x20-\x7e]/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim()
    .slice(0, longestText)
    .trim()

/** Writes the string. Throws `RangeError` where a part is not what its field takes: that is a mistake of ours. */
export function makeVietQr({ bankBin, target, amountVnd, billNumber, purpose }: VietQr): string {
  if (!/^\d{6}$/.test(bankBin)) throw new RangeError('a bank is known by six digits')
  if (!/^[0-9A-Za-z]{1,19}$/.test(target.number))
    throw new RangeError('an account has 1 to 19 letters and digits')
  if (amountVnd !== null && !isAmount(amountVnd)) throw new RangeError('an amount is whole đồng, more than 0')
  const account = field('00', bankBin) + field('01', target.number)
  const merchant = field('00', napas) + field('01', account) + field('02', codes[target.kind])
  const more = [
    billNumber === null ? '' : field('01', billNumber.slice(0, longestText)),
    purpose === null ? '' : field('08', plainText(purpose)),
  ].join('')
  const text = [
    field('00', '01'),
    field('01', amountVnd === null ? '11' : '12'),
    field('38', merchant),
    field('53', '704'),
    amountVnd === null ? '' : field('54', String(amountVnd)),
    field('58', 'VN'),
    more === '' ? '' : field('62', more),
    '6304',
  ].join('')
  return text + checkSumOf(text)
}

const isAmount = (amountVnd: number): boolean =>
  Number.isSafeInteger(amountVnd) && amountVnd > 0 && amountVnd <= 9_999_999_999_999

/** Reads a string strictly: every length must fit, to the last character, and the check sum must be right. */
export function readVietQr(
  text: string,
): Readonly<{ ok: true; qr: VietQr }> | Readonly<{ ok: false; code: VietQrFault }> {
  if (!/^[\x20-\x7e]{20,512}$/.test(text)) return { ok: false, code: 'malformed' }
  const fields = splitFields(text)
  if (!fields || !text.slice(-8).startsWith('6304')) return { ok: false, code: 'malformed' }
  if (checkSumOf(text.slice(0, -4)) !== text.slice(-4)) return { ok: false, code: 'wrong_check_sum' }
  const qr = readParts(fields)
  if (qr === 'malformed' || qr === 'not_vietqr') return { ok: false, code: qr }
  return { ok: true, qr }
}

type Fields = ReadonlyMap<string, string>

function readParts(fields: Fields): VietQr | 'malformed' | 'not_vietqr' {
  const merchant = splitFields(fields.get('38') ?? '')
  if (!merchant) return 'malformed'
  const isOurs =
    fields.get('00') === '01' &&
    fields.get('53') === '704' &&
    fields.get('58') === 'VN' &&
    merchant.get('00') === napas
  if (!isOurs) return 'not_vietqr'
  const account = splitFields(merchant.get('01') ?? '')
  const more = splitFields(fields.get('62') ?? '')
  const kind = kinds[merchant.get('02') as keyof typeof kinds]
  const [bankBin = '', number = ''] = [account?.get('00'), account?.get('01')]
  if (!more || !kind || !/^\d{6}$/.test(bankBin) || number === '') return 'malformed'
  const amountVnd = readAmount(fields.get('54'))
  if (amountVnd === 'malformed') return amountVnd
  const [billNumber = null, purpose = null] = [more.get('01'), more.get('08')]
  return { bankBin, target: { kind, number }, amountVnd, billNumber, purpose }
}

function readAmount(text: string | undefined): number | null | 'malformed' {
  if (text === undefined) return null
  return /^\d{1,13}$/.test(text) && isAmount(Number(text)) ? Number(text) : 'malformed'
}

/** The fields of one level; null where a length does not fit, or a tag stands twice. */
function splitFields(text: string): Fields | null {
  const fields = new Map<string, string>()
  let at = 0
  while (at < text.length) {
    const [, tag, length] = /^(\d\d)(\d\d)/.exec(text.slice(at, at + 4)) ?? []
    if (!tag || !length || fields.has(tag)) return null
    const value = text.slice(at + 4, at + 4 + Number(length))
    if (value.length !== Number(length)) return null
    fields.set(tag, value)
    at += 4 + value.length
  }
  return fields
}
