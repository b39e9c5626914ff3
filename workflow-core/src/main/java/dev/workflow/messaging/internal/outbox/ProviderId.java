package dev.workflow.messaging.internal.outbox;

import dev.workflow.internal.text.Limits;

/** A provider's id of a message as it is kept: it is in an index. */
final class ProviderId {

  private ProviderId() {}

  /**
   * The id itself if an index takes it. Otherwise what fits of it, and a fingerprint of the whole
   * behind that: two ids that begin alike stay two.
   */
  static String kept(String id) {
    if (id.length() <= Limits.INDEXED_BYTES
        && Limits.bytes(id) <= Limits.INDEXED_BYTES
        && Limits.storable(id, id.length()).equals(id)) {
      return id;
    }
    String mark = "…" + MessageRowMapper.fingerprint(id);
    int room = Limits.INDEXED_BYTES - Limits.bytes(mark);
    StringBuilder kept = new StringBuilder();
    String storable = Limits.storable(id, Limits.INDEXED_BYTES);
    for (int at = 0; at < storable.length(); ) {
      String next = Character.toString(storable.codePointAt(at));
      room -= Limits.bytes(next);
      if (room < 0) {
        break;
      }
      kept.append(next);
      at += next.length();
    }
    return kept + mark;
  }
}
