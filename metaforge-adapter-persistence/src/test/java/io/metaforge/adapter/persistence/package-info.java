/** Tests of the PostgreSQL stores, against a real server. */
@org.jspecify.annotations.NullUnmarked
package io.metaforge.adapter.persistence;
