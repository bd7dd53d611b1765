package io.metaforge.agents.bom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads CSV strictly after the grammar of RFC 4180, section 2, written without a look at the writer. */
final class Csv {

    private Csv() {}

    /** Returns the records by the names of the header; fails where the text is not of the grammar. */
    static List<Map<String, String>> read(String text) {
        List<List<String>> records = records(text.startsWith("\ufeff") ? text.substring(1) : text);
        List<String> header = records.get(0);
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> record : records.subList(1, records.size())) {
            if (record.size() != header.size()) {
                throw new AssertionError("as many fields as the header: " + record);
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), record.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> records(String text) {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            StringBuilder field = new StringBuilder();
            if (text.charAt(at) == '"') {
                at++;
                while (true) {
                    if (text.charAt(at) == '"') {
                        if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                            field.append('"');
                            at += 2;
                            continue;
                        }
                        at++;
                        break;
                    }
                    field.append(text.charAt(at++));
                }
            } else {
                while (",\r\n".indexOf(text.charAt(at)) < 0) {
                    if (text.charAt(at) == '"') {
                        throw new AssertionError("a quote inside an unquoted field at " + at);
                    }
                    field.append(text.charAt(at++));
                }
            }
            record.add(field.toString());
            if (text.charAt(at) == ',') {
                at++;
            } else if (text.startsWith("\r\n", at)) {
                at += 2;
                records.add(record);
                record = new ArrayList<>();
            } else {
                throw new AssertionError("a comma or CRLF expected at " + at);
            }
        }
        if (!record.isEmpty()) {
            throw new AssertionError("the last line has no end");
        }
        return records;
    }
}
