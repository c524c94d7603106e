package io.github.dl4jattention.ui.browser;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A Chromium without a window, that of this machine. It notes every request and every line of the
 * console, and keeps what it downloads in a folder of its own.
 */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final ChromeDriver chrome;
  private final Path downloads;
  private final List<String> requests = new ArrayList<>();

  Browser() {
    try {
      downloads = Files.createTempDirectory("downloads");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver().orElseThrow())
            .usingAnyFreePort()
            .build();
    chrome = new ChromeDriver(service, options());
    chrome.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", downloads.toString()));
    size(1280, 900);
  }

  private static ChromeOptions options() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium().orElseThrow());
    options.addArguments(
        "--headless=new",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--hide-scrollbars");
    if (System.getProperty("user.name").equals("root")) {
      options.addArguments("--no-sandbox"); // Chromium refuses root otherwise.
    }
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    return options;
  }

  static Optional<File> chromium() {
    return inPath("chromium", "chromium-browser", "google-chrome");
  }

  static Optional<File> driver() {
    return inPath("chromedriver", "chromium.chromedriver");
  }

  private static Optional<File> inPath(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .flatMap(folder -> Stream.of(names).map(name -> new File(folder, name)))
        .filter(File::canExecute)
        .findFirst();
  }

  /** Opens an address. */
  void open(String url) {
    chrome.get(url);
  }

  /** The address that is open. */
  String url() {
    return chrome.getCurrentUrl();
  }

  /** A page as large as a screen of this size. */
  void size(int width, int height) {
    chrome.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** What the system asks for, such as {@code prefers-color-scheme}. */
  void prefer(String feature, String value) {
    chrome.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", value))));
  }

  /** The element of a CSS selector, once it is there and is seen. */
  WebElement see(String selector) {
    return until(
        "\"" + selector + "\" is seen",
        () ->
            chrome.findElements(By.cssSelector(selector)).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElse(null));
  }

  /** All elements of a CSS selector. */
  List<WebElement> all(String selector) {
    return chrome.findElements(By.cssSelector(selector));
  }

  /** Clicks an element once it is seen. */
  void click(String selector) {
    again(() -> see(selector).click());
  }

  /** Moves the pointer onto an element. */
  void point(Supplier<WebElement> element) {
    again(() -> actions().moveToElement(element.get()).perform());
  }

  /** What the elements of a CSS selector show, those of one drawing of the page. */
  List<String> texts(String selector) {
    return until(
        "\"" + selector + "\" is read",
        () -> all(selector).stream().map(WebElement::getText).toList());
  }

  /** Once more if the page draws anew meanwhile, and takes an element away before it is used. */
  private void again(Runnable action) {
    until(
        "the page rests",
        () -> {
          action.run();
          return true;
        });
  }

  /** Chooses an option by its text. */
  void choose(String selector, String option) {
    new Select(see(selector)).selectByVisibleText(option);
  }

  /** The pointer, the keys. */
  Actions actions() {
    return new Actions(chrome);
  }

  /** The text of an element as the page has it, seen or not. */
  String text(String selector) {
    return (String) run("return document.querySelector(arguments[0]).textContent", selector);
  }

  /** Runs a script in the page. */
  Object run(String script, Object... arguments) {
    return ((JavascriptExecutor) chrome).executeScript(script, arguments);
  }

  /**
   * Waits until the page has drawn all that it was about to: a picture that changes the size of
   * what is around it is drawn once more, and what was found in it before is no longer there.
   */
  void settle() {
    ((JavascriptExecutor) chrome)
        .executeAsyncScript(
            """
            const done = arguments[0];
            let quiet = 0;
            const observer = new MutationObserver(() => (quiet = 0));
            observer.observe(document.body, { subtree: true, childList: true, attributes: true });
            const frame = () => {
              quiet++;
              if (quiet < 10) return requestAnimationFrame(frame);
              observer.disconnect();
              done();
            };
            requestAnimationFrame(frame);
            """);
  }

  /** Waits until a script gives true. */
  void until(String script) {
    until(script, () -> Boolean.TRUE.equals(run("return Boolean(" + script + ")")) ? true : null);
  }

  /** Waits until something is not null. */
  <T> T until(String what, Supplier<T> found) {
    return new WebDriverWait(chrome, PATIENCE, Duration.ofMillis(100))
        .ignoring(StaleElementReferenceException.class)
        .withMessage(() -> what + "; the page is " + run("return document.body.innerText"))
        .until(driver -> found.get());
  }

  /** The file of this name, once it is downloaded. */
  Path downloaded(String name) {
    return until(
        name + " is downloaded",
        () -> {
          Path file = downloads.resolve(name);
          return Files.isRegularFile(file) ? file : null;
        });
  }

  /** Saves a picture of the whole page in target/screenshots. */
  void screenshot(String name) {
    Map<String, Object> clip =
        Map.of("x", 0, "y", 0, "width", page("Width"), "height", page("Height"), "scale", 1);
    Object data =
        chrome
            .executeCdpCommand(
                "Page.captureScreenshot",
                Map.of("format", "png", "captureBeyondViewport", true, "clip", clip))
            .get("data");
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(data.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Object page(String size) {
    return run("return document.documentElement.scroll" + size);
  }

  /** The addresses of all requests so far, those of other pages included. */
  List<String> requests() {
    for (LogEntry entry : chrome.manage().logs().get(LogType.PERFORMANCE)) {
      JsonObject message = new JsonObject(entry.getMessage()).getJsonObject("message");
      if (message.getString("method").equals("Network.requestWillBeSent")) {
        requests.add(message.getJsonObject("params").getJsonObject("request").getString("url"));
      }
    }
    return requests;
  }

  /** The console's errors and warnings since this was asked last. */
  List<String> errors() {
    List<String> errors = new ArrayList<>();
    for (LogEntry entry : chrome.manage().logs().get(LogType.BROWSER)) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        errors.add(entry.getMessage());
      }
    }
    return errors;
  }

  /** Leaves the page, and forgets what it asked for and complained about. */
  void forget() {
    open("about:blank");
    requests();
    requests.clear();
    errors();
  }

  @Override
  public void close() {
    chrome.quit();
  }
}
