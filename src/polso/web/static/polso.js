// Everything here is an addition: without it each link is a page, each form a request, each chart a table.

const html = document.documentElement;
html.classList.add("js");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Partial updates: fetch the same page, swap the regions that both have, keep the history.

let running = null;

async function fetchPage(address, body = null) {
  running?.abort();
  const control = (running = new AbortController());
  const late = setTimeout(showWorking, 300);
  const sent = body ? { method: "POST", body } : {};
  try {
    const response = await fetch(address, { headers: { "X-Partial": "1" }, signal: control.signal, ...sent });
    const type = response.headers.get("Content-Type") ?? "";
    if (!type.startsWith("text/html") || new URL(response.url).origin !== location.origin) return null;
    return { page: new DOMParser().parseFromString(await response.text(), "text/html"), address: response.url };
  } finally {
    clearTimeout(late);
    one(".working")?.remove();
  }
}

function showWorking() {
  if (one(".working")) return;
  const line = document.createElement("div");
  line.className = "working";
  line.setAttribute("role", "presentation");
  document.body.append(line);
}

function swap(page) {
  const regions = all("[data-live]");
  const news = regions.map((region) => one(`[data-live="${region.dataset.live}"]`, page));
  if (!regions.length || news.some((region) => !region)) return false;
  const focus = focusName(document.activeElement);
  const typed = document.activeElement?.matches("input[type=search]") ? document.activeElement.value : null;
  regions.forEach((region, position) => region.replaceWith(document.adoptNode(news[position])));
  document.title = page.title;
  html.lang = page.documentElement.lang;
  if (focus) one(focus)?.focus({ preventScroll: true });
  if (typed !== null && document.activeElement?.matches("input[type=search]")) document.activeElement.value = typed;
  one("#announce").textContent = [one("h1"), one(".head-subtitle")].map((said) => said?.textContent ?? "").join(". ");
  return true;
}

function focusName(element) {
  const kept = element?.closest("details.menu")?.querySelector("summary") ?? element;
  if (!kept || kept === document.body) return null;
  if (kept.id) return `#${CSS.escape(kept.id)}`;
  return kept.dataset?.focus ? `[data-focus="${CSS.escape(kept.dataset.focus)}"]` : null;
}

async function go(address, { push = true, replace = false, body = null } = {}) {
  try {
    const answer = await fetchPage(address, body);
    if (!answer) return body ? location.reload() : location.assign(address);
    const samePath = new URL(answer.address).pathname === location.pathname;
    const change = () => {
      if (!swap(answer.page)) return location.assign(answer.address);
      if (push) history.pushState({ polso: "page" }, "", answer.address);
      if (replace) history.replaceState({ polso: "page" }, "", answer.address);
      if ((push || replace) && !samePath) {
        scrollTo(0, 0);
        one("main")?.focus({ preventScroll: true });
      }
      ready();
    };
    if (document.startViewTransition && !calm.matches) await document.startViewTransition(change).updateCallbackDone;
    else change();
  } catch (error) {
    if (error.name === "AbortError") return;
    if (body) location.reload();
    else location.assign(address);
  }
}

// The rows behind a figure open beside the page; their address is a page of its own.

const isDrill = (address) => new URL(address, location.href).pathname.endsWith("/rows");
let beforeDrill = null;

async function openDrill(address) {
  try {
    const answer = await fetchPage(address);
    const content = answer && one("main", answer.page);
    if (!content) return location.assign(address);
    const dialog = one("dialog.drill");
    one("[data-drill-content]", dialog).replaceChildren(...document.adoptNode(content).childNodes);
    if (!dialog.open) {
      beforeDrill = location.href;
      history.pushState({ polso: "drill" }, "", answer.address);
      dialog.showModal();
    } else {
      history.replaceState({ polso: "drill" }, "", answer.address);
    }
    dialog.scrollTop = 0;
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  }
}

function drillClosed() {
  if (beforeDrill) history.replaceState({ polso: "page" }, "", beforeDrill);
  beforeDrill = null;
}

addEventListener("popstate", () => {
  const dialog = one("dialog.drill");
  if (dialog?.open) {
    beforeDrill = null;
    dialog.close();
    return;
  }
  if (isDrill(location.href) && !one("main[data-page=rows]")) openDrill(location.href);
  else go(location.href, { push: false });
});

