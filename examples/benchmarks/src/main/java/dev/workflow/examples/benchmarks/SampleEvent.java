package dev.workflow.examples.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Json;

/** An event of about 1.4 KB, and conditions with 3 and with 20 leaves that hold for it. */
final class SampleEvent {

  static final String THREE_LEAVES =
      """
      {"and": [
        {"field": "lead.status", "operator": "eq", "value": "qualified"},
        {"field": "lead.score", "operator": "gte", "value": 80},
        {"field": "lead.country", "operator": "in", "value": ["NL", "BE", "DE"]}]}
      """;

  static final String TWENTY_LEAVES =
      """
      {"and": [
        {"field": "lead.status", "operator": "eq", "value": "qualified"},
        {"field": "lead.score", "operator": "gte", "value": 80},
        {"field": "lead.country", "operator": "in", "value": ["NL", "BE", "DE"]},
        {"field": "lead.source", "operator": "ne", "value": "import"},
        {"field": "lead.owner.team", "operator": "eq", "value": "benelux"},
        {"field": "lead.owner.email", "operator": "endswith", "value": "@example.com"},
        {"field": "lead.company.name", "operator": "startswith", "value": "Example"},
        {"field": "lead.company.employees", "operator": "between", "value": [50, 500]},
        {"field": "lead.company.public", "operator": "eq", "value": false},
        {"or": [
          {"field": "lead.company.industry", "operator": "eq", "value": "retail"},
          {"field": "lead.company.industry", "operator": "eq", "value": "logistics"},
          {"field": "lead.company.revenue", "operator": "gt", "value": 10000000}]},
        {"field": "deal.amount", "operator": "gt", "value": 1000},
        {"field": "deal.amount", "operator": "lte", "value": 250000},
        {"field": "deal.currency", "operator": "eq", "value": "EUR"},
        {"field": "deal.stage", "operator": "in", "value": ["proposal", "negotiation"]},
        {"field": "deal.probability", "operator": "gte", "value": 0.5},
        {"not": {"field": "deal.lost_reason", "operator": "exists", "value": true}},
        {"field": "lead.notes", "operator": "contains", "value": "pilot"},
        {"field": "lead.email", "operator": "exists", "value": true}]}
      """;

  private static final String EVENT =
      """
      {"lead": {"id": "0190d3a2-7c11-7b1e-9a53-2f6d1f0a4c77", "status": "qualified", "score": 87,
        "country": "NL", "source": "webinar", "language": "nl", "email": "jan.jansen@customer.example",
        "phone": "+31 20 555 0100", "created_at": "2026-03-02T09:15:27.412Z", "first_name": "Jan", "last_name": "Jansen",
        "owner": {"id": "u-1017", "name": "Petra de Vries", "email": "petra@example.com", "team": "benelux"},
        "company": {"name": "Example Logistics B.V.", "industry": "logistics", "employees": 240, "revenue": 31500000,
          "public": false, "website": "https://logistics.example", "address": {"street": "Havenweg 12", "city": "Rotterdam",
          "postal_code": "3011 AA", "country": "NL"}},
        "tags": ["webinar", "warm", "q1", "benelux"],
        "consent": {"email": true, "phone": false, "given_at": "2026-03-02T09:15:27.412Z"},
        "notes": "Asked for a pilot with two warehouses before the summer; decision by the board in May."},
       "deal": {"id": "d-20260302-77", "amount": 48250.75, "currency": "EUR", "stage": "proposal", "probability": 0.65,
        "lost_reason": null, "expected_close": "2026-05-20",
        "items": [{"sku": "WMS-BASE", "quantity": 1, "price": 30000}, {"sku": "WMS-SEAT", "quantity": 25, "price": 730.03}]},
       "campaign": {"id": "c-77", "name": "Spring webinar", "channel": "email", "cost": 1200.5,
        "utm": {"source": "newsletter", "medium": "email", "term": "warehouse software", "content": "button-2"}},
       "previous_visits": ["2026-01-14T08:01:11Z", "2026-02-03T16:40:52Z", "2026-02-27T11:22:09Z"]}
      """;

  private SampleEvent() {}

  static JsonNode json() {
    return Json.read(EVENT);
  }
}
