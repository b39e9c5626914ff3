package dev.workflow.testkit.contract;

import static dev.workflow.testkit.WorkflowTestKit.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.workflow.Actor;
import dev.workflow.InvalidInputException;
import dev.workflow.WorkflowEngine;
import dev.workflow.WorkflowException;
import dev.workflow.messaging.ChannelAddress;
import dev.workflow.messaging.Consents;
import dev.workflow.messaging.Deliveries;
import dev.workflow.messaging.Inbound.Kind;
import dev.workflow.messaging.Inbound.Receipt;
import dev.workflow.messaging.InboundMessage;
import dev.workflow.messaging.Messages;
import dev.workflow.messaging.Suppressions;
import dev.workflow.messaging.Suppressions.Reason;
import dev.workflow.messaging.Suppressions.Scope;
import dev.workflow.spi.ActionResult;
import dev.workflow.spi.AddressFormat;
import dev.workflow.spi.AddressFormat.Result;
import dev.workflow.spi.FrequencyCap;
import dev.workflow.spi.Handling;
import dev.workflow.spi.Handling.Category;
import dev.workflow.spi.MessageState;
import dev.workflow.spi.OutboundMessage;
import dev.workflow.spi.SendResult;
import dev.workflow.spi.SendResult.Refusal;
import dev.workflow.spi.TenantDirectory;
import dev.workflow.spi.store.ConsentRows.ConsentRow;
import dev.workflow.spi.store.SuppressionRows.AddressKey;
import dev.workflow.spi.store.SuppressionRows.SuppressionRow;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One address is one person, in whichever spelling it comes in. */
public abstract class AddressesContract extends ReachContract {

  private static final Actor ANNA = Actor.of("anna");
  private static final String NUMBER = "+31644444444";

  private final Numbers numbers = new Numbers();

  /** Numbers, those without a country code in the tenant's country. */
  private static final class Numbers implements AddressFormat {

    private volatile @Nullable Supplier<@Nullable Result> instead;

    @Override
    public Set<String> channels() {
      return Set.of("sms", "whatsapp");
    }

    @Override
    public @Nullable Result parse(String raw, @Nullable String region) {
      if (instead != null) {
        return instead.get();
      }
      String digits = raw.replaceAll("[ -]", "");
      if (digits.matches("\\+[1-9][0-9]{7,14}")) {
        return AddressFormat.valid(digits);
      } else if (digits.matches("[1-9][0-9]{10,14}")) {
        return AddressFormat.valid("+" + digits);
      }
      return "NL".equals(region) && digits.matches("0[1-9][0-9]{8}")
          ? AddressFormat.valid("+31" + digits.substring(1))
          : AddressFormat.invalid("is no number");
    }
  }

  @Override
  protected WorkflowEngine.Builder customize(WorkflowEngine.Builder builder) {
    Locale dutch = Locale.forLanguageTag("nl-NL");
    return super.customize(builder)
        .messaging(
            m ->
                m.addressFormat(numbers)
                    .frequencyCaps(
                        List.of(new FrequencyCap(Category.MARKETING, 2, Duration.ofDays(1)))))
        .tenants(
            tenant -> Optional.of(new TenantDirectory.Settings(ZoneOffset.UTC, dutch, Map.of())));
  }

  private Suppressions suppressions() {
    return kit.engine().messaging().suppressions();
  }

  private MessageState state(String channel, String to) {
    return sent(Category.FOLLOW_UP, channel, to, "{\"text\": \"t\"}").state();
  }

  private Receipt receive(String channel, String from, String words) {
    Receipt receipt =
        kit.engine().messaging().inbound().receive(InboundMessage.of(TENANT, channel, from, words));
    kit.run();
    return receipt;
  }

  private Receipt answers(Messages.Message message, String from, String words) {
    Receipt receipt =
        kit.engine()
            .messaging()
            .inbound()
            .receive(
                InboundMessage.of(TENANT, message.channel(), from, words)
                    .withAnswerTo(message.delivery().providerId()));
    kit.run();
    return receipt;
  }

