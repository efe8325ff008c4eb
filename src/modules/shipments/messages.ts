import { defineMessages } from '#platform/i18n'
import type { ShipmentKind, ShipmentState } from './rules/shipment.ts'

export const shipmentMessages = defineMessages(
  {
    title: 'Bưu chính công ích',
    tracking: 'Mã vận đơn',
    feeIs: (sum: string) => `Trả cho bưu tá: ${sum}`,
    feeByList: 'Trả cho bưu tá theo bảng giá của bưu chính',
    open: 'Việc gửi, nhận qua bưu chính',
    askCollect: 'Nhờ bưu chính đến lấy giấy tờ',
    collectLead: 'Bưu tá đến địa chỉ của bạn, lấy giấy tờ và chuyển tới Bộ phận Một cửa.',
    deliverLead: 'Bưu tá mang kết quả tới địa chỉ này.',
    address: 'Địa chỉ',
    addressHint: 'Số nhà, đường hoặc bản, xã, tỉnh. Ví dụ: Bản Co Mỵ, xã Thanh An, tỉnh Điện Biên.',
    addressWrong: 'Ghi địa chỉ đủ để bưu tá tìm được nhà, ít nhất 10 ký tự.',
    phone: 'Số điện thoại để bưu tá gọi',
    phoneWrong: 'Số điện thoại có 10 chữ số, bắt đầu bằng 0.',
    order: 'Đặt bưu chính',
    ordered: 'Đã đặt bưu chính.',
    notNow: 'Bây giờ không đặt bưu chính được cho hồ sơ này, hoặc đã có đơn đang đi.',
    nothing: 'Hồ sơ này chưa có việc gửi, nhận qua bưu chính.',
    confirm: 'Bưu chính báo đã phát. Kiểm tra, rồi bấm “Trả kết quả” ở hồ sơ để ghi nhận đã trả.',
    away: 'Chưa liên lạc được với bưu chính; hệ thống tự thử lại.',
    back: 'Về hồ sơ',
  },
  {
    title: 'Public post',
    tracking: 'Tracking number',
    feeIs: (sum: string) => `Paid to the postman: ${sum}`,
    feeByList: 'Paid to the postman by the price list of the post',
    open: 'Sending and receiving by post',
    askCollect: 'Have the post fetch papers',
    collectLead: 'The postman comes to your address, takes the papers and brings them to the one-stop.',
    deliverLead: 'The postman brings the result to this address.',
    address: 'Address',
    addressHint: 'House number, street or village, commune, province.',
    addressWrong: 'Write an address that the postman can find, at least 10 characters.',
    phone: 'Telephone for the postman to call',
    phoneWrong: 'A telephone number has 10 digits and begins with 0.',
    order: 'Order the post',
    ordered: 'The post is ordered.',
    notNow: 'The post cannot be ordered for this dossier now, or an order is on its way.',
    nothing: 'Nothing of this dossier goes by post yet.',
    confirm:
      'The post says that it was delivered. Check it, then press “Hand over the result” on the dossier to record it.',
    away: 'The post cannot be reached yet; the system tries again by itself.',
    back: 'To the dossier',
  },
)

export const kindNames = defineMessages<Record<ShipmentKind, string>>(
  { collect: 'Lấy giấy tờ tại nhà', deliver: 'Trả kết quả tại nhà' },
  { collect: 'Papers fetched at home', deliver: 'Result brought home' },
)

export const shipmentStateNames = defineMessages<Record<ShipmentState, string>>(
  {
    address_needed: 'Cần địa chỉ',
    queued: 'Đang chờ đặt',
    ordering: 'Đang đặt',
    ordered: 'Đã đặt',
    collected: 'Bưu tá đã nhận',
    in_transit: 'Đang đi',
    delivered: 'Đã phát',
    returned: 'Bị chuyển hoàn',
    lost: 'Thất lạc',
    refused: 'Bưu chính không nhận',
    cancelled: 'Đã hủy',
  },
  {
    address_needed: 'Address needed',
    queued: 'Waiting to be ordered',
    ordering: 'Being ordered',
    ordered: 'Ordered',
    collected: 'Taken by the postman',
    in_transit: 'On its way',
    delivered: 'Delivered',
    returned: 'Returned',
    lost: 'Lost',
    refused: 'Not taken by the post',
    cancelled: 'Cancelled',
  },
)
