-- Nobody asks inside the headers, and twice for each call through the gateway it cost to make `jsonb` of them.
alter table messagelog.log_entry alter column headers type json using headers::json;
