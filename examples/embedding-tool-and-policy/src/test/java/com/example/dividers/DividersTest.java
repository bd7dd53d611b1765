package com.example.dividers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.metaforge.domain.approval.Actor;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.session.Session;
import io.metaforge.domain.session.SessionStatus;
import io.metaforge.testkit.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Agent, tool and policy together, in memory. */
class DividersTest {

    @RegisterExtension
    final TestGateway gateway = TestGateway.describedBy(builder -> builder.agent(new DividerAgent())
            .tool(new DividerFinder())
            .approvalPolicy(new SmallDocuments()));

    @Test
    void documentsEachRailAndThePolicyApproves() {
        gateway.workspace().put("rails.csv", "name,output_v,reference_v,series\n1V8,1.8,0.6,E24\n");

        Session run = gateway.runToEnd("dividers");
        await().until(() -> gateway.session(run.id()).status() == SessionStatus.APPROVED);

        assertThat(new String(gateway.workspace().get("docs/dividers.md").orElseThrow()))
                .contains("| 1V8 | 20000 | 10000 | 1.8000 | 0.00 |");
        assertThat(gateway.session(run.id()).decision().orElseThrow().actor())
                .isEqualTo(Actor.policy("small-documents"));
    }

    @Test
    void leavesALongPageToAPerson() {
        gateway.workspace().put("rails.csv", "name,output_v,reference_v,series\n" + "5V,5,1.25,E24\n".repeat(20));

        Session pending = gateway.runToEnd("dividers");

        assertThat(pending.status()).isEqualTo(SessionStatus.PENDING_APPROVAL);
        assertThat(gateway.workspace().get("docs/dividers.md")).isEmpty();
    }

    @Test
    void namesTheLineThatIsNoRail() {
        gateway.workspace().put("rails.csv", "name,output_v,reference_v,series\n1V8,1.8,0.6,E24\nX,NaN,0.8,E24\n");

        var failure = gateway.runToEnd("dividers").failure().orElseThrow();

        assertThat(failure.message()).startsWith("rails.csv:3 is not");
    }

    @Test
    void failsWhereTheNearestDividerIsFarOff() {
        gateway.workspace().put("rails.csv", "name,output_v,reference_v,series\n10MV,1e7,0.8,E24\n");

        assertThat(gateway.runToEnd("dividers").failure().orElseThrow().message()).contains("% away");
    }

    @Test
    void failsWithTheToolsWordsWhereNoDividerIsPossible() {
        gateway.workspace().put("rails.csv", "name,output_v,reference_v,series\n0V5,0.5,0.8,E24\n");

        var failure = gateway.runToEnd("dividers").failure().orElseThrow();

        assertThat(failure.kind()).isEqualTo(FailureKind.TOOL);
        assertThat(failure.message()).contains("no divider makes an output of 0.5 V");
    }
}
