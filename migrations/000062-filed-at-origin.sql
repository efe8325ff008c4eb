-- When it was filed there, which is not when it came here: that system is told its own time again, never ours.
alter table filings.remote_origin add column filed_at timestamptz;
comment on column filings.remote_origin.filed_at is 'ngày nộp: when it was filed there, as that system said; null: it did not say so';
