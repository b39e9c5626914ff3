package dev.workflow.channels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.workflow.channels.http.AddressGuard.NoTarget;
import dev.workflow.channels.http.AddressGuard.Target;
import dev.workflow.channels.http.HttpResult.Refused;
import dev.workflow.channels.http.HttpResult.Unreachable;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

  private static final AddressPolicy PUBLIC = AddressPolicy.publicInternet();

  /** A name server of few words. */
  private static HostResolver names(Map<String, List<String>> names) {
    return host -> {
      List<String> addresses = names.getOrDefault(host, List.of());
      if (addresses.isEmpty()) {
        throw new UnknownHostException(host);
      }
      return addresses.stream().map(AddressGuardTest::address).toList();
    };
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResult refusal(String url, AddressPolicy policy, HostResolver resolver) {
    AddressGuard guard = new AddressGuard(resolver);
    NoTarget no = catchThrowableOfType(NoTarget.class, () -> guard.check(URI.create(url), policy));
    assertThat(no).as(url).isNotNull();
    return no.result();
  }

  @Nested
  class Addresses {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "0.0.0.0",
          "0.1.2.3",
          "10.0.0.1",
          "10.255.255.255",
          "100.64.0.1",
          "100.100.100.200",
          "100.127.255.255",
          "127.0.0.1",
          "127.255.255.254",
          "168.63.129.16",
          "169.254.169.254",
          "169.254.170.2",
          "172.16.0.1",
          "172.31.255.255",
          "192.0.0.192",
          "192.0.2.1",
          "192.88.99.1",
          "192.168.1.1",
          "198.18.0.1",
          "198.19.255.255",
          "198.51.100.7",
          "203.0.113.7",
          "224.0.0.1",
          "239.255.255.250",
          "240.0.0.1",
          "255.255.255.255",
          "::",
          "::1",
          "::7f00:1",
          "::ffff:127.0.0.1",
          "::ffff:8.8.8.8",
          "::ffff:0:808:808",
          "64:ff9b::a9fe:a9fe",
          "64:ff9b::808:808",
          "64:ff9b:1::808:808",
          "100::1",
          "2001::1",
          "2001:0:53aa:64c:0:5efe:5601:101",
          "2001:db8::1",
          "2002:7f00:1::",
          "2002:a9fe:a9fe::1",
          "3fff::1",
          "2a00:1450::5efe:a00:1",
          "2a00:1450::200:5efe:a00:1",
          "4000::1",
          "5f00::1",
          "fc00::1",
          "fd00:ec2::254",
          "fe80::1",
          "fec0::1",
          "ff02::1"
        })
    void what_is_not_public_is_refused(String literal) {
      // The name server of an attacker may give any bytes, a mapped address among them.
      InetAddress given = address(literal);
      boolean mapped = literal.equals("::ffff:8.8.8.8");
      assertThat(PUBLIC.allows(given)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "1.1.1.1",
          "8.8.8.8",
          "11.0.0.1",
          "100.63.255.255",
          "100.128.0.1",
          "128.0.0.1",
          "172.15.255.255",
          "172.32.0.1",
          "192.0.1.1",
          "192.167.255.255",
          "198.17.255.255",
          "198.20.0.1",
          "223.255.255.255",
          "2606:4700::1111",
          "2a00:1450:4009::200e",
          "2001:4860:4860::8888"
        })
    void what_is_public_is_allowed(String literal) {
      assertThat(PUBLIC.allows(address(literal))).isTrue();
    }

    @Property(tries = 1000)
    void only_2000_3_is_public_in_ipv6(@ForAll @Size(value = 16) byte[] bytes) {
      boolean within = (bytes[0] & 0xe0) == 0x20;
      assertThat(!GlobalAddresses.contains(bytes) || within).isTrue();
    }

    @Test
    void the_bytes_of_a_mapped_address_are_not_public() {
      byte[] mapped = new byte[16];
      mapped[10] = (byte) 0xff;
      mapped[11] = (byte) 0xff;
      mapped[12] = 8;
      assertThat(GlobalAddresses.contains(mapped)).isFalse();
    }

    @Test
    void a_network_that_was_allowed_is_allowed_and_its_neighbour_is_not() {
      AddressPolicy policy = PUBLIC.allowNetworks("10.1.0.0/20", "fd00:1::/33");
      assertThat(policy.allows(address("10.1.15.255"))).isTrue();
      assertThat(policy.allows(address("10.1.16.0"))).isFalse();
      assertThat(policy.allows(address("fd00:1:7fff::1"))).isTrue();
      assertThat(policy.allows(address("fd00:1:8000::1"))).isFalse();
      assertThat(policy.allows(address("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0", "10.0.0.0/33", "example.com/8", "10.0.0.0/-1", "/8"})
    void what_is_no_network_is_refused(String text) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PUBLIC.allowNetworks(text))
          .withMessage(
              "expected a network such as 10.1.0.0/16 or fd00::/8, found \"" + text + "\"");
    }
  }

  @Nested
  class Urls {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            ftp://example.com/ | expected a URL that begins with https:// or http://
            //example.com/ | expected a URL that begins with https:// or http://
            file:///etc/passwd | expected a URL that begins with https:// or http://
            mailto:a@example.com | expected a URL that begins with https:// or http://
            http://example.com/ | the scheme http is not allowed, only https
            https://example.com:22/ | port 22 is not allowed, only 443
            https://user@example.com/ | a URL must not hold a user name or a password
            https://user:pw@example.com/ | a URL must not hold a user name or a password
            https:///path | the URL has no host, or one with other characters than letters, digits and hyphens
            https://a_b.example.com/ | the URL has no host, or one with other characters than letters, digits and hyphens
            https://bücher.example/ | the URL has no host, or one with other characters than letters, digits and hyphens
            https://2852039166/ | the host 2852039166 is an address in a notation that is not allowed
            https://127.1/ | the URL has no host, or one with other characters than letters, digits and hyphens
            https://0177.0.0.1/ | the host 0177.0.0.1 is an address in a notation that is not allowed
            https://example.com:0/ | there is no port 0
            https://example.com:99999/ | there is no port 99999
            https://example.com/a/../b | the path of the URL holds a segment "." or "..", which would lead elsewhere
            https://example.com/a/%2e%2E/b | the path of the URL holds a segment "." or "..", which would lead elsewhere
            https://example.com/a/..%2fb | the path of the URL holds a segment "." or "..", which would lead elsewhere
            https://example.com/./b | the path of the URL holds a segment "." or "..", which would lead elsewhere
            https://example.com/a/..;x/b | the path of the URL holds a segment "." or "..", which would lead elsewhere
            https://example.com/a/%252e%252e | the path of the URL holds a segment "." or "..", which would lead elsewhere
            https://[fe80::1%25eth0]/ | the host fe80::1%25eth0 names a network interface
            """)
    void are_refused_before_any_look_up(String url, String reason) {
      HostResolver nobody =
          host -> {
            throw new AssertionError(host + " was looked up");
          };
      assertThat(refusal(url, PUBLIC, nobody)).isEqualTo(new Refused(reason));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"0xa9fea9fe", "0xa9.0xfe.0xa9.0xfe", "a.0x7f", "1.2.3.4.5", "256.1.1.1"})
    void in_strange_notations_are_refused(String host) {
      String url = "https://" + host + "/";
      HttpResult result = refusal(url, PUBLIC, names(Map.of(host, List.of("8.8.8.8"))));
      assertThat(result).isInstanceOf(Refused.class);
    }

    @Test
    void to_hosts_that_are_not_listed_are_refused() {
      AddressPolicy policy = PUBLIC.onlyHosts("api.example.com", "*.acme.example");
      HostResolver resolver = host -> List.of(address("8.8.8.8"));
      assertThat(refusal("https://example.com/", policy, resolver))
          .isEqualTo(new Refused("the host example.com is not on the list of allowed hosts"));
      assertThat(refusal("https://acme.example/", policy, resolver))
          .isEqualTo(new Refused("the host acme.example is not on the list of allowed hosts"));
      assertThat(refusal("https://evilacme.example/", policy, resolver))
          .isInstanceOf(Refused.class);
      assertThat(OutboundHttp.problem("https://API.example.com./x", policy)).isNull();
      assertThat(OutboundHttp.problem("https://a.b.acme.example/x", policy)).isNull();
    }

    @Test
    void lead_nowhere_when_one_address_is_not_public() {
      HostResolver resolver =
          names(Map.of("evil.example.com", List.of("93.184.215.14", "169.254.169.254")));
      assertThat(refusal("https://evil.example.com/", PUBLIC, resolver))
          .isEqualTo(new Refused("the host evil.example.com has an address that is not public"));
    }

    @Test
    void of_metadata_services_are_refused_by_name_too() {
      HostResolver resolver = names(Map.of("metadata.google.internal", List.of("8.8.8.8")));
      assertThat(refusal("https://metadata.google.internal./", PUBLIC, resolver))
          .isEqualTo(
              new Refused("the host metadata.google.internal has an address that is not public"));
    }

    @Test
    void of_unknown_hosts_are_unreachable_not_refused() {
      assertThat(refusal("https://nobody.example.com/", PUBLIC, names(Map.of())))
          .isEqualTo(new Unreachable("the host nobody.example.com has no address"));
    }

    @Test
    void that_are_allowed_give_the_addresses_that_were_checked() throws Exception {
      AddressGuard guard =
          new AddressGuard(names(Map.of("hooks.example.com", List.of("8.8.8.8", "8.8.4.4"))));
      Target target = guard.check(URI.create("HTTPS://Hooks.Example.com./x"), PUBLIC);
      assertThat(target)
          .isEqualTo(
              new Target(
                  "https",
                  "hooks.example.com",
                  443,
                  List.of(address("8.8.8.8"), address("8.8.4.4"))));
    }

    @Test
    void are_told_apart_when_they_are_entered() {
      assertThat(OutboundHttp.problem("https://example.com/a..b/.well-known/x.y?p=../z", PUBLIC))
          .isNull();
      assertThat(OutboundHttp.problem("https://exa mple.com/", PUBLIC))
          .isEqualTo("expected a URL that begins with https:// or http://");
      assertThat(OutboundHttp.problem("http://example.com:80/", PUBLIC.allowPlainHttp())).isNull();
      assertThat(OutboundHttp.problem("https://example.com:8443/", PUBLIC.ports(443, 8443)))
          .isNull();
      assertThat(OutboundHttp.problem("http://10.0.0.1:99/", AddressPolicy.anywhere())).isNull();
    }

    @Test
    void policies_that_mean_nothing_are_refused() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PUBLIC.ports(0))
          .withMessage("expected ports from 1 to 65535, found [0]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PUBLIC.onlyHosts("*."))
          .withMessage("expected hosts such as hooks.example.com or *.example.com, found [*.]");
    }
  }
}
