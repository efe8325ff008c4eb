import { defineMessages } from '#platform/i18n'

/** The sentences of one kind of error. */
export type ErrorWords = Readonly<{ title: string; happened: string; kept: string; next: string }>

export const messagesOf = defineMessages(
  {
    signIn: 'Đăng nhập',
    toHome: 'Về trang chủ',
    toWork: 'Về danh sách hồ sơ',
    notFound: (): ErrorWords => ({
      title: 'Không có trang này',
      happened: 'Địa chỉ bạn mở không có trên hệ thống. Có thể đường dẫn bị thiếu, hoặc trang đã được dời đi.',
      kept: 'Hồ sơ, tờ khai đang viết dở và giấy tờ của bạn không bị ảnh hưởng.',
      next: 'Kiểm tra lại địa chỉ, hoặc tìm từ trang chủ.',
    }),
    nothingHere: (): ErrorWords => ({
      title: 'Không tìm thấy',
      happened: 'Không có mục nào với mã này, hoặc bạn không có quyền xem mục đó.',
      kept: 'Không có gì bị thay đổi.',
      next: 'Kiểm tra lại mã, nhất là bốn số cuối. Mã hồ sơ in trên giấy hẹn.',
    }),
    notSignedIn: (): ErrorWords => ({
      title: 'Cần đăng nhập',
      happened:
        'Trang này chỉ mở cho người đã đăng nhập. Phiên đăng nhập cũng tự hết sau một thời gian không dùng.',
      kept: 'Những gì đã lưu nháp vẫn còn nguyên.',
      next: 'Đăng nhập rồi mở lại trang.',
    }),
    notAllowed: (): ErrorWords => ({
      title: 'Bạn không có quyền mở trang này',
      happened: 'Tài khoản đang đăng nhập không được giao việc này.',
      kept: 'Không có gì bị thay đổi.',
      next: 'Nếu đây là việc của bạn, hãy báo người quản trị giao quyền.',
    }),
    foreignOrigin: (): ErrorWords => ({
      title: 'Chưa nhận yêu cầu này',
      happened:
        'Yêu cầu được gửi từ một trang khác, không phải từ trang của chúng tôi, nên hệ thống từ chối để bảo vệ bạn.',
      kept: 'Không có gì bị thay đổi.',
      next: 'Mở trang từ hệ thống này và làm lại.',
    }),
    tooLarge: (): ErrorWords => ({
      title: 'Tệp hoặc nội dung quá lớn',
      happened: 'Những gì bạn gửi lớn hơn mức trang này nhận.',
      kept: 'Phần đã lưu trước đó vẫn còn; lần gửi này chưa được nhận.',
      next: 'Quay lại, chọn tệp nhỏ hơn hoặc chia thành nhiều tệp, rồi gửi lại.',
    }),
    tooMany: (): ErrorWords => ({
      title: 'Quá nhiều lần thử',
      happened: 'Trong thời gian ngắn đã có quá nhiều yêu cầu giống nhau, nên hệ thống tạm dừng nhận.',
      kept: 'Không có gì bị thay đổi.',
      next: 'Chờ vài phút rồi thử lại.',
    }),
    changedMeanwhile: (): ErrorWords => ({
      title: 'Có người vừa làm trước',
      happened: 'Trong lúc bạn xem, mục này đã được thay đổi, nên việc bạn vừa chọn không còn làm được.',
      kept: 'Thay đổi của người kia được giữ; lần gửi này của bạn chưa ghi gì.',
      next: 'Quay lại, mở bản mới rồi xem còn cần làm gì.',
    }),
    invalid: (): ErrorWords => ({
      title: 'Chưa hiểu được yêu cầu',
      happened: 'Có chỗ trong nội dung gửi không đúng như trang cần.',
      kept: 'Lần gửi này chưa ghi gì. Phần đã lưu trước đó vẫn còn.',
      next: 'Quay lại trang trước, xem lại các ô rồi gửi lại.',
    }),
    unavailable: (): ErrorWords => ({
      title: 'Hệ thống đang tạm ngừng',
      happened: 'Lỗi ở phía chúng tôi, không phải do bạn: kho dữ liệu không trả lời.',
      kept: 'Lần gửi này chưa ghi gì. Những gì đã lưu trước đó vẫn còn nguyên.',
      next: 'Gửi lại sau ít phút. Gửi nhiều lần cũng chỉ tính một lần.',
    }),
    noSpace: (): ErrorWords => ({
      title: 'Hệ thống hết chỗ lưu',
      happened:
        'Lỗi ở phía chúng tôi, không phải do bạn: kho lưu tệp đã đầy giữa lúc nhận. Lỗi đã được ghi lại.',
      kept: 'Lần gửi này chưa nhận tệp nào. Những gì đã lưu trước đó vẫn còn nguyên.',
      next: 'Giữ tệp trên máy và gửi lại sau. Nếu cần ngay, hãy nộp tại quầy một cửa và đọc số dưới đây.',
    }),
    notScanned: (): ErrorWords => ({
      title: 'Tệp đang chờ kiểm tra',
      happened: 'Tệp này chưa được quét mã độc xong nên chưa mở được cho người khác xem.',
      kept: 'Tệp và hồ sơ vẫn còn nguyên.',
      next: 'Thử lại sau ít phút.',
    }),
    infected: (): ErrorWords => ({
      title: 'Tệp có mã độc',
      happened: 'Phần mềm quét tìm thấy mã độc trong tệp này, nên tệp bị khóa, không ai mở được.',
      kept: 'Hồ sơ và các giấy tờ khác vẫn còn nguyên.',
      next: 'Quét máy đã gửi tệp, rồi gửi một bản khác của giấy tờ.',
    }),
    contentAway: (): ErrorWords => ({
      title: 'Chưa mở được tệp',
      happened:
        'Lỗi ở phía chúng tôi, không phải do bạn: kho lưu tệp không trả được nội dung tệp này. Lỗi đã được ghi lại.',
      kept: 'Hồ sơ và các giấy tờ khác vẫn còn nguyên.',
      next: 'Thử lại sau ít phút. Nếu vẫn không được, hãy hỏi quầy một cửa và đọc số dưới đây.',
    }),
    internal: (): ErrorWords => ({
      title: 'Chưa làm được',
      happened: 'Lỗi ở phía chúng tôi, không phải do bạn. Lỗi đã được ghi lại.',
      kept: 'Lần gửi này chưa ghi gì. Những gì đã lưu trước đó vẫn còn nguyên.',
      next: 'Thử lại sau ít phút. Nếu vẫn lỗi, hãy hỏi quầy một cửa và đọc số dưới đây.',
    }),
  },
  {
    signIn: 'Sign in',
    toHome: 'To the home page',
    toWork: 'To the dossiers',
    notFound: (): ErrorWords => ({
      title: 'There is no such page',
      happened:
        'The address you opened does not exist here. A part of it may be missing, or the page has moved.',
      kept: 'Your dossiers, unfinished forms and papers are not affected.',
      next: 'Check the address, or search from the home page.',
    }),
    nothingHere: (): ErrorWords => ({
      title: 'Not found',
      happened: 'Nothing here has this code, or you may not see it.',
      kept: 'Nothing was changed.',
      next: 'Check the code, above all its last four digits. The code of a dossier is printed on its receipt.',
    }),
    notSignedIn: (): ErrorWords => ({
      title: 'Sign in first',
      happened:
        'This page opens only for people who have signed in. A session also ends by itself when unused.',
      kept: 'What was saved as a draft is still there.',
      next: 'Sign in, then open the page again.',
    }),
    notAllowed: (): ErrorWords => ({
      title: 'You may not open this page',
      happened: 'The account you signed in with has not been given this work.',
      kept: 'Nothing was changed.',
      next: 'If this is your work, ask the administrator for the permission.',
    }),
    foreignOrigin: (): ErrorWords => ({
      title: 'This request was not accepted',
      happened: 'It was sent from another site, not from our own page, so it was refused to protect you.',
      kept: 'Nothing was changed.',
      next: 'Open the page from this system and do it again.',
    }),
    tooLarge: (): ErrorWords => ({
      title: 'Too large',
      happened: 'What you sent is larger than this page accepts.',
      kept: 'What was saved before is still there; this time nothing was received.',
      next: 'Go back, choose a smaller file or split it, and send again.',
    }),
    tooMany: (): ErrorWords => ({
      title: 'Too many attempts',
      happened:
        'There were too many similar requests in a short time, so we stopped accepting them for a while.',
      kept: 'Nothing was changed.',
      next: 'Wait a few minutes and try again.',
    }),
    changedMeanwhile: (): ErrorWords => ({
      title: 'Somebody was faster',
      happened: 'This was changed while you were looking at it, so what you chose can no longer be done.',
      kept: 'The other person’s change stays; yours wrote nothing.',
      next: 'Go back, open the new version and see what is still to be done.',
    }),
    invalid: (): ErrorWords => ({
      title: 'We could not read the request',
      happened: 'Something in what was sent is not as this page needs it.',
      kept: 'This time nothing was written. What was saved before is still there.',
      next: 'Go back, look at the fields again and send once more.',
    }),
    unavailable: (): ErrorWords => ({
      title: 'The system is briefly unavailable',
      happened: 'The fault is ours, not yours: the data store does not answer.',
      kept: 'This time nothing was written. What was saved before is still there.',
      next: 'Send again in a few minutes. Sending several times counts once.',
    }),
    noSpace: (): ErrorWords => ({
      title: 'No room left to store files',
      happened:
        'The fault is ours, not yours: the store was full while the file arrived. It has been recorded.',
      kept: 'No file was taken this time. What was saved before is still there.',
      next: 'Keep the file and send it again later. If you need it now, hand it in at a one-stop desk and quote the number below.',
    }),
    notScanned: (): ErrorWords => ({
      title: 'This file is still being checked',
      happened: 'It has not been scanned for malware yet, so others cannot open it.',
      kept: 'The file and the dossier are still there.',
      next: 'Try again in a few minutes.',
    }),
    infected: (): ErrorWords => ({
      title: 'This file holds malware',
      happened: 'The scanner found malware in it, so it is locked away and nobody can open it.',
      kept: 'The dossier and its other papers are still there.',
      next: 'Scan the device it came from, then send another copy of the paper.',
    }),
    contentAway: (): ErrorWords => ({
      title: 'This file cannot be opened now',
      happened: 'The fault is ours, not yours: the store did not give its content back. It has been recorded.',
      kept: 'The dossier and its other papers are still there.',
      next: 'Try again in a few minutes. If it persists, ask a one-stop desk and quote the number below.',
    }),
    internal: (): ErrorWords => ({
      title: 'This did not work',
      happened: 'The fault is ours, not yours. It has been recorded.',
      kept: 'This time nothing was written. What was saved before is still there.',
      next: 'Try again in a few minutes. If it persists, ask a one-stop desk and quote the number below.',
    }),
  },
)
