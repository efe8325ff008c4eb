-- Comparing both sides is a module of its own, so its tables are of its schema.
create schema drift;
alter table sync.comparison set schema drift;
alter table sync.drift set schema drift;
