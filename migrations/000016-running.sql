-- Processes as they run: where each stands, the tasks that officers do, what else is waited for, and the way behind.
-- One step of a process is one short write here, however many wait: hot tables have partial indexes only on what is open.
create schema running;

create table running.definition (
  id uuid constraint definition_pkey primary key,
  key text not null constraint definition_key_check check (key <> ''),
  content_hash text not null,
  xml text not null,
  plan jsonb not null,
  decisions jsonb not null default '[]',
  created_at timestamptz not null,
  constraint definition_content_key unique (key, content_hash)
);
comment on table running.definition is 'append-only: an instance stays on the definition it began with, until it is moved';
comment on column running.definition.key is 'code of the procedure, or the name of a process that many share';
comment on column running.definition.decisions is 'the decision tables that its rule tasks ask';

-- No foreign key to the definition: every start would lock the same row. A definition cannot be removed.
create table running.instance (
  id uuid constraint instance_pkey primary key,
  definition_id uuid not null,
  subject_id uuid not null,
  subject_name text not null,
  receiving_agency_id uuid not null,
  competent_agency_id uuid not null,
  status text not null,
  state jsonb not null,
  revision int not null,
  renamed jsonb not null default '{}',
  started_at timestamptz not null,
  ended_at timestamptz,
  constraint instance_subject_key unique (subject_id),
  constraint instance_status_check check (status in ('running', 'ended', 'terminated', 'failed')),
  constraint instance_ended_check check ((status = 'running') = (ended_at is null))
) with (fillfactor = 70);
comment on column running.instance.subject_id is 'what the process is about: a dossier';
comment on column running.instance.renamed is 'of one that was moved: what the nodes it passed before are called now';
comment on column running.instance.revision is 'grows with every step: who writes says which one was seen';
create index instance_running_index on running.instance (definition_id, id) where ended_at is null;

create table running.task (
  id uuid constraint task_pkey primary key,
  instance_id uuid not null,
  definition_id uuid not null,
  subject_id uuid not null,
  token int not null,
  node text not null,
  name text not null,
  name_en text,
  role text not null,
  agency_id uuid not null,
  step text constraint task_step_check check (step in ('reception', 'transfer', 'appraisal', 'approval', 'delivery')),
  opened_at timestamptz not null,
  due_at timestamptz not null,
  state text not null,
  not_by uuid[] not null,
  items jsonb not null,
  claimed_by uuid,
  claimed_name text,
  claimed_at timestamptz,
  draft jsonb,
  outcome text,
  done_by uuid,
  done_name text,
  done_for uuid,
  done_at timestamptz,
  constraint task_token_key unique (instance_id, token, node),
  constraint task_state_check check (state in ('open', 'done', 'cancelled')),
  constraint task_claim_check check (num_nonnulls(claimed_by, claimed_name, claimed_at) in (0, 3)),
  constraint task_done_check check ((state = 'open') = (done_at is null))
) with (fillfactor = 80);
comment on column running.task.due_at is 'infinity: it has no time of its own';
comment on column running.task.not_by is 'accounts that four eyes bar: they did a task that this one checks';
comment on column running.task.items is 'of a task done once for each item of a list: the item';
comment on column running.task.draft is 'half-done work, kept for whoever goes on with it';
comment on column running.task.done_for is 'the officer on leave in whose stead it was done';
comment on column running.task.done_at is 'of a cancelled task: when it was';
create index task_open_index on running.task (agency_id, role, due_at, id) where state = 'open';
create index task_standing_index on running.task (definition_id, node) where state = 'open';
create index task_done_index on running.task (definition_id, node, done_at) where state = 'done';

-- What is waited for besides tasks. Messages to a boundary are not written: the state of the instance knows them.
create table running.wait (
  instance_id uuid not null,
  token int not null,
  node text not null,
  definition_id uuid not null,
  kind text not null constraint wait_kind_check check (kind in ('service', 'timer', 'message')),
  message text,
  rings_at timestamptz,
  since timestamptz not null,
  constraint wait_pkey primary key (instance_id, token, node),
  constraint wait_message_check check ((kind = 'message') = (message is not null)),
  constraint wait_timer_check check (kind = 'timer' or rings_at is null)
);
comment on column running.wait.rings_at is 'null: no timer, or one that is stuck until its incident is settled';
create index wait_rings_index on running.wait (rings_at) where rings_at is not null;
create index wait_standing_index on running.wait (definition_id, node);

create table running.passage (
  instance_id uuid not null,
  number int not null,
  at timestamptz not null,
  cause text not null,
  token int,
  actor_id text,
  actor_name text,
  path jsonb not null,
  constraint passage_pkey primary key (instance_id, number),
  constraint passage_cause_check
    check (cause in ('start', 'complete', 'fail', 'ring', 'message', 'cancel', 'move'))
);
comment on table running.passage is 'append-only: one row a step, with the nodes that tokens entered and left by it, in order';

create table running.incident (
  id uuid constraint incident_pkey primary key,
  instance_id uuid not null,
  token int not null,
  node text not null,
  kind text not null constraint incident_kind_check check (kind in ('service', 'timer', 'agency')),
  reason text not null,
  at timestamptz not null,
  settled_at timestamptz,
  settled_name text,
  constraint incident_settled_check check (num_nonnulls(settled_at, settled_name) in (0, 2))
);
comment on table running.incident is 'a process that cannot go on by itself: a person looks at it';
create unique index incident_open_key on running.incident (instance_id, token, node) where settled_at is null;
create index incident_open_index on running.incident (at, id) where settled_at is null;

