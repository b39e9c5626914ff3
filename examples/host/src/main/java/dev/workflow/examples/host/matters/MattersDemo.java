package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.workflow.Actor;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.WorkflowEngine;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.examples.host.demo.DemoPart;
import dev.workflow.examples.host.security.Member;
import org.springframework.stereotype.Component;

/** A template with every kind of action, at work on the first matter, and one that is a draft. */
@Component
class MattersDemo implements DemoPart {

  private static final Actor MANAGER = Actor.of("mia");

  private static final JsonNode INTAKE =
      Json.read(
          """
          {"name": "Client intake", "description": "From the first talk to the retainer", "steps": [
            {"order": 1, "title": "Identify the client", "actionType": "CHECKLIST",
             "actionConfig": {"items": ["Passport seen", "Address checked", "No conflict of interest"]},
             "roleScope": "PARALEGAL", "due": "P2D"},
            {"order": 2, "title": "Take the client?", "actionType": "APPROVAL_LAWYER",
             "actionConfig": {"message": "Take on matter {{subject.id}}?"}},
            {"order": 3, "title": "Sign the engagement letter", "actionType": "SIGNATURE_CLIENT",
             "actionConfig": {"documentId": "engagement-letter"}},
            {"order": 3, "title": "Send the documents", "actionType": "REQUEST_DOC_CLIENT",
             "actionConfig": {"requestText": "Everything about the case, please", "acceptedTypes": ["application/pdf"]}},
            {"order": 4, "title": "Pay the retainer", "actionType": "PAYMENT_CLIENT",
             "actionConfig": {"amount": 500, "currency": "EUR"}}]}
          """);

  private static final JsonNode CLOSING =
      Json.read(
          """
          {"name": "Close the matter", "description": "Not published yet", "steps": [
            {"order": 1, "title": "Final bill", "actionType": "CHECKLIST",
             "actionConfig": {"items": ["Hours booked", "Bill sent"]}, "roleScope": "PARALEGAL"}]}
          """);

  @Override
  public void make(WorkflowEngine engine) {
    WorkflowDefinition intake = TemplateForms.read("client-intake", INTAKE);
    engine.definitions().publish(FIRM, intake, MANAGER);
    engine.definitions().saveDraft(FIRM, TemplateForms.read("close-the-matter", CLOSING), MANAGER);
    engine
        .instances()
        .start(FIRM, intake.key(), SubjectRef.of(Member.MATTER, "m-1"), Json.object(), MANAGER);
  }
}
