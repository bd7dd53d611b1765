-- Everything a gateway keeps. All of it lives in the schema "metaforge", which is first on the search path.

-- Which workspace this database belongs to: one row, written by the first gateway that opens it.
create table workspace (
    only_row     boolean primary key default true check (only_row),
    id           text not null,
    first_opened timestamptz not null
);

-- One row a session. Documents are "json", not "jsonb": what a client sent comes back as it was, NUL escapes included.
create table session (
    id          uuid primary key,
    skill       text not null,
    agent       text not null,
    status      text not null check (status in ('created', 'running', 'pending_approval', 'applying', 'completed',
                                                'approved', 'rejected', 'failed', 'cancelled')),
    input       json not null,
    fingerprint bytea not null,
    temperature double precision,
    is_verbose  boolean not null,
    created_by  text not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    version     bigint not null,
    state       json not null
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
        autovacuum_analyze_scale_factor = 0.02, autovacuum_analyze_threshold = 1000);

-- Lists, newest first, of all sessions and of one status; both can be walked without the table itself.
create index session_by_age on session (created_at, id);
create index session_by_status on session (status, created_at, id);
-- What waits for somebody, oldest first by its last change.
create index session_open on session (status, updated_at, id)
    where status in ('running', 'pending_approval', 'applying');
-- Sessions that a run can take over. The order is an expression so that no other index offers it.
create index session_created on session (skill, fingerprint, created_by, (created_at at time zone 'UTC'), id)
    where status = 'created';

