package dev.workflow.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;
import dev.workflow.Problems;
import java.util.Currency;

/** The specifications of the actions that somebody completes at a provider. */
final class ProviderSpecs {

  private static final String[] OF_STEP = {"role", "assignee", "due", "required", "timeout"};

  private static final String PROVIDER =
      "where it is done; without it, the only one that the engine was given, else `local`: a person"
          + " answers the step";

  private static final String FAILS =
      ". What is declined, expires or is cancelled there fails the step. While the step waits, its"
          + " output has the status `open`, the `provider`, what was `asked`, and a `link` if there"
          + " is one";

  static final ActionSpec SIGNATURE =
      ActionSpec.builder("signature", "Somebody signs a document.")
          .ofStep(OF_STEP)
          .required("documentId", KeyType.ID, "the document")
          .optional("provider", KeyType.NAME, PROVIDER)
          .optional("signer", KeyType.LINE, "who is to sign")
          .output(
              "`sessionId`, `status` (`signed`), `provider`, `signed`, and `signedBy`, `signedAt`,"
                  + " `comment` if the answer has them. A person answers `{\"signed\": true}`"
                  + FAILS)
          .example(
              """
              {"documentId": "engagement-letter", "signer": "{{lead.email}}"}""")
          .build();

  static final JsonNode SIGNATURE_FORM =
      Json.read(
          """
          {"type": "object", "title": "Signature", "properties": {
            "signed": {"const": true, "title": "Signed"},
            "signedBy": {"type": "string", "title": "Signed by", "maxLength": 500},
            "signedAt": {"type": "string", "format": "date-time", "title": "Signed at"},
            "comment": {"type": "string", "title": "Comment"}},
           "required": ["signed"]}""");

  static final ActionSpec DOCUMENT =
      ActionSpec.builder("request_document", "Somebody hands in documents.")
          .ofStep(OF_STEP)
          .required("requestText", KeyType.TEXT, "what is asked for")
          .optional(
              "acceptedTypes",
              KeyType.TEXT_LIST,
              "media types such as `application/pdf` or `image/*`; without them any")
          .optional("maxBytes", KeyType.ID, "the most bytes of one document; without it any")
          .optional("provider", KeyType.NAME, PROVIDER)
          .check(ProviderSpecs::checkBytes)
          .output(
              "`documents`: of each its `name`, `type`, `bytes`, and `uri`, `sha256` if the answer"
                  + " has them; `sessionId`, `status` (`received`), `provider`. A person answers"
                  + " `{\"documents\": [{\"name\": \"id.pdf\", \"type\": \"application/pdf\","
                  + " \"bytes\": 52100}]}`"
                  + FAILS)
          .example(
              """
              {"requestText": "A copy of your passport", "acceptedTypes": ["application/pdf", "image/*"], "maxBytes": 10000000}""")
          .build();

  static final JsonNode DOCUMENT_FORM =
      Json.read(
          """
          {"type": "object", "title": "Documents", "properties": {
            "documents": {"type": "array", "title": "Documents", "minItems": 1, "maxItems": 100,
              "items": {"type": "object", "properties": {
                "name": {"type": "string", "title": "Name", "minLength": 1, "maxLength": 500},
                "type": {"type": "string", "title": "Media type",
                         "pattern": "^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+ *(;.*)?$"},
                "bytes": {"type": "integer", "title": "Size", "minimum": 0,
                          "maximum": 9007199254740991},
                "uri": {"type": "string", "title": "Where it is", "format": "uri"},
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
               "required": ["name", "type", "bytes"]}},
            "comment": {"type": "string", "title": "Comment"}},
           "required": ["documents"]}""");

  static final ActionSpec PAYMENT =
      ActionSpec.builder("payment", "Somebody pays an amount.")
          .ofStep(OF_STEP)
          .required(
              "amount",
              KeyType.ID,
              "a decimal number in units of the currency, such as 12.50; no more decimals than the"
                  + " currency has")
          .required("currency", KeyType.LINE, "its code in ISO 4217, such as `EUR`")
          .optional("provider", KeyType.NAME, PROVIDER)
          .check(ProviderSpecs::checkAmount)
          .output(
              "`intentId`, `status` (`paid`), `provider`, `amount`, `currency`, and `paymentId`,"
                  + " `paidAt`, `comment` if the answer has them. A person answers"
                  + " `{\"amount\": 12.50, \"currency\": \"EUR\"}`: what was paid, which must be what"
                  + " was asked for"
                  + FAILS)
          .example(
              """
              {"amount": 125.50, "currency": "EUR"}""")
          .build();

  static final JsonNode PAYMENT_FORM =
      Json.read(
          """
          {"type": "object", "title": "Payment", "properties": {
            "amount": {"type": ["number", "string"], "title": "Amount paid", "maxLength": 40},
            "currency": {"type": "string", "title": "Currency", "pattern": "^[A-Z]{3}$"},
            "paymentId": {"type": "string", "title": "Id of the payment", "maxLength": 500},
            "paidAt": {"type": "string", "format": "date-time", "title": "Paid at"},
            "comment": {"type": "string", "title": "Comment"}},
           "required": ["amount", "currency"]}""");

  private ProviderSpecs() {}

  private static void checkBytes(JsonNode config, Problems problems) {
    JsonNode most = config.path("maxBytes");
    if (isWritten(most)) {
      Amounts.bytes(Json.text(most), problems.at("maxBytes"));
    }
  }

  private static void checkAmount(JsonNode config, Problems problems) {
    JsonNode code = config.path("currency");
    Currency currency = null;
    if (isWritten(code)) {
      currency = Amounts.currency(Json.text(code), problems.at("currency"));
      if (currency == null) {
        return;
      }
    }
    JsonNode amount = config.path("amount");
    if (isWritten(amount) && currency != null) {
      Amounts.amount(Json.text(amount), currency, problems.at("amount"));
    }
  }

  private static boolean isWritten(JsonNode value) {
    boolean some = value.isNumber() || (value.isTextual() && !value.textValue().isBlank());
    return some && !KeyType.containsExpression(value);
  }
}
