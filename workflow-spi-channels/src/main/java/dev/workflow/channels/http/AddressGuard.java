package dev.workflow.channels.http;

import dev.workflow.channels.http.HttpResult.Refused;
import dev.workflow.channels.http.HttpResult.Unreachable;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at where a URL leads before anything is sent there. The addresses it gives are those that
 * were checked, and the only ones to connect to: a name that is looked up a second time may lead
 * elsewhere.
 */
final class AddressGuard {

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern DOTTED_QUAD = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

  /** The last part is a number: what resolvers may take for an address in another notation. */
  private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

  private static final int LAST_PORT = 65_535;

  private static final Set<String> METADATA =
      Set.of("metadata", "metadata.google.internal", "metadata.goog", "instance-data");

  private final HostResolver resolver;

  AddressGuard(HostResolver resolver) {
    this.resolver = resolver;
  }

  /** Where a call may connect. */
  record Target(String scheme, String host, int port, List<InetAddress> addresses) {}

  /** Thrown instead of a target. */
  static final class NoTarget extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient HttpResult result;

    NoTarget(HttpResult result) {
      this.result = result;
    }

    HttpResult result() {
      return result;
    }
  }

  /** Why a URL will be refused whatever its host's addresses are, or null. */
  static @Nullable String problem(URI url, AddressPolicy policy) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return "expected a URL that begins with https:// or http://";
    }
    if (url.getRawUserInfo() != null) {
      return "a URL must not hold a user name or a password";
    }
    if (url.getHost() == null) {
      return "the URL has no host, or one with other characters than letters, digits and hyphens";
    }
    String host = host(url);
    if (ENDS_IN_NUMBER.matcher(host).matches() && !DOTTED_QUAD.matcher(host).matches()) {
      return "the host " + host + " is an address in a notation that is not allowed";
    }
    if (host.indexOf('%') >= 0) {
      return "the host " + host + " names a network interface";
    }
    int port = port(url, scheme);
    if (port < 1 || port > LAST_PORT) {
      return "there is no port " + port;
    }
    if (climbs(url.getRawPath())) {
      return "the path of the URL holds a segment \".\" or \"..\", which would lead elsewhere";
    }
    String problem = policy.schemeProblem(scheme);
    problem = problem == null ? policy.portProblem(port) : problem;
    problem = problem == null ? policy.hostProblem(host) : problem;
    return problem;
  }

  /** Whether a segment means this folder or the one above, also as servers may decode it. */
  private static boolean climbs(@Nullable String path) {
    if (path == null || (path.indexOf('.') < 0 && path.indexOf('%') < 0)) {
      return false;
    }
    String plain =
        path.toLowerCase(Locale.ROOT)
            .replace("%25", "%")
            .replace("%2e", ".")
            .replace("%2f", "/")
            .replace("%5c", "/");
    for (String segment : plain.split("/", -1)) {
      String name = segment.split(";", 2)[0];
      if (name.equals(".") || name.equals("..")) {
        return true;
      }
    }
    return false;
  }

  Target check(URI url, AddressPolicy policy) throws NoTarget {
    String problem = problem(url, policy);
    if (problem != null) {
      throw new NoTarget(new Refused(problem));
    }
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    String host = host(url);
    List<InetAddress> addresses;
    try {
      addresses = resolver.resolve(host);
    } catch (UnknownHostException e) {
      throw new NoTarget(new Unreachable("the host " + host + " has no address"));
    }
    boolean allowed = !addresses.isEmpty() && addresses.stream().allMatch(policy::allows);
    if (!allowed || (METADATA.contains(host) && !policy.allowsEveryAddress())) {
      throw new NoTarget(new Refused("the host " + host + " has an address that is not public"));
    }
    return new Target(scheme, host, port(url, scheme), addresses);
  }

  private static int port(URI url, String scheme) {
    return url.getPort() >= 0 ? url.getPort() : scheme.equals("https") ? 443 : 80;
  }

  private static String host(URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    if (host.startsWith("[") && host.endsWith("]")) {
      return host.substring(1, host.length() - 1);
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
