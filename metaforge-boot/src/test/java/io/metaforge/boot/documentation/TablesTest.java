package io.metaforge.boot.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.metaforge.api.ErrorCodes;
import io.metaforge.api.Events;
import io.metaforge.boot.configuration.Option;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {

    @Test
    void the_guide_lists_every_setting_with_its_names_and_default() throws IOException {
        assertThat(Pages.table("guide.md", "key").stream()
                        .map(row -> List.of(row.get(0), row.get(1), row.get(3)))
                        .toList())
                .isEqualTo(Arrays.stream(Option.values())
                        .map(option -> List.of(
                                option.key(),
                                option.environmentName(),
                                option.byDefault().orElse("")))
                        .toList());
    }

    @Test
    void the_guide_shows_flags_by_their_keys() throws IOException {
        assertThat(Pages.table("guide.md", "key"))
                .allSatisfy(row -> assertThat(row.get(2)).isIn("", "--" + row.get(0)));
    }

    @Test
    void every_error_code_is_listed() throws IOException {
        assertThat(Pages.table("rest-and-events.md", "code").stream().map(row -> row.get(0)))
                .containsExactlyInAnyOrderElementsOf(constants(ErrorCodes.class));
    }

    @Test
    void every_event_is_listed() throws IOException {
        assertThat(Pages.table("rest-and-events.md", "event").stream().map(row -> row.get(0)))
                .containsExactlyInAnyOrderElementsOf(constants(Events.class));
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getFields()).map(TablesTest::value).toList();
    }

    private static String value(Field constant) {
        try {
            return String.valueOf(constant.get(null));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
