package dev.workflow.examples.host.users;

import dev.workflow.InvalidInputException;
import dev.workflow.Problem;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.web.Items;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The names of people, for whoever has to choose one or reads who did something. */
@RestController
@Tag(name = "users")
class PeopleController {

  private static final int MOST_IDS = 200;

  private final Users users;
  private final Matters matters;

  PeopleController(Users users, Matters matters) {
    this.users = users;
    this.matters = matters;
  }

  /** Somebody of the tenant. */
  record PersonView(String id, String name, Set<Role> roles) {}

  @Operation(
      summary = "The names of people of the tenant, by name",
      description =
          "q: a part of the name or the id. id: only these. A CLIENT sees the people of their"
              + " matters.")
  @GetMapping("/api/v1/people")
  ResponseEntity<Items<PersonView>> people(
      Caller caller,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable List<String> id,
      Pages pages) {
    if (id != null && id.size() > MOST_IDS) {
      throw new InvalidInputException(
          "The people", List.of(new Problem("/id", "at most " + MOST_IDS + " ids at once")));
    }
    String wanted = q == null ? "" : q.strip().toLowerCase(Locale.ROOT);
    Set<String> ids = id == null ? Set.of() : Set.copyOf(id);
    Set<String> seen = caller.roles().equals(Set.of(Role.CLIENT)) ? together(caller) : Set.of();
    return pages.of(
        users.list(caller.tenant()).stream()
            .filter(one -> ids.isEmpty() || ids.contains(one.id()))
            .filter(one -> seen.isEmpty() || seen.contains(one.id()))
            .filter(
                one ->
                    one.id().toLowerCase(Locale.ROOT).contains(wanted)
                        || one.name().toLowerCase(Locale.ROOT).contains(wanted))
            .map(one -> new PersonView(one.id(), one.name(), one.roles()))
            .sorted(Comparator.comparing(PersonView::name).thenComparing(PersonView::id))
            .toList());
  }

  /** The caller, and everybody on one of the caller's matters. */
  private Set<String> together(Caller caller) {
    Set<String> seen = new HashSet<>(Set.of(caller.userId()));
    for (Matters.Matter matter : matters.list(caller.tenant())) {
      List<String> on =
          matters.parties(caller.tenant(), matter.id()).stream()
              .map(Matters.Party::userId)
              .toList();
      if (on.contains(caller.userId())) {
        seen.addAll(on);
      }
    }
    return seen;
  }
}
