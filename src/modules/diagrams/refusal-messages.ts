import { defineMessages } from '#platform/i18n'

type Found = string | number

/** Why a BPMN file is not executed: each sentence says what was found and what to do instead. */
export const refusalMessages = defineMessages(
  {
    too_large: (limit: Found) => `Tệp lớn hơn ${limit}.`,
    no_element: 'Tệp trống: không có phần tử XML nào.',
    doctype: 'Tệp có khai báo DOCTYPE. Hãy bỏ khai báo này.',
    entity: (name: Found) => `Thực thể ${name} không được dùng. Hãy viết thẳng ký tự.`,
    not_closed: (tag: Found) => `Thẻ ${tag} không được đóng.`,
    not_opened: (tag: Found) => `Thẻ đóng ${tag} không khớp với thẻ mở.`,
    bad_tag: (found: Found) => `Không phải XML đúng cú pháp: ${found}`,
    unknown_prefix: (name: Found) => `Tiền tố của ${name} không được khai báo.`,
    attribute_twice: (name: Found) => `Thuộc tính ${name} được viết hai lần.`,
    too_deep: (limit: Found) => `Phần tử lồng nhau sâu hơn ${limit} lớp.`,
    too_many: (limit: Found) => `Tệp có hơn ${limit} phần tử.`,
    more_problems: (count: Found) => `Còn ${count} chỗ khác nữa.`,
    not_bpmn: 'Phần tử gốc không phải là definitions của BPMN 2.0.',
    unreadable: (reason: Found) => `Không đọc được: ${reason}.`,
    must_understand: 'Tệp dùng một phần mở rộng bắt buộc phải hiểu mà hệ thống không biết.',
    id_twice: (line: Found) => `Mã này đã được dùng ở dòng ${line}. Mỗi phần tử cần một mã riêng.`,
    id_missing: (type: Found) => `Một phần tử ${type} không có mã (id).`,
    bad_id: 'Mã của phần tử chỉ gồm chữ, số và các dấu _ - . và không phải là từ dành riêng.',
    unresolved: (property: Found, value: Found) => `${property} trỏ đến ${value}, không có trong tệp.`,
    no_process: 'Tệp không có quy trình nào có bước để thực hiện.',
    many_processes: (ids: Found) =>
      `Tệp có nhiều quy trình (${ids}). Hãy đánh dấu isExecutable="true" cho đúng một quy trình.`,
    too_many_nodes: (limit: Found) => `Quy trình có hơn ${limit} bước, kể cả các quy trình được gọi.`,
    vendor_extension: (name: Found, uri: Found) =>
      `${name} là phần mở rộng của ${uri} mà hệ thống không thực hiện. Hãy bỏ đi hoặc dùng thuộc tính motcua tương ứng.`,
    unknown_motcua: (name: Found) => `motcua:${name} không được biết ở đây. Hãy kiểm tra chính tả.`,
    unsupported_element: (type: Found) => `Phần tử ${type} không được hỗ trợ.`,
    unsupported_property: (name: Found) => `${name} không được hỗ trợ ở phần tử này.`,
    plain_task:
      'Công việc chưa có loại. Hãy chọn việc của cán bộ, việc thủ công, dịch vụ, quy tắc hoặc chờ nhận tin.',
    script_task: 'Bước chạy mã lệnh không được hỗ trợ. Hãy dùng bước quy tắc với biểu thức FEEL.',
    send_task: 'Bước gửi tin không được hỗ trợ. Hãy dùng bước dịch vụ, hoặc sự kiện kết thúc có tin nhắn.',
    complex_gateway: 'Cổng phức hợp không được hỗ trợ. Hãy dùng cổng bao hàm với điều kiện.',
    transaction: 'Giao dịch không được hỗ trợ. Hãy dùng quy trình con thường.',
    ad_hoc: 'Quy trình con tùy ý không được hỗ trợ. Hãy vẽ rõ thứ tự các bước.',
    event_subprocess: 'Quy trình con theo sự kiện không được hỗ trợ. Hãy gắn sự kiện vào cạnh của hoạt động.',
    throw_event: 'Sự kiện phát ra giữa đường không được hỗ trợ. Hãy dùng bước dịch vụ.',
    choreography: 'Sơ đồ phối hợp (choreography) không thực hiện được.',
    compensation: 'Bồi hoàn (compensation) không được hỗ trợ.',
    standard_loop: 'Vòng lặp của hoạt động không được hỗ trợ. Hãy vẽ vòng lặp bằng cổng.',
    sequential: 'Lặp tuần tự không được hỗ trợ. Hãy dùng lặp song song.',
    no_collection: 'Hoạt động lặp song song cần motcua:collection (biểu thức FEEL) và motcua:item.',
    no_event_definition: 'Sự kiện này phải chờ một điều gì: hẹn giờ hoặc tin nhắn.',
    many_event_definitions: 'Sự kiện có nhiều hơn một loại. Hãy tách thành nhiều sự kiện.',
    event_kind: (type: Found) => `Sự kiện loại ${type} không được hỗ trợ ở đây.`,
    boundary_place: 'Sự kiện này không gắn vào hoạt động nào cùng cấp.',
    boundary_rule: 'Bước quy tắc xong ngay, nên sự kiện gắn vào nó không bao giờ xảy ra.',
    boundary_error_interrupts: 'Sự kiện lỗi luôn ngắt hoạt động: cancelActivity phải là true.',
    boundary_twice: (error: Found) => `Hoạt động này có hai sự kiện cùng bắt lỗi ${error}.`,
    no_message: 'Cần chỉ rõ tin nhắn (messageRef đến một message có tên).',
    no_error: 'Cần chỉ rõ lỗi (errorRef đến một error có mã).',
    time_cycle: 'Hẹn giờ lặp lại không được hỗ trợ. Hãy dùng timeDuration hoặc timeDate.',
    no_time: 'Hẹn giờ cần đúng một timeDuration hoặc timeDate.',
    bad_duration: (text: Found) =>
      `“${text}” không phải khoảng thời gian dùng được. Ví dụ: P3D (3 ngày làm việc), PT8H (8 giờ làm việc).`,
    bad_date: (text: Found) =>
      `“${text}” không phải thời điểm. Viết 2026-12-31T17:00:00+07:00, hoặc =biểu thức FEEL.`,
    bad_counts: (text: Found) => `motcua:counts là working hoặc calendar, không phải “${text}”.`,
    bad_time: (text: Found) =>
      `motcua:time viết như “2 working_day” hoặc “8 working_hour”, không phải “${text}”.`,
    bad_role: (text: Found, known: Found) => `Vai trò “${text}” không có. Các vai trò: ${known}.`,
    bad_agency: (text: Found) =>
      `Cơ quan “${text}” không đúng. Viết receiving, competent, mã sở như so_xay_dung, hoặc =biểu thức FEEL.`,
    bad_step: (text: Found, known: Found) => `Giai đoạn “${text}” không có. Các giai đoạn: ${known}.`,
    not_by_unknown: (id: Found) => `motcua:notBy nêu ${id}, không phải bước do người làm trong quy trình này.`,
    bad_outcome_key: (key: Found) => `Mã kết quả “${key}” phải gồm chữ thường, số và dấu _.`,
    outcome_twice: (key: Found) => `Kết quả “${key}” được nêu hai lần.`,
    outcome_unnamed: (key: Found) => `Kết quả “${key}” cần có tên.`,
    performer:
      'Người thực hiện (performer, potentialOwner) không được dùng. Hãy dùng motcua:role và motcua:agency.',
    implementation: (text: Found) => `Cách thực hiện “${text}” không được biết. Hãy dùng motcua:service.`,
    data_assignment:
      'Gán dữ liệu (assignment, transformation) không được hỗ trợ. Hãy dùng motcua:input và motcua:result.',
    no_service: 'Bước dịch vụ cần motcua:service.',
    unknown_service: (name: Found) => `Không có dịch vụ “${name}”.`,
    no_rule: 'Bước quy tắc cần đúng một motcua:expression hoặc motcua:decision, và motcua:result.',
    unknown_decision: (name: Found) => `Gói thủ tục không có bảng quyết định “${name}”.`,
    bad_variable: (name: Found) =>
      `“${name}” không phải tên biến. Dùng chữ, số, dấu _; các tên outcome, tasks, answers, dossier đã được dùng.`,
    no_call: 'Hoạt động gọi cần calledElement.',
    unknown_call: (name: Found) => `Không có quy trình “${name}” để gọi.`,
    recursive_call: (name: Found) => `Quy trình “${name}” gọi lại chính nó.`,
    called_refused: (name: Found, line: Found, reason: Found) =>
      `Quy trình được gọi “${name}”, dòng ${line}: ${reason}`,
    no_start: 'Không có sự kiện bắt đầu.',
    many_starts: 'Có nhiều sự kiện bắt đầu. Hãy giữ đúng một.',
    start_kind:
      'Sự kiện bắt đầu này không được hỗ trợ. Quy trình bắt đầu không điều kiện hoặc bằng tin nhắn; quy trình con bắt đầu không điều kiện.',
    start_incoming: 'Không có đường nào được dẫn vào sự kiện bắt đầu.',
    boundary_incoming: 'Không có đường nào được dẫn vào sự kiện gắn bên cạnh.',
    end_outgoing: 'Sự kiện kết thúc không dẫn đi đâu.',
    no_way_on: 'Không có đường đi tiếp. Hãy nối đến một sự kiện kết thúc.',
    flow_crosses: 'Đường nối đi ra ngoài hoặc vào trong quy trình con.',
    flow_ends: 'Đường nối thiếu đầu hoặc cuối.',
    condition_place: 'Điều kiện chỉ được đặt ở đường đi ra từ cổng loại trừ, cổng bao hàm hoặc hoạt động.',
    condition_only_way: 'Đường duy nhất không được có điều kiện: khi điều kiện sai, quy trình sẽ kẹt.',
    condition_missing: (gateway: Found) =>
      `Đường này ra từ cổng ${gateway} cần điều kiện, hoặc là đường mặc định.`,
    default_elsewhere: 'Đường mặc định phải đi ra từ chính phần tử này.',
    default_condition: 'Đường mặc định không được có điều kiện.',
    no_default: 'Khi không điều kiện nào đúng, quy trình sẽ kẹt. Hãy chọn một đường mặc định.',
    outcome_unled: (keys: Found) =>
      `Kết quả ${keys} không dẫn đi đâu. Thêm điều kiện cho nó hoặc một đường mặc định.`,
    outcome_unknown: (key: Found) => `Điều kiện hỏi kết quả “${key}”, không bước nào trước đó có kết quả này.`,
    task_unknown: (id: Found) => `Biểu thức hỏi tasks.${id}, không có bước như vậy.`,
    event_gateway_way:
      'Sau cổng theo sự kiện chỉ có sự kiện hẹn giờ, sự kiện nhận tin hoặc bước chờ nhận tin, mỗi cái chỉ nhận một đường.',
    event_gateway_few: 'Cổng theo sự kiện cần ít nhất hai sự kiện phía sau.',
    not_feel: (text: Found) => `“${text}” không phải biểu thức FEEL.`,
    language: (text: Found) => `Ngôn ngữ biểu thức ${text} không được hỗ trợ. Hãy viết FEEL.`,
    bad_feel: (text: Found, position: Found, reason: Found) =>
      `Biểu thức “${text}” sai ở ký tự thứ ${position}: ${reason}.`,
    unreachable: 'Không bao giờ đến được bước này.',
    no_end: 'Từ đây không có đường nào đến kết thúc.',
    deadlock: (ways: Found) => `Cổng này có thể chờ mãi: không còn gì đi đến theo ${ways}.`,
    twice_at_once:
      'Đường này có thể được đi hai lần cùng lúc: các nhánh song song gặp nhau mà không có cổng song song hợp lại.',
    piles_up: 'Mỗi vòng lặp lại sinh thêm nhánh mới: quy trình không bao giờ kết thúc.',
    never_ends: 'Quy trình có thể đi vào chỗ không còn đường kết thúc.',
    livelock: (ids: Found) =>
      `Vòng lặp ${ids} không chờ ai hay điều gì: nó có thể chạy mãi. Hãy đặt một việc, hẹn giờ hoặc tin nhắn vào vòng.`,
    too_complex: (limit: Found) =>
      `Quy trình có hơn ${limit} trạng thái, không xét hết được. Hãy tách thành quy trình con.`,
    dossier_start: 'Quy trình của hồ sơ bắt đầu khi hồ sơ được nộp: sự kiện bắt đầu không có tin nhắn.',
    dossier_reception: 'Việc đầu tiên phải thuộc giai đoạn reception, với kết quả mang lệnh accept và refuse.',
    dossier_command: (command: Found, known: Found) => `Hồ sơ không có lệnh “${command}”. Các lệnh: ${known}.`,
    dossier_giver: (command: Found, giver: Found) =>
      `Lệnh ${command} do ${giver} đưa ra; hãy sửa vai trò và cơ quan của bước.`,
    dossier_service: (name: Found, known: Found) =>
      `Hồ sơ không gọi được dịch vụ “${name}”. Các dịch vụ: ${known}.`,
    dossier_message: (name: Found, known: Found) =>
      `Không ai gửi thông điệp “${name}”: hồ sơ sẽ chờ mãi. Các thông điệp: ${known}.`,
    dossier_missing: (command: Found) => `Không bước nào đưa ra lệnh ${command}: hồ sơ sẽ không xong được.`,
    dossier_order: (command: Found, before: Found) => `Có thể đến lệnh ${command} mà chưa qua ${before}.`,
  },
  {
    too_large: (limit) => `The file is larger than ${limit}.`,
    no_element: 'The file is empty: no XML element.',
    doctype: 'The file has a DOCTYPE. Take it out.',
    entity: (name) => `The entity ${name} is not read. Write the character itself.`,
    not_closed: (tag) => `The tag ${tag} is not closed.`,
    not_opened: (tag) => `The closing tag ${tag} fits no opening one.`,
    bad_tag: (found) => `No well-formed XML: ${found}`,
    unknown_prefix: (name) => `The prefix of ${name} is not declared.`,
    attribute_twice: (name) => `The attribute ${name} stands twice.`,
    too_deep: (limit) => `Elements lie deeper than ${limit} in each other.`,
    too_many: (limit) => `The file has more than ${limit} elements.`,
    more_problems: (count) => `And ${count} more.`,
    not_bpmn: 'The root element is not the definitions of BPMN 2.0.',
    unreadable: (reason) => `Not readable: ${reason}.`,
    must_understand: 'The file uses an extension that must be understood, and it is not known here.',
    id_twice: (line) => `This id was used in line ${line}. Each element needs its own.`,
    id_missing: (type) => `A ${type} has no id.`,
    bad_id: 'An id is of letters, digits and _ - . and no reserved word.',
    unresolved: (property, value) => `${property} points at ${value}, which is not in the file.`,
    no_process: 'The file has no process with something to do.',
    many_processes: (ids) => `The file has several processes (${ids}). Mark exactly one isExecutable="true".`,
    too_many_nodes: (limit) => `The process has more than ${limit} nodes, called processes included.`,
    vendor_extension: (name, uri) =>
      `${name} is an extension by ${uri} that is not executed here. Take it out, or use the motcua attribute for it.`,
    unknown_motcua: (name) => `motcua:${name} is not known here. Check the spelling.`,
    unsupported_element: (type) => `The element ${type} is not supported.`,
    unsupported_property: (name) => `${name} is not supported on this element.`,
    plain_task: 'The task has no kind. Make it a user, manual, service, business rule or receive task.',
    script_task: 'Script tasks are not supported. Use a business rule task with FEEL.',
    send_task: 'Send tasks are not supported. Use a service task, or an end event with a message.',
    complex_gateway: 'Complex gateways are not supported. Use an inclusive gateway with conditions.',
    transaction: 'Transactions are not supported. Use an ordinary sub-process.',
    ad_hoc: 'Ad-hoc sub-processes are not supported. Draw the order of the steps.',
    event_subprocess: 'Event sub-processes are not supported. Attach a boundary event to the activity.',
    throw_event: 'Intermediate throw events are not supported. Use a service task.',
    choreography: 'Choreographies are not executed.',
    compensation: 'Compensation is not supported.',
    standard_loop: 'Standard loops are not supported. Draw the loop with a gateway.',
    sequential: 'Sequential multi-instance is not supported. Use parallel.',
    no_collection: 'A parallel multi-instance activity needs motcua:collection (FEEL) and motcua:item.',
    no_event_definition: 'This event must wait for something: a timer or a message.',
    many_event_definitions: 'The event has more than one kind. Draw several events.',
    event_kind: (type) => `A ${type} event is not supported here.`,
    boundary_place: 'This event is attached to no activity of the same level.',
    boundary_rule: 'A business rule task is done at once; what is attached to it never happens.',
    boundary_error_interrupts: 'An error event always interrupts: cancelActivity must be true.',
    boundary_twice: (error) => `Two events on this activity catch the error ${error}.`,
    no_message: 'Say which message: messageRef to a message that has a name.',
    no_error: 'Say which error: errorRef to an error that has a code.',
    time_cycle: 'Repeating timers are not supported. Use timeDuration or timeDate.',
    no_time: 'A timer needs exactly one timeDuration or timeDate.',
    bad_duration: (text) =>
      `“${text}” is no usable length of time. Examples: P3D (3 working days), PT8H (8 working hours).`,
    bad_date: (text) => `“${text}” is no moment. Write 2026-12-31T17:00:00+07:00, or = and FEEL.`,
    bad_counts: (text) => `motcua:counts is working or calendar, not “${text}”.`,
    bad_time: (text) => `motcua:time is written like “2 working_day” or “8 working_hour”, not “${text}”.`,
    bad_role: (text, known) => `There is no role “${text}”. Roles: ${known}.`,
    bad_agency: (text) =>
      `“${text}” is no agency. Write receiving, competent, the key of a department such as so_xay_dung, or = and FEEL.`,
    bad_step: (text, known) => `There is no step “${text}”. Steps: ${known}.`,
    not_by_unknown: (id) => `motcua:notBy names ${id}, which is no task of a person in this process.`,
    bad_outcome_key: (key) => `The key of an outcome is of small letters, digits and _, not “${key}”.`,
    outcome_twice: (key) => `The outcome “${key}” stands twice.`,
    outcome_unnamed: (key) => `The outcome “${key}” needs a name.`,
    performer: 'Performers and potential owners are not used. Write motcua:role and motcua:agency.',
    implementation: (text) => `The implementation “${text}” is not known. Use motcua:service.`,
    data_assignment:
      'Assignments and transformations of data are not supported. Use motcua:input and motcua:result.',
    no_service: 'A service task needs motcua:service.',
    unknown_service: (name) => `There is no service “${name}”.`,
    no_rule: 'A business rule task needs one of motcua:expression and motcua:decision, and motcua:result.',
    unknown_decision: (name) => `The pack has no decision table “${name}”.`,
    bad_variable: (name) =>
      `“${name}” is no name for a variable: letters, digits, _; and not outcome, tasks, answers, dossier.`,
    no_call: 'A call activity needs calledElement.',
    unknown_call: (name) => `There is no process “${name}” to call.`,
    recursive_call: (name) => `The process “${name}” calls itself.`,
    called_refused: (name, line, reason) => `The called process “${name}”, line ${line}: ${reason}`,
    no_start: 'There is no start event.',
    many_starts: 'There are several start events. Keep one.',
    start_kind:
      'This start event is not supported. A process starts with none or a message, a sub-process with none.',
    start_incoming: 'No flow may lead into a start event.',
    boundary_incoming: 'No flow may lead into a boundary event.',
    end_outgoing: 'An end event leads nowhere.',
    no_way_on: 'No way leads on. Draw one to an end event.',
    flow_crosses: 'The flow crosses the border of a sub-process.',
    flow_ends: 'The flow lacks its source or target.',
    condition_place:
      'A condition may stand only on flows out of exclusive and inclusive gateways and activities.',
    condition_only_way: 'The only way may have no condition: when it is false the process is stuck.',
    condition_missing: (gateway) =>
      `This flow out of gateway ${gateway} needs a condition, or to be its default.`,
    default_elsewhere: 'The default flow must lead out of this very element.',
    default_condition: 'A default flow may have no condition.',
    no_default: 'When no condition is true the process is stuck. Make one flow the default.',
    outcome_unled: (keys) =>
      `The outcome ${keys} leads nowhere. Give it a condition, or make a flow the default.`,
    outcome_unknown: (key) => `A condition asks for the outcome “${key}”, which no task before it offers.`,
    task_unknown: (id) => `The expression asks for tasks.${id}; there is no such task.`,
    event_gateway_way:
      'Behind an event-based gateway stand only timer and message catch events and receive tasks, each with one incoming flow.',
    event_gateway_few: 'An event-based gateway needs at least two events behind it.',
    not_feel: (text) => `“${text}” is not FEEL.`,
    language: (text) => `Expressions in ${text} are not supported. Write FEEL.`,
    bad_feel: (text, position, reason) =>
      `The expression “${text}” is wrong at character ${position}: ${reason}.`,
    unreachable: 'This is never reached.',
    no_end: 'From here no way leads to an end.',
    deadlock: (ways) => `This gateway can wait for ever: nothing can come any more by ${ways}.`,
    twice_at_once:
      'This flow can be taken twice at once: parallel branches meet without a parallel gateway that joins them.',
    piles_up: 'Each round of the loop makes another branch: the process never ends.',
    never_ends: 'The process can get to where no way leads to its end.',
    livelock: (ids) =>
      `The loop ${ids} waits for nobody and nothing: it can run for ever. Put a task, a timer or a message in.`,
    too_complex: (limit) =>
      `The process has more than ${limit} states and was not judged to the end. Split it into sub-processes.`,
    dossier_start: 'The process of a dossier starts when it is submitted: a start event without a message.',
    dossier_reception:
      'The first task must be of step reception, with outcomes that give the commands accept and refuse.',
    dossier_command: (command, known) => `A dossier has no command “${command}”. Commands: ${known}.`,
    dossier_giver: (command, giver) =>
      `The command ${command} is given by ${giver}; change role and agency of the task.`,
    dossier_service: (name, known) => `A dossier cannot call the service “${name}”. Services: ${known}.`,
    dossier_message: (name, known) =>
      `Nobody sends the message “${name}”: the dossier would wait for ever. Messages: ${known}.`,
    dossier_missing: (command) => `No task gives the command ${command}: the dossier could never be finished.`,
    dossier_order: (command, before) => `The command ${command} can be reached without ${before} before it.`,
  },
)

export type RefusalCode = keyof ReturnType<typeof refusalMessages>

/** One thing in a BPMN file that keeps it from being executed. `line` counts from 1; null: of no line. */
export type ProcessProblem = Readonly<{
  element: string | null
  line: number | null
  code: RefusalCode
  reason: string
  reasonEn: string
}>

/** Says it in both languages. */
export function describeRefusal(code: RefusalCode, ...values: readonly Found[]) {
  const say = (sentence: string | ((...values: Found[]) => string)): string =>
    typeof sentence === 'string' ? sentence : sentence(...values)
  return {
    reason: say(refusalMessages('vi')[code] as string | ((...values: Found[]) => string)),
    reasonEn: say(refusalMessages('en')[code] as string | ((...values: Found[]) => string)),
  }
}
