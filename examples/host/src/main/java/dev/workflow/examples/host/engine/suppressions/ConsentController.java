package dev.workflow.examples.host.engine.suppressions;

import dev.workflow.examples.host.security.Caller;
import dev.workflow.examples.host.security.Engines;
import dev.workflow.examples.host.web.Items;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Consents;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who agreed to what. */
@Tag(name = "suppressions")
@RestController
@RequestMapping("/api/v1/consents")
class ConsentController {

  private final Engines engines;

  ConsentController(Engines engines) {
    this.engines = engines;
  }

  private Consents consents(Caller caller) {
    return engines.of(caller).messaging().consents();
  }

  /** A consent that was granted or withdrawn. */
  record ConsentView(
      String channel,
      String address,
      String topic,
      boolean granted,
      Instant at,
      String by,
      @Nullable String evidence) {

    static ConsentView of(Consents.Consent one) {
      return new ConsentView(
          one.address().channel(),
          one.address().address(),
          one.topic(),
          one.granted(),
          one.at(),
          one.by().id(),
          one.evidence());
    }
  }

  @Operation(summary = "All that was said for an address")
  @GetMapping
  Items<ConsentView> history(
      Caller caller, @RequestParam String channel, @RequestParam String address) {
    return Items.all(
        consents(caller).history(caller.tenant(), ChannelAddress.of(channel, address)).stream()
            .map(ConsentView::of)
            .toList());
  }

  /** Topic: marketing by default; evidence: how it is known. */
  record ConsentInput(
      String channel, String address, @Nullable String topic, @Nullable String evidence) {

    String about() {
      return topic == null ? Consents.MARKETING : topic;
    }

    ChannelAddress whose() {
      return ChannelAddress.of(channel, address);
    }
  }

  @Operation(summary = "Grant")
  @PostMapping("/grant")
  ConsentView grant(Caller caller, @RequestBody ConsentInput body) {
    return ConsentView.of(
        consents(caller)
            .grant(caller.tenant(), body.whose(), body.about(), caller.actor(), body.evidence()));
  }

  @Operation(summary = "Withdraw")
  @PostMapping("/withdraw")
  ConsentView withdraw(Caller caller, @RequestBody ConsentInput body) {
    return ConsentView.of(
        consents(caller)
            .withdraw(
                caller.tenant(), body.whose(), body.about(), caller.actor(), body.evidence()));
  }
}
