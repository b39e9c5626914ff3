package dev.workflow.internal.access;

import dev.workflow.Actor;
import dev.workflow.InstanceId;
import dev.workflow.Page;
import dev.workflow.TenantId;
import dev.workflow.internal.engine.FieldRights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answers of services as a principal sees them: data with masks, and texts without what is
 * masked in the data beside them or in those of their instance. Used by one thread.
 */
final class Answers {

  private final SeenValues values;
  private final HiddenOfInstances instances;
  private final TenantId tenant;

  Answers(FieldRights fields, Actor principal, HiddenOfInstances instances, TenantId tenant) {
    this.values = new SeenValues(fields, principal, tenant);
    this.instances = instances;
    this.tenant = tenant;
  }

  /**
   * @param subject the type of what the answer is about, unless it says so itself; null: nothing
   * @param about the instance that was asked about; null: none in particular
   */
  @Nullable Object of(
      @Nullable Object answer, @Nullable String subject, @Nullable InstanceId about) {
    if (answer == null || answer instanceof Boolean || answer instanceof Number) {
      return answer;
    }
    Set<InstanceId> ids = new HashSet<>(SeenTexts.instances(answer));
    if (about != null) {
      ids.add(about);
    }
    Map<InstanceId, HiddenValues> hidden =
        ids.isEmpty() ? Map.of() : instances.of(tenant, ids, values);
    SeenTexts texts = new SeenTexts(hidden);
    HiddenValues around = about == null ? null : hidden.get(about);
    if (answer instanceof Page<?> page) {
      return new Page<>(each(page.items(), subject, texts, around), page.next());
    } else if (answer instanceof List<?> list) {
      return each(list, subject, texts, around);
    }
    return one(answer, subject, texts, around);
  }

  private List<Object> each(
      List<?> all, @Nullable String subject, SeenTexts texts, @Nullable HiddenValues around) {
    List<Object> seen = new ArrayList<>(all.size());
    all.forEach(one -> seen.add(one(one, subject, texts, around)));
    return List.copyOf(seen);
  }

  private Object one(
      Object answer, @Nullable String subject, SeenTexts texts, @Nullable HiddenValues around) {
    Object seen = values.of(answer, subject);
    HiddenValues hidden = values.taken();
    hidden.addAll(around);
    return Objects.requireNonNull(texts.of(seen, hidden));
  }
}