-- Counts by status, spread over rows so that transactions do not queue for one. A transaction adds to the row of its
-- server process only, after it has locked its sessions; single rows may go below zero, their sum is exact.
create table session_count (
    shard            integer primary key,
    created          bigint not null default 0,
    running          bigint not null default 0,
    pending_approval bigint not null default 0,
    applying         bigint not null default 0,
    completed        bigint not null default 0,
    approved         bigint not null default 0,
    rejected         bigint not null default 0,
    failed           bigint not null default 0,
    cancelled        bigint not null default 0
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
insert into session_count (shard) select generate_series(0, 63);

create function session_inserted() returns trigger language plpgsql as $$
begin
    update session_count c set
        created          = c.created + d.created,
        running          = c.running + d.running,
        pending_approval = c.pending_approval + d.pending_approval,
        applying         = c.applying + d.applying,
        completed        = c.completed + d.completed,
        approved         = c.approved + d.approved,
        rejected         = c.rejected + d.rejected,
        failed           = c.failed + d.failed,
        cancelled        = c.cancelled + d.cancelled
    from (select
            count(*) filter (where status = 'created') as created,
            count(*) filter (where status = 'running') as running,
            count(*) filter (where status = 'pending_approval') as pending_approval,
            count(*) filter (where status = 'applying') as applying,
            count(*) filter (where status = 'completed') as completed,
            count(*) filter (where status = 'approved') as approved,
            count(*) filter (where status = 'rejected') as rejected,
            count(*) filter (where status = 'failed') as failed,
            count(*) filter (where status = 'cancelled') as cancelled
        from added) as d
    where c.shard = pg_backend_pid() % 64;
    return null;
end $$;

create function session_deleted() returns trigger language plpgsql as $$
begin
    update session_count c set
        created          = c.created - d.created,
        running          = c.running - d.running,
        pending_approval = c.pending_approval - d.pending_approval,
        applying         = c.applying - d.applying,
        completed        = c.completed - d.completed,
        approved         = c.approved - d.approved,
        rejected         = c.rejected - d.rejected,
        failed           = c.failed - d.failed,
        cancelled        = c.cancelled - d.cancelled
    from (select
            count(*) filter (where status = 'created') as created,
            count(*) filter (where status = 'running') as running,
            count(*) filter (where status = 'pending_approval') as pending_approval,
            count(*) filter (where status = 'applying') as applying,
            count(*) filter (where status = 'completed') as completed,
            count(*) filter (where status = 'approved') as approved,
            count(*) filter (where status = 'rejected') as rejected,
            count(*) filter (where status = 'failed') as failed,
            count(*) filter (where status = 'cancelled') as cancelled
        from removed) as d
    where c.shard = pg_backend_pid() % 64 and exists (select from removed);
    return null;
end $$;

create function session_updated() returns trigger language plpgsql as $$
begin
    -- A run that starts, or reports again, keeps its status.
    if not exists (select from added a join removed r on r.id = a.id where r.status <> a.status) then
        return null;
    end if;
    update session_count c set
        created          = c.created + d.created,
        running          = c.running + d.running,
        pending_approval = c.pending_approval + d.pending_approval,
        applying         = c.applying + d.applying,
        completed        = c.completed + d.completed,
        approved         = c.approved + d.approved,
        rejected         = c.rejected + d.rejected,
        failed           = c.failed + d.failed,
        cancelled        = c.cancelled + d.cancelled
    from (select
            coalesce(sum(n) filter (where status = 'created'), 0) as created,
            coalesce(sum(n) filter (where status = 'running'), 0) as running,
            coalesce(sum(n) filter (where status = 'pending_approval'), 0) as pending_approval,
            coalesce(sum(n) filter (where status = 'applying'), 0) as applying,
            coalesce(sum(n) filter (where status = 'completed'), 0) as completed,
            coalesce(sum(n) filter (where status = 'approved'), 0) as approved,
            coalesce(sum(n) filter (where status = 'rejected'), 0) as rejected,
            coalesce(sum(n) filter (where status = 'failed'), 0) as failed,
            coalesce(sum(n) filter (where status = 'cancelled'), 0) as cancelled
        from (select status, 1 as n from added union all select status, -1 from removed) as change) as d
    where c.shard = pg_backend_pid() % 64;
    return null;
end $$;

create function sessions_truncated() returns trigger language plpgsql as $$
begin
    update session_count set created = 0, running = 0, pending_approval = 0, applying = 0, completed = 0,
        approved = 0, rejected = 0, failed = 0, cancelled = 0;
    return null;
end $$;

create trigger count_inserted after insert on session
    referencing new table as added for each statement execute function session_inserted();
create trigger count_updated after update on session
    referencing old table as removed new table as added for each statement execute function session_updated();
create trigger count_deleted after delete on session
    referencing old table as removed for each statement execute function session_deleted();
create trigger count_truncated after truncate on session
    for each statement execute function sessions_truncated();

-- The event log. One value of the sequence a position, none cached: LogTail relies on it.
create sequence event_position cache 1 no cycle;
create table event (
    position bigint primary key default nextval('event_position'),
    time     timestamptz not null,
    session  uuid not null,
    name     text not null,
    data     json not null
);
alter sequence event_position owned by event.position;
create index event_by_session on event (session, position);

-- From where on the log is complete: one row.
create table event_log (
    only_row boolean primary key default true check (only_row),
    oldest   bigint not null
);
insert into event_log (oldest) values (1);

-- Bytes by their SHA-256, and which session keeps which.
create table content (
    digest bytea primary key,
    bytes  bytea not null
);
create table session_content (
    session uuid not null,
    digest  bytea not null references content,
    primary key (session, digest)
);
create index session_content_by_digest on session_content (digest);

-- Decisions, kept for ever.
create table decision (
    number     bigint generated always as identity primary key,
    decided_at timestamptz not null,
    session    uuid not null,
    skill      text not null,
    decision   json not null
);
create index decision_by_age on decision (decided_at, number);

-- Idempotency keys, by the SHA-256 of actor and key.
create table idempotency_key (
    digest     bytea primary key,
    operation  text not null,
    request    bytea not null,
    session    uuid not null,
    claimed_at timestamptz not null
);
create index idempotency_key_by_age on idempotency_key (claimed_at);

-- The run queue, in the form db-scheduler 16 prescribes.
create table scheduled_tasks (
    task_name            text not null,
    task_instance        text not null,
    task_data            bytea,
    execution_time       timestamptz,
    picked               boolean not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint not null,
    priority             smallint,
    state                text,
    primary key (task_name, task_instance)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000);
create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_picked on scheduled_tasks (last_heartbeat);
