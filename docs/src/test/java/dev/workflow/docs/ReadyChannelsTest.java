package dev.workflow.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowInstance;
import dev.workflow.action.ActionKey;
import dev.workflow.channels.Callback;
import dev.workflow.channels.Headers;
import dev.workflow.channels.email.SmtpSender;
import dev.workflow.channels.email.SmtpSettings;
import dev.workflow.channels.http.AddressPolicy;
import dev.workflow.channels.http.OutboundHttp;
import dev.workflow.channels.signature.MetaSignature;
import dev.workflow.channels.signature.StandardWebhooks;
import dev.workflow.channels.signature.TwilioSignature;
import dev.workflow.channels.signature.WebhookKey;
import dev.workflow.channels.sms.SmsCallbacks;
import dev.workflow.channels.sms.SmsSender;
import dev.workflow.channels.sms.SmsSettings;
import dev.workflow.channels.webhook.CallWebhook;
import dev.workflow.channels.webhook.WebhookSender;
import dev.workflow.channels.webhook.WebhookSettings;
import dev.workflow.channels.whatsapp.WhatsAppCallbacks;
import dev.workflow.channels.whatsapp.WhatsAppSender;
import dev.workflow.channels.whatsapp.WhatsAppSettings;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.messaging.Deliveries;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.SecretSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The senders of workflow-spi-channels, each against a server on this machine. */
class ReadyChannelsTest {

  private static final TenantId TENANT = TenantId.of("acme");
  private static final SubjectRef LEAD = SubjectRef.of("lead", "7");

  private static WorkflowInstance run(WorkflowEngine engine, String step) {
    engine
        .definitions()
        .publish(
            TENANT,
            WorkflowDefinition.parse(
                "{\"key\": \"w\", \"name\": \"W\", \"steps\": [" + step + "]}"));
    InstanceId id =
        engine.instances().start(TENANT, "w", LEAD, Json.object(), Actor.of("docs")).orElseThrow();
    engine.runUntilIdle();
    return engine.instances().get(TENANT, id);
  }

  private static String result(WorkflowEngine engine) {
    return engine
        .messaging()
        .messages()
        .list(TENANT, LEAD, MessageState.SENT, null, 10)
        .items()
        .get(0)
        .result();
  }

  /** A request that the server got. */
  private record Received(URI url, Headers headers, byte[] body) {}

