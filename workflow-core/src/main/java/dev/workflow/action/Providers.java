package dev.workflow.action;

import dev.workflow.spi.DocumentProvider;
import dev.workflow.spi.PaymentProvider;
import dev.workflow.spi.SignatureProvider;
import java.util.Map;
import java.util.TreeMap;

/** The providers of an engine, by name; the local ones are among them. Immutable. */
public record Providers(
    Map<String, SignatureProvider> signatures,
    Map<String, DocumentProvider> documents,
    Map<String, PaymentProvider> payments) {

  /** The name of the provider that the engine brings for each action. */
  public static final String LOCAL = "local";

  public Providers {
    signatures = with(signatures, new LocalProvider.Signatures());
    documents = with(documents, new LocalProvider.Documents());
    payments = with(payments, new LocalProvider.Payments());
  }

  /** The local ones alone. */
  public static Providers local() {
    return new Providers(Map.of(), Map.of(), Map.of());
  }

  private static <P> Map<String, P> with(Map<String, P> given, P local) {
    Map<String, P> all = new TreeMap<>(given);
    all.putIfAbsent(LOCAL, local);
    return Map.copyOf(all);
  }

  /** Whether there are others besides the local ones. */
  public boolean any() {
    return signatures.size() + documents.size() + payments.size() > 3;
  }
}
