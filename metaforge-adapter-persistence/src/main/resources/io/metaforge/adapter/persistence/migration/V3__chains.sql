-- What approved artifacts were made from, and sessions that revise rejected ones.

-- The newest approved artifact of each path, by the SHA-256 of the path: paths can be longer than an index takes.
-- Kept when the session is deleted. What was approved before this table was there is not in it.
create table approved_artifact (
    path_digest bytea primary key,
    path        text not null,
    content     bytea,
    session     uuid not null,
    skill       text not null,
    inputs      json not null,
    approved_at timestamptz not null
);
create index approved_artifact_by_age on approved_artifact (approved_at desc, (path collate "C"));
create index approved_artifact_by_session on approved_artifact (session);

-- Which rejected session one revises, with the reasons it goes by; and what to warn about once the run has ended.
alter table session add column revises uuid, add column predecessor json, add column warnings json;
create index session_by_revised on session (revises, created_at, id) where revises is not null;