  @Test
  void a_stop_from_a_number_without_a_country_code_reaches_the_one_with_it() {
    assertThat(receive("sms", "0644444444", "STOP").kind()).isEqualTo(Kind.OPT_OUT);
    assertThat(state("sms", NUMBER)).isEqualTo(MessageState.SKIPPED);
    assertThat(state("sms", "06-44 44 44 44")).isEqualTo(MessageState.SKIPPED);
    receive("sms", "+31 644444444", "START");
    assertThat(state("sms", "0644444444")).isEqualTo(MessageState.SENT);
    assertThat(kit.messages("sms").get(0).recipient()).isEqualTo(NUMBER);
  }

  @Test
  void what_people_say_of_an_address_holds_in_every_spelling() {
    ChannelAddress local = ChannelAddress.of("sms", "06 44444444");
    ChannelAddress abroad = ChannelAddress.of("sms", NUMBER);
    suppressions().suppress(TENANT, local, Reason.MANUAL, Scope.EVERYTHING, ANNA, null);
    assertThat(suppressions().of(TENANT, abroad))
        .extracting(Suppressions.Suppression::address)
        .containsExactly(abroad);
    assertThat(suppressions().of(TENANT, local)).isEqualTo(suppressions().of(TENANT, abroad));
    assertThat(state("sms", NUMBER)).isEqualTo(MessageState.SKIPPED);
    assertThat(suppressions().lift(TENANT, local, Reason.MANUAL, ANNA)).isTrue();
    Consents consents = kit.engine().messaging().consents();
    consents.grant(TENANT, abroad, "news", ANNA, null);
    consents.withdraw(TENANT, local, "news", ANNA, null);
    assertThat(consents.current(TENANT, abroad, "news").orElseThrow().granted()).isFalse();
    assertThat(consents.history(TENANT, local)).hasSize(2);
    String body = "{\"text\": \"t\", \"topic\": \"news\"}";
    assertThat(sent(Category.MARKETING, "sms", NUMBER, body).state())
        .isEqualTo(MessageState.SKIPPED);
  }

