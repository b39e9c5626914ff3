package dev.workflow.examples.host.console;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** A picture of a page with the 256 colours that it has most of: a third of the size. */
final class SmallPicture {

  private static final int COLORS = 256;

  private SmallPicture() {}

  static void write(byte[] png, Path file) throws IOException {
    BufferedImage full = ImageIO.read(new ByteArrayInputStream(png));
    Map<Integer, Integer> counts = new HashMap<>();
    for (int y = 0; y < full.getHeight(); y++) {
      for (int x = 0; x < full.getWidth(); x++) {
        counts.merge(full.getRGB(x, y) & 0xFFFFFF, 1, Integer::sum);
      }
    }
    List<Integer> colors =
        counts.entrySet().stream()
            .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
            .limit(COLORS)
            .map(Map.Entry::getKey)
            .toList();
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < colors.size(); i++) {
      places.put(colors.get(i), i);
    }
    counts
        .keySet()
        .forEach(color -> places.computeIfAbsent(color, other -> nearest(other, colors)));
    BufferedImage small =
        new BufferedImage(
            full.getWidth(), full.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model(colors));
    for (int y = 0; y < full.getHeight(); y++) {
      for (int x = 0; x < full.getWidth(); x++) {
        small.getRaster().setSample(x, y, 0, places.get(full.getRGB(x, y) & 0xFFFFFF));
      }
    }
    ImageIO.write(small, "png", file.toFile());
  }

  private static IndexColorModel model(List<Integer> colors) {
    byte[] red = new byte[colors.size()];
    byte[] green = new byte[colors.size()];
    byte[] blue = new byte[colors.size()];
    for (int i = 0; i < colors.size(); i++) {
      red[i] = (byte) (colors.get(i) >> 16);
      green[i] = (byte) (colors.get(i) >> 8);
      blue[i] = (byte) (int) colors.get(i);
    }
    return new IndexColorModel(8, colors.size(), red, green, blue);
  }

  private static int nearest(int color, List<Integer> colors) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < colors.size(); i++) {
      int distance = distance(color, colors.get(i));
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int difference = (one >> shift & 0xFF) - (other >> shift & 0xFF);
      sum += difference * difference;
    }
    return sum;
  }
}
