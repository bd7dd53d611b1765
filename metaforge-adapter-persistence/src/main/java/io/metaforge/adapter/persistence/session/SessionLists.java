package io.metaforge.adapter.persistence.session;

import io.metaforge.domain.session.SessionStatus;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The statements that list sessions newest first.
 *
 * <p>Ids are found in an index alone, from whichever end is nearer to the page, and only the page's rows are then read.
 * Which end is nearer follows from the counts, which are exact in the statement's own snapshot; so the page is too.
 */
final class SessionLists {

    /** Beyond any session there will be, and far enough from the largest number to calculate with. */
    private static final long FARTHEST = 1L << 48;

    /** The limit keeps the planner, which cannot know how short a page is, from joining with the whole table. */
    private static final String ROWS_OF_PAGE = """
            select page.id, s.skill, s.status, page.created_at
            from page cross join lateral (select skill, status from session where id = page.id limit 1) as s
            order by page.created_at desc, page.id desc""";

    private SessionLists() {}

    /** Up to here rows are passed over as they come, which costs less than finding out where the page is. */
    private static final long NEAR = 500;

    /** Returns the statement for these statuses; its parameters are bound by {@link #bind}. */
    static String sql(Set<SessionStatus> statuses, long offset) {
        if (statuses.size() > 1) {
            return ofSeveral(statuses);
        }
        String where = statuses.isEmpty() ? "" : "where status = '" + name(statuses) + "'";
        if (offset <= NEAR) {
            return """
                    select id, skill, status, created_at from session %s
                    order by created_at desc, id desc limit ? offset ?""".formatted(where);
        }
        String total = statuses.isEmpty()
                ? "created + running + pending_approval + applying + completed + approved + rejected + failed + cancelled"
                : name(statuses);
        return """
                with asked as materialized (
                    select ?::bigint as size, ?::bigint as skipped, (select sum(%1$s)::bigint from session_count) as total
                ), page as materialized (
                    (select id, created_at from session %2$s order by created_at desc, id desc
                     limit (select case when skipped <= total / 2 then size else 0 end from asked)
                     offset (select case when skipped <= total / 2 then skipped else 0 end from asked))
                    union all
                    (select id, created_at from session %2$s order by created_at, id
                     limit (select case when skipped > total / 2
                                        then greatest(least(size, total - skipped), 0) else 0 end from asked)
                     offset (select case when skipped > total / 2
                                         then greatest(total - skipped - size, 0) else 0 end from asked))
                )
                """.formatted(total, where) + ROWS_OF_PAGE;
    }

    /** Each status gives no more than the page can take of it, in order; so each is read no further than the page's end. */
    private static String ofSeveral(Set<SessionStatus> statuses) {
        String each = statuses.stream()
                .sorted()
                .map(status -> """
                        (select id, created_at from session where status = '%s'
                         order by created_at desc, id desc limit (select size + skipped from asked))
                        """.formatted(SessionRow.name(status)))
                .collect(Collectors.joining(" union all "));
        return """
                with asked as materialized (select ?::bigint as size, ?::bigint as skipped), page as materialized (
                    select id, created_at from (%s) as any_status order by created_at desc, id desc
                    limit (select size from asked) offset (select skipped from asked)
                )
                """.formatted(each) + ROWS_OF_PAGE;
    }

    private static String name(Set<SessionStatus> one) {
        return SessionRow.name(one.iterator().next());
    }

    static void bind(PreparedStatement select, int limit, long offset) throws SQLException {
        select.setLong(1, limit);
        select.setLong(2, Math.min(offset, FARTHEST));
    }
}
