package dev.workflow.examples.host.matters;

import dev.workflow.channels.provider.DocuSignCallbacks;
import dev.workflow.channels.provider.HmacCallbacks;
import dev.workflow.channels.provider.StripeCallbacks;
import dev.workflow.channels.signature.DocuSignSignature;
import dev.workflow.channels.signature.HmacSignature;
import dev.workflow.channels.signature.StripeSignature;
import dev.workflow.spi.DocumentProvider;
import dev.workflow.spi.DocumentRequest;
import dev.workflow.spi.PaymentProvider;
import dev.workflow.spi.PaymentRequest;
import dev.workflow.spi.ProviderCall;
import dev.workflow.spi.ProviderReport;
import dev.workflow.spi.ProviderSession;
import dev.workflow.spi.ProviderStep;
import dev.workflow.spi.SignatureProvider;
import dev.workflow.spi.SignatureRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Where clients sign, pay and upload. The demo opens nothing at a provider: a session is an id, and
 * what is posted to the webhook, in the form of that provider and signed with the endpoint's key,
 * ends it. A host of your own calls the provider in {@code open}.
 */
@Configuration
class DemoProviders {

  /** The header with the signature of an upload. */
  static final String UPLOAD_SIGNATURE = "X-Upload-Signature";

  @Bean
  SignatureProvider docusign(WebhookEndpoints endpoints) {
    return new SignatureProvider() {
      @Override
      public String name() {
        return WebhookKind.ESIGN.provider();
      }

      @Override
      public ProviderSession open(SignatureRequest request) {
        return session(request.step());
      }

      @Override
      public ProviderReport read(ProviderCall call) {
        return verified(
            endpoints,
            call,
            WebhookKind.ESIGN,
            key -> DocuSignCallbacks.of(DocuSignSignature.of(key)).read(call));
      }
    };
  }

  @Bean
  PaymentProvider stripe(WebhookEndpoints endpoints) {
    return new PaymentProvider() {
      @Override
      public String name() {
        return WebhookKind.PAYMENTS.provider();
      }

      @Override
      public ProviderSession open(PaymentRequest request) {
        return session(request.step());
      }

      @Override
      public ProviderReport read(ProviderCall call) {
        return verified(
            endpoints,
            call,
            WebhookKind.PAYMENTS,
            key -> StripeCallbacks.of(StripeSignature.of(key)).read(call));
      }
    };
  }

  @Bean
  DocumentProvider uploads(WebhookEndpoints endpoints) {
    return new DocumentProvider() {
      @Override
      public String name() {
        return WebhookKind.UPLOADS.provider();
      }

      @Override
      public ProviderSession open(DocumentRequest request) {
        return session(request.step());
      }

      @Override
      public ProviderReport read(ProviderCall call) {
        return verified(
            endpoints,
            call,
            WebhookKind.UPLOADS,
            key -> HmacCallbacks.of(HmacSignature.of(UPLOAD_SIGNATURE, key)).read(call));
      }
    };
  }

  private static ProviderReport verified(
      WebhookEndpoints endpoints,
      ProviderCall call,
      WebhookKind kind,
      Function<String, ProviderReport> reader) {
    return endpoints
        .key(call, kind)
        .map(reader)
        .orElseGet(() -> new ProviderReport.Forged("it came to no endpoint of this host"));
  }

  /** The same for every attempt of a step. */
  private static ProviderSession session(ProviderStep step) {
    byte[] key = step.idempotencyKey().getBytes(StandardCharsets.UTF_8);
    return new ProviderSession(UUID.nameUUIDFromBytes(key).toString(), null);
  }
}
