-- Entries that are recorded together are signed together: one signature over the root of the tree of their links.
alter table messagelog.log_entry
  add column group_first bigint,
  add column group_last bigint,
  add column group_path bytea,
  add constraint log_entry_group_check check (
    num_nonnulls(group_first, group_last, group_path) = 0
    or (num_nonnulls(group_first, group_last, group_path) = 3 and number between group_first and group_last
      and octet_length(group_path) % 32 = 0));
comment on column messagelog.log_entry.group_first is 'null: the signature is over the text of this entry alone';
comment on column messagelog.log_entry.group_path is 'the neighbours from the leaf of this entry up to the root that is signed, 32 bytes each';
