"""Measures the first view of the help pages on a slow line and a slow phone: bytes, requests, largest paint."""

import shutil
from statistics import median

from bansou.core.languages import offered
from bench.data import Sizes
from bench.server import WORKERS, Server, Visitor, running
from bench.table import Row, show

# 700 kbit/s, 300 ms round trip, a processor six times slower.
LINE = {"offline": False, "latency": 300, "downloadThroughput": 700_000 / 8, "uploadThroughput": 700_000 / 8}
SLOWER = 6
KILOBYTES, REQUESTS, SECONDS = 35, 6, 2.0
WATCH = """new PerformanceObserver(list => { for (const entry of list.getEntries()) window.painted = entry.startTime })
.observe({type: "largest-contentful-paint", buffered: true})"""
FRONTS = ("ja", "ja-simple", "vi", "my", "ne", "fa", "zh-hans")
OTHERS = ("a/1/", "a/4/", "c/", "g/", "g/1/", "phone/", "who/")


def run(sizes: Sizes, *, quick: bool) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        browser = None
    if not browser:
        print("\nLeft out: the first view (no Chromium, or no Playwright).")
        return
    told = (
        "empty cache, 360 px, 700 kbit/s, 300 ms round trip, processor six times slower, packed as by nginx"
    )
    with running() as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(2 * WORKERS):
            # What is read once per process.
            Visitor(server).get("/en/")
        rows = [_row(chromium, server, path, 1 if quick else 3) for path in _paths()]
        chromium.close()
    show("The first view of the help pages", told, rows)


def _paths() -> list[str]:
    """Only languages that are offered."""
    fronts = [f"/{code}/" for code in FRONTS if code in offered()]
    return [
        "/",
        *fronts,
        *(f"/{code}/{page}" for code in ("vi", "ja-simple") if code in offered() for page in OTHERS),
    ]


def _row(chromium, server: Server, path: str, times: int) -> Row:
    views = [_view(chromium, f"http://127.0.0.1:{server.port}{path}") for _ in range(times)]
    size, requests, painted = (median(column) for column in zip(*views, strict=True))
    met = size <= KILOBYTES * 1000 and requests <= REQUESTS and painted <= SECONDS * 1000
    values = {"kB": f"{size / 1000:.1f}", "requests": f"{requests:.0f}", "LCP s": f"{painted / 1000:.2f}"}
    return Row(f"`{path}`", values, f"≤ {KILOBYTES} kB, ≤ {REQUESTS} requests, ≤ {SECONDS} s", met)


def _view(chromium, address: str) -> tuple[float, int, float]:
    """Bytes over the line with headers, requests, and milliseconds to the largest paint."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    tab = context.new_page()
    protocol = context.new_cdp_session(tab)
    loaded: list[float] = []
    protocol.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    protocol.send("Network.enable")
    protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
    protocol.send("Network.emulateNetworkConditions", LINE)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tab.add_init_script(WATCH)
    answer = tab.goto(address, wait_until="networkidle")
    if not answer.ok:
        raise SystemExit(f"{address}: {answer.status}")
    painted = tab.evaluate("window.painted")
    context.close()
    return sum(loaded), len(loaded), painted
