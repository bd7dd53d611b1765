package io.metaforge.boot.server;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.KeepAlive;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.util.MimeHeaders;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;

/**
 * Parses requests and answers those that must go no further, before REST or WebSocket see them: what is no valid HTTP, and
 * what the {@link RequestGuard} refuses. After such an answer nothing more is read from the connection.
 */
final class GuardedHttpCodec extends HttpServerFilter {

    private static final String REFUSAL = GuardedHttpCodec.class.getName() + ".refusal";

    private final RequestGuard guard;
    private final CrossOrigin crossOrigin;
    private final ConnectionWatch watch;
    private final String socketPath;
    private final BooleanSupplier serving;

    /**
     * Creates a codec.
     *
     * @param socketPath the only path where an upgrade to WebSocket is heard
     * @param serving whether requests can be handled: Grizzly listens before it has handlers, and still after they are gone
     */
    @SuppressWarnings("deprecation") // the constructor Grizzly itself uses; there is no builder yet
    GuardedHttpCodec(
            RequestGuard guard,
            CrossOrigin crossOrigin,
            ConnectionWatch watch,
            KeepAlive keepAlive,
            String socketPath,
            BooleanSupplier serving) {
        super(true, HttpLimits.HEADER_BYTES, null, keepAlive, null, HttpLimits.HEADERS, HttpLimits.HEADERS);
        this.guard = guard;
        this.crossOrigin = crossOrigin;
        this.watch = watch;
        this.socketPath = socketPath;
        this.serving = serving;
        setAllowPayloadForUndefinedHttpMethods(true);
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) throws IOException {
        if (!watch.accepted(context.getConnection())) {
            context.getConnection().terminateSilently();
            return context.getStopAction();
        }
        return super.handleAccept(context);
    }

    @Override
    public NextAction handleClose(FilterChainContext context) throws IOException {
        watch.closed(context.getConnection());
        return super.handleClose(context);
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        watch.receiving(context.getConnection());
        NextAction action = super.handleRead(context);
        if (context.getMessage() instanceof HttpContent content && content.isLast()) {
            watch.received(context.getConnection());
        }
        return action;
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) throws IOException {
        if (context.getMessage() instanceof HttpContent content
                && content.getHttpHeader() instanceof HttpResponsePacket response
                && response.getStatus() == 101) {
            watch.upgraded(context.getConnection());
        }
        return super.handleWrite(context);
    }

    /**
     * Makes every upgrade but one to WebSocket at its path an ordinary request, as RFC 9110 (7.8) allows. Grizzly would
     * take the rest of the connection for the new protocol, and clients such as Java's offer {@code h2c} with each request.
     */
    @Override
    protected void onHttpHeadersParsed(HttpHeader header, MimeHeaders headers, FilterChainContext context) {
        HttpRequestPacket request = (HttpRequestPacket) header;
        if (request.isUpgrade()
                && !(request.getMethod() == Method.GET
                        && "websocket".equalsIgnoreCase(request.getUpgrade())
                        && socketPath.equals(request.getRequestURI()))) {
            request.getUpgradeDC().recycle();
        }
    }

    @Override
    protected boolean onHttpHeaderParsed(HttpHeader header, Buffer buffer, FilterChainContext context) {
        HttpRequestPacket request = (HttpRequestPacket) header;
        if (super.onHttpHeaderParsed(header, buffer, context)) {
            return true;
        }
        crossOrigin.mark(request.getResponse());
        Refusal refusal = serving.getAsBoolean() ? guard.check(request).orElse(null) : Refusal.NOT_SERVING;
        if (refusal != null) {
            request.setAttribute(REFUSAL, refusal);
        }
        return refusal != null;
    }

    /**
     * Marks answers again that were reset meanwhile, and those to requests whose head cannot be parsed. This alone would
     * not do: by now Grizzly lets some fields, {@code Vary} among them, only into trailers.
     */
    @Override
    protected void onInitialLineEncoded(HttpHeader header, FilterChainContext context) {
        crossOrigin.mark(header);
        super.onInitialLineEncoded(header, context);
    }

    @Override
    protected void onHttpHeaderError(HttpHeader header, FilterChainContext context, Throwable reason) {
        HttpRequestPacket request = (HttpRequestPacket) header;
        HttpResponsePacket response = request.getResponse();
        Refusal refusal = request.getAttribute(REFUSAL) instanceof Refusal known ? known : Refusal.MALFORMED;
        request.setProtocol(Protocol.HTTP_1_1);
        request.setIgnoreContentModifiers(false);
        request.getProcessingState().setKeepAlive(false);
        response.setStatus(refusal.status());
        context.write(encodeHttpPacket(context, body(response, refusal)));
        watch.closeSoon(context.getConnection());
    }

    @Override
    protected HttpContent customizeErrorResponse(HttpResponsePacket response) {
        return body(response, Refusal.MALFORMED);
    }

    private static HttpContent body(HttpResponsePacket response, Refusal refusal) {
        byte[] json = refusal.json();
        response.setContentType("application/json;charset=UTF-8");
        response.setContentLength(json.length);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        return HttpContent.builder(response)
                .content(Buffers.wrap(MemoryManager.DEFAULT_MEMORY_MANAGER, json))
                .last(true)
                .build();
    }
}
