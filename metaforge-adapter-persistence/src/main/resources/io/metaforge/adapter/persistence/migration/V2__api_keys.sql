-- API keys and what each has used.

-- One row a key, kept also when it is revoked. The digest is the SHA-256 of the key's text; the text is kept nowhere.
create table api_key (
    id         text primary key,
    name       text not null,
    scopes     text not null,
    digest     bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz
);
create unique index api_key_in_force on api_key (name) where revoked_at is null;

-- How many requests of a key were taken since its window began. Apart from the key, so that counting locks no key.
create table api_key_use (
    key        text primary key references api_key,
    began_at   timestamptz not null,
    used       integer not null,
    last_used  timestamptz
) with (fillfactor = 50);

-- What each actor has running.
create index session_running on session (created_by) where status = 'running';
