package dev.workflow.spi.store;

/** The refusal of a store that does not keep an optional concern. */
final class NotKept {

  private NotKept() {}

  static UnsupportedOperationException refusal(String concern) {
    return new UnsupportedOperationException(
        "this store keeps no %1$s: its StoreTransaction does not implement %1$s()"
            .formatted(concern));
  }
}
