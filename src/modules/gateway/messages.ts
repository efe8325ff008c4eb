import { defineMessages } from '#platform/i18n'

/** What is said of the certificates of the exchange. Officers read no pronoun. */
export const tlsMessages = defineMessages(
  {
    unusable: (why: string) =>
      `Chưa dùng được tệp chứng thư số hoặc danh sách thu hồi mới: ${why}. Nền tảng vẫn dùng các tệp trước đó; nhật ký máy chủ ghi rõ vị trí tệp.`,
    file_key: 'tệp khóa bí mật',
    file_cert: 'tệp chứng thư số của nền tảng',
    file_ca: 'tệp chứng thư số của các đơn vị cấp',
    file_crl: 'tệp danh sách thu hồi',
    fault_not_named: (file: string) => `chưa khai báo ${file}`,
    fault_unreadable: (file: string) => `không đọc được ${file}`,
    fault_no_pem: (file: string) => `${file} không có nội dung dạng PEM`,
    fault_broken_off: (file: string) => `${file} chưa đủ, hoặc lẫn nội dung khác`,
    fault_malformed: (file: string) => `nội dung ${file} bị hỏng`,
    fault_other_key: 'khóa bí mật không phải của chứng thư số này',
    fault_refused: 'nội dung các tệp không dùng được cho TLS',
    certificateEnds: (moment: string) =>
      `Chứng thư số của nền tảng tích hợp hết hạn ${moment}. Cần xin chứng thư số mới.`,
    certificateEnded: (moment: string) =>
      `Chứng thư số của nền tảng tích hợp đã hết hạn ${moment}: các hệ thống không kết nối được.`,
    listEnds: (authority: string, moment: string) =>
      `Danh sách chứng thư số bị thu hồi của ${authority} sắp hết hiệu lực (${moment}). Cần lấy danh sách mới trước thời điểm đó; nếu không, mọi chứng thư số do nơi này cấp đều bị từ chối.`,
    listEnded: (authority: string, moment: string) =>
      `Danh sách chứng thư số bị thu hồi của ${authority} hết hiệu lực ${moment}: mọi chứng thư số do nơi này cấp đều bị từ chối cho đến khi có danh sách mới.`,
    listMissing: (authority: string) =>
      `Không có danh sách chứng thư số bị thu hồi của ${authority}: mọi chứng thư số do nơi này cấp đều bị từ chối.`,
  },
  {
    unusable: (why) =>
      `New files of certificates or lists cannot be used: ${why}. Those of before still are; the log of the server says where the file lies.`,
    file_key: 'the file of the private key',
    file_cert: 'the file of our certificate',
    file_ca: 'the file of the authorities',
    file_crl: 'the file of lists',
    fault_not_named: (file) => `${file} is not named in the settings`,
    fault_unreadable: (file) => `${file} cannot be read`,
    fault_no_pem: (file) => `${file} holds nothing in PEM`,
    fault_broken_off: (file) => `${file} breaks off, or holds something else too`,
    fault_malformed: (file) => `what ${file} holds is damaged`,
    fault_other_key: 'the private key is not that of the certificate',
    fault_refused: 'TLS cannot work with what the files hold',
    certificateEnds: (moment) =>
      `The certificate of the integration platform ends ${moment}. A new one is to be asked for.`,
    certificateEnded: (moment) =>
      `The certificate of the integration platform ended ${moment}: systems cannot connect.`,
    listEnds: (authority, moment) =>
      `The list of revoked certificates of ${authority} ends soon (${moment}). Fetch a new one before then: without it all its certificates are refused.`,
    listEnded: (authority, moment) =>
      `The list of revoked certificates of ${authority} ended ${moment}: all its certificates are refused until there is a new list.`,
    listMissing: (authority) =>
      `There is no list of revoked certificates of ${authority}: all its certificates are refused.`,
  },
)
