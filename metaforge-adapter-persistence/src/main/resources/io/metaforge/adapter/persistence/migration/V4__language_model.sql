-- What sessions asked a language model, what it answered, and what that took.

-- What a session has used, and what it was granted beyond the usual. Money in US dollars; null where no prices were known.
create table model_account (
    session        uuid primary key,
    requests       bigint not null default 0,
    input_tokens   bigint not null default 0,
    output_tokens  bigint not null default 0,
    cost_usd       numeric,
    granted_tokens bigint not null default 0,
    granted_usd    numeric
);

-- Answers by the SHA-256 of their requests, so that a run that begins again need not ask again. Bytes, for they may hold NUL.
create table model_answer (
    session       uuid not null,
    request       bytea not null,
    answer        bytea not null,
    requests      bigint not null,
    input_tokens  bigint not null,
    output_tokens bigint not null,
    cost_usd      numeric,
    primary key (session, request)
);

-- What all sessions have used, also those that were deleted: one row.
create table model_total (
    only_row      boolean primary key default true check (only_row),
    requests      bigint not null default 0,
    input_tokens  bigint not null default 0,
    output_tokens bigint not null default 0,
    cost_usd      numeric
);
insert into model_total default values;
