package dev.workflow.channels.internal;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Bodies of the type {@code application/x-www-form-urlencoded}, in UTF-8. */
public final class Form {

  public static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

  private Form() {}

  /**
   * The values by name, sorted by name; a name without an equals sign has the empty value.
   *
   * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
   */
  public static TreeMap<String, List<String>> parse(String text) {
    TreeMap<String, List<String>> fields = new TreeMap<>();
    for (String pair : text.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        fields.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
      }
    }
    return fields;
  }

  /** The body that holds these fields. */
  public static String write(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
