import { defineMessages } from '#platform/i18n'

/** What is said of the certificates of the exchange. Officers read no pronoun. */
export const tlsMessages = defineMessages(
  {
    unusable: (why: string) =>
      `Tệp chứng thư hoặc danh sách thu hồi mới chưa dùng được (${why}); nền tảng vẫn dùng các tệp trước đó.`,
    certificateEnds: (moment: string) =>
      `Chứng thư của nền tảng tích hợp hết hạn ${moment}. Cần xin chứng thư mới.`,
    certificateEnded: (moment: string) =>
      `Chứng thư của nền tảng tích hợp đã hết hạn ${moment}: các hệ thống không kết nối được.`,
    listEnded: (authority: string, moment: string) =>
      `Danh sách chứng thư bị thu hồi của ${authority} hết hiệu lực ${moment}: mọi chứng thư do nơi này cấp đều bị từ chối cho đến khi có danh sách mới.`,
    listMissing: (authority: string) =>
      `Không có danh sách chứng thư bị thu hồi của ${authority}: mọi chứng thư do nơi này cấp đều bị từ chối.`,
  },
  {
    unusable: (why) => `New files of certificates or lists cannot be used (${why}); those of before still are.`,
    certificateEnds: (moment) =>
      `The certificate of the integration platform ends ${moment}. A new one is to be asked for.`,
    certificateEnded: (moment) =>
      `The certificate of the integration platform ended ${moment}: systems cannot connect.`,
    listEnded: (authority, moment) =>
      `The list of revoked certificates of ${authority} ended ${moment}: all its certificates are refused until there is a new list.`,
    listMissing: (authority) =>
      `There is no list of revoked certificates of ${authority}: all its certificates are refused.`,
  },
)
