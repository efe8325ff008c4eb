-- The civil servants' calendar: working hours by weekday, days that differ from them, and the years whose days off
-- have been decided. Every change is a numbered revision, kept on each calculated due time.
create schema calendar;

create table calendar.revision (
  number int generated always as identity primary key,
  recorded_at timestamptz not null default now(),
  note text not null
);
comment on table calendar.revision is 'append-only: each change of hours or special days, with its reason';

create table calendar.working_hours (
  id int generated always as identity primary key,
  agency_code text,
  weekday int not null,
  valid_from date not null,
  spans text not null,
  basis text not null,
  constraint working_hours_weekday_check check (weekday between 1 and 7),
  constraint working_hours_spans_check check (spans ~ '^(\d\d:\d\d-\d\d:\d\d(,\d\d:\d\d-\d\d:\d\d)*)?$'),
  constraint working_hours_key unique nulls not distinct (agency_code, weekday, valid_from)
);
comment on column calendar.working_hours.agency_code is 'null: every agency that has no hours of its own';
comment on column calendar.working_hours.weekday is 'ISO 8601: 1 Monday … 7 Sunday';
comment on column calendar.working_hours.spans is 'HH:MM-HH:MM, comma between; empty: closed';

create table calendar.special_day (
  on_day date primary key,
  kind text not null,
  name text not null,
  basis text not null,
  swapped_with date,
  revision int not null references calendar.revision (number),
  constraint special_day_kind_check check (kind in ('holiday', 'compensatory_off', 'working_saturday'))
);
comment on column calendar.special_day.swapped_with is 'the other day of a swap (hoán đổi): a worked Saturday keeps its hours';

create table calendar.decided_year (
  year int primary key,
  basis text not null,
  revision int not null references calendar.revision (number)
);
comment on table calendar.decided_year is 'a due time in a year that is not here is provisional';

insert into calendar.revision (note) values ('The calendar of 2024 to 2026');

insert into calendar.working_hours (weekday, valid_from, spans, basis)
select weekday, '2024-01-01', case when weekday <= 5 then '07:00-11:30,13:30-17:00' else '' end,
  'Giờ hành chính mặc định: 8 giờ một ngày, thứ Hai đến thứ Sáu'
from generate_series(1, 7) as weekday;

