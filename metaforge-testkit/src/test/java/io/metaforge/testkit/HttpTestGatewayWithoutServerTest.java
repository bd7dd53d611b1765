package io.metaforge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What whoever forgot the server is told. With one, the gateway is tested where the server is. */
class HttpTestGatewayWithoutServerTest {

    @Test
    void theExtensionNamesTheDependencyThatIsMissing() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(OverHttp.class))
                                .build(),
                        listener);

        assertThat(listener.getSummary().getFailures()).singleElement().satisfies(failure -> assertThat(
                        failure.getException())
                .hasMessageContaining("add io.metaforge:metaforge-boot in scope test"));
    }

    @ExtendWith(HttpTestGateway.class)
    static class OverHttp {

        @Test
        void neverRuns() {}
    }

    @Test
    void anEmbedderIsToldTheSame() {
        try (TestGateway gateway = TestGateway.of()) {
            assertThatThrownBy(() -> gateway.metaForge().serve(0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("add io.metaforge:metaforge-boot");
            assertThatThrownBy(() -> gateway.metaForge().serve(70_000))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("70000");
        }
    }

    @Test
    void outsideATestThereIsNoGatewayToAsk() {
        assertThatThrownBy(() -> HttpTestGateway.of().url()).isInstanceOf(IllegalStateException.class);
    }
}
