import { defineMessages } from '#platform/i18n'

/** What is said around signing in and out with VNeID, and of what VNeID told. */
export const messagesOf = defineMessages(
  {
    citizenTitle: 'Đăng nhập',
    citizenLead:
      'Đăng nhập bằng tài khoản định danh điện tử VNeID. Một Cửa không hỏi và không giữ mật khẩu của bạn.',
    citizenKept:
      'Chúng tôi giữ từ VNeID họ tên, số định danh, ngày sinh, mức định danh, và số điện thoại, thư điện tử, mã tài khoản Cổng Dịch vụ công nếu có; của tổ chức thì tên, mã số. Sau khi đăng nhập, bạn xem được từng thông tin VNeID đã gửi.',
    citizenStart: 'Đăng nhập bằng VNeID',
    citizenNoAccount: 'Chưa có tài khoản VNeID?',
    citizenNoAccountHelp:
      'Mang căn cước tới cơ quan Công an để làm tài khoản mức 2, hoặc tới quầy Một Cửa gần nhất: cán bộ nhận hồ sơ cho bạn ngay tại quầy.',
    citizenLevel2:
      'Việc này cần tài khoản mức 2. Nếu tài khoản của bạn là mức 1, hãy nâng mức tại cơ quan Công an.',
    citizenDemo: 'Đây là bản trình diễn: nút này mở VNeID đóng thế, với những người không có thật.',
    failureTitle: 'Chưa đăng nhập được',
    failureLead: 'Bạn chưa đăng nhập. Hồ sơ và bản nháp của bạn vẫn nguyên vẹn.',
    typedKept: 'Những gì bạn vừa nhập vẫn được giữ, và hiện lại khi bạn đăng nhập được.',
    lowTitle: 'Tài khoản của bạn là mức 1',
    lowLead: 'Bạn đã đăng nhập ở mức 1: hồ sơ và bản nháp của bạn vẫn nguyên vẹn.',
    failure_level_too_low: 'Việc bạn muốn làm cần mức 2, mà VNeID cho biết lần đăng nhập này là mức 1.',
    failure_provider_unavailable: 'VNeID không trả lời. Lỗi không phải ở bạn.',
    failure_provider_garbled:
      'VNeID trả lời không đúng quy cách, nên chúng tôi không tin. Lỗi không phải ở bạn.',
    failure_cancelled: 'Bạn đã dừng đăng nhập ở VNeID.',
    failure_answer_not_ours:
      'Câu trả lời của VNeID không khớp với lần đăng nhập này: trang đăng nhập để quá 10 phút, mở ở trình duyệt khác, hoặc bị sửa trên đường.',
    failure_code_used: 'Lần đăng nhập này đã dùng rồi, thường vì trang được tải lại.',
    failure_proof_refused: 'Chữ ký trên câu trả lời không phải của VNeID, nên chúng tôi không nhận.',
    failure_clock_wrong: 'Câu trả lời của VNeID đã hết hạn, hoặc đồng hồ hai bên lệch nhau quá nhiều.',
    failure_person_incomplete: 'VNeID không cho biết họ tên hoặc số định danh của bạn.',
    failure_organisation_without_person:
      'Đây là tài khoản của tổ chức, nhưng VNeID không cho biết ai đang dùng tài khoản.',
    failure_organisation_incomplete: 'Đây là tài khoản của tổ chức, nhưng VNeID không cho biết tên hoặc mã số.',
    failure_speaks_for_another:
      'Tài khoản VNeID này trước đây mang số định danh của người khác. Chúng tôi không gộp và không đổi chủ tài khoản.',
    failure_second_needs_level_2:
      'Số định danh này đã gắn với một tài khoản VNeID khác. Muốn dùng thêm tài khoản này, cần đăng nhập mức 2.',
    next_level_too_low:
      'Đăng nhập lại ở mức 2 nếu bạn có. Chưa có thì nâng mức tại cơ quan Công an, hoặc tới quầy Một Cửa gần nhất: cán bộ nhận hồ sơ cho bạn.',
    next_provider_unavailable:
      'Thử lại sau ít phút. Nếu gấp, hãy tới quầy Một Cửa gần nhất: cán bộ nhận hồ sơ cho bạn.',
    next_provider_garbled:
      'Thử lại sau ít phút. Nếu gấp, hãy tới quầy Một Cửa gần nhất: cán bộ nhận hồ sơ cho bạn.',
    next_cancelled: 'Muốn tiếp tục, hãy đăng nhập lại.',
    next_answer_not_ours: 'Đăng nhập lại từ đầu, trên cùng một trình duyệt.',
    next_code_used: 'Đăng nhập lại từ đầu.',
    next_proof_refused:
      'Đăng nhập lại từ đầu. Nếu vẫn vậy, hãy tới quầy Một Cửa gần nhất: cán bộ nhận hồ sơ cho bạn.',
    next_clock_wrong:
      'Đăng nhập lại từ đầu. Nếu vẫn vậy, hãy tới quầy Một Cửa gần nhất: cán bộ nhận hồ sơ cho bạn.',
    next_person_incomplete: 'Kiểm tra thông tin trong ứng dụng VNeID, rồi đăng nhập lại.',
    next_organisation_without_person:
      'Hãy đăng nhập bằng tài khoản cá nhân, hoặc nhờ người đại diện của tổ chức kiểm tra tài khoản trong VNeID.',
    next_organisation_incomplete:
      'Hãy đăng nhập bằng tài khoản cá nhân, hoặc nhờ người đại diện của tổ chức kiểm tra tài khoản trong VNeID.',
    next_speaks_for_another:
      'Mang căn cước tới quầy Một Cửa gần nhất để cán bộ xem giúp; tại quầy bạn vẫn nộp được hồ sơ.',
    next_second_needs_level_2:
      'Đăng nhập bằng tài khoản bạn dùng lần trước, hoặc đăng nhập tài khoản này ở mức 2.',
    tryAgain: 'Đăng nhập lại',
    toHome: 'Về trang chủ',
    linkTitle: 'Đây cũng là tài khoản của bạn?',
    linkLead: (name: string, personalId: string) =>
      `Bạn vừa đăng nhập là ${name}, số định danh ${personalId}. Số định danh này đã đăng nhập ở đây bằng tài khoản VNeID khác:`,
    linkKnown: (linked: string, used: string) => `Tài khoản gắn từ ${linked}, dùng lần cuối ${used}`,
    linkUnlinked: (day: string) => `đã gỡ ngày ${day}`,
    linkMeans:
      'Nếu đồng ý, cả hai tài khoản cùng vào được hồ sơ, bản nháp và giấy tờ của bạn. Bạn gỡ được bất cứ lúc nào ở trang “VNeID cung cấp thông tin gì về tôi”.',
    linkYes: 'Đúng, dùng thêm tài khoản này',
    linkNo: 'Không phải của tôi',
    linkDeclined: 'Chưa có gì được gắn hay gộp. Lần đăng nhập này đã được ghi lại.',
    linkDeclinedNext:
      'Nếu có người dùng số định danh của bạn, hãy báo cơ quan Công an. Cần nộp hồ sơ gấp thì tới quầy Một Cửa gần nhất.',
    signedOutTitle: 'Đã đăng xuất',
    signedOutLead: 'Bạn đã đăng xuất khỏi Một Cửa trên máy này.',
    signedOutThere: 'VNeID trên trình duyệt này có thể còn mở. Nếu dùng máy chung, hãy đăng xuất cả VNeID.',
    signedOutAway:
      'VNeID hiện không trả lời, nên chưa đăng xuất được ở đó. Nếu dùng máy chung, hãy đóng trình duyệt.',
    signOutThere: 'Đăng xuất cả VNeID',
    toldTitle: 'VNeID cung cấp thông tin gì về tôi',
    toldLead:
      'Đây là toàn bộ thông tin VNeID gửi ở lần đăng nhập gần nhất. Thông tin không thủ tục nào cần thì chúng tôi không giữ: bạn chỉ thấy tên của thông tin đó.',
    toldAccount: (day: string) => `Tài khoản liên kết từ ${day}`,
    toldUsed: (moment: string, level: number) => `Đăng nhập lần cuối ${moment}, ở mức ${level}`,
    toldThis: 'Đang đăng nhập',
    toldEnded: (day: string) => `Đã gỡ ${day}`,
    toldClaim: 'Thông tin',
    toldName: 'Tên gọi ở VNeID',
    toldValue: 'Nội dung nhận được',
    toldNone: 'Chưa có tài khoản VNeID nào được liên kết.',
    toldVisible:
      'Đăng nhập mức 2, bạn thấy cả hồ sơ đã nộp tại quầy bằng số định danh của mình. Đăng nhập mức 1, bạn chỉ thấy hồ sơ tự nộp trên mạng.',
    toldLow: 'Lần này bạn đăng nhập mức 1.',
    toldHigher: 'Đăng nhập mức 2',
    state_not_kept: 'đã nhận, không giữ',
    state_unreadable: 'không đọc được, không dùng',
    state_missing: 'VNeID không gửi',
    unlink: 'Gỡ tài khoản này',
    unlinkHelp:
      'Khi gỡ, mọi phiên đăng nhập bằng tài khoản này kết thúc ngay; hồ sơ của bạn vẫn còn. Muốn dùng lại, bạn đăng nhập mức 2 và xác nhận.',
    unlinked: 'Đã gỡ. Các phiên đăng nhập bằng tài khoản đó đã kết thúc.',
    contactsTitle: 'Thay đổi gần đây',
    contactPhone: (moment: string, change: string) => `${moment}: VNeID báo số điện thoại khác (${change})`,
    contactEmail: (moment: string, change: string) => `${moment}: VNeID báo thư điện tử khác (${change})`,
    contactsNote: 'Tin về hồ sơ mới được gửi tới liên hệ mới. Hồ sơ đã nộp giữ liên hệ lúc nộp.',
    means_accountKind: 'Loại tài khoản (1 cá nhân, 2 tổ chức)',
    means_personalId: 'Số định danh',
    means_fullName: 'Họ và tên',
    means_birthDate: 'Ngày sinh',
    means_phone: 'Số điện thoại',
    means_email: 'Thư điện tử',
    means_level: 'Mức định danh',
    means_identityLevel: 'Mức định danh (bộ mới)',
    means_enterpriseCode: 'Mã số doanh nghiệp',
    means_taxCode: 'Mã số thuế',
    means_organisationName: 'Tên tổ chức',
    means_representative: 'Người đại diện',
    means_portalAccount: 'Tài khoản trên Cổng Dịch vụ công quốc gia',
    means_unknown: 'Không dùng đến',
  },
  {
    citizenTitle: 'Sign in',
    citizenLead:
      'Sign in with your VNeID e-identification account. Một Cửa neither asks for nor keeps your password.',
    citizenKept:
      'From VNeID we keep your name, personal id, date of birth, identification level, and your phone, e-mail and account at the national portal if given; of an organisation its name and code. Once signed in you can see each thing VNeID sent.',
    citizenStart: 'Sign in with VNeID',
    citizenNoAccount: 'No VNeID account yet?',
    citizenNoAccountHelp:
      'Take your identity card to the police to get a level 2 account, or go to the nearest one-stop desk: an officer files for you right there.',
    citizenLevel2: 'This needs a level 2 account. If yours is level 1, have it raised at the police.',
    citizenDemo: 'This is a demonstration: the button opens a stand-in VNeID with invented people.',
    failureTitle: 'Not signed in',
    failureLead: 'You are not signed in. Your dossiers and drafts are untouched.',
    typedKept: 'What you had just entered is still kept, and comes back when you can sign in.',
    lowTitle: 'Your account is of level 1',
    lowLead: 'You are signed in at level 1: your dossiers and drafts are untouched.',
    failure_level_too_low: 'What you want to do needs level 2, and VNeID says this sign-in is of level 1.',
    failure_provider_unavailable: 'VNeID does not answer. The fault is not yours.',
    failure_provider_garbled:
      'VNeID gave an answer that is not of its protocol, so it is not believed. The fault is not yours.',
    failure_cancelled: 'You stopped the sign-in at VNeID.',
    failure_answer_not_ours:
      'The answer of VNeID does not belong to this sign-in: the page stood open for more than 10 minutes, was opened in another browser, or was changed on the way.',
    failure_code_used: 'This sign-in was used before, usually because the page was loaded again.',
    failure_proof_refused: 'The signature on the answer is not that of VNeID, so it is not taken.',
    failure_clock_wrong: 'The answer of VNeID has expired, or its clock and ours differ too much.',
    failure_person_incomplete: 'VNeID did not say your name or personal id.',
    failure_organisation_without_person:
      'This is the account of an organisation, but VNeID does not say who is using it.',
    failure_organisation_incomplete:
      'This is the account of an organisation, but VNeID does not say its name or code.',
    failure_speaks_for_another:
      "This VNeID account had another person's id before. Accounts are neither merged nor moved to somebody else.",
    failure_second_needs_level_2:
      'This personal id is linked to another VNeID account. To use this one too, sign in at level 2.',
    next_level_too_low:
      'Sign in again at level 2 if you have it. If not, have it raised at the police, or go to the nearest one-stop desk: an officer files for you.',
    next_provider_unavailable:
      'Try again in a few minutes. If it is urgent, go to the nearest one-stop desk: an officer files for you.',
    next_provider_garbled:
      'Try again in a few minutes. If it is urgent, go to the nearest one-stop desk: an officer files for you.',
    next_cancelled: 'To go on, sign in again.',
    next_answer_not_ours: 'Sign in again from the start, in one and the same browser.',
    next_code_used: 'Sign in again from the start.',
    next_proof_refused:
      'Sign in again from the start. If it stays so, go to the nearest one-stop desk: an officer files for you.',
    next_clock_wrong:
      'Sign in again from the start. If it stays so, go to the nearest one-stop desk: an officer files for you.',
    next_person_incomplete: 'Check your details in the VNeID application, then sign in again.',
    next_organisation_without_person:
      'Sign in with your own account, or ask whoever represents the organisation to check its account at VNeID.',
    next_organisation_incomplete:
      'Sign in with your own account, or ask whoever represents the organisation to check its account at VNeID.',
    next_speaks_for_another:
      'Take your identity card to the nearest one-stop desk, where an officer looks into it; you can file there, too.',
    next_second_needs_level_2: 'Sign in with the account you used last time, or with this one at level 2.',
    tryAgain: 'Sign in again',
    toHome: 'To the home page',
    linkTitle: 'Is this account yours, too?',
    linkLead: (name: string, personalId: string) =>
      `You have just signed in as ${name}, personal id ${personalId}. This personal id has signed in here with another VNeID account:`,
    linkKnown: (linked: string, used: string) => `Account linked on ${linked}, last used on ${used}`,
    linkUnlinked: (day: string) => `unlinked on ${day}`,
    linkMeans:
      'If you say yes, both accounts open your dossiers, drafts and papers. You can unlink either at any time on the page “What VNeID told us”.',
    linkYes: 'Yes, use this account too',
    linkNo: 'It is not mine',
    linkDeclined: 'Nothing was linked or merged. This sign-in is on record.',
    linkDeclinedNext:
      'If somebody uses your personal id, tell the police. If you must file urgently, go to the nearest one-stop desk.',
    signedOutTitle: 'Signed out',
    signedOutLead: 'You are signed out of Một Cửa on this device.',
    signedOutThere: 'VNeID may still be open in this browser. On a shared computer, sign out of VNeID as well.',
    signedOutAway:
      'VNeID does not answer now, so you are not signed out there. On a shared computer, close the browser.',
    signOutThere: 'Sign out of VNeID, too',
    toldTitle: 'What VNeID told us',
    toldLead:
      'This is everything VNeID sent at your last sign-in. What no procedure needs is not kept: you see only its name.',
    toldAccount: (day: string) => `Account linked on ${day}`,
    toldUsed: (moment: string, level: number) => `Last used ${moment}, at level ${level}`,
    toldThis: 'In use now',
    toldEnded: (day: string) => `Unlinked on ${day}`,
    toldClaim: 'What it is',
    toldName: 'Name at VNeID',
    toldValue: 'VNeID says',
    toldNone: 'No VNeID account is linked yet.',
    toldVisible:
      'Signed in at level 2 you also see dossiers handed in at the counter under your personal id. At level 1 you see only those you filed online yourself.',
    toldLow: 'This time you signed in at level 1.',
    toldHigher: 'Sign in at level 2',
    state_not_kept: 'received, not kept',
    state_unreadable: 'unreadable, not used',
    state_missing: 'not sent by VNeID',
    unlink: 'Unlink this account',
    unlinkHelp:
      'Every session of this account ends at once; your dossiers stay. To use it again you sign in at level 2 and confirm.',
    unlinked: 'Unlinked. The sessions of that account have ended.',
    contactsTitle: 'Recent changes',
    contactPhone: (moment: string, change: string) => `${moment}: VNeID gave another phone number (${change})`,
    contactEmail: (moment: string, change: string) =>
      `${moment}: VNeID gave another e-mail address (${change})`,
    contactsNote: 'Messages on new dossiers go to the new one. Dossiers keep what they were filed with.',
    means_accountKind: 'Kind of account (1 person, 2 organisation)',
    means_personalId: 'Personal id',
    means_fullName: 'Full name',
    means_birthDate: 'Date of birth',
    means_phone: 'Phone number',
    means_email: 'E-mail',
    means_level: 'Identification level',
    means_identityLevel: 'Identification level (newer form)',
    means_enterpriseCode: 'Enterprise code',
    means_taxCode: 'Tax code',
    means_organisationName: 'Name of the organisation',
    means_representative: 'Representative',
    means_portalAccount: 'Account at the national portal',
    means_unknown: 'Not used',
  },
)
