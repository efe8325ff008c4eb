import { defineMessages } from '#platform/i18n'

/** What needs a person about a system outside, in sentences. */
export const outsideMessages = defineMessages(
  {
    differingDays: (days: string) => `Đối soát còn chênh lệch tiền: ${days}.`,
    uncomparedDays: (count: string) => `${count} ngày quá hạn chưa đối soát.`,
    heldMoney: (count: string) => `${count} lệnh thanh toán có tiền phải trả lại.`,
    givenBackTwice: (count: string) => `${count} khoản đã trả hai lần, tại quầy và trên nền tảng.`,
    refusedPushes: (count: string) => `${count} kết quả bị kho quốc gia từ chối.`,
    refusedSummaries: (count: string) => `${count} bảng tổng hợp biên lai bị cơ quan thuế từ chối.`,
    logFaults: (count: string) => `Nhật ký thông điệp có ${count} chỗ sai lệch.`,
    unsealedReceipts: (count: string) => `${count} biên lai quá 2 giờ chưa có chữ ký số của cơ quan.`,
    undelivered: (count: string) => `${count} tin không đến, chờ cán bộ xem.`,
  },
  {
    differingDays: (days) => `Money still differs from the statement: ${days}.`,
    uncomparedDays: (count) => `${count} days were not compared in time.`,
    heldMoney: (count) => `${count} payment orders hold money to give back.`,
    givenBackTwice: (count) => `${count} sums went back twice, here and on the platform.`,
    refusedPushes: (count) => `The national vault refused ${count} results.`,
    refusedSummaries: (count) => `The tax authority refused ${count} summaries of receipts.`,
    logFaults: (count) => `The message log is not whole: ${count} faults.`,
    unsealedReceipts: (count) =>
      `${count} receipts are without the digital signature of their agency for over 2 hours.`,
    undelivered: (count) => `${count} messages did not arrive and wait for an officer.`,
  },
)
