package io.metaforge.agents.architecture.need;

import java.util.List;

/**
 * Something hardware does, and the words requirements ask for it with.
 *
 * @param id such as {@code sensor.imu}
 * @param title for a person
 * @param by what meets it: {@code part} of the catalogue, {@code controller} with pins or interfaces, {@code usb} (a
 *     controller's interface or a bridge), {@code discrete} components the schematic chooses, {@code source} for
 *     batteries, {@code refusal} for a group
 *     of functions that requirements can only refuse, {@code none} where the catalogue has nothing for it
 * @param terms words and phrases in lower case
 * @param interfaces canonical names of interfaces that ask for it
 * @param parameters names of quantities that ask for it
 * @param unless phrases in whose company the terms mean something else
 * @param withAny phrases one of which has to stand beside the term; empty where none has to
 * @param notCategories categories in which the terms ask for nothing
 * @param generic terms and interfaces that leave the choice open, so that it is an assumption
 * @param yieldsTo function, or group of functions such as {@code display}, that takes the place of this one where both
 *     are asked for; empty for none
 * @param implies functions that a design with this one needs as well
 * @param resource pins or interface of the controller it takes; empty for none
 * @param countable whether a number before the term says how many
 * @param perRequirement whether each requirement means one more of it
 * @param antenna whether it needs an antenna, which is not chosen here
 * @param device whether it is a device that may also lie outside the board and hang on a port of it
 * @param port function that such a port asks for instead; empty where the interfaces a requirement names say it
 * @param guarded terms that ask for it only beside one of {@code guards}
 * @param guards phrases
 * @param todo what the schematic has to add; empty where parts or the controller meet it
 */
public record Function(
        String id,
        String title,
        String by,
        List<String> terms,
        List<String> interfaces,
        List<String> parameters,
        List<String> unless,
        List<String> withAny,
        List<String> notCategories,
        List<String> generic,
        String yieldsTo,
        List<String> implies,
        String resource,
        boolean countable,
        boolean perRequirement,
        boolean antenna,
        boolean device,
        String port,
        List<String> guarded,
        List<String> guards,
        String todo) {

    /** Returns the same function, met by parts of the catalogue. */
    public Function byPart() {
        return new Function(
                id,
                title,
                "part",
                terms,
                interfaces,
                parameters,
                unless,
                withAny,
                notCategories,
                generic,
                yieldsTo,
                implies,
                resource,
                countable,
                perRequirement,
                antenna,
                device,
                port,
                guarded,
                guards,
                todo);
    }

    /** Reports whether {@code other} takes the place of this function where both are asked for. */
    public boolean yieldsTo(String other) {
        return !other.equals(id) && (other.equals(yieldsTo) || other.startsWith(yieldsTo + "."));
    }
}
