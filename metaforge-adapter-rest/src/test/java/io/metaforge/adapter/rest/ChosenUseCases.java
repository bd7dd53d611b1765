package io.metaforge.adapter.rest;

import io.metaforge.application.port.in.AccessControl;
import io.metaforge.application.port.in.ApproveSession;
import io.metaforge.application.port.in.CancelSession;
import io.metaforge.application.port.in.CreateSession;
import io.metaforge.application.port.in.DeleteSession;
import io.metaforge.application.port.in.EventStreams;
import io.metaforge.application.port.in.RejectSession;
import io.metaforge.application.port.in.RunAgent;
import io.metaforge.application.port.in.SessionQueries;
import io.metaforge.application.port.in.SystemQueries;
import io.metaforge.application.port.in.UseCases;

/** Use cases chosen one by one, so that a test can replace some of them. */
record ChosenUseCases(
        CreateSession createSession,
        RunAgent runAgent,
        ApproveSession approveSession,
        RejectSession rejectSession,
        CancelSession cancelSession,
        DeleteSession deleteSession,
        SessionQueries sessions,
        SystemQueries system,
        EventStreams events)
        implements UseCases {

    @Override
    public AccessControl access() {
        return AccessControl.OPEN;
    }
}
