package io.github.dl4jattention.ui.pages;

import io.github.dl4jattention.ui.pages.Answers.Content;
import io.github.dl4jattention.ui.pages.Sessions.Session;
import io.github.dl4jattention.ui.records.AttentionRecord;
import io.github.dl4jattention.ui.records.ExampleRecord;
import io.github.dl4jattention.ui.records.Limits;
import io.github.dl4jattention.ui.records.QualityRecord;
import io.github.dl4jattention.ui.records.SearchRecord;
import io.github.dl4jattention.ui.records.TrialRecord;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.core.storage.StatsStorageEvent;
import org.deeplearning4j.ui.api.HttpMethod;
import org.deeplearning4j.ui.api.Route;
import org.deeplearning4j.ui.api.UIModule;
import org.deeplearning4j.ui.i18n.I18NResource;

/**
 * The pages Attention, Quality and Search, and the JSON they read. DL4J's server finds it by {@link
 * java.util.ServiceLoader}.
 *
 * <p>Pages are files of the jar; what they show comes from {@code /attention/api/}. Texts in it are
 * data, whatever they look like.
 */
public final class DashboardModule implements UIModule {
  private static final String API = "/attention/api/";

  private final Sessions sessions = new Sessions();
  private final Answers answers = new Answers();

  /** For the service loader. */
  public DashboardModule() {}

  @Override
  public List<String> getCallbackTypeIDs() {
    return Sessions.TYPES;
  }

  @Override
  public List<Route> getRoutes() {
    return List.of(
        page("/attention", "attention"),
        page("/attention/quality", "quality"),
        page("/attention/search", "search"),
        route(API + "sessions", this::sessions),
        route(API + "attention", this::attention),
        route(API + "weights", this::weights),
        route(API + "image", this::image),
        route(API + "quality", this::quality),
        route(API + "search", this::search));
  }

  @Override
  public void reportStorageEvents(Collection<StatsStorageEvent> events) {
    events.forEach(sessions::note);
  }

  @Override
  public void onAttach(StatsStorage storage) {
    sessions.attach(storage);
  }

  @Override
  public void onDetach(StatsStorage storage) {
    sessions.detach(storage);
  }

  @Override
  public List<I18NResource> getInternationalizationResources() {
    return List.of();
  }

  private void sessions(RoutingContext context) {
    answers.answer(
        context, "sessions", sessions.version(), () -> json(Json.sessions(sessions.list())));
  }

  private void attention(RoutingContext context) {
    answer(
        context,
        AttentionRecord.TYPE,
        session ->
            Json.attention(session.id, session.attention.moments(), session.attention.examples()));
  }

  private void weights(RoutingContext context) {
    Optional<Integer> example = number(context, "example", Limits.EXAMPLES - 1);
    Optional<Integer> iteration = number(context, "iteration", Integer.MAX_VALUE);
    Optional<Session> session = session(context, AttentionRecord.TYPE);
    if (example.isEmpty() || iteration.isEmpty() || session.isEmpty()) {
      return;
    }
    answers.answer(
        context,
        "weights %d %d %s".formatted(example.get(), iteration.get(), session.get().id),
        session.get().version(AttentionRecord.TYPE),
        () ->
            session
                .get()
                .attention
                .find(example.get(), iteration.get())
                .map(record -> json(Json.weights(record)))
                .orElseGet(() -> missing("There is no such example at that iteration.")));
  }

  private void image(RoutingContext context) {
    Optional<Integer> example = number(context, "example", Limits.EXAMPLES - 1);
    Optional<Session> session = session(context, AttentionRecord.TYPE);
    if (example.isEmpty() || session.isEmpty()) {
      return;
    }
    answers.answer(
        context,
        "image %d %s".formatted(example.get(), session.get().id),
        session.get().version(AttentionRecord.TYPE),
        () -> {
          ExampleRecord record = session.get().attention.examples().get(example.get());
          return record == null || record.mediaType() == null
              ? missing("There is no such image.")
              : new Content(200, record.mediaType(), record.image());
        });
  }

  private void quality(RoutingContext context) {
    answer(
        context,
        QualityRecord.TYPE,
        session ->
            Json.quality(
                records(session, QualityRecord.TYPE, QualityRecord.class, Limits.EVALUATIONS)
                    .stream()
                    .sorted(Comparator.comparingInt(record -> record.progress().iteration()))
                    .toList()));
  }

  private void search(RoutingContext context) {
    answer(
        context,
        TrialRecord.TYPE,
        session ->
            Json.search(
                session.storage.getAllStaticInfos(session.id, TrialRecord.TYPE).stream()
                    .filter(SearchRecord.class::isInstance)
                    .map(SearchRecord.class::cast)
                    .findFirst()
                    .orElseGet(SearchRecord::new),
                records(session, TrialRecord.TYPE, TrialRecord.class, Limits.TRIALS).stream()
                    .sorted(Comparator.comparingInt(TrialRecord::number))
                    .toList()));
  }

  private void answer(RoutingContext context, String type, Function<Session, JsonObject> make) {
    session(context, type)
        .ifPresent(
            session ->
                answers.answer(
                    context,
                    type + " " + session.id,
                    session.version(type),
                    () -> json(make.apply(session))));
  }

  private static <R> List<R> records(Session session, String type, Class<R> kind, int most) {
    List<Persistable> all = session.storage.getAllUpdatesAfter(session.id, type, -1);
    return all.stream().filter(kind::isInstance).map(kind::cast).limit(most).toList();
  }

  /** The session that the query names; if there is none, the request has been answered. */
  private Optional<Session> session(RoutingContext context, String type) {
    if (context.response().ended()) {
      return Optional.empty();
    }
    List<String> given = context.queryParam("session");
    if (given.size() != 1 || !Sessions.isListed(given.get(0))) {
      Answers.send(
          context, malformed("Give one session, of at most " + Limits.SESSION + " characters."));
      return Optional.empty();
    }
    Optional<Session> session = sessions.find(given.get(0)).filter(found -> found.has(type));
    if (session.isEmpty()) {
      Answers.send(context, missing("There is no such session."));
    }
    return session;
  }

  /** A number that the query has; if it has none, the request has been answered. */
  private static Optional<Integer> number(RoutingContext context, String name, int most) {
    if (context.response().ended()) {
      return Optional.empty();
    }
    List<String> given = context.queryParam(name);
    if (given.size() == 1 && given.get(0).matches("[0-9]{1,10}")) {
      long number = Long.parseLong(given.get(0));
      if (number <= most) {
        return Optional.of((int) number);
      }
    }
    Answers.send(context, malformed("Give one " + name + ", a number from 0 to " + most + "."));
    return Optional.empty();
  }

  private static Route route(String path, Consumer<RoutingContext> handler) {
    return new Route(path, HttpMethod.GET, (arguments, context) -> handler.accept(context));
  }

  private static Route page(String path, String name) {
    Content content = new Content(200, "text/html; charset=utf-8", resource(name + ".html"));
    return route(path, context -> Answers.send(context, content));
  }

  private static byte[] resource(String name) {
    try (InputStream in = DashboardModule.class.getResourceAsStream("/attention-pages/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no page " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the page " + name, e);
    }
  }

  private static Content json(JsonObject json) {
    return Content.json(200, json.encode());
  }

  private static Content missing(String reason) {
    return Content.json(404, Json.error(reason).encode());
  }

  private static Content malformed(String reason) {
    return Content.json(400, Json.error(reason).encode());
  }
}
