package io.metaforge.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Repeats work for a bounded time and says how fast it went. */
final class Load {

    private Load() {}

    /** Something to repeat; prepared once for each thread. */
    interface Step {
        void run() throws Exception;
    }

    /**
     * What came of it.
     *
     * @param perSecond how many steps a second, all threads together
     * @param sortedNanos how long each step took, ascending
     */
    record Result(double perSecond, long[] sortedNanos) {

        double millis(double quantile) {
            int index = (int) Math.min(sortedNanos.length - 1, Math.floor(sortedNanos.length * quantile));
            return sortedNanos[index] / 1e6;
        }
    }

    /** Runs one step a thread, again and again, for {@code seconds}. */
    static Result run(double seconds, List<? extends Callable<Step>> threads) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads.size());
        try {
            List<Step> steps = new ArrayList<>();
            for (Callable<Step> thread : threads) {
                steps.add(thread.call());
            }
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            List<Future<long[]>> futures = new ArrayList<>();
            for (Step step : steps) {
                futures.add(pool.submit(() -> repeat(step, end)));
            }
            long[] all = new long[0];
            for (Future<long[]> future : futures) {
                long[] more = future.get();
                int from = all.length;
                all = Arrays.copyOf(all, from + more.length);
                System.arraycopy(more, 0, all, from, more.length);
            }
            double took = (System.nanoTime() - start) / 1e9;
            Arrays.sort(all);
            return new Result(all.length / took, all);
        } finally {
            pool.shutdownNow();
            pool.awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private static long[] repeat(Step step, long end) throws Exception {
        long[] times = new long[1024];
        int count = 0;
        for (long now = System.nanoTime(); now < end; ) {
            step.run();
            long after = System.nanoTime();
            if (count == times.length) {
                times = Arrays.copyOf(times, count * 2);
            }
            times[count++] = after - now;
            now = after;
        }
        return Arrays.copyOf(times, count);
    }
}