document.addEventListener("click", (event) => {
  all("details.menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (event.altKey || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
  if (link.hasAttribute("data-whole")) return;
  event.preventDefault();
  all("[popover]:popover-open").forEach((open) => open.hidePopover());
  follow(link.href);
});

function follow(address) {
  const dialog = one("dialog.drill");
  if (isDrill(address) && !one("main[data-page=rows]")) return openDrill(address);
  if (dialog?.open) {
    beforeDrill = null;
    dialog.close();
  }
  return go(address);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-step")) {
    event.preventDefault();
    go(form.action, { body: new URLSearchParams(new FormData(form)) });
    return;
  }
  if (form.method !== "get" || form.hasAttribute("data-whole")) return;
  event.preventDefault();
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form)).toString();
  all("[popover]:popover-open").forEach((open) => open.hidePopover());
  follow(address.href);
});

// Charts: the program comes after the tiles are on screen; marks are links with one tooltip, arrows move between them.

let program = null;

async function drawCharts() {
  const plots = all(".plot[data-chart]");
  const address = one("main")?.dataset.charts;
  if (!plots.length || !address) return;
  try {
    program ??= await import(address);
    for (const plot of plots) await drawChart(plot);
  } catch (error) {
    console.error(error);
    plots.filter((plot) => !one("svg", plot)).forEach(chartFailed);
  }
}

async function drawChart(plot) {
  const spec = JSON.parse(one("script", plot.parentElement).textContent);
  const place = document.createElement("div");
  plot.replaceChildren(place);
  await program.draw(place, spec);
  for (const name of ["role", "aria-roledescription", "aria-label"]) place.removeAttribute(name);
  const svg = one("svg", plot);
  svg.setAttribute("role", "group");
  svg.removeAttribute("aria-roledescription");
  svg.setAttribute("aria-label", plot.dataset.summary);
  prepareMarks(svg);
}

function chartFailed(plot) {
  plot.classList.add("failed");
  plot.textContent = plot.dataset.failed;
}

function prepareMarks(svg) {
  all("[role=graphics-object], [role=graphics-symbol]", svg).forEach((element) => {
    for (const name of ["role", "aria-roledescription", "aria-label"]) element.removeAttribute(name);
  });
  const marks = all("path", svg).filter(
    (mark) => mark.__data__?.datum?.tooltip && !mark.closest("[aria-hidden=true]"),
  );
  marks.forEach((mark, position) => {
    const { datum } = mark.__data__;
    mark.dataset.mark = datum.key;
    if (datum.href) mark.dataset.href = datum.href;
    mark.setAttribute("role", datum.href ? "link" : "img");
    mark.setAttribute("aria-label", datum.tooltip);
    mark.setAttribute("tabindex", position === marks.length - 1 ? "0" : "-1");
  });
}

const markOf = (event) => event.target.closest?.(".plot [data-mark], .cohorts [data-mark]") ?? null;

