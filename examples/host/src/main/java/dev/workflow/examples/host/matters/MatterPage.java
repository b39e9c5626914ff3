package dev.workflow.examples.host.matters;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.workflow.examples.host.web.Items;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * A page of a list, in the spelling of this group.
 *
 * @param nextCursor give it as {@code cursor} to get what follows; left out at the end
 */
record MatterPage<T>(
    @JsonProperty("items") List<T> items, @JsonProperty("nextCursor") @Nullable String nextCursor) {

  static <T> ResponseEntity<MatterPage<T>> of(ResponseEntity<Items<T>> page) {
    Items<T> items = Objects.requireNonNull(page.getBody());
    return ResponseEntity.ok()
        .headers(page.getHeaders())
        .body(new MatterPage<>(items.items(), items.nextCursor()));
  }
}
