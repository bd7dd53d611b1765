package io.metaforge.adapter.rest;

import io.metaforge.adapter.rest.failure.HttpErrors;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.http.ContentEncoding;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.ServerConfiguration;
import org.glassfish.grizzly.memory.Buffers;

/**
 * Gives a body to what Grizzly's HTTP codec refuses before there is a request: it offers a method to override, but no
 * setting, so its filter is replaced by one that differs in nothing else.
 */
final class JsonCodecErrors implements AddOn {

    private final ServerConfiguration configuration;

    JsonCodecErrors(ServerConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public void setup(NetworkListener listener, FilterChainBuilder builder) {
        int index = builder.indexOfType(HttpServerFilter.class);
        HttpServerFilter original = (HttpServerFilter) builder.get(index);
        Codec codec = new Codec(listener);
        for (ContentEncoding encoding : original.getContentEncodings()) {
            codec.addContentEncoding(encoding);
        }
        codec.setAllowPayloadForUndefinedHttpMethods(configuration.isAllowPayloadForUndefinedHttpMethods());
        codec.setMaxPayloadRemainderToSkip(configuration.getMaxPayloadRemainderToSkip());
        codec.getMonitoringConfig()
                .addProbes(configuration.getMonitoringConfig().getHttpConfig().getProbes());
        builder.set(index, codec);
    }

    private static final class Codec extends HttpServerFilter {

        // The only constructor there is; Grizzly announces builders for its next major version.
        @SuppressWarnings("deprecation")
        private Codec(NetworkListener listener) {
            super(
                    listener.isChunkingEnabled(),
                    listener.getMaxHttpHeaderSize() == -1
                            ? DEFAULT_MAX_HTTP_PACKET_HEADER_SIZE
                            : listener.getMaxHttpHeaderSize(),
                    null,
                    listener.getKeepAlive(),
                    null,
                    listener.getMaxRequestHeaders(),
                    listener.getMaxResponseHeaders());
        }

        @Override
        protected HttpContent customizeErrorResponse(HttpResponsePacket response) {
            byte[] body = HttpErrors.ofStatus(response.getStatus()).bytes();
            response.setContentType("application/json");
            response.setContentLength(body.length);
            return HttpContent.builder(response)
                    .content(Buffers.wrap(null, body))
                    .last(true)
                    .build();
        }
    }
}
