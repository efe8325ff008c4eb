-- Dossiers that were filed at another system are a module of their own.
create schema filings;
alter table sync.remote_origin set schema filings;
