-- Topics that systems of the province read, and write: what is told there, who may, and how far each has read.
create schema topics;

create table topics.topic (
  -- Narrower than a part of an X-Road identifier: it is the name of the topic in events.event too.
  code text constraint topic_pkey primary key
    constraint topic_code_check check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
  title text not null,
  summary text not null,
  contact text not null,
  schema_text text not null,
  publisher text not null constraint topic_publisher_check check (publisher in ('platform', 'systems')),
  state text not null constraint topic_state_check check (state in ('in_force', 'withdrawn'))
);
comment on column topics.topic.schema_text is 'JSON Schema of the payload; what is published from outside is checked against it';
comment on column topics.topic.publisher is 'platform: this program alone publishes here, and nobody from outside may';
comment on column topics.topic.state is 'withdrawn: nothing new is taken; what was published is still read';

-- Nobody reads or writes a topic unless a row here says so, on that day.
create table topics.topic_right (
  id uuid constraint topic_right_pkey primary key,
  topic text not null constraint topic_right_topic_fkey references topics.topic (code),
  subsystem_id uuid not null constraint topic_right_subsystem_fkey references exchange.subsystem (id),
  act text not null constraint topic_right_act_check check (act in ('subscribe', 'publish')),
  from_on date not null,
  until_on date,
  basis text not null,
  granted_name text not null,
  -- A right that was ended on the day it began ends the day before: it never holds.
  constraint topic_right_days_check check (until_on >= from_on - 1)
);
create index topic_right_topic_index on topics.topic_right (topic, subsystem_id, act);
create index topic_right_subsystem_index on topics.topic_right (subsystem_id);

create table topics.topic_reader (
  topic text not null constraint topic_reader_topic_fkey references topics.topic (code),
  subsystem_id uuid not null constraint topic_reader_subsystem_fkey references exchange.subsystem (id),
  position bigint not null constraint topic_reader_position_check check (position >= 0),
  asked_at timestamptz not null,
  constraint topic_reader_pkey primary key (topic, subsystem_id)
);
comment on column topics.topic_reader.position is 'the reader said that all up to here is done; set back when it asks for older events again';

-- Systems outside ask for what happened since a moment; without this each such question reads the whole topic.
create index event_at_index on events.event (topic, at);

insert into topics.topic (code, title, summary, contact, schema_text, publisher, state) values (
  'dossiers',
  'Diễn biến hồ sơ thủ tục hành chính',
  'Mỗi lần một hồ sơ của tỉnh chuyển bước: mã hồ sơ, mã thủ tục, cơ quan giải quyết, tình trạng mới và thời điểm. Không có dữ liệu cá nhân.',
  'Quản trị hệ thống Một Cửa của tỉnh',
  '{
  "type": "object",
  "required": ["code", "procedureCode", "agencyCode", "number", "state", "at"],
  "properties": {
    "code": { "type": ["string", "null"], "description": "Mã hồ sơ; null khi hồ sơ chưa được tiếp nhận" },
    "procedureCode": { "type": "string", "description": "Mã thủ tục, ví dụ 1.004873" },
    "agencyCode": { "type": "string", "description": "Mã định danh của cơ quan giải quyết" },
    "number": { "type": "integer", "minimum": 1, "description": "Số thứ tự của sự kiện trong hồ sơ" },
    "state": { "type": "string", "description": "Tình trạng của hồ sơ sau sự kiện" },
    "at": { "type": "string", "format": "date-time", "description": "Thời điểm xảy ra" }
  }
}',
  'platform',
  'in_force'
);
