/** Benchmarks of the packaged server, each beside a baseline taken in the same run. No part of the product. */
@NullMarked
package io.metaforge.bench;

import org.jspecify.annotations.NullMarked;
