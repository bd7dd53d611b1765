package io.metaforge.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looks at the human page as a browser gets it, with proposals that want to be more than text. */
class PageTest {

    private static final String EVIL = "<img src=x onerror=alert(1)>\"'&";

    private final Gateway gateway = new Gateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpResponse<String> page(String path) {
        return gateway.send(HttpRequest.newBuilder(gateway.uri(path))
                .header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
    }

    private String propose(String path, String text) {
        try {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("skill", "spec");
            request.put("input", Map.of("args", Map.of("write", Map.of(path, text))));
            return Answers.json(gateway.post("/agent/run?wait=10", new ObjectMapper().writeValueAsString(request)))
                    .get("session_id")
                    .textValue();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void it_says_what_this_is_and_links_to_the_documents() {
        HttpResponse<String> page = page("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.body())
                .contains("Change control for machine-proposed hardware design files")
                .contains("href=\"/api/v1/openapi.json\"", "href=\"/api/v1/asyncapi.json\"")
                .contains("href=\"/api/v1/status\"", "href=\"/api/v1/health\"")
                .contains("Nothing is waiting");
    }

    @Test
    void it_needs_nothing_from_elsewhere_and_runs_nothing_inline() {
        String id = propose("a.md", "x\n");

        for (String path : new String[] {"/", "/ui/session/" + id}) {
            HttpResponse<String> page = page(path);
            String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
            assertThat(policy)
                    .startsWith("default-src 'none'")
                    .doesNotContain("unsafe", "*", "http")
                    .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'");
            assertThat(page.body()).doesNotContain("http://", "https://", "<style", "style=", "onclick");
        }
        for (String asset : new String[] {"/ui/page.css", "/ui/page.js"}) {
            assertThat(page(asset).statusCode()).isEqualTo(200);
            assertThat(page(asset).body()).doesNotContain("http://", "https://", "innerHTML");
        }
        assertThat(page("/ui/page.js").headers().firstValue("Content-Type")).hasValue("text/javascript;charset=utf-8");
    }

    @Test
    void pending_ones_are_shown_with_their_files_and_lead_to_the_diff() {
        String id = Answers.json(gateway.post("/agent/run?wait=10", "{\"skill\":\"spec\"}"))
                .get("session_id")
                .textValue();

        assertThat(page("/").body())
                .contains("<code>constraints.json</code>", "<code>assumptions.md</code>")
                .contains("<span class=\"plus\">+3</span>")
                .contains("href=\"/ui/session/" + id + "\"");
        assertThat(page("/ui/session/" + id).body())
                .contains("<span class=\"file\">diff --git a/assumptions.md b/assumptions.md\n</span>")
                .contains("<span class=\"meta\">+++ b/constraints.json\n</span>")
                .contains("<span class=\"hunk\">@@ -0,0 +1,3 @@\n</span>")
                .contains("<span class=\"add\">+# Assumptions\n</span>")
                .contains("<span class=\"del\">-{}\n</span>")
                .contains("data-verb=\"approve\"", "data-verb=\"reject\"")
                .contains("data-digest=\""
                        + Answers.json(gateway.get("/session/" + id))
                                .get("digest")
                                .textValue() + "\"");
    }

    @Test
    void hostile_names_and_texts_stay_text() {
        String id = propose("docs/" + EVIL + ".md", EVIL + "\n</pre><script>alert(2)</script>\n");

        for (String path : new String[] {"/", "/ui/session/" + id}) {
            String html = page(path).body();
            assertThat(html)
                    .doesNotContain("<img", "<script>", "</pre><s")
                    .contains("&lt;img src=x onerror=alert(1)&gt;");
        }
        gateway.post("/reject/" + id, "{\"reason\":\"<b>no</b>\"}");
        assertThat(page("/ui/session/" + id).body()).contains("<q>&lt;b&gt;no&lt;/b&gt;</q>");
    }

    @Test
    void what_cannot_be_seen_is_made_visible() {
        String id = propose("a.md", "a\u202eb\u200bc\ufeffd\u0007e\n");

        assertThat(page("/ui/session/" + id).body()).contains("+a⟨U+202E⟩b⟨U+200B⟩c⟨U+FEFF⟩d⟨U+0007⟩e");
    }

    @Test
    void a_removed_line_that_looks_like_a_header_is_shown_as_removed() {
        gateway.workspace.put("a.md", "-- a\nkeep\n");
        String id = propose("a.md", "keep\n++ b\n");

        assertThat(page("/ui/session/" + id).body())
                .contains("<span class=\"del\">--- a\n</span>")
                .contains("<span class=\"add\">+++ b\n</span>");
    }

    @Test
    void long_diffs_are_cut_and_say_so() {
        String id = propose("a.md", "x\n".repeat(10_000));

        assertThat(page("/ui/session/" + id).body())
                .contains("Not all is shown")
                .hasSizeLessThan(300_000);
    }

    @Test
    void a_decided_session_offers_no_buttons() {
        String id = propose("a.md", "x\n");
        gateway.post("/approve/" + id, "{\"comment\":\"LGTM\"}");

        assertThat(page("/ui/session/" + id).body())
                .contains("Approved by local", "<q>LGTM</q>")
                .doesNotContain("data-verb");
    }

    @Test
    void a_failed_session_says_why() {
        String id = Answers.json(gateway.post(
                        "/agent/run?wait=10", "{\"skill\":\"spec\",\"input\":{\"args\":{\"fail\":\"TOOL\"}}}"))
                .at("/error/details/session_id")
                .textValue();

        assertThat(page("/ui/session/" + id).body()).contains("TOOL_ERROR", "The TOOL failed");
    }

    @Test
    void an_unknown_session_is_not_found() {
        Answers.error(page("/ui/session/x"), 404, "NOT_FOUND");
        Answers.error(page("/ui/nope"), 404, "NOT_FOUND");
    }
}
