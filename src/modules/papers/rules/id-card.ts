/** Who an identity card names, as read from the QR code on its front. */
export type IdCard = Readonly<{
  personalId: string
  formerIdNumber: string | null
  fullName: string
  /** YYYY-MM-DD */
  birthOn: string
  sex: 'male' | 'female'
  permanentResidence: string
  /** YYYY-MM-DD */
  issuedOn: string
  /** What does not fit but is no ground to refuse, e.g. a registration code that no list has. */
  warnings: readonly 'unknown_province'[]
}>

export type IdCardProblem =
  | 'not_an_id_card'
  | 'wrong_personal_id'
  | 'wrong_birth_date'
  | 'wrong_issue_date'
  | 'wrong_sex'
  | 'sex_does_not_fit_number'
  | 'year_does_not_fit_number'
  | 'name_missing'

export type IdCardReading = Readonly<{ ok: true; card: IdCard } | { ok: false; code: IdCardProblem }>

const highestProvince = 96

/**
 * Reads the text of the card's QR code: seven fields joined by `|`, newer cards append more. The century and sex
 * (digit 4) and the year (digits 5–6) of the number must fit what the card says (TT 07/2016/TT-BCA).
 */
export function readIdCard(scanned: string): IdCardReading {
  const fields = scanned.normalize('NFC').trim().split('|')
  const [personalId = '', former = '', fullName = '', birth = '', sexText = '', residence = '', issued = ''] =
    fields.map((field) => field.trim())
  if (fields.length < 7) return { ok: false, code: 'not_an_id_card' }
  if (!/^\d{12}$/.test(personalId)) return { ok: false, code: 'wrong_personal_id' }
  const card = {
    personalId,
    formerIdNumber: former || null,
    fullName,
    birthOn: readDay(birth),
    sex: readSex(sexText),
    issuedOn: readDay(issued),
  }
  const code = findProblem(card)
  if (code !== null || card.birthOn === null || card.sex === null || card.issuedOn === null) {
    return { ok: false, code: code ?? 'not_an_id_card' }
  }
  const province = Number(personalId.slice(0, 3))
  const warnings = province < 1 || province > highestProvince ? (['unknown_province'] as const) : []
  return {
    ok: true,
    card: {
      ...card,
      birthOn: card.birthOn,
      sex: card.sex,
      issuedOn: card.issuedOn,
      permanentResidence: residence,
      warnings,
    },
  }
}

type ReadCard = {
  personalId: string
  fullName: string
  birthOn: string | null
  sex: 'male' | 'female' | null
  issuedOn: string | null
}

function findProblem({ personalId, fullName, birthOn, sex, issuedOn }: ReadCard): IdCardProblem | null {
  if (fullName === '') return 'name_missing'
  if (birthOn === null) return 'wrong_birth_date'
  if (sex === null) return 'wrong_sex'
  if (issuedOn === null) return 'wrong_issue_date'
  const digit = Number(personalId[3])
  if ((digit % 2 === 0 ? 'male' : 'female') !== sex) return 'sex_does_not_fit_number'
  const year = 1900 + 100 * Math.floor(digit / 2) + Number(personalId.slice(4, 6))
  return year === Number(birthOn.slice(0, 4)) ? null : 'year_does_not_fit_number'
}

function readSex(text: string): 'male' | 'female' | null {
  const folded = text.toLowerCase()
  if (folded === 'nam') return 'male'
  return folded === 'nữ' || folded === 'nu' ? 'female' : null
}

/** ddMMyyyy as YYYY-MM-DD; null when there is no such day. */
function readDay(text: string): string | null {
  const [, day = '', month = '', year = ''] = /^(\d{2})(\d{2})(\d{4})$/.exec(text) ?? []
  const days = [31, isLeap(Number(year)) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1]
  if (!days || Number(day) < 1 || Number(day) > days) return null
  return `${year}-${month}-${day}`
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
