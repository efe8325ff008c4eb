-- A system may be known by its certificate instead of a secret (mutual TLS). The same certificate may speak for several
-- systems of its owner: a row for each.
alter table exchange.credential
  alter column secret_sha256 drop not null,
  add column certificate_sha256 text constraint credential_certificate_check check (certificate_sha256 ~ '^[0-9a-f]{64}$'),
  add column certificate_subject text,
  add constraint credential_proof_check check (num_nonnulls(secret_sha256, certificate_sha256) = 1),
  add constraint credential_subject_check check ((certificate_sha256 is null) = (certificate_subject is null));
comment on column exchange.credential.certificate_sha256 is 'SHA-256 of the certificate (DER)';
create unique index credential_certificate_key on exchange.credential (certificate_sha256, subsystem_id)
  where revoked_at is null;

alter table exchange.offering_version
  -- The provider is called over TLS with our certificate.
  add column shows_certificate boolean not null default false,
  -- Bodies up to so many bytes are kept with the message; 0: by their hash alone.
  add column keep_body_bytes integer not null default 0
    constraint offering_version_keep_check check (keep_body_bytes between 0 and 1048576);
alter table exchange.offering_version
  add constraint offering_version_tls_check check (not shows_certificate or provider_url ~ '^https://');
