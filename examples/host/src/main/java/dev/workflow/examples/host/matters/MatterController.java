package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.workflow.SubjectRef;
import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Member;
import dev.workflow.examples.host.security.Members;
import dev.workflow.examples.host.security.Role;
import dev.workflow.examples.host.users.Matters;
import dev.workflow.examples.host.web.Pages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The matters of the firm by name, with the people on them. */
@RestController
@Tag(name = "matters")
@RequestMapping("/api/workflows/matters")
class MatterController {

  private final Matters matters;
  private final Members members;

  MatterController(Matters matters, Members members) {
    this.matters = matters;
    this.members = members;
  }

  /** A matter. */
  record MatterLine(
      @JsonProperty("id") String id,
      @JsonProperty("name") String name,
      @JsonProperty("parties") List<MatterParty> parties) {}

  /** Somebody on it. */
  record MatterParty(@JsonProperty("userId") String userId, @JsonProperty("role") String role) {}

  @Operation(
      summary = "Lists matters with the people on them",
      description = "ADMIN and MANAGER see all, others those on which they are.")
  @GetMapping
  ResponseEntity<MatterPage<MatterLine>> listMatters(
      Caller caller, @RequestParam(required = false) @Nullable String q, Pages pages) {
    String wanted = q == null ? "" : q.strip().toLowerCase(Locale.ROOT);
    Member member = members.of(caller.tenant(), caller.userId());
    boolean all = caller.is(Role.ADMIN, Role.MANAGER);
    return MatterPage.of(
        pages.of(
            matters.list(caller.tenant()).stream()
                .filter(one -> all || member.isOn(SubjectRef.of(Member.MATTER, one.id())))
                .filter(
                    one ->
                        one.id().toLowerCase(Locale.ROOT).contains(wanted)
                            || one.name().toLowerCase(Locale.ROOT).contains(wanted))
                .map(one -> line(caller, one))
                .toList()));
  }

  private MatterLine line(Caller caller, Matters.Matter one) {
    return new MatterLine(
        one.id(),
        one.name(),
        matters.parties(caller.tenant(), one.id()).stream()
            .map(party -> new MatterParty(party.userId(), party.role()))
            .toList());
  }
}
