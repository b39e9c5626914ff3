package dev.workflow.channels.http;

import dev.workflow.channels.Headers;
import dev.workflow.channels.http.AddressGuard.Target;
import dev.workflow.channels.http.HttpResult.Answered;
import dev.workflow.channels.http.HttpResult.Broken;
import dev.workflow.channels.http.HttpResult.Unreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The HTTP client behind {@link OutboundHttp}: connects to the address it is given and to no other.
 * Connections are kept by address, so one that was checked for one caller is used by another only
 * if the other's check gave the same address.
 */
final class PinnedClient implements AutoCloseable {

  private static final int LONGEST_LINE = 16_384;
  private static final int MOST_HEADERS = 200;
  private static final TimeValue IDLE = TimeValue.ofSeconds(30);
  private static final String SENT = "dev.workflow.sent";

  /** Every call brings its address; nobody looks one up here. */
  private static final DnsResolver NO_LOOK_UP =
      new DnsResolver() {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
          throw new UnknownHostException(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
          throw new UnknownHostException(host);
        }
      };

  private final HttpSettings settings;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor alarms;

  PinnedClient(HttpSettings settings) {
    this.settings = settings;
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections(settings))
            .setUserAgent(settings.userAgent())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .evictIdleConnections(IDLE)
            .addExecInterceptorAfter(
                ChainElement.CONNECT.name(),
                SENT,
                (request, scope, chain) -> {
                  ((AtomicBoolean) scope.clientContext.getAttribute(SENT)).set(true);
                  return chain.proceed(request, scope);
                })
            .build();
    this.alarms =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "workflow-http-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    this.alarms.setRemoveOnCancelPolicy(true);
  }

  private static PoolingHttpClientConnectionManager connections(HttpSettings settings) {
    SSLContext ssl = settings.sslContext();
    Timeout connect = Timeout.of(settings.connectTimeout());
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(NO_LOOK_UP)
        .setTlsSocketStrategy(
            new DefaultClientTlsStrategy(ssl == null ? SSLContexts.createDefault() : ssl))
        .setMaxConnTotal(settings.maxConnections())
        .setMaxConnPerRoute(settings.maxConnectionsPerHost())
        .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(connect).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connect)
                .setSocketTimeout(Timeout.of(settings.timeout()))
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .setTimeToLive(TimeValue.ofMinutes(5))
                .build())
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxLineLength(LONGEST_LINE)
                        .setMaxHeaderCount(MOST_HEADERS)
                        .build())
                .build())
        .build();
  }

  HttpResult call(HttpCall call, Target target, InetAddress address, Duration timeout) {
    if (alarms.isShutdown()) {
      throw new IllegalStateException("the HTTP client is closed");
    }
    HttpHost host = new HttpHost(target.scheme(), address, target.host(), target.port());
    HttpUriRequestBase request = request(call, target, timeout);
    AtomicBoolean sent = new AtomicBoolean();
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(SENT, sent);
    AtomicBoolean late = new AtomicBoolean();
    Future<?> alarm =
        alarms.schedule(
            () -> {
              late.set(true);
              request.cancel();
            },
            timeout.toNanos(),
            TimeUnit.NANOSECONDS);
    ClassicHttpResponse response = null;
    try {
      response = client.executeOpen(host, request, context);
      return answered(response);
    } catch (IOException e) {
      boolean inTime = !late.get() && !(e instanceof SocketTimeoutException);
      String reason = target.host() + ": " + (inTime ? reason(e) : "no answer in time");
      return sent.get() ? new Broken(reason) : new Unreachable(reason);
    } finally {
      alarm.cancel(false);
      Closer.closeQuietly(response);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return e.getClass().getSimpleName() + (message == null ? "" : " (" + message + ")");
  }

  private HttpUriRequestBase request(HttpCall call, Target target, Duration timeout) {
    HttpUriRequestBase request =
        new HttpUriRequestBase(call.method(), URI.create(call.url().toASCIIString()));
    request.setAuthority(new URIAuthority(target.host(), call.url().getPort()));
    request.setConfig(
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(timeout))
            .setResponseTimeout(Timeout.of(timeout))
            .setExpectContinueEnabled(false)
            .build());
    for (String name : call.headers().names()) {
      call.headers().all(name).forEach(value -> request.addHeader(name, value));
    }
    if (call.body().length > 0) {
      request.setEntity(new ByteArrayEntity(call.body(), (ContentType) null));
    }
    return request;
  }

  private Answered answered(ClassicHttpResponse response) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (Header header : response.getHeaders()) {
      headers.computeIfAbsent(header.getName(), key -> new ArrayList<>()).add(header.getValue());
    }
    byte[] body = new byte[0];
    boolean whole = true;
    HttpEntity entity = response.getEntity();
    if (entity != null) {
      BodyReader reader = new BodyReader(settings.maxAnswerBytes());
      try {
        whole = reader.read(entity.getContent()); // not closed: that would read all that is left
      } catch (IOException e) {
        whole = false;
      }
      body = reader.bytes();
    }
    return new Answered(response.getCode(), Headers.of(headers), body, whole);
  }

  @Override
  public void close() {
    alarms.shutdownNow();
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