insert into calendar.special_day (on_day, kind, name, basis, swapped_with, revision) values
  ('2024-01-01', 'holiday', 'Tết Dương lịch', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2024-02-08', 'holiday', 'Tết Giáp Thìn', 'TB 5015/TB-LĐTBXH', null, 1),
  ('2024-02-09', 'holiday', 'Tết Giáp Thìn', 'TB 5015/TB-LĐTBXH', null, 1),
  ('2024-02-12', 'holiday', 'Tết Giáp Thìn', 'TB 5015/TB-LĐTBXH', null, 1),
  ('2024-02-13', 'holiday', 'Tết Giáp Thìn', 'TB 5015/TB-LĐTBXH', null, 1),
  ('2024-02-14', 'holiday', 'Tết Giáp Thìn', 'TB 5015/TB-LĐTBXH', null, 1),
  ('2024-04-18', 'holiday', 'Giỗ Tổ Hùng Vương', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2024-04-29', 'compensatory_off', 'Nghỉ hoán đổi', 'TB 1570/TB-LĐTBXH', '2024-05-04', 1),
  ('2024-04-30', 'holiday', 'Ngày Chiến thắng', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2024-05-01', 'holiday', 'Ngày Quốc tế Lao động', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2024-05-04', 'working_saturday', 'Làm bù', 'TB 1570/TB-LĐTBXH', '2024-04-29', 1),
  ('2024-09-02', 'holiday', 'Quốc khánh', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2024-09-03', 'holiday', 'Quốc khánh', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),

  ('2025-01-01', 'holiday', 'Tết Dương lịch', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2025-01-27', 'holiday', 'Tết Ất Tỵ', 'CV 8726/VPCP-KGVX; TB 6150/TB-BLĐTBXH', null, 1),
  ('2025-01-28', 'holiday', 'Tết Ất Tỵ', 'CV 8726/VPCP-KGVX; TB 6150/TB-BLĐTBXH', null, 1),
  ('2025-01-29', 'holiday', 'Tết Ất Tỵ', 'CV 8726/VPCP-KGVX; TB 6150/TB-BLĐTBXH', null, 1),
  ('2025-01-30', 'holiday', 'Tết Ất Tỵ', 'CV 8726/VPCP-KGVX; TB 6150/TB-BLĐTBXH', null, 1),
  ('2025-01-31', 'holiday', 'Tết Ất Tỵ', 'CV 8726/VPCP-KGVX; TB 6150/TB-BLĐTBXH', null, 1),
  ('2025-04-07', 'holiday', 'Giỗ Tổ Hùng Vương', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2025-04-26', 'working_saturday', 'Làm bù', 'TB 6150/TB-BLĐTBXH', '2025-05-02', 1),
  ('2025-04-30', 'holiday', 'Ngày Chiến thắng', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2025-05-01', 'holiday', 'Ngày Quốc tế Lao động', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2025-05-02', 'compensatory_off', 'Nghỉ hoán đổi', 'TB 6150/TB-BLĐTBXH', '2025-04-26', 1),
  ('2025-09-01', 'holiday', 'Quốc khánh', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2025-09-02', 'holiday', 'Quốc khánh', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),

  ('2026-01-01', 'holiday', 'Tết Dương lịch', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2026-01-02', 'compensatory_off', 'Nghỉ hoán đổi', 'VB 12729/VPCP-KGVX', '2026-01-10', 1),
  ('2026-01-10', 'working_saturday', 'Làm bù', 'VB 12729/VPCP-KGVX', '2026-01-02', 1),
  ('2026-02-16', 'holiday', 'Tết Bính Ngọ', 'CV 9859/VPCP-KGVX; TB 9441/TB-BNV', null, 1),
  ('2026-02-17', 'holiday', 'Tết Bính Ngọ', 'CV 9859/VPCP-KGVX; TB 9441/TB-BNV', null, 1),
  ('2026-02-18', 'holiday', 'Tết Bính Ngọ', 'CV 9859/VPCP-KGVX; TB 9441/TB-BNV', null, 1),
  ('2026-02-19', 'holiday', 'Tết Bính Ngọ', 'CV 9859/VPCP-KGVX; TB 9441/TB-BNV', null, 1),
  ('2026-02-20', 'holiday', 'Tết Bính Ngọ', 'CV 9859/VPCP-KGVX; TB 9441/TB-BNV', null, 1),
  ('2026-04-26', 'holiday', 'Giỗ Tổ Hùng Vương', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2026-04-27', 'compensatory_off', 'Nghỉ bù Giỗ Tổ Hùng Vương', 'Bộ luật Lao động 45/2019/QH14 Đ111 k3', null, 1),
  ('2026-04-30', 'holiday', 'Ngày Chiến thắng', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2026-05-01', 'holiday', 'Ngày Quốc tế Lao động', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2026-08-22', 'working_saturday', 'Làm bù', 'TB 9441/TB-BNV', '2026-08-31', 1),
  ('2026-08-31', 'compensatory_off', 'Nghỉ hoán đổi', 'TB 9441/TB-BNV', '2026-08-22', 1),
  ('2026-09-01', 'holiday', 'Quốc khánh', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2026-09-02', 'holiday', 'Quốc khánh', 'Bộ luật Lao động 45/2019/QH14 Đ112', null, 1),
  ('2026-11-24', 'holiday', 'Ngày Văn hóa Việt Nam', 'NQ 28/2026/QH16 Đ2', null, 1);

-- 2027 is not here: the days off of Tết Đinh Mùi have not been decided.
insert into calendar.decided_year (year, basis, revision) values
  (2024, 'TB 5015/TB-LĐTBXH; TB 1570/TB-LĐTBXH', 1),
  (2025, 'CV 8726/VPCP-KGVX; TB 6150/TB-BLĐTBXH', 1),
  (2026, 'CV 9859/VPCP-KGVX; TB 9441/TB-BNV; VB 12729/VPCP-KGVX; NQ 28/2026/QH16', 1);