  private static HttpServer server(List<Received> requests, int status, String answer)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              new Received(
                  exchange.getRequestURI(),
                  Headers.of(exchange.getRequestHeaders()),
                  exchange.getRequestBody().readAllBytes()));
          byte[] bytes = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static URI base(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Test
  void an_email_goes_to_the_mail_server() throws Exception {
    GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    greenMail.start();
    String host = "127.0.0.1";
    int port = greenMail.getSmtp().getPort();
    // snippet: email
    SmtpSettings settings =
        SmtpSettings.builder(host, "Portal <hello@portal.example>")
            .port(port)
            .tls(SmtpSettings.Tls.NONE) // a relay on this machine; STARTTLS is the default
            .envelopeFrom("bounces+{id}@portal.example")
            .build();
    SmtpSender email = SmtpSender.create(settings);
    WorkflowEngine engine = WorkflowEngine.builder().messaging(m -> m.sender(email)).build();
    // end
    try (email;
        engine) {
      run(
          engine,
          """
          {"id": "mail", "action": "send_email", "config":
            {"to": "ann@example.com", "subject": "Welcome", "text": "Hello", "html": "<p>Hello</p>"}}
          """);
      assertThat(greenMail.getReceivedMessages()).hasSize(1);
      assertThat(greenMail.getReceivedMessages()[0].getMessageID()).isEqualTo(result(engine));
    } finally {
      greenMail.stop();
    }
  }

  @Test
  void a_whatsapp_message_goes_to_the_cloud_api() throws Exception {
    List<Received> requests = new ArrayList<>();
    HttpServer server = server(requests, 200, "{\"messages\": [{\"id\": \"wamid.1\"}]}");
    URI api = base(server);
    String accessToken = "EAAG";
    // snippet: whatsapp
    OutboundHttp http = OutboundHttp.create();
    WhatsAppSettings number =
        WhatsAppSettings.of("106540352242922", accessToken)
            .withBaseUrl(api) // https://graph.facebook.com is the default
            .withLanguage("nl");
    WorkflowEngine engine =
        WorkflowEngine.builder()
            .messaging(m -> m.sender(WhatsAppSender.create(http, number)))
            .build();
    // end
    try (http;
        engine) {
      run(
          engine,
          """
          {"id": "hello", "action": "send_whatsapp", "config":
            {"to": "+31612345678", "template": "welcome", "variables": {"1": "Ann"}}}
          """);
      assertThat(result(engine)).isEqualTo("wamid.1");
      assertThat(requests.get(0).url().getPath()).isEqualTo("/v23.0/106540352242922/messages");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_text_message_goes_to_the_provider() throws Exception {
    List<Received> requests = new ArrayList<>();
    HttpServer server = server(requests, 201, "{\"sid\": \"SM1\", \"status\": \"queued\"}");
    URI api = base(server);
    String authToken = "token";
    // snippet: sms
    OutboundHttp http = OutboundHttp.create();
    SmsSettings account =
        SmsSettings.of("AC5ef8732a3c49700934481addd5ce1659", authToken, "+15005550006")
            .withBaseUrl(api) // https://api.twilio.com is the default
            .withStatusCallback(URI.create("https://portal.example/callbacks/sms"));
    WorkflowEngine engine =
        WorkflowEngine.builder().messaging(m -> m.sender(SmsSender.create(http, account))).build();
    // end
    try (http;
        engine) {
      run(
          engine,
          """
          {"id": "text", "action": "send_sms", "config": {"to": "+31612345678", "text": "Hello"}}
          """);
      assertThat(result(engine)).isEqualTo("SM1");
      assertThat(new String(requests.get(0).body(), UTF_8)).contains("To=%2B31612345678");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void webhooks_are_signed_and_go_where_the_tenant_may() throws Exception {
    List<Received> requests = new ArrayList<>();
    HttpServer server = server(requests, 200, "{\"accepted\": true}");
    int port = base(server).getPort();
    WebhookKey key = WebhookKey.generate();
    SecretSource secrets = (tenant, name) -> name.equals("webhook_key") ? key.text() : null;
    // snippet: webhook
    OutboundHttp http = OutboundHttp.create();
    WebhookSettings settings =
        WebhookSettings.defaults()
            .withPolicies(
                tenant ->
                    tenant.value().equals("acme")
                        ? AddressPolicy.publicInternet() // and a service in their own network
                            .allowPlainHttp()
                            .ports(443, port)
                            .allowNetworks("127.0.0.0/8")
                        : AddressPolicy.publicInternet())
            .withKeys(
                (tenant, url) -> {
                  String text = secrets.find(tenant, "webhook_key");
                  return text == null ? List.of() : List.of(WebhookKey.parse(text));
                });
    WorkflowEngine engine =
        WorkflowEngine.builder()
            .handler(CallWebhook.create(http, settings)) // the action call_webhook
            .messaging(m -> m.sender(WebhookSender.create(http, settings))) // the channel webhook
            .secrets(secrets)
            .build();
    // end
    try (http;
        engine) {
      WorkflowInstance instance =
          run(
              engine,
              """
              {"id": "call", "action": "call_webhook", "config":
                {"url": "http://127.0.0.1:%d/leads", "body": {"lead_id": "7"}}}
              """
                  .formatted(port));
      assertThat(instance.step("call").output().path("body").path("accepted").asBoolean()).isTrue();
      Received request = requests.get(0);
      assertThat(
              StandardWebhooks.of(key)
                  .verify(request.headers(), request.body(), Instant.now())
                  .isValid())
          .isTrue();
    } finally {
      server.stop(0);
    }
  }

  // snippet: whatsapp-callback
  private final WhatsAppCallbacks whatsApp =
      WhatsAppCallbacks.forTenants(MetaSignature.of("app secret"), this::tenantOfNumber);

  /** The status to answer with; the framework gives the headers and the bytes as they came. */
  int whatsAppCallback(WorkflowEngine engine, Headers headers, byte[] body) {
    return whatsApp
        .read(headers, body)
        .keep(engine.messaging().deliveries(), engine.messaging().inbound());
  }

  // end

  private TenantId tenantOfNumber(String phoneNumberId) {
    return phoneNumberId.equals("106540352242922") ? TENANT : null;
  }

  // snippet: sms-callback
  private final SmsCallbacks sms = SmsCallbacks.create(TwilioSignature.of("auth token"));

  int smsCallback(WorkflowEngine engine, String rawQuery, Headers headers, byte[] body) {
    String publicUrl = "https://portal.example/callbacks/sms?" + rawQuery;
    Callback callback = sms.read(TENANT, publicUrl, headers, body);
    if (callback.flaw() != null) {
      log(callback.flaw());
    }
    return callback.keep(engine.messaging().deliveries(), engine.messaging().inbound());
  }

  // end

  private final List<String> log = new ArrayList<>();

  private void log(String line) {
    log.add(line);
  }

  @Test
  void callbacks_are_believed_when_their_signature_fits() {
    byte[] report =
        """
        {"entry": [{"changes": [{"value": {"statuses": [{"id": "wamid.1", "status": "read"}]}}]}]}
        """
            .getBytes(UTF_8);
    try (WorkflowEngine engine = WorkflowEngine.builder().build()) {
      assertThat(whatsAppCallback(engine, Headers.none(), report)).isEqualTo(401);
      Headers signed =
          Headers.of(
              "X-Hub-Signature-256",
              "sha256=f3b2d3ac22d24d9f52272780a1c90b13814f9cc87a1787f3b28f61d20c99d402");
      assertThat(whatsAppCallback(engine, signed, report)).isEqualTo(200);
      assertThat(whatsAppCallback(engine, signed, report)).isEqualTo(200);
      byte[] form = "MessageSid=SM1&MessageStatus=delivered".getBytes(UTF_8);
      Headers forged = Headers.of("X-Twilio-Signature", "AAAA");
      assertThat(smsCallback(engine, "message=0190", forged, form)).isEqualTo(401);
      assertThat(log).containsExactly("MISMATCH: no signature in X-Twilio-Signature fits the key");
      Headers right = Headers.of("X-Twilio-Signature", "S381Fij/eTqAgInOIDYw2rG9JN4=");
      assertThat(smsCallback(engine, "message=0190", right, form)).isEqualTo(200);
      var again = Deliveries.Report.of("SM1/delivered", "SM1", Deliveries.State.DELIVERED);
      assertThat(engine.messaging().deliveries().record(TENANT, "sms", List.of(again)).repeated())
          .isOne();
    }
  }

  @Test
  void the_page_names_every_key_of_call_webhook() throws Exception {
    Path root = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
    String page = Files.readString(root.resolve("channels/webhook.md"));
    for (ActionKey key : CallWebhook.spec().keys()) {
      assertThat(page)
          .contains("| `" + key.name() + "` | ")
          .contains("| " + key.description() + " |");
    }
  }
}
