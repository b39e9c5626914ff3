package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import dev.workflow.internal.text.Wording;
import dev.workflow.spi.DocumentRequest;
import dev.workflow.spi.PaymentRequest;
import dev.workflow.spi.ProviderStep;
import dev.workflow.spi.SignatureRequest;
import dev.workflow.task.form.TaskForm;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Signing, handing in documents, paying. */
final class ProviderKinds {

  private ProviderKinds() {}

  private abstract static class Kind<R> implements ProviderKind<R> {

    private final ActionSpec spec;
    private final String sessionKey;
    private final String done;
    private final JsonNode form;
    private final TaskForm compiled;

    Kind(ActionSpec spec, String sessionKey, String done, JsonNode form) {
      this.spec = spec;
      this.sessionKey = sessionKey;
      this.done = done;
      this.form = form;
      this.compiled = Objects.requireNonNull(TaskForm.compile(form, Problems.none()));
    }

    @Override
    public ActionSpec spec() {
      return spec;
    }

    @Override
    public String sessionKey() {
      return sessionKey;
    }

    @Override
    public String done() {
      return done;
    }

    @Override
    public JsonNode form() {
      return form.deepCopy();
    }

    @Override
    public TaskForm compiled() {
      return compiled;
    }
  }

  static final ProviderKind<SignatureRequest> SIGNATURE =
      new Kind<>(ProviderSpecs.SIGNATURE, "sessionId", "signed", ProviderSpecs.SIGNATURE_FORM) {
        @Override
        public ObjectNode asked(ActionConfig config, Problems problems) {
          ObjectNode asked = Json.object().put("documentId", config.text("documentId"));
          String signer = config.optionalText("signer");
          return signer == null ? asked : asked.put("signer", signer);
        }

        @Override
        public SignatureRequest request(ProviderStep step, JsonNode asked) {
          return new SignatureRequest(
              step, asked.get("documentId").textValue(), asked.path("signer").textValue());
        }

        @Override
        public void compare(JsonNode asked, JsonNode answer, Problems problems) {
          // Who signs is the provider's business: somebody may sign on behalf of another.
        }
      };

  static final ProviderKind<DocumentRequest> DOCUMENT =
      new Kind<>(ProviderSpecs.DOCUMENT, "sessionId", "received", ProviderSpecs.DOCUMENT_FORM) {
        @Override
        public ObjectNode asked(ActionConfig config, Problems problems) {
          ObjectNode asked = Json.object().put("requestText", config.text("requestText"));
          var types = asked.putArray("acceptedTypes");
          config.texts("acceptedTypes").forEach(types::add);
          String most = config.optionalText("maxBytes");
          if (most != null) {
            Long bytes = Amounts.bytes(most, problems.at("maxBytes"));
            asked.put("maxBytes", bytes == null ? 0 : bytes);
          }
          return asked;
        }

        @Override
        public DocumentRequest request(ProviderStep step, JsonNode asked) {
          List<String> types = new ArrayList<>();
          asked.path("acceptedTypes").forEach(type -> types.add(type.textValue()));
          Long most = asked.has("maxBytes") ? asked.get("maxBytes").longValue() : null;
          return new DocumentRequest(step, asked.get("requestText").textValue(), types, most);
        }

        @Override
        public void compare(JsonNode asked, JsonNode answer, Problems problems) {
          JsonNode documents = answer.path("documents");
          for (int i = 0; i < documents.size(); i++) {
            compareDocument(asked, documents.get(i), problems.at("documents").at(i));
          }
        }
      };

  static final ProviderKind<PaymentRequest> PAYMENT =
      new Kind<>(ProviderSpecs.PAYMENT, "intentId", "paid", ProviderSpecs.PAYMENT_FORM) {
        @Override
        public ObjectNode asked(ActionConfig config, Problems problems) {
          Currency currency = Amounts.currency(config.text("currency"), problems.at("currency"));
          var amount = Amounts.amount(config.text("amount"), currency, problems.at("amount"));
          return Json.object()
              .put("amount", amount == null ? "" : amount.toPlainString())
              .put("currency", currency == null ? "" : currency.getCurrencyCode());
        }

        @Override
        public PaymentRequest request(ProviderStep step, JsonNode asked) {
          Currency currency = Currency.getInstance(asked.get("currency").textValue());
          return new PaymentRequest(
              step, new BigDecimal(asked.get("amount").textValue()), currency);
        }

        @Override
        public void compare(JsonNode asked, JsonNode answer, Problems problems) {
          String wanted = asked.path("currency").asText();
          String given = answer.path("currency").asText();
          if (!wanted.equals(given)) {
            problems
                .at("currency")
                .add(
                    "expected " + wanted + ", which was asked for, found " + Wording.quoted(given));
            return;
          }
          String amount = Json.text(answer.path("amount"));
          var paid = Amounts.amount(amount, Currency.getInstance(wanted), problems.at("amount"));
          var due = new BigDecimal(asked.path("amount").asText());
          if (paid != null && paid.compareTo(due) != 0) {
            problems
                .at("amount")
                .add("expected " + due.toPlainString() + ", which was asked for, found " + paid);
          }
        }
      };

  private static void compareDocument(JsonNode asked, JsonNode document, Problems problems) {
    JsonNode accepted = asked.path("acceptedTypes");
    String type = bare(document.path("type").asText());
    List<String> types = new ArrayList<>();
    accepted.forEach(one -> types.add(one.textValue()));
    if (!types.isEmpty() && types.stream().noneMatch(one -> covers(bare(one), type))) {
      problems
          .at("type")
          .add("expected one of " + String.join(", ", types) + ", found " + Wording.quoted(type));
    }
    if (asked.has("maxBytes") && document.path("bytes").asLong() > asked.get("maxBytes").asLong()) {
      problems
          .at("bytes")
          .add(
              "has "
                  + document.path("bytes").asLong()
                  + " bytes; at most "
                  + asked.get("maxBytes").asLong()
                  + " are accepted");
    }
  }

  private static boolean covers(String accepted, String type) {
    return accepted.equals(type)
        || accepted.equals("*/*")
        || (accepted.endsWith("/*")
            && type.startsWith(accepted.substring(0, accepted.length() - 1)));
  }

  /** A media type without its parameters. */
  private static String bare(String type) {
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }
}
