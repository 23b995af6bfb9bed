package dev.patchbay.export.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium that is installed on this machine; nothing is fetched for it. */
public final class Browser implements AutoCloseable {

  private static final List<String> BINARIES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final ChromeDriver driver;
  private final Path folder;

  private Browser(ChromeDriver driver, Path folder) {
    this.driver = driver;
    this.folder = folder;
  }

  /**
   * Starts one.
   *
   * @param folder for its profile, the pages it opens, and what it downloads
   * @return nothing where none is installed
   */
  public static Optional<Browser> start(Path folder) {
    Optional<File> binary = BINARIES.stream().flatMap(Browser::onPath).findFirst();
    Optional<File> server = onPath("chromedriver").findFirst();
    if (binary.isEmpty() || server.isEmpty()) {
      return Optional.empty();
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(binary.get());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1400,1000",
        "--user-data-dir=" + folder.resolve("profile"));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(server.get()).build();
    service.sendOutputTo(OutputStream.nullOutputStream());
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.resolve("downloads").toString()));
    return Optional.of(new Browser(driver, folder));
  }

  private static Stream<File> onPath(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> new File(directory, name))
        .filter(File::canExecute);
  }

  /** Opens a page from a file, as a reader does. */
  public void open(byte[] html) throws IOException {
    Path file = Files.write(folder.resolve("report.html"), html);
    driver.manage().logs().get(LogType.PERFORMANCE);
    driver.get(file.toUri().toString());
  }

  /** What a script returns, as JSON; null where it returns nothing. */
  public JsonNode ask(String script, Object... arguments) throws IOException {
    Object answer =
        driver.executeScript(
            "return JSON.stringify((function() { %s\n}).apply(null, arguments) ?? null)"
                .formatted(script),
            arguments);
    return new ObjectMapper().readTree(String.valueOf(answer));
  }

  /** Waits for two frames: whatever was to be drawn is drawn. */
  public void settle() {
    driver.executeAsyncScript(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))");
  }

  public WebElement find(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  /** The text of an element, be it seen or not. */
  public String text(String css) throws IOException {
    return ask("return arguments[0].textContent", find(css)).textValue();
  }

  /** Types into a field in place of what is there. */
  public void type(String css, CharSequence... keys) {
    WebElement field = find(css);
    field.clear();
    field.sendKeys(keys);
    settle();
  }

  public void click(String css) {
    WebElement element = find(css);
    driver.executeScript(
        "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element);
    new Actions(driver).moveToElement(element).click().perform();
    settle();
  }

  public void keys(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
    settle();
  }

  /** Moves the pointer to a place in the window. */
  public void point(long x, long y) {
    new Actions(driver)
        .moveToLocation((int) x, (int) y)
        .setActivePointer(PointerInput.Kind.MOUSE, "default mouse")
        .perform();
    settle();
  }

  /** Makes the window that large. */
  public void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    settle();
  }

  /** Lets the system be of this scheme, {@code light} or {@code dark}. */
  public void system(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** What the console was told since the last call. */
  public List<String> console() {
    return messages(LogType.BROWSER);
  }

  /** The addresses that the page asked for since it was opened, itself among them. */
  public List<String> requests() {
    return messages(LogType.PERFORMANCE).stream()
        .filter(message -> message.contains("Network.requestWillBeSent\""))
        .map(message -> message.replaceFirst(".*?\"documentURL\".*?\"url\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  private List<String> messages(String type) {
    return StreamSupport.stream(driver.manage().logs().get(type).spliterator(), false)
        .map(LogEntry::getMessage)
        .toList();
  }

  /** A file that the page gave to the reader. */
  public byte[] downloaded(String name) throws IOException, InterruptedException {
    Path file = folder.resolve("downloads").resolve(name);
    for (int tries = 0; tries < 100 && !Files.exists(file); tries++) {
      Thread.sleep(50);
    }
    return Files.readAllBytes(file);
  }

  public String downloadedText(String name) throws IOException, InterruptedException {
    return new String(downloaded(name), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
