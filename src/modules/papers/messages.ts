import { defineMessages, type Language } from '#platform/i18n'
import type { PaperRefusal, RefusalCode, Scan } from './rules/paper.ts'

const megabytes = (bytes: number, decimal: ',' | '.') =>
  (bytes / 1_048_576).toFixed(1).replace(/\.0$/, '').replace('.', decimal)

const millions = (count: number, decimal: ',' | '.') =>
  (count / 1_000_000).toFixed(1).replace(/\.0$/, '').replace('.', decimal)

type Refused = PaperRefusal['detail']

const sentences = defineMessages(
  {
    unnamed: 'không tên',
    empty: ({ name }: Refused) =>
      `Tệp “${name}” không có nội dung (0 byte). Hãy mở tệp trên máy để xem lại, rồi gửi lại.`,
    too_large: ({ name, limit = 0 }: Refused) =>
      `Tệp “${name}” lớn hơn ${megabytes(limit, ',')} MB. Hãy chụp hoặc quét lại ở độ phân giải thấp hơn, hoặc chia thành nhiều tệp.`,
    type_not_accepted: ({ name }: Refused) =>
      `Tệp “${name}” không thuộc loại được nhận. Chỉ nhận PDF, JPEG, PNG, WebP; tệp nén (zip) và tệp Word xin chuyển thành PDF.`,
    content_not_as_named: ({ name }: Refused) =>
      `Nội dung tệp “${name}” không đúng với đuôi tên tệp. Hãy lưu lại thành PDF, JPEG, PNG hoặc WebP rồi gửi lại.`,
    name_not_accepted: () =>
      'Tên tệp có ký tự không dùng được (dấu gạch chéo, ký tự điều khiển) hoặc là tên máy dành riêng. Hãy đổi tên tệp rồi gửi lại.',
    too_many_pixels: ({ name, found = '', limit = 0 }: Refused) =>
      `Ảnh “${name}” quá lớn (${found} điểm ảnh; nhiều nhất ${millions(limit, ',')} triệu). Hãy chụp hoặc quét lại ở độ phân giải thấp hơn.`,
    damaged: ({ name }: Refused) =>
      `Tệp “${name}” bị hỏng hoặc gửi chưa hết. Hãy mở tệp trên máy để xem lại, rồi gửi lại.`,
    encrypted: ({ name }: Refused) =>
      `Tệp “${name}” có mật khẩu hoặc bị khóa quyền, nên cán bộ không mở được. Hãy mở tệp, lưu một bản không có mật khẩu (hoặc in ra PDF), rồi gửi bản đó.`,
    active_content: ({ name, found = '' }: Refused) =>
      `Tệp “${name}” có nội dung tự chạy hoặc có tệp khác đính bên trong (${found}), nên không được nhận để giữ an toàn. Hãy in tệp ra PDF mới (chọn máy in “Lưu thành PDF”) rồi gửi bản đó.`,
    polyglot: ({ name }: Refused) =>
      `Tệp “${name}” vừa là PDF vừa chứa nội dung khác ở đầu hoặc cuối tệp, nên không được nhận. Hãy in tệp ra PDF mới hoặc quét lại, rồi gửi bản đó.`,
    over_quota: ({ name, limit = 0, usedBytes = 0, sizeBytes = 0 }: Refused) =>
      `Chưa nhận được tệp “${name}” (${megabytes(sizeBytes, ',')} MB): hôm nay bạn đã gửi ${megabytes(usedBytes, ',')} MB, mỗi ngày được gửi nhiều nhất ${megabytes(limit, ',')} MB. Các tệp đã gửi vẫn được giữ. Hãy gửi tệp này vào ngày mai, hoặc quét lại cho nhẹ hơn.`,
  },
  {
    unnamed: 'unnamed',
    empty: ({ name }: Refused) =>
      `The file “${name}” has no content (0 bytes). Open it on your device to check it, then send it again.`,
    too_large: ({ name, limit = 0 }: Refused) =>
      `The file “${name}” is larger than ${megabytes(limit, '.')} MB. Take or scan it again at a lower resolution, or split it.`,
    type_not_accepted: ({ name }: Refused) =>
      `The file “${name}” is not of a type we take. We take PDF, JPEG, PNG and WebP; save archives (zip) and Word files as PDF.`,
    content_not_as_named: ({ name }: Refused) =>
      `The content of “${name}” is not what the end of its name says. Save it as PDF, JPEG, PNG or WebP and send it again.`,
    name_not_accepted: () =>
      'The file name has characters that cannot be used (slashes, control characters) or is a reserved name. Rename the file and send it again.',
    too_many_pixels: ({ name, found = '', limit = 0 }: Refused) =>
      `The picture “${name}” is too large (${found} pixels; ${millions(limit, '.')} million at most). Take or scan it again at a lower resolution.`,
    damaged: ({ name }: Refused) =>
      `The file “${name}” is damaged or did not arrive whole. Open it on your device to check it, then send it again.`,
    encrypted: ({ name }: Refused) =>
      `The file “${name}” has a password or is restricted, so that officers cannot open it. Open it, save a copy without a password (or print it to PDF), and send that.`,
    active_content: ({ name, found = '' }: Refused) =>
      `The file “${name}” runs something by itself or carries other files inside (${found}), so for safety it is not taken. Print it to a new PDF (choose “Save as PDF” as printer) and send that.`,
    polyglot: ({ name }: Refused) =>
      `The file “${name}” is a PDF and something else at its beginning or end, so it is not taken. Print it to a new PDF or scan it again, and send that.`,
    over_quota: ({ name, limit = 0, usedBytes = 0, sizeBytes = 0 }: Refused) =>
      `The file “${name}” (${megabytes(sizeBytes, '.')} MB) was not taken: you have sent ${megabytes(usedBytes, '.')} MB today, and ${megabytes(limit, '.')} MB can be sent in a day. What you sent before is kept. Send this file tomorrow, or scan it smaller.`,
  },
)

/** Why a file was not taken and what to do, for the person who sent it. */
export function explainRefusal(refusal: PaperRefusal, language: Language): string {
  const say = sentences(language)
  const sentence = say[refusal.code satisfies RefusalCode]
  return sentence({ ...refusal.detail, name: refusal.detail.name || say.unnamed })
}

const scanSentences = defineMessages(
  {
    quarantined: 'Đang chờ quét mã độc. Tệp vẫn được giữ và vẫn nộp được; cán bộ mở được sau khi quét xong.',
    infected: 'Tệp có mã độc nên bị khóa, không ai mở được. Hãy quét máy của bạn và gửi một bản khác.',
    officer_quarantined: 'Đang chờ quét mã độc: mở được sau khi quét xong.',
    officer_infected: 'Tệp có mã độc nên bị khóa. Hãy yêu cầu người nộp gửi một bản khác.',
  },
  {
    quarantined:
      'Waiting to be scanned for malware. The file is kept and can be handed in; officers can open it once it was scanned.',
    infected:
      'Malware was found in this file: it is locked away and nobody can open it. Scan your device and send another copy.',
    officer_quarantined: 'Waiting to be scanned for malware: it opens once that is done.',
    officer_infected: 'Malware was found in this file: it is locked away. Ask the applicant for another copy.',
  },
)

/** That a file is locked away, and why, for whoever sent it or the officer who waits for it; null when it is not. */
export function explainScan(
  scan: Scan | undefined,
  language: Language,
  reader: 'sender' | 'officer' = 'sender',
): string | null {
  if (scan !== 'quarantined' && scan !== 'infected') return null
  return scanSentences(language)[reader === 'officer' ? (`officer_${scan}` as const) : scan]
}