create table running.delegation (
  id uuid constraint delegation_pkey primary key,
  account_id uuid not null,
  account_name text not null,
  delegate_id uuid not null,
  delegate_name text not null,
  from_on date not null,
  until_on date not null,
  reason text not null,
  given_at timestamptz not null,
  given_name text not null,
  revoked_at timestamptz,
  constraint delegation_days_check check (until_on >= from_on),
  constraint delegation_self_check check (delegate_id <> account_id)
);
comment on table running.delegation is 'an officer on leave, and who does the tasks meanwhile';
create index delegation_delegate_index on running.delegation (delegate_id, until_on) where revoked_at is null;
create index delegation_account_index on running.delegation (account_id, until_on) where revoked_at is null;

create table running.instance_move (
  id uuid constraint instance_move_pkey primary key,
  from_definition_id uuid not null,
  to_definition_id uuid not null,
  mapping jsonb not null,
  requested_at timestamptz not null,
  requested_name text not null,
  after_id uuid,
  moved int not null default 0,
  kept int not null default 0,
  finished_at timestamptz
);
comment on table running.instance_move is 'running instances on their way from one definition to another, in portions';
comment on column running.instance_move.kept is 'those that could not be moved, and go on as they are';

-- Many entries at once: `append_entry` costs its call for each.
create function audit.append_entries(given jsonb) returns void language sql volatile as $$
  insert into audit.entry (id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_code, detail)
  select id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_code, coalesce(detail, '{}')
  from jsonb_to_recordset(given) as entry (id uuid, at timestamptz, actor_kind text, actor_id text, actor_name text,
    action text, subject_kind text, subject_id text, subject_code text, detail jsonb);
$$;

-- What a step adds: tasks, waits, incidents, its passage, audit entry and jobs. `given`: an array of steps (repository.ts).
create function running.append_steps(given jsonb) returns int language plpgsql volatile as $$
begin
  insert into running.passage (instance_id, number, at, cause, token, actor_id, actor_name, path)
  select instance_id, number, at, cause, token, actor_id, actor_name, path
  from jsonb_to_recordset(given) as step (instance_id uuid, number int, at timestamptz, cause text, token int,
    actor_id text, actor_name text, path jsonb);

  insert into running.task (id, instance_id, definition_id, subject_id, token, node, name, name_en, role, agency_id, step,
    opened_at, due_at, state, not_by, items)
  select task.id, step.instance_id, step.definition_id, step.subject_id, task.token, task.node, task.name, task.name_en,
    task.role, task.agency_id, task.step, step.at, task.due_at, 'open', task.not_by, task.items
  from jsonb_to_recordset(given) as step (instance_id uuid, definition_id uuid, subject_id uuid, at timestamptz, tasks jsonb)
  cross join lateral jsonb_to_recordset(step.tasks) as task (id uuid, token int, node text, name text, name_en text,
    role text, agency_id uuid, step text, due_at timestamptz, not_by uuid[], items jsonb);

  if given @? '$[*].waits[*]' then
    insert into running.wait (instance_id, token, node, definition_id, kind, message, rings_at, since)
    select step.instance_id, wait.token, wait.node, step.definition_id, wait.kind, wait.message, wait.rings_at, step.at
    from jsonb_to_recordset(given) as step (instance_id uuid, definition_id uuid, at timestamptz, waits jsonb)
    cross join lateral jsonb_to_recordset(step.waits) as wait (token int, node text, kind text, message text,
      rings_at timestamptz);
  end if;

  if given @? '$[*].incidents[*]' then
    insert into running.incident (id, instance_id, token, node, kind, reason, at)
    select incident.id, step.instance_id, incident.token, incident.node, incident.kind, incident.reason, step.at
    from jsonb_to_recordset(given) as step (instance_id uuid, at timestamptz, incidents jsonb)
    cross join lateral jsonb_to_recordset(step.incidents) as incident (id uuid, token int, node text, kind text, reason text)
    on conflict do nothing;
  end if;

  if given @? '$[*].jobs[*]' then
    perform graphile_worker.add_jobs(array(
      select row(job.name, job.payload, null, null, job.max_attempts, null, null, null)::graphile_worker.job_spec
      from jsonb_to_recordset(given) as step (jobs jsonb)
      cross join lateral jsonb_to_recordset(step.jobs) as job (name text, payload json, max_attempts smallint)));
  end if;

  perform audit.append_entries(jsonb_path_query_array(given, '$[*].entry ? (@ != null)'));
  return jsonb_array_length(given);
end $$;

-- Starts instances, each with its first tasks: called by whoever writes the subject, in the same statement.
create function running.start_instances(given jsonb) returns int language plpgsql volatile as $$
begin
  insert into running.instance (id, definition_id, subject_id, subject_name, receiving_agency_id, competent_agency_id,
    status, state, revision, started_at, ended_at)
  select instance_id, definition_id, subject_id, subject_name, receiving_agency_id, competent_agency_id, status, state,
    number, at, ended_at
  from jsonb_to_recordset(given) as step (instance_id uuid, definition_id uuid, subject_id uuid, subject_name text,
    receiving_agency_id uuid, competent_agency_id uuid, status text, state jsonb, number int, at timestamptz,
    ended_at timestamptz);
  return running.append_steps(given);
end $$;
