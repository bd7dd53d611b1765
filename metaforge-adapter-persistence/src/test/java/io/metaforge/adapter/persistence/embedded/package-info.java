/** Tests of the embedded server: real processes, some of them killed. */
@org.jspecify.annotations.NullUnmarked
package io.metaforge.adapter.persistence.embedded;
