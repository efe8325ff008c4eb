import { defineMessages, type Language } from '#platform/i18n'
import type { Finding } from './report.ts'

/** What was found, why it matters, and what the clerk does; one sentence or two for each code. */
const sentences = defineMessages(
  {
    // The file
    too_large_to_judge: 'Tệp quá lớn nên không được kiểm tra. Hãy đề nghị người gửi nộp tệp nhỏ hơn.',
    pdf_not_a_pdf: 'Tệp không phải là PDF dù có thể mang tên PDF. Hãy đề nghị gửi lại đúng tệp đã ký.',
    pdf_truncated: 'Tệp bị cắt cụt, thiếu phần cuối. Hãy đề nghị gửi lại cả tệp.',
    pdf_encrypted: 'Tệp được đặt mật khẩu nên không kiểm tra được. Hãy đề nghị gửi bản không có mật khẩu.',
    pdf_malformed: 'Tệp bị hỏng, không đọc được. Hãy đề nghị gửi lại tệp gốc.',
    pdf_too_complex:
      'Tệp có cấu trúc phức tạp bất thường nên bị từ chối. Hãy đề nghị gửi bản xuất lại từ phần mềm gốc.',
    pdf_repaired:
      'Mục lục trong tệp bị hỏng và phải dò lại; phần mềm khác có thể hiển thị khác. Hãy đề nghị gửi bản gốc.',
    pdf_bytes_after_end: 'Có dữ liệu lạ sau điểm kết thúc của tệp PDF. Chỉ nhận khi biết rõ dữ liệu đó là gì.',
    pdf_bytes_before_start:
      'Có dữ liệu lạ trước phần đầu của tệp PDF; tệp có thể đội lốt nhiều loại. Hãy đề nghị gửi bản gốc.',
    pdf_object_misplaced:
      'Mục lục của tệp chỉ sai chỗ; phần mềm khác có thể hiển thị khác. Hãy đề nghị gửi bản gốc.',
    pdf_object_unreadable: 'Một phần của tệp không đọc được. Hãy mở tệp xem kỹ hoặc đề nghị gửi lại.',
    pdf_duplicate_objects:
      'Một phần của tệp được ghi hai lần, có thể để tráo nội dung về sau. Hãy đề nghị gửi bản gốc.',
    signature_removed: 'Một chữ ký đã bị gỡ khỏi tệp. Không chấp nhận; hãy đề nghị gửi bản có đủ chữ ký.',
    // The bytes that are signed
    byte_range_doubled: 'Vùng được ký ghi hai lần trong chữ ký, dấu hiệu giả mạo. Không chấp nhận.',
    byte_range_missing: 'Chữ ký không ghi nó bảo vệ phần nào của tệp, dấu hiệu giả mạo. Không chấp nhận.',
    contents_missing: 'Ô chữ ký trống, chưa có chữ ký nào. Hãy đề nghị ký lại.',
    byte_range_parts: 'Chữ ký bỏ sót nhiều đoạn của tệp. Không chấp nhận.',
    byte_range_start: 'Chữ ký không bảo vệ phần đầu của tệp. Không chấp nhận.',
    byte_range_outside: 'Vùng được ký nằm ngoài tệp. Không chấp nhận.',
    gap_not_contents: 'Chữ ký chừa ra phần không phải là chính nó, có thể giấu nội dung. Không chấp nhận.',
    only_part_covered:
      'Chữ ký chỉ bảo vệ một phần của tệp. Không chấp nhận; phần còn lại có thể do người khác thêm.',
    format_not_judged: 'Kiểu chữ ký không thuộc loại được kiểm tra ở đây. Hãy đề nghị ký lại theo PAdES.',
    signature_unreadable: 'Chữ ký bị hỏng, không đọc được. Hãy đề nghị ký lại.',
    signer_missing: 'Chữ ký không kèm chứng thư của người ký. Hãy đề nghị ký lại.',
    content_changed: 'Nội dung đã bị sửa sau khi ký. Không chấp nhận; hãy đề nghị gửi bản gốc.',
    content_type_wrong: 'Loại nội dung ghi trong chữ ký không khớp. Không chấp nhận.',
    signature_wrong: 'Giá trị chữ ký sai: chữ ký bị sửa hoặc không do chứng thư này tạo ra. Không chấp nhận.',
    certificate_swapped: 'Chứng thư kèm theo không phải chứng thư đã dùng khi ký. Không chấp nhận.',
    certificate_not_bound:
      'Chữ ký không gắn với một chứng thư cụ thể nên chưa đạt mức nâng cao. Kiểm tra kỹ người ký.',
    hash_broken: 'Thuật toán băm đã bị phá nên chữ ký không còn giá trị bảo vệ. Hãy đề nghị ký lại.',
    hash_weak: 'Thuật toán băm đã cũ, không còn đủ an toàn. Hãy đề nghị ký lại nếu giấy tờ quan trọng.',
    key_broken: 'Khóa ký quá ngắn, có thể bị phá. Hãy đề nghị ký lại.',
    key_weak: 'Khóa ký ngắn hơn mức an toàn hiện nay. Hãy đề nghị ký lại nếu giấy tờ quan trọng.',
    // The certificate
    chain_untrusted:
      'Chứng thư do tổ chức không nằm trong danh sách tin cậy cấp. Hỏi quản trị viên trước khi nhận.',
    chain_incomplete: 'Không tìm được tổ chức đã cấp chứng thư. Hỏi quản trị viên trước khi nhận.',
    purpose_wrong: 'Chứng thư không được cấp để ký văn bản. Hãy đề nghị ký bằng chứng thư chữ ký số.',
    certificate_expired:
      'Chứng thư đã hết hạn và không có dấu thời gian chứng minh đã ký khi còn hạn. Hãy xác minh ngày ký.',
    certificate_expired_when_signed:
      'Chứng thư đã hết hạn từ trước lúc ký. Không chấp nhận; hãy đề nghị ký lại.',
    certificate_not_yet_valid: 'Chứng thư chưa có hiệu lực lúc ký. Hãy đề nghị ký lại.',
    issuer_expired:
      'Chứng thư của tổ chức cấp không còn hiệu lực vào lúc ký. Hỏi quản trị viên trước khi nhận.',
    issuer_may_not_issue: 'Chứng thư được cấp bởi nơi không có quyền cấp, dấu hiệu giả mạo. Không chấp nhận.',
    certificate_rule_unknown:
      'Chứng thư có điều kiện mà hệ thống không hiểu. Hỏi quản trị viên trước khi nhận.',
    certificate_revoked: 'Chứng thư đã bị thu hồi. Không chấp nhận; hãy đề nghị ký bằng chứng thư khác.',
    revoked_later:
      'Chứng thư bị thu hồi sau lúc ký; dấu thời gian chứng minh đã ký từ trước. Chữ ký vẫn có giá trị.',
    revocation_unknown:
      'Không biết chứng thư còn hiệu lực hay đã bị thu hồi. Hãy kiểm tra lại sau khi kết nối được.',
    issuer_revocation_unknown: 'Không hỏi được tình trạng chứng thư của tổ chức cấp. Thường không ảnh hưởng.',
    // Time
    timestamp_unreadable: 'Dấu thời gian bị hỏng, không đọc được. Thời điểm ký không được chứng minh.',
    timestamp_of_something_else: 'Dấu thời gian thuộc về nội dung khác. Thời điểm ký không được chứng minh.',
    timestamp_signer_missing:
      'Dấu thời gian không kèm chứng thư của nơi cấp. Thời điểm ký không được chứng minh.',
    timestamp_purpose_wrong:
      'Chứng thư của nơi cấp dấu thời gian không dùng cho việc này. Hãy xác minh ngày ký.',
    timestamp_proves_nothing:
      'Dấu thời gian không đáng tin nên không chứng minh được lúc ký. Hãy xác minh ngày ký.',
    // After signing: as it should be
    certifies: 'Người ký quy định những thay đổi được phép sau khi ký.',
    certifies_late:
      'Chữ ký quy định thay đổi được phép nhưng không phải chữ ký đầu tiên. Xem kỹ các chữ ký trước.',
    security_store: 'Dữ liệu chứng minh lâu dài được thêm sau khi ký. Việc này bình thường.',
    document_timestamp_added: 'Dấu thời gian của cả tệp được thêm sau khi ký. Việc này bình thường.',
    signature_added: 'Một chữ ký khác được thêm sau chữ ký này.',
    signature_field_added: 'Một ô chữ ký được thêm sau khi ký.',
    metadata_changed: 'Thông tin mô tả tệp (không hiển thị) được đổi sau khi ký. Việc này thường vô hại.',
    // After signing: what others added or changed
    field_filled: 'Một ô của biểu mẫu được điền hoặc sửa sau khi ký. Chỉ nhận khi người ký cho phép điền tiếp.',
    structure_changed: 'Cấu trúc ẩn của tệp bị đổi sau khi ký. Hãy xem kỹ nội dung.',
    field_added: 'Một ô biểu mẫu được thêm sau khi ký, có thể che nội dung đã ký. Không chấp nhận.',
    form_changed: 'Biểu mẫu bị đổi sau khi ký. Không chấp nhận; hãy đề nghị gửi bản gốc.',
    annotation_added:
      'Một ghi chú hoặc hình được đặt lên trang sau khi ký, có thể che nội dung. Hãy đề nghị gửi bản gốc.',
    annotation_changed: 'Một ghi chú hoặc hình trên trang bị đổi sau khi ký. Hãy đề nghị gửi bản gốc.',
    annotation_removed: 'Một ghi chú hoặc hình trên trang bị gỡ sau khi ký. Hãy đề nghị gửi bản gốc.',
    pages_changed: 'Trang bị thêm, bớt hoặc đổi chỗ sau khi ký. Không chấp nhận; hãy đề nghị gửi bản gốc.',
    page_content_changed: 'Nội dung trang bị đổi sau khi ký. Không chấp nhận; hãy đề nghị gửi bản gốc.',
    catalog_changed: 'Cách tệp mở ra và hiển thị bị đổi sau khi ký. Không chấp nhận; hãy đề nghị gửi bản gốc.',
    signature_changed: 'Một chữ ký đã có bị sửa về sau. Không chấp nhận; hãy đề nghị gửi bản gốc.',
    object_replaced: 'Một phần đã ký bị tráo về sau. Không chấp nhận; hãy đề nghị gửi bản gốc.',
    history_rewritten: 'Tệp được nối lại để bỏ qua phần đã ký. Không chấp nhận; hãy đề nghị gửi bản gốc.',
    // XML
    xml_not_xml: 'Tệp không phải là XML đọc được. Hãy đề nghị gửi lại đúng tệp đã ký.',
    xml_doctype: 'Tệp XML mang định nghĩa có thể gây hại nên bị từ chối. Hãy đề nghị gửi tệp không có DOCTYPE.',
    xml_too_complex: 'Tệp XML có cấu trúc phức tạp bất thường nên bị từ chối. Hãy đề nghị gửi lại.',
    xml_root_not_covered:
      'Chữ ký không bảo vệ toàn bộ nội dung của tệp XML. Không chấp nhận phần không được ký.',
    xml_id_doubled: 'Hai phần của tệp mang cùng một mã, dấu hiệu tráo nội dung. Không chấp nhận.',
    xml_reference_missing: 'Phần mà chữ ký bảo vệ không có trong tệp. Không chấp nhận.',
    xml_reference_outside: 'Chữ ký bảo vệ dữ liệu nằm ngoài tệp nên không kiểm tra được. Hãy đề nghị gửi đủ.',
    xml_transform_not_judged:
      'Chữ ký dùng cách xử lý nội dung không được chấp nhận. Hãy đề nghị ký lại theo XAdES.',
    xml_properties_not_signed:
      'Thông tin về chữ ký không được ký cùng nên chưa đạt mức nâng cao. Kiểm tra kỹ người ký.',
  },
  {
    too_large_to_judge: 'The file is too large and was not judged. Ask the sender for a smaller one.',
    pdf_not_a_pdf: 'The file is no PDF, whatever its name says. Ask for the signed file again.',
    pdf_truncated: 'The file is cut off, its end is missing. Ask for the whole file again.',
    pdf_encrypted: 'The file is locked by a password and cannot be judged. Ask for one without.',
    pdf_malformed: 'The file is damaged and cannot be read. Ask for the original again.',
    pdf_too_complex: 'The file is built in an unusually complex way and is refused. Ask for a fresh export.',
    pdf_repaired:
      'The index inside the file is broken and was searched anew; other programs may show something else. Ask for the original.',
    pdf_bytes_after_end:
      'There is foreign data after the end of the PDF. Accept it only if you know what that is.',
    pdf_bytes_before_start:
      'There is foreign data before the PDF begins; the file may pass for several types. Ask for the original.',
    pdf_object_misplaced:
      'The index of the file points to wrong places; other programs may show something else. Ask for the original.',
    pdf_object_unreadable: 'A part of the file cannot be read. Look at it closely or ask for it again.',
    pdf_duplicate_objects:
      'A part of the file is written twice, which allows to swap it later. Ask for the original.',
    signature_removed:
      'A signature was taken out of the file. Do not accept it; ask for the file with all signatures.',
    byte_range_doubled: 'The signature states twice what it covers, a sign of forgery. Do not accept it.',
    byte_range_missing: 'The signature does not say what it covers, a sign of forgery. Do not accept it.',
    contents_missing: 'The signature field is empty. Ask for the file to be signed.',
    byte_range_parts: 'The signature leaves out several parts of the file. Do not accept it.',
    byte_range_start: 'The signature does not cover the beginning of the file. Do not accept it.',
    byte_range_outside: 'What the signature covers lies outside the file. Do not accept it.',
    gap_not_contents: 'The signature leaves out more than itself, which may hide content. Do not accept it.',
    only_part_covered:
      'The signature covers only a part of the file. Do not accept it; anybody may have added the rest.',
    format_not_judged: 'Signatures of this kind are not judged here. Ask for a PAdES signature.',
    signature_unreadable: 'The signature is damaged and cannot be read. Ask for the file to be signed again.',
    signer_missing:
      'The signature comes without the certificate of its signer. Ask for the file to be signed again.',
    content_changed: 'The content was changed after signing. Do not accept it; ask for the original.',
    content_type_wrong: 'The signature names another kind of content. Do not accept it.',
    signature_wrong:
      'The signature value is wrong: it was altered or not made with this certificate. Do not accept it.',
    certificate_swapped: 'The certificate enclosed is not the one that was used to sign. Do not accept it.',
    certificate_not_bound:
      'The signature is not bound to one certificate, so it is no advanced one. Check the signer.',
    hash_broken: 'The hash algorithm is broken, so the signature protects nothing. Ask for a new signature.',
    hash_weak: 'The hash algorithm is old and no longer safe enough. Ask for a new signature on what matters.',
    key_broken: 'The key is so short that it can be broken. Ask for a new signature.',
    key_weak: 'The key is shorter than what counts as safe today. Ask for a new signature on what matters.',
    chain_untrusted:
      'The certificate was issued by somebody who is not on the list of trust. Ask the administrator first.',
    chain_incomplete: 'Who issued the certificate could not be found. Ask the administrator first.',
    purpose_wrong: 'The certificate was not issued for signing documents. Ask for a proper signature.',
    certificate_expired:
      'The certificate has expired, and no time stamp proves that it was valid when used. Verify the day of signing.',
    certificate_expired_when_signed:
      'The certificate had expired before the signing. Do not accept it; ask for a new signature.',
    certificate_not_yet_valid: 'The certificate was not valid yet when it was used. Ask for a new signature.',
    issuer_expired:
      'The certificate of the issuer was not valid at the time of signing. Ask the administrator first.',
    issuer_may_not_issue:
      'The certificate was issued by somebody who may not issue any, a sign of forgery. Do not accept it.',
    certificate_rule_unknown:
      'The certificate has a condition that is not understood here. Ask the administrator first.',
    certificate_revoked: 'The certificate was revoked. Do not accept it; ask for a signature with another one.',
    revoked_later:
      'The certificate was revoked after the signing, which a time stamp proves. The signature still counts.',
    revocation_unknown:
      'Whether the certificate was revoked is not known. Judge the file again when the issuer can be reached.',
    issuer_revocation_unknown:
      'Nobody could be asked about the certificate of the issuer. This seldom matters.',
    timestamp_unreadable: 'The time stamp is damaged. The time of signing is not proven.',
    timestamp_of_something_else: 'The time stamp belongs to something else. The time of signing is not proven.',
    timestamp_signer_missing:
      'The time stamp comes without the certificate of its authority. The time of signing is not proven.',
    timestamp_purpose_wrong:
      'The certificate of the time stamp was not issued for that. Verify the day of signing.',
    timestamp_proves_nothing: 'The time stamp cannot be trusted and proves nothing. Verify the day of signing.',
    certifies: 'The signer has ruled what may be changed after signing.',
    certifies_late:
      'The signature rules what may be changed, yet it is not the first. Look at the earlier ones closely.',
    security_store: 'Data for long-term proof was added after signing. That is as it should be.',
    document_timestamp_added:
      'A time stamp over the whole file was added after signing. That is as it should be.',
    signature_added: 'Another signature was added after this one.',
    signature_field_added: 'A field for a signature was added after signing.',
    metadata_changed:
      'Descriptions of the file, which are not shown, were changed after signing. This is usually harmless.',
    field_filled:
      'A field of the form was filled in or changed after signing. Accept it only if the signer allowed that.',
    structure_changed:
      'The hidden structure of the file was changed after signing. Look at the content closely.',
    field_added: 'A form field was added after signing and may cover what was signed. Do not accept it.',
    form_changed: 'The form was changed after signing. Do not accept it; ask for the original.',
    annotation_added:
      'A note or picture was laid over a page after signing and may hide content. Ask for the original.',
    annotation_changed: 'A note or picture on a page was changed after signing. Ask for the original.',
    annotation_removed: 'A note or picture was taken off a page after signing. Ask for the original.',
    pages_changed: 'Pages were added, removed or moved after signing. Do not accept it; ask for the original.',
    page_content_changed:
      'The content of a page was changed after signing. Do not accept it; ask for the original.',
    catalog_changed:
      'How the file opens and shows itself was changed after signing. Do not accept it; ask for the original.',
    signature_changed: 'An earlier signature was altered later. Do not accept it; ask for the original.',
    object_replaced: 'A signed part was swapped later. Do not accept it; ask for the original.',
    history_rewritten:
      'The file was joined so that the signed part is passed over. Do not accept it; ask for the original.',
    xml_not_xml: 'The file is no XML that can be read. Ask for the signed file again.',
    xml_doctype:
      'The XML file brings definitions that may do harm and is refused. Ask for one without DOCTYPE.',
    xml_too_complex: 'The XML file is built in an unusually complex way and is refused. Ask for it again.',
    xml_root_not_covered: 'The signature does not cover the whole XML file. Do not accept what is not signed.',
    xml_id_doubled: 'Two parts of the file bear the same id, a sign of swapped content. Do not accept it.',
    xml_reference_missing: 'What the signature covers is not in the file. Do not accept it.',
    xml_reference_outside:
      'The signature covers data outside the file, which cannot be judged. Ask for all of it.',
    xml_transform_not_judged:
      'The signature treats the content in a way that is not accepted. Ask for a XAdES signature.',
    xml_properties_not_signed:
      'The facts about the signature were not signed with it, so it is no advanced one. Check the signer.',
  },
)

/** Every code that a finding may have. */
export const findingCodes: readonly string[] = Object.keys(sentences('vi'))

/** A finding in words that a clerk understands: what, why, what to do; then the detail in brackets. */
export function explainFinding({ code, detail }: Finding, language: Language): string {
  const words: Readonly<Record<string, string>> = sentences(language)
  const sentence = words[code] ?? code
  return detail ? `${sentence} (${detail})` : sentence
}
