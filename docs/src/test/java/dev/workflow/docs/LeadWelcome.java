package dev.workflow.docs;

import dev.workflow.condition.Condition;
import dev.workflow.definition.Steps;
import dev.workflow.definition.WorkflowDefinition;

/** The workflow of the first pages, once as a document and once in Java. */
final class LeadWelcome {

  private LeadWelcome() {}

  // snippet: json
  static final String JSON =
      """
      {
        "key": "lead-welcome",
        "name": "Welcome a lead",
        "subject": "lead",
        "triggers": [{"event": "lead.created"}],
        "exit": [{"event": "lead.converted"}],
        "steps": [
          {"id": "score", "action": "score_lead", "config": {"lead": "{{subject.id}}"}},
          {"id": "call", "action": "create_task",
           "when": {"field": "steps.score.output.score", "operator": "gte", "value": 80},
           "config": {"title": "Call {{lead.name}}", "due_date": "{{today+1b}}"}},
          {"id": "welcome", "action": "send_email",
           "config": {"to": "{{lead.email}}", "subject": "Welcome, {{lead.name}}", "text": "Hello!"}},
          {"id": "reply", "wait": {"event": "message.received", "timeout": "P3D"}},
          {"id": "remind", "action": "send_email",
           "when": {"field": "steps.reply.output.timedOut", "operator": "eq", "value": true},
           "config": {"to": "{{lead.email}}", "subject": "Still there?", "text": "Hello again!"}}
        ]
      }
      """;

  // end

  static WorkflowDefinition parsed() {
    // snippet: parse
    WorkflowDefinition definition = WorkflowDefinition.parse(JSON);
    // end
    return definition;
  }

  static WorkflowDefinition built() {
    // snippet: builder
    Condition promising = Condition.field("steps.score.output.score").gte(80);
    Condition silent = Condition.field("steps.reply.output.timedOut").eq(true);
    WorkflowDefinition definition =
        WorkflowDefinition.builder("lead-welcome")
            .name("Welcome a lead")
            .subject("lead")
            .on("lead.created")
            .exitOn("lead.converted")
            .step(Steps.action("score", "score_lead").config("lead", "{{subject.id}}"))
            .step(
                Steps.action("call", "create_task")
                    .onlyWhen(promising)
                    .config("title", "Call {{lead.name}}")
                    .config("due_date", "{{today+1b}}"))
            .step(
                Steps.action("welcome", "send_email")
                    .config("to", "{{lead.email}}")
                    .config("subject", "Welcome, {{lead.name}}")
                    .config("text", "Hello!"))
            .step(Steps.waitFor("reply", "message.received").timeout("P3D"))
            .step(
                Steps.action("remind", "send_email")
                    .onlyWhen(silent)
                    .config("to", "{{lead.email}}")
                    .config("subject", "Still there?")
                    .config("text", "Hello again!"))
            .build();
    // end
    return definition;
  }
}
