package com.example.dividers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.metaforge.application.port.out.Tool;
import io.metaforge.application.port.out.ToolRequest;
import io.metaforge.testkit.contract.ToolContract;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tool keeps the contract of all tools, and finds what one finds by hand. */
class DividerFinderTest extends ToolContract {

    @Override
    protected Tool newTool() {
        return new DividerFinder();
    }

    @Override
    protected ToolRequest succeeding() {
        return divider(3.3, 0.8, "E96");
    }

    @Override
    protected ToolRequest failing() {
        return divider(0.5, 0.8, "E96");
    }

    @ParameterizedTest
    @CsvSource({
        "1.8, 0.6, E24, '20000,10000,1.8000,0.00'",
        "5, 1.25, E24, '30000,10000,5.0000,0.00'",
        "2.5, 1.25, E96, '10000,10000,2.5000,0.00'",
    })
    void findsTheDividerThatFitsBest(double output, double reference, String series, String expected) throws Exception {
        assertEquals(expected, new DividerFinder().execute(divider(output, reference, series)).output().strip());
    }

    @ParameterizedTest
    @CsvSource({"1e7, 0.8", "0.80001, 0.8e-4", "NaN, 0.8", "3.3, NaN", "Infinity, 0.8"})
    void refusesWhatNoDividerComesNear(double output, double reference) throws Exception {
        assertNotEquals(0, new DividerFinder().execute(divider(output, reference, "E24")).exitCode());
    }

    private static ToolRequest divider(double output, double reference, String series) {
        return ToolRequest.EMPTY
                .withParameter("output_v", output)
                .withParameter("reference_v", reference)
                .withParameter("series", series);
    }
}
