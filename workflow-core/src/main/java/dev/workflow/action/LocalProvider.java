package dev.workflow.action;

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

/**
 * Providers without anybody outside: the session is the step itself, which people finish by
 * answering it. Nothing is called back.
 */
final class LocalProvider {

  private LocalProvider() {}

  private static ProviderSession session(ProviderStep step) {
    byte[] key = step.idempotencyKey().getBytes(StandardCharsets.UTF_8);
    return new ProviderSession(UUID.nameUUIDFromBytes(key).toString(), null);
  }

  private static ProviderReport noCallbacks() {
    return new ProviderReport.Forged(
        "the local provider has no callbacks; its sessions are finished by completing the step");
  }

  static final class Signatures implements SignatureProvider {
    @Override
    public String name() {
      return Providers.LOCAL;
    }

    @Override
    public ProviderSession open(SignatureRequest request) {
      return session(request.step());
    }

    @Override
    public ProviderReport read(ProviderCall call) {
      return noCallbacks();
    }
  }

  static final class Documents implements DocumentProvider {
    @Override
    public String name() {
      return Providers.LOCAL;
    }

    @Override
    public ProviderSession open(DocumentRequest request) {
      return session(request.step());
    }

    @Override
    public ProviderReport read(ProviderCall call) {
      return noCallbacks();
    }
  }

  static final class Payments implements PaymentProvider {
    @Override
    public String name() {
      return Providers.LOCAL;
    }

    @Override
    public ProviderSession open(PaymentRequest request) {
      return session(request.step());
    }

    @Override
    public ProviderReport read(ProviderCall call) {
      return noCallbacks();
    }
  }
}
