package io.metaforge.boot.e2e;

import io.metaforge.adapter.persistence.embedded.LocalDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one external database and one workspace, either of them killed now and then under load. */
class TwoGatewaysIT {

    private static final int KILLS = Math.max(3, CrashIT.KILLS / 3);

    @TempDir
    Path temp;

    @Test
    void nothing_is_lost_when_either_gateway_is_killed() throws Exception {
        long seed = Long.getLong("metaforge.seed", System.nanoTime());
        Path workspace = Files.createDirectories(temp.resolve("workspace"));
        try (LocalDatabase database = LocalDatabase.start(Files.createDirectories(temp.resolve("database")))) {
            String[] options = {"--database-url", EventOrderIT.url(database)};
            AtomicReferenceArray<PackagedGateway> gateways = new AtomicReferenceArray<>(2);
            CrashIT.Users users = new CrashIT.Users(
                    workspace,
                    List.of(() -> gateways.get(0).http(), () -> gateways.get(1).http()),
                    seed);
            Random random = new Random(seed);
            try {
                gateways.set(0, PackagedGateway.start(workspace, options));
                gateways.set(1, PackagedGateway.start(workspace, options));
                users.start(4);
                for (int kill = 0; kill < KILLS; kill++) {
                    Thread.sleep(random.nextInt(1500));
                    int victim = random.nextInt(2);
                    PackagedGateway gateway = gateways.get(victim);
                    gateway.kill();
                    Thread.sleep(random.nextInt(1500));
                    gateways.set(victim, PackagedGateway.startOn(gateway.port(), workspace, options));
                }
                users.stop();
                CrashIT.verify(users, gateways.get(0).http(), workspace, "seed " + seed);
            } finally {
                users.abort();
                for (int i = 0; i < gateways.length(); i++) {
                    if (gateways.get(i) != null) {
                        gateways.get(i).close();
                    }
                }
            }
        }
    }
}
