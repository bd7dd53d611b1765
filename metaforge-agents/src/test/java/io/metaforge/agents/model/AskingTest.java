package io.metaforge.agents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.metaforge.application.agent.Model;
import io.metaforge.application.port.out.ModelAnswer;
import io.metaforge.application.port.out.ModelException;
import io.metaforge.application.port.out.ModelRequest;
import io.metaforge.application.port.out.ModelRequest.Material;
import io.metaforge.domain.failure.FailureKind;
import io.metaforge.domain.failure.MetaForgeException;
import io.metaforge.domain.session.ModelUsage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskingTest {

    private static final AnswerSchema SCHEMA = new AnswerSchema("""
            {"type":"object","properties":{"names":{"type":"array","items":{"type":"string"}},
            "kind":{"type":"string","enum":["a","b"]},"count":{"type":"integer"}},
            "required":["names","kind"],"additionalProperties":false}""");

    private static final String VALID = "{\"names\":[\"x\"],\"kind\":\"a\"}";

    private final Deque<String> answers = new ArrayDeque<>();
    private final List<ModelRequest> requests = new ArrayList<>();

    private Asking.Outcome ask(Model.OnFailure onFailure) throws InterruptedException {
        Model model = new Model() {
            @Override
            public ModelAnswer ask(ModelRequest request) {
                requests.add(request);
                String answer = answers.remove();
                if (answer.startsWith("!")) {
                    throw new ModelException(ModelException.Reason.REFUSED, answer.substring(1), ModelUsage.NONE);
                }
                return new ModelAnswer(answer, ModelUsage.NONE);
            }

            @Override
            public OnFailure onFailure() {
                return onFailure;
            }
        };
        return Asking.ask(model, "test", "Name them.", List.of(new Material("PRD.md", "text")), SCHEMA, 100);
    }

    @Nested
    class AnAnswer {

        @Test
        void isTakenWhereItIsValid() throws Exception {
            answers.add(VALID);
            Asking.Outcome outcome = ask(Model.OnFailure.FAIL);
            assertThat(outcome.answer()).hasToString(VALID);
            assertThat(outcome.problem()).isNull();
            assertThat(requests).hasSize(1);
        }

        @Test
        void isSentBackWithWhatIsWrong() throws Exception {
            answers.add("{\"names\":[1],\"kind\":\"c\",\"path\":\"~/.ssh\"}");
            answers.add(VALID);
            assertThat(ask(Model.OnFailure.FAIL).answer()).hasToString(VALID);

            ModelRequest repair = requests.get(1);
            assertThat(repair.instructions()).startsWith("Name them.").doesNotContain("~/.ssh");
            assertThat(repair.material())
                    .containsExactly(
                            new Material("PRD.md", "text"),
                            new Material("your earlier answer", "{\"names\":[1],\"kind\":\"c\",\"path\":\"~/.ssh\"}"),
                            new Material("what is wrong with it", """
                                    /names/0 must be of type string
                                    /kind must be one of ["a","b"]
                                    The answer must not have the member 'path'"""));
        }

        @Test
        void isSentBackTwiceAtMost() throws Exception {
            answers.addAll(List.of("no", "{", "[]"));
            Asking.Outcome outcome = ask(Model.OnFailure.FALL_BACK);
            assertThat(outcome.answer()).isNull();
            assertThat(outcome.problem())
                    .isEqualTo("The language model's answer was not valid, also after it was sent back 2 times: The"
                            + " answer must be of type object");
            assertThat(requests).hasSize(3);
        }

        @Test
        void thatIsNoneIsToldWhereTheRunGoesOn() throws Exception {
            answers.add("!The model declined");
            assertThat(ask(Model.OnFailure.FALL_BACK).problem()).isEqualTo("The model declined");
        }

        @Test
        void thatIsNoneFailsTheRunWhereThatIsSo() {
            answers.add("!The model declined");
            assertThatThrownBy(() -> ask(Model.OnFailure.FAIL))
                    .asInstanceOf(type(MetaForgeException.class))
                    .satisfies(failure -> {
                        assertThat(failure.failure().kind()).isEqualTo(FailureKind.AGENT);
                        assertThat(failure.getMessage())
                                .startsWith("The model declined.")
                                .contains("llm-on-failure");
                    });
        }
    }

    @Nested
    class ASchema {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "nonsense",
                    "{\"names\":[],\"kind\":\"a\"} {}",
                    "{\"names\":[],\"kind\":\"a\",\"kind\":\"b\"}",
                    "{\"names\":[]}",
                    "{\"names\":{},\"kind\":\"a\"}",
                    "{\"names\":[],\"kind\":\"a\",\"count\":1.5}",
                    "{\"names\":[],\"kind\":null}",
                })
        void refusesWhatItDoesNotDescribe(String answer) {
            assertThat(SCHEMA.check(answer).isValid()).isFalse();
        }

        @Test
        void saysNoMoreThanTwentyThingsAndNothingAtLength() {
            String answer = "{\"names\":[" + "1,".repeat(500) + "1],\"kind\":\"a\",\"" + "y".repeat(5_000) + "\":1}";
            List<String> problems = SCHEMA.check(answer).problems();
            assertThat(problems).hasSize(20).allSatisfy(problem -> assertThat(problem)
                    .hasSizeLessThan(200));
        }

        @Test
        void standsNestingWithoutEnd() {
            assertThat(SCHEMA.check("[".repeat(100_000)).isValid()).isFalse();
        }

        @Test
        void withKeywordsThatNobodyChecksIsNone() {
            assertThatThrownBy(() -> new AnswerSchema("{\"type\":\"string\",\"pattern\":\"a+\"}"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("pattern");
        }
    }

    @Nested
    class KnownFigures {

        private final Figures known = Figures.of(
                List.of("U1 STM32G031K8 runs from 2.0 V to 3.6 V over I2C", "Costs 1,250.50 EUR, ±5 %", "REQ-007"));

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "It runs from 2 V to 3.60 V. | true",
                    "STM32G031K8 is the cheapest that speaks I2C. | true",
                    "REQ-007 asks for it. | true",
                    "It needs no regulator. | true",
                    "1250.50 EUR is a lot. | true",
                    "It runs from 1.8 V. | false",
                    "STM32G030K8 would do. | false",
                    "It also has CAN2. | false",
                    "REQ-008 asks for it. | false",
                    "See https://example.org for it. | false",
                    "Copy it to ~/.ssh first. | false",
                    "It is <b>small</b>. | false",
                })
        void coverWhatTheyHold(String prose, boolean covered) {
            assertThat(known.cover(prose)).isEqualTo(covered);
        }
    }
}
