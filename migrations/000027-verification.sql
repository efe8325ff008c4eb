-- What was found of the signatures of a received file, by its content: the same content is judged once.
create schema verification;

create table verification.report (
  sha256 text not null constraint report_pkey primary key constraint report_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
  media_type text not null,
  size_bytes bigint not null constraint report_size_check check (size_bytes >= 0),
  verdict text not null
    constraint report_verdict_check check (verdict in ('valid', 'indeterminate', 'invalid', 'unsigned', 'unreadable')),
  report jsonb not null,
  judged_at timestamptz not null
);
comment on table verification.report is 'báo cáo kiểm tra chữ ký số của một nội dung';
