package io.metaforge.application.internal;

import io.metaforge.application.approval.ApprovalPolicy;
import io.metaforge.application.approval.Opinion;
import io.metaforge.application.approval.ProposedChange;
import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.skill.ApprovalMode;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * All approval policies of a gateway, and what follows from their opinions: the first refusal wins, else the first that
 * wants a person, else the first approval; without any of them, what the skill says itself.
 */
public final class PolicyBoard {

    private static final System.Logger LOG = System.getLogger(PolicyBoard.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int MAX_NAME = 64;

    private final Map<String, ApprovalPolicy> policies = new LinkedHashMap<>();
    private final Duration patience;

    /** @throws IllegalArgumentException where a name is not one, or two policies share it */
    public PolicyBoard(Collection<ApprovalPolicy> candidates) {
        this(candidates, PATIENCE);
    }

    /** @param patience how long each policy can take to answer */
    PolicyBoard(Collection<ApprovalPolicy> candidates, Duration patience) {
        this.patience = patience;
        for (ApprovalPolicy policy : candidates) {
            String name = policy.name();
            if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a policy's name has lower-case letters, digits and hyphens between them, at most " + MAX_NAME
                                + " in all: '" + name + "'");
            }
            if (policies.putIfAbsent(name, policy) != null) {
                throw new IllegalArgumentException("two approval policies are named '" + name + "'");
            }
        }
    }

    /**
     * Asks every policy, one after the other.
     *
     * @param threads to ask on
     * @throws InterruptedException when the gateway stops; nothing is ruled then
     */
    Ruling rule(ProposedChange proposed, ExecutorService threads) throws InterruptedException {
        Opinion strongest = null;
        String by = "";
        for (Map.Entry<String, ApprovalPolicy> policy : policies.entrySet()) {
            Opinion opinion = ask(policy.getKey(), policy.getValue(), proposed, threads);
            if (strength(opinion) > (strongest == null ? 0 : strength(strongest))) {
                strongest = opinion;
                by = policy.getKey();
            }
        }
        return strongest == null ? ownOf(proposed) : new Ruling(kind(strongest), Actor.policy(by), strongest.reason());
    }

    /** Of two that are equally strong, the first wins. */
    private static int strength(Opinion opinion) {
        return switch (opinion.kind()) {
            case NONE -> 0;
            case APPROVE -> 1;
            case PERSON -> 2;
            case REJECT -> 3;
        };
    }

    private static Ruling.Kind kind(Opinion opinion) {
        return switch (opinion.kind()) {
            case APPROVE -> Ruling.Kind.APPROVE;
            case REJECT -> Ruling.Kind.REJECT;
            case PERSON, NONE -> Ruling.Kind.PERSON;
        };
    }

    private static Ruling ownOf(ProposedChange proposed) {
        return proposed.skill().approval() == ApprovalMode.AUTOMATIC
                ? new Ruling(Ruling.Kind.APPROVE, Actor.GATEWAY, "the skill is approved automatically")
                : new Ruling(Ruling.Kind.PERSON, Actor.GATEWAY, null);
    }

    private Opinion ask(String name, ApprovalPolicy policy, ProposedChange proposed, ExecutorService threads)
            throws InterruptedException {
        Future<Opinion> opinion = threads.submit(
                () -> Objects.requireNonNull(policy.consider(proposed), "a policy returns an opinion, if none()"));
        try {
            return opinion.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.log(
                    Level.WARNING,
                    "The approval policy {0} has no opinion on {1} within {2} s, so a person decides",
                    name,
                    proposed.session(),
                    patience.toMillis() / 1000.0);
            return Opinion.person("the policy did not answer in time");
        } catch (ExecutionException e) {
            LOG.log(
                    Level.WARNING,
                    "The approval policy " + name + " failed over " + proposed.session() + ", so a person decides",
                    e.getCause());
            return Opinion.person("the policy failed; the log of the gateway tells more");
        } finally {
            opinion.cancel(true);
        }
    }
}
