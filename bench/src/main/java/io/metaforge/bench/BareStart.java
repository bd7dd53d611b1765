package io.metaforge.bench;

/** The least a Java program can do: the baseline of starting a command. */
public final class BareStart {

    private BareStart() {}

    public static void main(String[] arguments) {
        System.out.println("ready");
    }
}