  @Test
  void what_cannot_be_read_is_refused_where_it_must_be_certain() {
    ChannelAddress none = ChannelAddress.of("sms", "zzz");
    String wrong = "The address has a problem:\n  (document): \"zzz\" is no number";
    assertThatThrownBy(
            () -> suppressions().suppress(TENANT, none, Reason.MANUAL, Scope.MARKETING, ANNA, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(wrong);
    Consents consents = kit.engine().messaging().consents();
    assertThatThrownBy(() -> consents.grant(TENANT, none, "news", ANNA, null)).hasMessage(wrong);
    assertThatThrownBy(() -> consents.withdraw(TENANT, none, "news", ANNA, null)).hasMessage(wrong);
    kit.sender("sms").answers(message -> SendResult.rejected("no"));
    Messages.Message failed = sent(Category.FOLLOW_UP, "sms", NUMBER, "{\"text\": \"t\"}");
    Messages messages = kit.engine().messaging().messages();
    assertThatThrownBy(() -> messages.readdress(TENANT, failed.id(), "zzz", ANNA))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(wrong);
    assertThat(message(failed.id())).isEqualTo(failed);
    messages.readdress(TENANT, failed.id(), "06 55555555", ANNA);
    assertThat(message(failed.id()).recipient()).isEqualTo("+31655555555");
    assertThat(suppressions().of(TENANT, none)).isEmpty();
    assertThat(suppressions().lift(TENANT, none, Reason.MANUAL, ANNA)).isFalse();
  }

  @Test
  void a_format_of_the_host_that_gives_no_address_or_fails_is_named() {
    String format = "the AddressFormat " + Numbers.class.getName();
    ChannelAddress local = ChannelAddress.of("sms", "0644444444");
    List<Supplier<@Nullable Result>> useless =
        List.of(
            () -> null,
            () -> AddressFormat.valid(" "),
            () -> AddressFormat.valid("a\nb"),
            () -> AddressFormat.valid("1".repeat(1_001)));
    for (Supplier<@Nullable Result> answer : useless) {
      numbers.instead = answer;
      assertThatThrownBy(
              () ->
                  suppressions()
                      .suppress(TENANT, local, Reason.MANUAL, Scope.EVERYTHING, ANNA, null))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "The address has a problem:\n  (document): \"0644444444\" cannot be read: "
                  + format
                  + " gives nothing that can be an address");
    }
    numbers.instead =
        () -> {
          throw new IllegalStateException("no answer");
        };
    assertThatThrownBy(() -> receive("sms", "0644444444", "STOP"))
        .isInstanceOf(WorkflowException.class)
        .hasMessage(
            format + " failed to read an address: java.lang.IllegalStateException: no answer");
    numbers.instead = null;
    assertThat(receive("sms", "0644444444", "STOP").suppressed()).isTrue();
  }

  @Test
  void a_stop_from_nowhere_that_answers_a_message_reaches_its_recipient() {
    Messages.Message asked = sent(Category.FOLLOW_UP, "sms", NUMBER, "{\"text\": \"t\"}");
    assertThat(answers(asked, "Portal", "STOP").answers()).isEqualTo(asked.id());
    assertThat(state("sms", NUMBER)).isEqualTo(MessageState.SKIPPED);
  }

  @Test
  void a_stop_from_another_address_that_answers_a_message_reaches_both() {
    Messages.Message asked = mail(Category.MARKETING, "all@x.nl");
    answers(asked, "bob@x.nl", "STOP");
    assertThat(mail(Category.MARKETING, "all@x.nl").state()).isEqualTo(MessageState.SKIPPED);
    assertThat(mail(Category.MARKETING, "bob@x.nl").state()).isEqualTo(MessageState.SKIPPED);
    assertThat(mail(Category.MARKETING, "ann@x.nl").state()).isEqualTo(MessageState.SENT);
  }

  @Test
  void the_numbers_of_one_phone_in_WhatsApp_are_one() {
    record Phone(String number, String waId) {}
    for (Phone phone :
        List.of(
            new Phone("+5531988887777", "553188887777"),
            new Phone("+553177776666", "5531977776666"),
            new Phone("+525512345678", "5215512345678"),
            new Phone("+5215587654321", "525587654321"),
            new Phone("+541123456789", "5491123456789"),
            new Phone("+5491134567890", "541134567890"))) {
      Messages.Message asked =
          sent(Category.FOLLOW_UP, "whatsapp", phone.number(), "{\"text\": \"t\"}");
      assertThat(receive("whatsapp", phone.waId(), "Yes").answers()).isEqualTo(asked.id());
      assertThat(answers(asked, phone.waId(), "Yes").answers()).isEqualTo(asked.id());
      assertThat(receive("whatsapp", phone.waId(), "STOP").kind()).isEqualTo(Kind.OPT_OUT);
      assertThat(state("whatsapp", phone.number())).isEqualTo(MessageState.SKIPPED);
      assertThat(state("whatsapp", phone.waId())).isEqualTo(MessageState.SKIPPED);
    }
  }

  @Test
  void legal_spellings_of_a_suppressed_mail_address_are_not_written_to() {
    suppressions()
        .suppress(TENANT, ANN, Reason.OPT_OUT, Scope.EVERYTHING, ANNA, "asked for no more");
    for (String spelling :
        List.of(
            "\"ann\"@x.nl",
            "<@relay:ann@x.nl>",
            "ann(private)@x.nl",
            "\"Lee, Ann\" <\"a\\nn\" @ x . nl.>",
            "ANN@X.NL")) {
      assertThat(mail(Category.FOLLOW_UP, spelling).state())
          .as(spelling)
          .isEqualTo(MessageState.SKIPPED);
      Messages.Message copied =
          sent(
              Category.FOLLOW_UP,
              "email",
              "bob@x.nl",
              json("{\"text\": \"t\"}").put("cc", spelling).toString());
      assertThat(copied.state()).isEqualTo(MessageState.SENT);
    }
    assertThat(kit.messages()).hasSize(5).allMatch(message -> !message.content().has("cc"));
    for (String another : List.of("ann+news@x.nl", "a.nn@x.nl", "ann@straße.nl")) {
      assertThat(mail(Category.FOLLOW_UP, another).state())
          .as(another)
          .isEqualTo(MessageState.SENT);
    }
  }

  @Test
  void a_domain_with_a_sharp_s_is_not_the_one_without() {
    suppressions()
        .suppress(
            TENANT,
            ChannelAddress.of("email", "ann@strasse.nl"),
            Reason.MANUAL,
            Scope.EVERYTHING,
            ANNA,
            null);
    assertThat(mail(Category.FOLLOW_UP, "ann@straße.nl").state()).isEqualTo(MessageState.SENT);
    assertThat(mail(Category.FOLLOW_UP, "ann@STRASSE.nl").state()).isEqualTo(MessageState.SKIPPED);
  }

  @Test
  void what_a_provider_refuses_stays_refused_in_every_spelling() {
    kit.sender("sms")
        .answers(message -> SendResult.rejected("gone").withRefusal(Refusal.HARD_BOUNCE));
    state("sms", "06 44444444");
    kit.sender("sms").answers(message -> SendResult.sent("p-1"));
    assertThat(state("sms", NUMBER)).isEqualTo(MessageState.SKIPPED);
    Messages.Message sent = sent(Category.FOLLOW_UP, "sms", "0655555555", "{\"text\": \"t\"}");
    kit.engine()
        .messaging()
        .deliveries()
        .record(
            TENANT,
            "sms",
            List.of(
                Deliveries.Report.of("e-1", "p-1", Deliveries.State.FAILED)
                    .withMessage(sent.id())
                    .withCause(new Deliveries.Cause("21610", "stop", Refusal.OPT_OUT))));
    assertThat(state("sms", "+31 6 55555555")).isEqualTo(MessageState.SKIPPED);
  }

  @Test
  void caps_and_digests_know_one_address_by_all_its_spellings() {
    List<String> spellings = List.of("ann@x.nl", "Ann <ANN@x.nl>", "\"ann\"@x.nl");
    assertThat(spellings.stream().map(to -> mail(Category.MARKETING, to).state()))
        .containsExactly(MessageState.SENT, MessageState.SENT, MessageState.PENDING);
    kit.advance(Duration.ofDays(2));
    int before = kit.messages().size();
    Handling.Digest digest =
        new Handling.Digest("news", kit.clock().instant().plus(Duration.ofHours(1)));
    for (String to : spellings) {
      answer =
          context -> {
            context.send(
                OutboundMessage.draft(context, "email", to, json("{\"text\": \"t\"}"))
                    .withHandling(Handling.NONE.withDigest(digest)));
            return ActionResult.completed();
          };
      kit.event("lead.created", LEAD, "{}");
    }
    kit.advance(Duration.ofHours(1));
    assertThat(kit.messages()).hasSize(before + 1);
    assertThat(kit.messages().get(before).content().path("count").asInt()).isEqualTo(3);
  }

  private static AddressKey key(String channel, String address) {
    return new AddressKey(TENANT, channel, address);
  }

  /** As an earlier version kept it. */
  private void kept(String channel, String address, Reason reason, Scope scope) {
    store.transact(
        transaction -> {
          transaction
              .suppressions()
              .put(
                  List.of(
                      SuppressionRow.of(
                              key(channel, address),
                              reason.name(),
                              scope.name(),
                              kit.clock().instant(),
                              "anna",
                              null)
                          .note("by phone")));
          return address;
        });
  }

  private long entries;

  private void kept(String address, boolean granted) {
    store.transact(
        transaction -> {
          transaction
              .consents()
              .insert(
                  new ConsentRow(
                      key("sms", address),
                      Consents.MARKETING,
                      new UUID(++entries, 0),
                      granted,
                      kit.clock().instant(),
                      "form",
                      "page 3"));
          return address;
        });
  }

  @Test
  void what_was_kept_in_another_spelling_holds_once_it_is_rewritten() {
    kept("sms", "0644444444", Reason.OPT_OUT, Scope.EVERYTHING);
    kept("email", "\"ann\"@example.com", Reason.COMPLAINT, Scope.EVERYTHING);
    kept("sms", "unknown", Reason.MANUAL, Scope.EVERYTHING);
    kept("sms", NUMBER, Reason.MANUAL, Scope.MARKETING);
    assertThat(state("email", "ann@example.com")).isEqualTo(MessageState.SENT);
    assertThat(state("sms", NUMBER)).isEqualTo(MessageState.SENT);
    List<Long> told = new ArrayList<>();
    assertThat(suppressions().rewriteAddresses(TENANT, told::add)).isEqualTo(2);
    assertThat(told).containsExactly(2L, 2L);
    assertThat(state("email", "ann@example.com")).isEqualTo(MessageState.SKIPPED);
    assertThat(state("sms", NUMBER)).isEqualTo(MessageState.SKIPPED);
    assertThat(suppressions().list(TENANT, "sms", null, 10).items())
        .extracting(one -> one.address().address() + " " + one.reason() + " " + one.note())
        .containsExactly(
            NUMBER + " MANUAL by phone", NUMBER + " OPT_OUT by phone", "unknown MANUAL by phone");
    assertThat(suppressions().rewriteAddresses(TENANT, told::add)).isZero();
  }

  @Test
  void what_was_lifted_since_stays_lifted_when_addresses_are_rewritten() {
    kept("sms", "0644444444", Reason.OPT_OUT, Scope.EVERYTHING);
    kept("sms", "0655555555", Reason.OPT_OUT, Scope.EVERYTHING);
    kept("sms", NUMBER, Reason.OPT_OUT, Scope.EVERYTHING);
    assertThat(suppressions().lift(TENANT, ChannelAddress.of("sms", NUMBER), Reason.OPT_OUT, ANNA))
        .isTrue();
    assertThat(suppressions().rewriteAddresses(TENANT, done -> {})).isEqualTo(2);
    assertThat(state("sms", NUMBER)).isEqualTo(MessageState.SENT);
    assertThat(state("sms", "+31655555555")).isEqualTo(MessageState.SKIPPED);
    assertThat(suppressions().list(TENANT, null, null, 10).items()).hasSize(1);
  }

  @Test
  void the_newest_consent_in_any_spelling_holds_once_they_are_rewritten() {
    kept(NUMBER, true);
    kept("0644444444", false);
    kept("0655555555", true);
    assertThat(sent(Category.MARKETING, "sms", NUMBER, "{\"text\": \"t\"}").state())
        .isEqualTo(MessageState.SENT);
    assertThat(suppressions().rewriteAddresses(TENANT, done -> {})).isEqualTo(2);
    assertThat(sent(Category.MARKETING, "sms", NUMBER, "{\"text\": \"t\"}").state())
        .isEqualTo(MessageState.SKIPPED);
    Consents consents = kit.engine().messaging().consents();
    assertThat(consents.history(TENANT, ChannelAddress.of("sms", NUMBER)))
        .extracting(Consents.Consent::granted)
        .containsExactly(false, true);
    assertThat(consents.history(TENANT, ChannelAddress.of("sms", "+31655555555")))
        .extracting(Consents.Consent::evidence)
        .containsExactly("page 3");
  }

  @Test
  void many_addresses_are_rewritten_in_portions() {
    for (int i = 0; i < 1_100; i++) {
      kept("sms", "06%08d".formatted(10_000_000 + i), Reason.OPT_OUT, Scope.EVERYTHING);
    }
    List<Long> told = new ArrayList<>();
    assertThat(suppressions().rewriteAddresses(TENANT, told::add)).isEqualTo(1_100);
    assertThat(told).startsWith(500L).endsWith(1_100L).hasSizeGreaterThan(3);
    assertThat(state("sms", "+31610000000")).isEqualTo(MessageState.SKIPPED);
    assertThat(state("sms", "+31610001099")).isEqualTo(MessageState.SKIPPED);
  }

  @Test
  void a_query_finds_messages_to_an_address_in_every_spelling() {
    for (String channel : List.of("sms", "email")) {
      kit.sender(channel).answers(message -> SendResult.deferred("busy", Duration.ofHours(1)));
    }
    state("sms", NUMBER);
    state("email", "ann@example.com");
    for (String written : List.of(NUMBER, "06 44444444", "0031644444444")) {
      assertThat(found(to(written))).containsExactly(NUMBER);
      assertThat(found(to(written).onChannel("sms"))).containsExactly(NUMBER);
      assertThat(found(to(written).onChannel("email"))).isEmpty();
    }
    assertThat(found(to("\"ann\"@EXAMPLE.com"))).containsExactly("ann@example.com");
    assertThat(found(to("bob@example.com"))).isEmpty();
    assertThat(kit.engine().messaging().messages().cancel(to("0644444444"), ANNA, null))
        .isEqualTo(1);
    assertThat(found(to(NUMBER))).isEmpty();
  }

  private static Messages.Query to(String address) {
    return Messages.Query.of(TENANT).to(address);
  }

  private List<String> found(Messages.Query query) {
    return kit.engine().messaging().messages().upcoming(query, null, 10).items().stream()
        .map(Messages.Message::recipient)
        .toList();
  }
}
