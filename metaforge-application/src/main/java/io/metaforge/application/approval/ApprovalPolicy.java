package io.metaforge.application.approval;

import java.util.function.Function;

/**
 * A named rule that decides over proposals, or leaves them to a person.
 *
 * <p>Registered with the {@code MetaForge} builder; a server finds policies by {@link java.util.ServiceLoader}, through a
 * public constructor without parameters. Every policy of a gateway is asked about every proposal. The first refusal wins;
 * else the first that wants a person; else the first approval. Where none has an opinion, the skill's own
 * {@link io.metaforge.domain.skill.ApprovalMode} holds.
 *
 * <p>Implementations MUST be thread-safe, SHOULD answer at once and from what they are given alone, and heed
 * interruption. One that throws, or does not answer within ten seconds, leaves the proposal to a person.
 */
public interface ApprovalPolicy {

    /**
     * Returns the name decisions are recorded under, unique in a gateway: 1 to 64 lower-case letters and digits, with
     * hyphens between.
     */
    String name();

    /**
     * Says what is to become of a proposal. Called on a thread of its own, outside any transaction, before the proposal
     * can be seen by anybody; once more for the same session where a gateway stopped before it recorded what became of it.
     */
    Opinion consider(ProposedChange proposed);

    /** Returns a policy that decides as {@code rule} does. */
    static ApprovalPolicy of(String name, Function<ProposedChange, Opinion> rule) {
        return new ApprovalPolicy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Opinion consider(ProposedChange proposed) {
                return rule.apply(proposed);
            }
        };
    }
}
