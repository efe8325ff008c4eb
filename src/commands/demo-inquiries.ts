import type { StandInPortal } from '#adapters/national-portal'

/** What people asked at the stand-in portal before the demonstration began, and what another body answered there in public. */
export function seedInquiries({ inquiries }: Pick<StandInPortal, 'inquiries'>): void {
  inquiries.ask({
    title: 'Con tôi đã hơn 60 ngày tuổi, còn đăng ký khai sinh được không?',
    question:
      'Con tôi sinh tháng 8/2026 ở bệnh viện, đến nay chưa đăng ký khai sinh. Tôi cần mang giấy tờ gì và có mất lệ phí không?',
    ...{ askerName: 'Quàng Thị Bình', agencyCode: 'H18.137', procedureCode: '1.001193' },
  })
  inquiries.ask({
    title: 'Nộp hồ sơ trực tuyến rồi có phải mang bản giấy đến không?',
    question:
      'Tôi nộp trên Cổng Dịch vụ công quốc gia, tệp đã chụp từ bản chính. Khi nhận kết quả tôi có phải mang bản chính theo không?',
    ...{ askerName: 'Giàng A Phóng', agencyCode: null, procedureCode: null },
  })
  inquiries.publish({
    title: 'Ai được đăng ký khai sinh thay cha, mẹ?',
    question: 'Cha, mẹ cháu đi làm xa, ông bà có đăng ký khai sinh cho cháu được không?',
    publisher: 'Cơ quan hộ tịch trung ương (đóng thế)',
    reply:
      'Được. Cha, mẹ không đăng ký được thì ông, bà hoặc người thân thích khác, hoặc cá nhân, tổ chức đang nuôi dưỡng trẻ đăng ký thay (Luật Hộ tịch 2014, Điều 15).',
  })
}
