package dev.workflow.examples.host.engine.instances;

import dev.workflow.Instances;
import dev.workflow.SubjectRef;
import dev.workflow.TenantId;
import dev.workflow.examples.host.engine.Refusal;
import dev.workflow.examples.host.engine.Subjects;
import dev.workflow.instance.InstanceOutcome;
import dev.workflow.instance.InstanceState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which instances; what is null or empty does not filter.
 *
 * @param subject such as {@code deal:d-1}
 */
record InstanceFilter(
    @Nullable String workflow,
    @Nullable String subject,
    @Nullable List<String> state,
    @Nullable String outcome) {

  Instances.Query query(TenantId tenant) {
    Set<InstanceState> states = new LinkedHashSet<>();
    for (String word : Objects.requireNonNullElse(state, List.<String>of())) {
      InstanceState one = Refusal.word(InstanceState.class, "state", word);
      if (one != null) {
        states.add(one);
      }
    }
    SubjectRef about = Subjects.find(subject);
    return new Instances.Query(
        tenant,
        workflow == null || workflow.isBlank() ? null : workflow,
        about,
        states,
        Refusal.word(InstanceOutcome.class, "outcome", outcome));
  }
}
