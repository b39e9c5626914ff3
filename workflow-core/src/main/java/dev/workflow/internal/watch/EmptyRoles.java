package dev.workflow.internal.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.workflow.Actor;
import dev.workflow.Instances;
import dev.workflow.Json;
import dev.workflow.SubjectRef;
import dev.workflow.definition.WorkflowDefinition;
import dev.workflow.expression.Template;
import dev.workflow.internal.decide.StepTree;
import dev.workflow.internal.log.Log;
import dev.workflow.operations.Findings;
import dev.workflow.spi.ActorDirectory.Membership;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Roles that steps name and nobody has: neither where there is no subject, nor on any of the 20
 * newest subjects of the workflows that name them. Of a workflow that is for a type of subject and
 * has run for none, nothing is said, and nothing at all if the directory cannot list who has a
 * role.
 */
final class EmptyRoles {

  private static final Log log = Log.of(EmptyRoles.class);
  private static final int MOST_SUBJECTS = 20;

  private EmptyRoles() {}

  static List<Observed> find(Look look) {
    Map<String, Set<String>> roles = roles(look);
    try {
      return roles.isEmpty() ? List.of() : find(look, roles);
    } catch (RuntimeException e) {
      log.debug("The ActorDirectory failed; nothing is said of roles", e);
      return List.of();
    }
  }

  /** The workflows that name a role, by role. */
  private static Map<String, Set<String>> roles(Look look) {
    Map<String, Set<String>> roles = new TreeMap<>();
    for (StepTree tree : look.enabled()) {
      for (StepTree.Node node : tree.nodes()) {
        for (String role : node.step().settings().performer().candidates().roles()) {
          if (!Template.containsExpression(role)) {
            roles.computeIfAbsent(role, none -> new TreeSet<>()).add(tree.definition().key());
          }
        }
      }
    }
    return roles;
  }

  private static List<Observed> find(Look look, Map<String, Set<String>> roles) {
    Set<Membership> everywhere = new HashSet<>();
    roles.keySet().forEach(role -> everywhere.add(Membership.everywhere(role)));
    Optional<Map<Membership, Set<Actor>>> holders =
        look.engine().actors().eligible(look.tenant(), everywhere);
    List<Observed> found = new ArrayList<>();
    if (holders.isPresent()) {
      roles.forEach(
          (role, workflows) -> {
            if (!isHeld(holders.get(), Membership.everywhere(role))
                && workflows.stream().allMatch(key -> nobodyOnSubjects(look, key, role))) {
              found.add(observed(role, workflows));
            }
          });
    }
    return found;
  }

  private static boolean isHeld(Map<Membership, Set<Actor>> holders, Membership role) {
    return !holders.getOrDefault(role, Set.of()).isEmpty();
  }

  private static boolean nobodyOnSubjects(Look look, String workflow, String role) {
    WorkflowDefinition definition =
        Objects.requireNonNull(look.workflows().newest().get(workflow)).definition();
    Instances.Query query = Instances.Query.of(look.tenant()).workflow(workflow);
    Set<Membership> asked = new HashSet<>();
    look.transactions()
        .transact(transaction -> transaction.instances().list(query, null, MOST_SUBJECTS))
        .forEach(
            row -> {
              SubjectRef subject = row.subject();
              if (subject != null) {
                asked.add(Membership.on(subject, role));
              }
            });
    if (asked.isEmpty()) {
      return definition.subject() == null;
    }
    Optional<Map<Membership, Set<Actor>>> holders =
        look.engine().actors().eligible(look.tenant(), asked);
    return holders.isPresent() && holders.get().values().stream().allMatch(Set::isEmpty);
  }

  private static Observed observed(String role, Set<String> workflows) {
    Samples some = new Samples();
    workflows.forEach(some::add);
    ObjectNode evidence = Json.object().put("role", role).put("workflows", workflows.size());
    evidence.set("samples", some.json());
    return new Observed(Findings.Kind.ROLE_WITHOUT_ANYBODY, "role " + role, null, null, evidence);
  }
}
