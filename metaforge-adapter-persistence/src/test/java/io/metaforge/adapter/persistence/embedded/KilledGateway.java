package io.metaforge.adapter.persistence.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program for tests to kill: starts the server of the folder given, commits, prints the server's id, and waits. */
final class KilledGateway {

    private KilledGateway() {}

    public static void main(String[] arguments) throws Exception {
        LocalDatabase database = LocalDatabase.start(Path.of(arguments[0]));
        LocalDatabaseTest.execute(database, "create table kept as select 42 as answer");
        System.out.println(database.pid());
        new CountDownLatch(1).await();
    }
}
