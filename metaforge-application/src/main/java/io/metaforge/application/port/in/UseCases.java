package io.metaforge.application.port.in;

/** Everything a gateway offers to callers, for adapters that serve all of it. */
public interface UseCases {

    CreateSession createSession();

    RunAgent runAgent();

    ApproveSession approveSession();

    RejectSession rejectSession();

    CancelSession cancelSession();

    DeleteSession deleteSession();

    SessionQueries sessions();

    SystemQueries system();

    EventStreams events();

    /** Returns what decides who may call; {@link AccessControl#OPEN} where everybody may. */
    AccessControl access();
}
