package io.metaforge.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * Response of {@code GET /skills}, by name.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SkillList(List<Skill> skills) {

    public SkillList {
        skills = Wire.list(skills);
    }
}
