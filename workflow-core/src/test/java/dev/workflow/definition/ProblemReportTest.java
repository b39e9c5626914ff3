package dev.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.workflow.InvalidDefinitionException;
import dev.workflow.Problem;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProblemReportTest {

  private static List<String> problems(String document) {
    InvalidDefinitionException e =
        catchThrowableOfType(
            InvalidDefinitionException.class, () -> WorkflowDefinition.parse(document));
    assertThat(e).as("the complaint about " + document).isNotNull();
    return e.problems().stream().map(Problem::toString).toList();
  }

  private static List<String> ofStep(String step) {
    return problems(Documents.withStep(step.replace('\'', '"')));
  }

  private static List<String> of(String keys) {
    return problems(Documents.with(keys.replace('\'', '"')));
  }

  @Test
  void tellsEverythingAtOnceInTheOrderOfTheDocument() {
    String document =
        """
        {
          "key": "Lead Nurture",
          "nmae": "Lead nurture",
          "priority": "high",
          "triggers": [
            {"event": "lead.created", "when": {"field": "score", "operator": "gte_", "value": 5}},
            {"schedule": "0 25 * * *", "timezone": "Europe/Amsterdm"}
          ],
          "exit": {"event": "lead.converted"},
          "steps": [
            {"id": "welcome", "action": "send_email", "config": {"to": "{{lead.email"},
             "retry": {"maxAttempts": 0, "jiter": 0.2}, "delay": "5 minutes"},
            {"id": "welcome", "wait": {"event": "message.received"}, "stop": "completed"},
            {"id": "hot", "branch": [
              {"otherwise": true, "steps": []},
              {"when": {"field": "steps.welcom.output.id", "operator": "exists", "value": true},
               "steps": []}]}
          ]
        }
        """;

    assertThatThrownBy(() -> WorkflowDefinition.parse(document))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            """
            The workflow "Lead Nurture" has 15 problems:
              /key: "Lead Nurture" is not a name: begin with a lower-case letter or digit, then \
            letters, digits, "-" or "_", at most 100; did you mean "lead-nurture"?
              /nmae: unknown key; did you mean "name"?
              /priority: expected a whole number from -1000000 to 1000000, found "high"
              /triggers/0/when/operator: unknown operator "gte_"; did you mean "gte"?
              /triggers/1/schedule: "0 25 * * *" is not a cron expression such as \
            "0 9 * * MON-FRI" (minute hour day month weekday, seconds before them if wanted): \
            Failed to parse cron expression. Value 25 not in range [0, 23]
              /triggers/1/timezone: "Europe/Amsterdm" is not a time zone such as \
            "Europe/Amsterdam"; did you mean "Europe/Amsterdam"?
              /exit: expected a list such as [{"event": "lead.converted"}, …], found an object
              /steps/0/config/to: at offset 0: "{{" is never closed; add "}}", or write \\{{ for \
            the braces themselves
              /steps/0/retry/maxAttempts: expected a whole number from 1 to 1000, found 0
              /steps/0/retry/jiter: unknown key; did you mean "jitter"?
              /steps/0/delay: "5 minutes" is not an ISO-8601 duration such as "PT5M", "P3D" or \
            "P1M"
              /steps/1: a step is of one kind; this one has wait and stop
              /steps/1/id: "welcome" is the id of the step at /steps/0 already; ids are unique in \
            the document
              /steps/2/branch/1: it stands after the "otherwise" case and can never be taken
              /steps/2/branch/1/when/field: there is no step "welcom"; did you mean "welcome"? \
            (steps.welcom.output.id)\
            """);
  }

  @Nested
  class AboutSteps {

    @Test
    void namesTheKinds() {
      assertThat(ofStep("{'id': 'a'}"))
          .containsExactly(
              "/steps/0: a step has one of action, wait, branch, parallel, split, each, repeat,"
                  + " workflow, stop, or delay alone");
    }

    @Test
    void findsTheSameIdAnywhereInTheTree() {
      assertThat(
              ofStep(
                  "{'id': 'a', 'branch': [{'otherwise': true, 'steps': [{'id': 'b', 'stop':"
                      + " 'failed', 'onFailure': [{'id': 'a', 'delay': 'P1D'}]}]}]}"))
          .containsExactly(
              "/steps/0/branch/0/steps/0/onFailure/0/id: \"a\" is the id of the step at /steps/0"
                  + " already; ids are unique in the document");
    }

    @Test
    void refusesKeysOfAnotherKind() {
      assertThat(ofStep("{'id': 'a', 'wait': {'event': 'x'}, 'config': {}, 'join': 1}"))
          .containsExactly(
              "/steps/0/config: \"config\" cannot be combined with \"wait\"",
              "/steps/0/join: \"join\" cannot be combined with \"wait\"");
    }

    @Test
    void knowsTheActionThatWasMeant() {
      assertThat(ofStep("{'id': 'a', 'action': 'sendEmail'}"))
          .containsExactly(
              "/steps/0/action: \"sendEmail\" is not the name of an action: lower snake case, such"
                  + " as \"send_email\"; did you mean \"send_email\"?");
      assertThat(ofStep("{'id': 'a', 'action': 'Approval_Lawyer'}"))
          .containsExactly(
              "/steps/0/action: \"Approval_Lawyer\" is not the name of an action: lower snake"
                  + " case, such as \"send_email\"; did you mean \"APPROVAL_LAWYER\"?");
    }

    @Test
    void saysWhichTypeItFound() {
      assertThat(ofStep("{'id': 5, 'delay': true, 'name': ['a'], 'required': 'no'}"))
          .containsExactly(
              "/steps/0/id: expected a text, found a number",
              "/steps/0/delay: expected a duration such as \"PT5M\", or an object with \"for\","
                  + " \"until\" or \"window\", found true or false",
              "/steps/0/name: expected a text, found a list",
              "/steps/0/required: expected true or false, found a text");
    }

    @Test
    void showsTheFormOfWhatShouldStandThere() {
      assertThat(ofStep("{'id': 'a', 'wait': 'message.received'}"))
          .containsExactly(
              "/steps/0/wait: expected an object such as {\"event\": \"message.received\","
                  + " \"timeout\": \"P3D\"}, found a text");
      assertThat(ofStep("{'id': 'a', 'branch': 'b'}"))
          .containsExactly(
              "/steps/0/branch: expected a list such as [{\"when\": {\"field\": \"score\","
                  + " \"operator\": \"gte\", \"value\": 50}, \"steps\": […]}, …], found a text");
      assertThat(ofStep("{'id': 'a', 'parallel': ['b', 'c']}"))
          .containsExactly(
              "/steps/0/parallel/0: expected an object such as {\"steps\": […]}, found a text",
              "/steps/0/parallel/1: expected an object such as {\"steps\": […]}, found a text");
      assertThat(ofStep("{'id': 'a', 'each': '{{order.lines}}'}"))
          .containsExactly(
              "/steps/0/each: expected an object such as {\"items\": \"{{order.lines}}\","
                  + " \"steps\": […]}, found a text");
      assertThat(ofStep("{'id': 'a', 'workflow': 5}"))
          .containsExactly(
              "/steps/0/workflow: expected \"follow-up\" or an object such as {\"key\":"
                  + " \"follow-up\"}, found a number");
      assertThat(ofStep("{'id': 'a', 'stop': true}"))
          .containsExactly(
              "/steps/0/stop: expected \"completed\", \"failed\" or an object such as {\"as\":"
                  + " \"failed\", \"reason\": \"no answer\"}, found true or false");
      assertThat(ofStep("{'id': 'a', 'delay': 'P1D', 'retry': 3}"))
          .containsExactly(
              "/steps/0/retry: expected an object such as {\"maxAttempts\": 3, \"initialDelay\":"
                  + " \"PT30S\"}, found a number");
      assertThat(of("'triggers': 'lead.created'"))
          .containsExactly(
              "/triggers: expected a list such as [{\"event\": \"lead.created\"}, …], found a"
                  + " text");
    }

    @Test
    void checksTheCasesOfABranch() {
      assertThat(ofStep("{'id': 'a', 'branch': [{'steps': []}, {'when': {}, 'otherwise': true}]}"))
          .containsExactly(
              "/steps/0/branch/0: a case has either \"when\" or \"otherwise\": true",
              "/steps/0/branch/1: a case has either \"when\" or \"otherwise\": true",
              "/steps/0/branch/1: \"steps\" is missing: a list of steps, which may be empty");
    }

    @Test
    void countsTheBranchesForJoin() {
      assertThat(ofStep("{'id': 'a', 'parallel': [{'steps': []}, {'steps': []}], 'join': 3}"))
          .containsExactly(
              "/steps/0/join: expected \"all\", \"any\" or a number from 1 to 2, found 3");
    }

    @Test
    void tellsArmsApartByName() {
      assertThat(ofStep("{'id': 'a', 'split': [{'name': 'b', 'steps': []}, {'steps': []}]}"))
          .containsExactly("/steps/0/split/1: another arm is named \"b\" already");
    }

    @Test
    void keepsTheNamesOfTheData() {
      assertThat(ofStep("{'id': 'a', 'each': {'items': [], 'as': 'event', 'steps': []}}"))
          .containsExactly(
              "/steps/0/each/as: \"event\" is part of the data already; take another name");
    }

    @Test
    void seesThatItemsAreNoExpression() {
      assertThat(ofStep("{'id': 'a', 'each': {'items': 'order.items', 'steps': []}}"))
          .containsExactly(
              "/steps/0/each/items: \"order.items\" is no expression; did you mean"
                  + " \"{{order.items}}\"?");
    }

    @Test
    void wantsTheLongestWaitNotShorterThanTheFirst() {
      assertThat(
              ofStep(
                  "{'id': 'a', 'action': 'x', 'retry': {'initialDelay': 'PT1H', 'maxDelay':"
                      + " 'PT1M'}}"))
          .containsExactly("/steps/0/retry/maxDelay: is shorter than initialDelay, which is PT1H");
    }
  }

  @Nested
  class AboutReferences {

    @Test
    void findsThemInEveryExpression() {
      assertThat(
              ofStep(
                  "{'id': 'reply', 'wait': {'event': 'x', 'correlation': '{{steps.a.output}}',"
                      + " 'when': {'not': {'field': 'y', 'operator': 'eq', 'value': {'ref':"
                      + " 'steps.b.output.z'}}}}, 'delay': {'until': '{{steps.c.output}}'},"
                      + " 'assignee': '{{steps.d.output}}', 'compensate': {'action': 'x', 'config':"
                      + " {'deep': ['{{today}}', 'x {{steps.rply.output}}']}}}"))
          .containsExactly(
              "/steps/0/wait/correlation: there is no step \"a\" (steps.a.output)",
              "/steps/0/wait/when/not/value/ref: there is no step \"b\" (steps.b.output.z)",
              "/steps/0/delay/until: there is no step \"c\" (steps.c.output)",
              "/steps/0/assignee: there is no step \"d\" (steps.d.output)",
              "/steps/0/compensate/config/deep/1: there is no step \"rply\"; did you mean"
                  + " \"reply\"? (steps.rply.output)");
    }

    @Test
    void missesTheOutput() {
      assertThat(
              ofStep(
                  "{'id': 'a', 'stop': 'failed', 'when': {'field': 'steps.a.timedOut', 'operator':"
                      + " 'eq', 'value': true}}"))
          .containsExactly(
              "/steps/0/when/field: a step has output, state, reason, attempt and by; did you mean"
                  + " \"steps.a.output.timedOut\"? (steps.a.timedOut)");
    }

    @Test
    void keepsSecretsOutOfTheData() {
      assertThat(
              ofStep(
                  "{'id': 'a', 'workflow': {'key': 'b', 'input': {'k': '{{secret.key}}'}},"
                      + " 'assignee': '{{secret.boss}}'}"))
          .containsExactly(
              "/steps/0/workflow/input: secrets are for the configuration of actions only"
                  + " (secret.key)",
              "/steps/0/assignee: secrets are for the configuration of actions only"
                  + " (secret.boss)");
    }
  }

  @Nested
  class AboutTimes {

    @Test
    void explainsDurations() {
      assertThat(of("'rateLimit': {'permits': 1, 'per': 'P1M'}"))
          .containsExactly(
              "/rateLimit/per: \"P1M\" has months or years, which differ in length; give days,"
                  + " hours, minutes or seconds");
      assertThat(of("'rateLimit': {'permits': 1, 'per': 'PT0S'}"))
          .containsExactly("/rateLimit/per: must be longer than zero");
      assertThat(of("'channelLimits': {'': {'permits': 0}, 'sms': 3, 'email': {'per': 'PT1M'}}"))
          .containsExactly(
              "/channelLimits/: is the limit of a channel, such as \"email\"",
              "/channelLimits/: \"per\" is missing: in which time, such as \"PT1M\"",
              "/channelLimits//permits: expected a whole number from 1 to 1000000000, found 0",
              "/channelLimits/sms: expected an object, found a number",
              "/channelLimits/email: \"permits\" is missing: how many messages may be sent");
      assertThat(ofStep("{'id': 'a', 'delay': 'P500Y'}"))
          .containsExactly("/steps/0/delay: \"P500Y\" is longer than 100 years");
    }

    @Test
    void explainsWindows() {
      assertThat(
              ofStep(
                  "{'id': 'a', 'delay': {'window': {'days': 'MON-FRY', 'from': '9', 'to':"
                      + " '25:00'}}}"))
          .containsExactly(
              "/steps/0/delay/window/days: \"MON-FRY\" is not days such as \"MON-FRI\" or"
                  + " \"MON,WED\"",
              "/steps/0/delay/window/from: \"9\" is not a time of day such as \"09:00\"",
              "/steps/0/delay/window/to: \"25:00\" is not a time of day such as \"09:00\"");
      assertThat(ofStep("{'id': 'a', 'delay': {'window': {'from': '09:00', 'to': '09:00'}}}"))
          .containsExactly(
              "/steps/0/delay/window/to: it closes when it opens; for whole days leave \"from\""
                  + " and \"to\" out");
      assertThat(ofStep("{'id': 'a', 'delay': {'window': {'holidays': 'skip'}}}"))
          .containsExactly(
              "/steps/0/delay/window: a window has \"days\", \"from\" and \"to\", or \"quiet\", or"
                  + " several of them");
      assertThat(
              ofStep(
                  "{'id': 'a', 'delay': {'window': {'from': '09:00', 'to': '17:00', 'quiet':"
                      + " {'from': '00:00', 'to': '24:00'}, 'timezone': 'receiver', 'holidays':"
                      + " 'work'}}}"))
          .containsExactly(
              "/steps/0/delay/window/from: \"from\" cannot be combined with \"quiet\"",
              "/steps/0/delay/window/to: \"to\" cannot be combined with \"quiet\"",
              "/steps/0/delay/window/quiet/to: it is quiet from and to the same time, so the window"
                  + " never opens",
              "/steps/0/delay/window/timezone: \"receiver\" is not a time zone such as"
                  + " \"Europe/Amsterdam\"",
              "/steps/0/delay/window/holidays: \"work\" is none of open, skip");
    }

    @Test
    void knowsTimesThatNeverCome() {
      assertThat(of("'triggers': [{'schedule': '0 0 30 2 *'}, {'schedule': 'daily'}]"))
          .containsExactly(
              "/triggers/0/schedule: \"0 0 30 2 *\" names a time that never comes",
              "/triggers/1/schedule: \"daily\" is not a cron expression such as"
                  + " \"0 9 * * MON-FRI\" (minute hour day month weekday, seconds before them if"
                  + " wanted): it has 1 field");
    }
  }
}
