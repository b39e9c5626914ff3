package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** The sample conditions as a programmer would write them in Java. */
final class HandWritten {

  private static final Set<String> COUNTRIES = Set.of("NL", "BE", "DE");
  private static final Set<String> STAGES = Set.of("proposal", "negotiation");

  private HandWritten() {}

  static boolean three(JsonNode event) {
    JsonNode lead = event.path("lead");
    return isText(lead.path("status"), "qualified")
        && lead.path("score").isNumber()
        && lead.path("score").doubleValue() >= 80
        && lead.path("country").isTextual()
        && COUNTRIES.contains(lead.path("country").textValue());
  }

  static boolean twenty(JsonNode event) {
    return three(event) && owner(event) && company(event) && deal(event);
  }

  private static boolean owner(JsonNode event) {
    JsonNode lead = event.path("lead");
    JsonNode owner = lead.path("owner");
    return !isText(lead.path("source"), "import")
        && isText(owner.path("team"), "benelux")
        && owner.path("email").isTextual()
        && owner.path("email").textValue().endsWith("@example.com")
        && lead.path("notes").isTextual()
        && lead.path("notes").textValue().contains("pilot")
        && lead.hasNonNull("email");
  }

  private static boolean company(JsonNode event) {
    JsonNode company = event.path("lead").path("company");
    JsonNode employees = company.path("employees");
    return company.path("name").isTextual()
        && company.path("name").textValue().startsWith("Example")
        && employees.isNumber()
        && employees.doubleValue() >= 50
        && employees.doubleValue() <= 500
        && company.path("public").isBoolean()
        && !company.path("public").booleanValue()
        && (isText(company.path("industry"), "retail")
            || isText(company.path("industry"), "logistics")
            || company.path("revenue").isNumber()
                && company.path("revenue").doubleValue() > 10_000_000);
  }

  private static boolean deal(JsonNode event) {
    JsonNode deal = event.path("deal");
    JsonNode amount = deal.path("amount");
    return amount.isNumber()
        && amount.doubleValue() > 1_000
        && amount.doubleValue() <= 250_000
        && isText(deal.path("currency"), "EUR")
        && deal.path("stage").isTextual()
        && STAGES.contains(deal.path("stage").textValue())
        && deal.path("probability").isNumber()
        && deal.path("probability").doubleValue() >= 0.5
        && !deal.hasNonNull("lost_reason");
  }

  private static boolean isText(JsonNode value, String text) {
    return value.isTextual() && text.equals(value.textValue());
  }
}
