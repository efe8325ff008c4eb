/** The words of form 01 (TT 03/2025/TT-VPCP): an official paper, in Vietnamese only. */
export const receiptWords = {
  form: 'Tờ khai điện tử',
  electronic: 'điện tử',
  original: 'chính',
  copy: 'sao',
  data: 'dữ liệu',
  noFee: 'Không phải trả tại thời điểm tiếp nhận',
  byPost: 'Qua bưu chính, tới địa chỉ người nộp đã ghi',
  electronically: 'Bản điện tử, trong trang “Hồ sơ của tôi”',
  provisional: 'Hạn tạm tính: lịch nghỉ của năm sau chưa công bố.',
  expected: (agency: string) =>
    `Ngày dự kiến: thời hạn tính từ khi ${agency} nhận được hồ sơ (NĐ 118/2025 Đ17 k3).`,
} as const
