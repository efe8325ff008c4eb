import { defineMessages } from '#platform/i18n'

/** Every sentence of the application form around the questions of the procedure itself. */
export const messagesOf = defineMessages(
  {
    startTitle: (procedure: string) => `Nộp hồ sơ: ${procedure}`,
    startLead: 'Bạn trả lời từng trang; mọi chữ gõ vào được lưu ngay, và có thể viết tiếp trên máy khác.',
    startButton: 'Bắt đầu viết hồ sơ',
    startKept: (days: number) => `Bản nháp được giữ ${days} ngày từ lần lưu cuối. Chỉ bạn mở được.`,
    unfinishedTitle: 'Bạn đang viết dở thủ tục này',
    continueDraft: 'Viết tiếp',
    savedAt: (moment: string) => `Lưu lúc ${moment}`,
    levelTitle: 'Cần tài khoản định danh mức độ 2',
    levelBody:
      'Bạn đang đăng nhập bằng tài khoản mức độ 1. Thủ tục này cần mức độ 2: ra công an xã, phường bất kỳ cùng thẻ căn cước để nâng mức, không mất tiền, rồi đăng nhập lại.',
    levelCounter: 'Không muốn chờ, bạn nộp được ngay tại quầy một cửa với thẻ căn cước.',
    levelAgain: 'Đăng nhập bằng tài khoản mức độ 2',
    counterOnlyTitle: 'Thủ tục này chưa nộp trực tuyến được',
    counterOnlyBody: 'Mời bạn mang giấy tờ tới quầy một cửa. Trang thủ tục nói rõ cần mang gì và nộp ở đâu.',
    toProcedure: 'Về trang thủ tục',

    place: 'Nơi giải quyết và liên lạc',
    placeProvince: 'Nhận kết quả và liên lạc',
    commune: 'Ủy ban nhân dân giải quyết',
    communeMissing: 'Chọn Ủy ban nhân dân giải quyết.',
    returnMethod: 'Bạn muốn nhận kết quả bằng cách nào?',
    returnCounter: 'Tại quầy một cửa',
    returnElectronic: 'Bản điện tử',
    returnPost: 'Qua bưu chính',
    phone: 'Số điện thoại của bạn',
    phoneHint: 'Để nhắn khi có việc cần bạn. Không dùng vào việc khác.',
    phoneWrong: 'Số điện thoại có 10 chữ số, bắt đầu bằng 0. Ví dụ 0900000017.',
    email: 'Thư điện tử',
    emailHint: 'Có thư điện tử thì bạn nhận được cả tin và giấy hẹn.',

    saved: (moment: string, lastDay: string) =>
      `Đã lưu nháp lúc ${moment}. Mở lại trên máy nào cũng thấy, đến hết ngày ${lastDay}.`,
    goOn: 'Tiếp tục',
    later: 'Để sau',
    back: 'Quay lại trang trước',
    restored: 'Những gì bạn gõ trước khi hết phiên đăng nhập vẫn còn nguyên. Kiểm tra lại rồi đi tiếp.',
    restoredPapers:
      'Phiên đăng nhập đã hết khi đang gửi tệp. Xin chọn lại tệp vừa rồi; các tệp đã nhận vẫn còn.',

    papers: 'Giấy tờ kèm theo',
    papersLead: 'Chụp hoặc quét rõ cả bốn góc. Nhận PDF, JPEG, PNG, WebP; một giấy có thể gồm nhiều tệp.',
    required: 'Bắt buộc',
    ifAny: 'Nếu có',
    chooseFile: 'Chọn tệp',
    chooseMore: 'Chọn thêm tệp',
    upload: 'Gửi tệp đã chọn',
    removePaper: 'Bỏ',
    removeAbout: (name: string) => `tệp ${name}`,
    heldTitle: 'Bạn không phải nộp',
    heldBy: (source: string) => `Lấy từ ${source}`,
    noPapers: 'Thủ tục này không yêu cầu bạn nộp giấy tờ nào.',
    paperMissing: (name: string) => `Chưa có “${name}”. Chọn tệp chụp hoặc quét giấy này.`,
    tooManyPapers: (most: number) =>
      `Một hồ sơ có nhiều nhất ${most} tệp. Bỏ bớt, hoặc ghép nhiều trang thành một PDF.`,

    check: 'Xem lại và gửi',
    checkTitle: 'Xem lại trước khi gửi',
    checkLead: 'Đọc kỹ tên, ngày, số: các mục này ghi vào kết quả.',
    notComplete: (count: number) => `Còn ${count} chỗ cần bổ sung trước khi gửi`,
    fromAccount: 'Từ tài khoản định danh',
    applicant: 'Người nộp',
    fullName: 'Họ, chữ đệm, tên',
    personalId: 'Số định danh cá nhân',
    noneGiven: 'Chưa có tệp nào',
    receivedWhole: (hash: string) => `Đã nhận đủ, mã kiểm tra ${hash}`,
    fees: 'Phí, lệ phí',
    feesLater: 'Trả sau khi hồ sơ được tiếp nhận. Chưa trả lúc này vẫn gửi được hồ sơ.',
    truth:
      'Tôi cam đoan nội dung khai là đúng sự thật và chịu trách nhiệm trước pháp luật về cam đoan của mình.',
    truthMissing: 'Đánh dấu vào ô cam đoan để gửi hồ sơ.',
    send: 'Gửi hồ sơ',
    sendOnce: 'Bấm hai lần cũng chỉ có một hồ sơ.',
    dueIfNow: (now: string, due: string) =>
      `Gửi bây giờ, ${now}, và được tiếp nhận ngay thì hạn trả kết quả là ${due}.`,
    sending:
      'Lần gửi trước chưa xong: máy chủ nhận được nhưng chưa kịp trả lời. Bấm “Gửi hồ sơ” để hoàn tất; chỉ có một hồ sơ.',
    newVersion: 'Thủ tục này có bản mới từ khi bạn bắt đầu. Phần đã viết vẫn còn; xem lại các câu hỏi.',

    sentTitle: 'Đã nhận hồ sơ của bạn',
    sentLead: (moment: string) => `Lúc ${moment}.`,
    reference: 'Mã tra cứu tạm',
    referenceNote: 'Mã hồ sơ chính thức có khi quầy tiếp nhận; hai mã đều tra cứu được.',
    dossierCode: 'Mã hồ sơ',
    sentPapers: 'Hệ thống đã nhận',
    fileFor: (name: string) => `cho: ${name}`,
    sentNoPapers: 'Tờ khai điện tử; hồ sơ này không kèm tệp nào.',
    nextTitle: 'Tiếp theo là gì',
    nextCheck: (agency: string) =>
      `${agency} kiểm tra hồ sơ. Đủ thì tiếp nhận và hẹn ngày trả; thiếu thì báo một lần, đầy đủ.`,
    nextTold: (phone: string) => `Có việc cần bạn, chúng tôi nhắn tới ${phone}. Hiện bạn chưa cần làm gì.`,
    openDossier: 'Xem hồ sơ',
    toTrack: 'Trang tra cứu không cần đăng nhập',
  },
  {
    startTitle: (procedure: string) => `Apply: ${procedure}`,
    startLead:
      'You answer page by page; everything you type is saved at once, and you can go on on another device.',
    startButton: 'Begin',
    startKept: (days: number) =>
      `A draft is kept for ${days} days after it was last saved. Only you can open it.`,
    unfinishedTitle: 'You have begun this procedure',
    continueDraft: 'Continue',
    savedAt: (moment: string) => `Saved at ${moment}`,
    levelTitle: 'This needs an e-identification account of level 2',
    levelBody:
      'You are signed in with an account of level 1. This procedure needs level 2: any commune police raises the level at no charge if you bring your identity card; then sign in again.',
    levelCounter: 'If you do not want to wait, apply at the one-stop counter with your identity card.',
    levelAgain: 'Sign in with an account of level 2',
    counterOnlyTitle: 'This procedure cannot be applied for online yet',
    counterOnlyBody:
      'Please bring your papers to the one-stop counter. The page of the procedure says what and where.',
    toProcedure: 'Back to the procedure',

    place: 'Place and contact',
    placeProvince: 'Result and contact',
    commune: 'People’s committee that decides',
    communeMissing: 'Choose the people’s committee that decides.',
    returnMethod: 'How do you want to receive the result?',
    returnCounter: 'At the one-stop counter',
    returnElectronic: 'Electronically',
    returnPost: 'By post',
    phone: 'Your telephone number',
    phoneHint: 'To tell you when you are needed, and for nothing else.',
    phoneWrong: 'A phone number has 10 digits and begins with 0. For example 0900000017.',
    email: 'E-mail',
    emailHint: 'With an e-mail address you get messages and the receipt there too.',

    saved: (moment: string, lastDay: string) =>
      `Draft saved at ${moment}. You can open it on any device until the end of ${lastDay}.`,
    goOn: 'Continue',
    later: 'Later',
    back: 'Back to the page before',
    restored: 'What you typed before your session ended is all here. Check it and go on.',
    restoredPapers:
      'Your session ended while files were being sent. Please choose those files again; files received before are still here.',

    papers: 'Papers',
    papersLead:
      'Photograph or scan all four corners clearly. PDF, JPEG, PNG and WebP; a paper may have several files.',
    required: 'Required',
    ifAny: 'If there is one',
    chooseFile: 'Choose a file',
    chooseMore: 'Choose another file',
    upload: 'Send the chosen files',
    removePaper: 'Remove',
    removeAbout: (name: string) => `the file ${name}`,
    heldTitle: 'You need not hand in',
    heldBy: (source: string) => `Taken from ${source}`,
    noPapers: 'This procedure asks you for no paper.',
    paperMissing: (name: string) => `“${name}” is missing. Choose a picture or scan of it.`,
    tooManyPapers: (most: number) =>
      `A dossier has at most ${most} files. Remove some, or join pages into one PDF.`,

    check: 'Check and send',
    checkTitle: 'Check before you send',
    checkLead: 'Read names, days and numbers with care: they go into the result.',
    notComplete: (count: number) =>
      count === 1
        ? 'One thing is missing before you can send'
        : `${count} things are missing before you can send`,
    fromAccount: 'From your e-identification account',
    applicant: 'Applicant',
    fullName: 'Full name',
    personalId: 'Personal id',
    noneGiven: 'No file yet',
    receivedWhole: (hash: string) => `Received whole, check code ${hash}`,
    fees: 'Fees',
    feesLater: 'You pay after the dossier has been accepted; you can send it now without paying.',
    truth: 'I declare that what I have stated is true, and answer for it before the law.',
    truthMissing: 'Tick the declaration to send the dossier.',
    send: 'Send',
    sendOnce: 'Pressing twice still makes one dossier.',
    dueIfNow: (now: string, due: string) =>
      `Sent now, ${now}, and accepted at once, the result is due at ${due}.`,
    sending:
      'The last attempt did not finish: it was received and not answered. Press “Send” to complete it; there will be one dossier.',
    newVersion:
      'This procedure has a new version since you began. What you wrote is kept; please look at the questions again.',

    sentTitle: 'We have received your dossier',
    sentLead: (moment: string) => `At ${moment}.`,
    reference: 'Temporary reference',
    referenceNote: 'The dossier code is given on acceptance; both can be tracked.',
    dossierCode: 'Dossier code',
    sentPapers: 'What arrived',
    fileFor: (name: string) => `for: ${name}`,
    sentNoPapers: 'The electronic form; this dossier has no file with it.',
    nextTitle: 'What happens next',
    nextCheck: (agency: string) =>
      `${agency} checks the dossier. If it is complete it is accepted with a due date; if not, you are told once, completely.`,
    nextTold: (phone: string) => `When we need you we will write to ${phone}. There is nothing to do now.`,
    openDossier: 'Open the dossier',
    toTrack: 'Tracking page without sign-in',
  },
)
