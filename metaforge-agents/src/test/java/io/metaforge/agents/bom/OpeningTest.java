package io.metaforge.agents.bom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files, opened by the programs that people open them with; skipped where these are missing. */
class OpeningTest {

    private static final String PANDAS = """
            import sys, warnings
            warnings.simplefilter('error')
            import pandas
            bom = pandas.read_csv(sys.argv[1])
            assert bom['Designator'].str.split(', ').map(len).eq(bom['Quantity']).all()
            assert bom['Unit price USD'].dtype == 'float64'
            assert not bom['Designator'].isna().any()
            alternates = pandas.read_csv(sys.argv[2])
            print(len(bom), len(alternates), bom.columns[0], alternates.columns[0])
            """;

    @Test
    void pandas_reads_them_with_warnings_as_errors(@TempDir Path folder) throws Exception {
        String python = "/usr/bin/python3";
        assumeTrue(
                Files.isExecutable(Path.of(python))
                        && run(folder, 60, python, "-c", "import pandas").startsWith("0:"),
                "Debian's python3-pandas is not installed");
        Runs run = write(folder);

        assertThat(run(folder, 60, python, "-c", PANDAS, "bom.csv", "alternates.csv"))
                .isEqualTo("0:" + Csv.read(run.text("bom/bom.csv")).size() + " "
                        + Csv.read(run.text("bom/alternates.csv")).size() + " Designator Designator\n");
    }

    @Test
    void LibreOffice_keeps_every_cell_as_it_is(@TempDir Path folder) throws Exception {
        String office = "/usr/bin/soffice";
        assumeTrue(Files.isExecutable(Path.of(office)), "LibreOffice is not installed");
        Runs run = write(folder);

        String printed = run(
                folder,
                120,
                office,
                "-env:UserInstallation=" + folder.resolve("profile").toUri(),
                "--headless",
                "--convert-to",
                "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false",
                "--outdir",
                "out",
                "bom.csv");

        assertThat(printed).startsWith("0:");
        String back = Files.readString(folder.resolve("out/bom.csv"), StandardCharsets.UTF_8)
                .replace("\r\n", "\n")
                .replace("\n", "\r\n");
        List<Map<String, String>> expected = Csv.read(run.text("bom/bom.csv"));
        assertThat(Csv.read(back)).isEqualTo(expected);
    }

    private static Runs write(Path folder) throws IOException {
        Runs run = Runs.ofDocument("weather-station.md").bom();
        for (String name : List.of("bom.csv", "alternates.csv")) {
            Files.writeString(folder.resolve(name), run.text("bom/" + name), StandardCharsets.UTF_8);
        }
        return run;
    }

    private static String run(Path folder, int seconds, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "timeout:";
        }
        return process.exitValue() + ":" + Files.readString(output, StandardCharsets.UTF_8);
    }
}