function showTooltip(mark) {
  const tip = one("#tooltip");
  if (!tip?.showPopover) return;
  tip.textContent = mark.getAttribute("aria-label");
  if (!tip.matches(":popover-open")) tip.showPopover();
  const at = mark.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left + at.width / 2 - size.width / 2), innerWidth - size.width - 8);
  const above = at.top - size.height - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : Math.min(at.bottom + 8, innerHeight - size.height - 8)}px`;
}

let marked = null;

function pointAt(mark) {
  marked = mark;
  if (mark) showTooltip(mark);
  else if (one("#tooltip")?.matches(":popover-open")) one("#tooltip").hidePopover();
}

document.addEventListener("pointerover", (event) => pointAt(markOf(event)));
document.addEventListener("focusin", (event) => pointAt(markOf(event)));
document.addEventListener("scroll", () => marked?.isConnected && showTooltip(marked), { passive: true });
document.addEventListener("click", (event) => {
  const mark = markOf(event);
  if (mark?.dataset.href) follow(mark.dataset.href);
});

function markKeys(event, mark) {
  const marks = all("[data-mark]", mark.closest("svg, table"));
  const moves = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
  const position = marks.indexOf(mark);
  const target = { Home: 0, End: marks.length - 1 }[event.key] ?? position + (moves[event.key] ?? 0);
  if ((event.key === "Enter" || event.key === " ") && mark.dataset.href) {
    event.preventDefault();
    follow(mark.dataset.href);
  } else if (target !== position && marks[target]) {
    event.preventDefault();
    mark.setAttribute("tabindex", "-1");
    marks[target].setAttribute("tabindex", "0");
    marks[target].focus();
  }
}

// Keyboard: m q y, / and ?, Esc.

document.addEventListener("keydown", (event) => {
  const mark = markOf(event);
  if (mark) markKeys(event, mark);
  if (event.key === "Escape") {
    pointAt(null);
    const menu = one("details.menu[open]");
    if (menu) {
      menu.open = false;
      one("summary", menu).focus();
    }
  }
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || one("dialog[open]")) return;
  if (event.key === "/") {
    const field = all("input[type=search]").find((input) => input.offsetParent);
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  } else if (event.key === "?") {
    event.preventDefault();
    pointAt(null);
    one("#help")?.togglePopover?.();
  } else {
    const link = all("a[data-key]").find((item) => item.dataset.key === event.key.toLowerCase());
    if (link) {
      event.preventDefault();
      follow(link.href);
    }
  }
});

// Files: dropped anywhere on a page that takes them, folders too, or chosen; sent with progress.

function sizeWords(bytes) {
  const unit = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 3);
  const style = { style: "unit", unit: ["byte", "kilobyte", "megabyte", "gigabyte"][unit], maximumFractionDigits: 1 };
  return new Intl.NumberFormat(html.lang, style).format(bytes / 1000 ** unit);
}

function sentWords(form, event, begun) {
  const seconds = (performance.now() - begun) / 1000;
  if (seconds < 0.5) return form.dataset.sending;
  const rate = event.loaded / seconds;
  const words = { done: sizeWords(event.loaded), all: sizeWords(event.total), rate: sizeWords(rate) };
  const left = Math.ceil((event.total - event.loaded) / rate);
  const said = form.dataset.pace.replace(/{(\w+)}/g, (_, name) => words[name]);
  return left > 0 ? `${said} · ${form.dataset.left.replace("{seconds}", left)}` : said;
}

function send(form, files) {
  const bar = one("progress", form);
  const problem = one(".problem", form);
  const body = new FormData();
  for (const file of files) body.append(one("input[type=file]", form).name, file);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-Partial", "1");
  request.responseType = "document";
  bar.hidden = false;
  problem.textContent = "";
  const state = one("[data-upload-state]", form);
  state.textContent = form.dataset.sending;
  const begun = performance.now();
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = event.loaded / event.total;
    state.textContent = sentWords(form, event, begun);
  });
  request.upload.addEventListener("load", () => {
    bar.removeAttribute("value");
    state.textContent = form.dataset.reading;
  });
  request.addEventListener("loadend", () => {
    if (request.status >= 200 && request.status < 300) return go(request.responseURL);
    bar.hidden = true;
    state.textContent = "";
    const said = request.response && one("[data-error]", request.response);
    problem.textContent = said ? said.textContent.trim() : form.dataset.failed;
  });
  request.send(body);
}

const MOST_DROPPED = 200;

async function filesIn(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length || found.length > MOST_DROPPED) break;
    for (const inner of some) if (!inner.name.startsWith(".")) found.push(...(await filesIn(inner)));
  }
  return found;
}

const dropForm = () => one("form.drop");
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form.drop");
  if (form && event.target.type === "file" && event.target.files.length) send(form, event.target.files);
});
const carriesFiles = (event) => dropForm() && event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  dropForm().classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) dropForm()?.classList.remove("over");
});
document.addEventListener("drop", async (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  const form = dropForm();
  form.classList.remove("over");
  // The entries must be taken before anything is awaited: afterwards the list is empty.
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const plain = [...event.dataTransfer.files];
  const files = entries.length ? (await Promise.all(entries.map(filesIn))).flat() : plain;
  if (files.length) send(form, files);
});

// Work that goes on beside the page: how far it is, then the page that follows.

let stream = null;

function watchWork() {
  stream?.close();
  stream = null;
  const work = one("[data-progress]");
  if (!work) return;
  stream = new EventSource(work.dataset.progress);
  stream.addEventListener("pace", (event) => {
    const { share, text } = JSON.parse(event.data);
    if (share === null) one("progress", work).removeAttribute("value");
    else one("progress", work).value = share;
    one("[data-progress-text]", work).textContent = text;
  });
  stream.addEventListener("finished", () => {
    stream.close();
    go(work.dataset.next, { push: false, replace: true });
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(one(button.dataset.copy).textContent);
  button.textContent = button.dataset.copied;
});

function ready() {
  all("button[data-copy]").forEach((button) => (button.hidden = !navigator.clipboard));
  watchWork();
  (window.requestIdleCallback ?? setTimeout)(drawCharts);
}

one("dialog.drill")?.addEventListener("close", drillClosed);
ready();
