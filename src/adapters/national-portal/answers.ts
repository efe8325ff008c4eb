import { Type } from 'typebox'
import { Check } from 'typebox/value'
import { readJson } from '#platform/read-json'
import { PortalUnreachable, type RawAnswer } from './ask.ts'

/** What an answer of the portal means. `exists`: the dossier is there already, so it is to be updated. */
export type Meaning =
  | Readonly<{ kind: 'done'; body: Readonly<Record<string, unknown>> }>
  | Readonly<{ kind: 'exists' | 'unknown' | 'session_over' }>
  | Readonly<{ kind: 'refused'; reason: string }>
  /** It did not take it, and does not say that it never will. */
  | Readonly<{ kind: 'unclear'; reason: string }>

const answerShape = Type.Object({
  error_code: Type.Union([Type.String(), Type.Integer()]),
  message: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})

/** Codes that tell success only together with their sentence. */
const ambiguous = ['0', '3', '-3']

/**
 * Reads an answer: the only place that knows the portal's codes and sentences. `sessionCodes` are a setting, for no
 * description of them was seen. Throws `PortalUnreachable` when it is not an answer at all.
 */
export function readAnswer({ status, text }: RawAnswer, sessionCodes: readonly string[]): Meaning {
  const body = readJson(text)
  if (!Check(answerShape, body)) return readPlain(status, text)
  const code = String(body.error_code).trim()
  const sentence = fold(body.message ?? '')
  if (status === 401 || sessionCodes.includes(code) || isAboutSession(sentence)) return { kind: 'session_over' }
  if (ambiguous.includes(code) && sentence.includes('đã tồn tại')) return { kind: 'exists' }
  if (isSuccess(code, sentence)) return { kind: 'done', body }
  if (tellsUnknown(sentence)) return { kind: 'unknown' }
  const reason = `${code}: ${(body.message ?? '').slice(0, 500)}`
  return { kind: !isTrouble(code, sentence) && isAboutContent(code, sentence) ? 'refused' : 'unclear', reason }
}

/** Progress is sometimes answered by a sentence alone. */
function readPlain(status: number, text: string): Meaning {
  if (status === 401) return { kind: 'session_over' }
  if (status < 300 && text.length < 500 && !/[<{]/.test(text) && tellsSuccess(fold(text))) {
    return { kind: 'done', body: {} }
  }
  throw new PortalUnreachable(`the portal's answer cannot be read (HTTP ${status})`)
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase()
/** Without a code that says so, a sentence with any word that could turn it round is not believed. */
const tellsSuccess = (sentence: string): boolean =>
  sentence.includes('thành công') && !/(không|chưa|lỗi|thất bại)/.test(sentence)
const isSuccess = (code: string, sentence: string): boolean =>
  code === '00' || code === '0' ? !deniesSuccess(sentence) : tellsSuccess(sentence)
const deniesSuccess = (sentence: string): boolean => /(không|chưa)\s+thành công/.test(sentence)
const tellsUnknown = (sentence: string): boolean => /không (tồn tại|tìm thấy)/.test(sentence)
/** What passes by itself: it is busy, broken, or cannot reach what is behind it. */
const isTrouble = (code: string, sentence: string): boolean =>
  /^(5\d\d|429|408)$/.test(code) ||
  /(đang bận|quá tải|thử lại|bảo trì|gián đoạn|kết nối|hệ thống.*(lỗi|bận)|lỗi.*hệ thống|timeout|time out|busy|try again|unavailable|maintenance)/.test(
    sentence,
  )

/** What stays as long as the content stays as it is; a code alone says it only as 400 does. */
const isAboutContent = (code: string, sentence: string): boolean =>
  code === '400' ||
  /(không hợp lệ|không đúng|không được(?![^,.;:]*thành công)|không có quyền|chưa (được )?(khai báo|đăng ký|phân quyền)|thiếu|bắt buộc|\bsai\b|trùng|đã tồn tại|invalid|required|missing|duplicate)/.test(
    sentence,
  )

const isAboutSession = (sentence: string): boolean =>
  /(session|phiên).*(expire|invalid|hết hạn|không hợp lệ|không tồn tại)/.test(sentence)
