package dev.workflow.gallery.internal;

import dev.workflow.gallery.spi.GalleryRows;
import dev.workflow.spi.store.StoreTransaction;

/** The gallery of a transaction, if its store keeps one. */
final class GalleryStore {

  private GalleryStore() {}

  /**
   * @throws UnsupportedOperationException if the store keeps none
   */
  static GalleryRows of(StoreTransaction transaction) {
    return transaction
        .extension(GalleryRows.class)
        .orElseThrow(
            () ->
                new UnsupportedOperationException(
                    "the store keeps no workflow templates: StoreTransaction.extension gives no "
                        + GalleryRows.class.getName()
                        + "; workflow-jdbi and the in-memory store keep them"));
  }
}
