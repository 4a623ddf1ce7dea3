// Bole: what a page does beyond HTML. Everything here is a comfort; pages work without it, live progress excepted.
const $ = (query, root = document) => root.querySelector(query);
const $$ = (query, root = document) => [...root.querySelectorAll(query)];
const visible = element => element.getClientRects().length > 0;

// ---- keyboard -----------------------------------------------------------------------------------
const isTyping = target => target.matches?.("input:not([type=checkbox],[type=radio],[type=button],[type=submit]),select,textarea,[contenteditable]");
const doors = () => $$("[data-rows] > :is(tr,li,article), table[data-rows] tbody tr").map(row => $("a[href],button", row)).filter(door => door && visible(door));

function moveRow(step) {
  const all = doors();
  if (!all.length) return false;
  const row = document.activeElement?.closest("tr,li,article");
  const here = all.findIndex(door => row && door.closest("tr,li,article") === row);
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function focusSearch() {
  const field = $$("[data-search]").find(visible);
  field?.focus();
  field?.select();
  return Boolean(field);
}

const own = key => $$("[data-key]").find(item => item.dataset.key === key && visible(item) && !item.disabled);
const actions = {
  "/": focusSearch,
  j: () => moveRow(1),
  k: () => moveRow(-1),
  "?": () => { const sheet = $("#shortcuts"); if (!sheet.open) sheet.showModal(); return true; },
};

document.addEventListener("keydown", event => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    $$("details.menu[open],details.confirm[open]").forEach(open => { open.open = false; $("summary", open).focus(); });
    return;
  }
  if (isTyping(event.target) || $("dialog[open]")) return;
  const button = own(event.key.toLowerCase());
  if (button && !event.repeat) { event.preventDefault(); button.click(); }
  else if (actions[event.key]?.()) event.preventDefault();
});

// ---- forms --------------------------------------------------------------------------------------
$("#errors:not([data-sample] *)")?.focus();

document.addEventListener("change", event => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form && !event.target.matches("[type=search],[type=text]")) form.requestSubmit();
});

document.addEventListener("submit", event => { // a second click does nothing; the idempotency key is the real guard
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => { delete form.dataset.sent; form.removeAttribute("aria-busy"); }, 4000);
});
addEventListener("pageshow", () => $$("form[data-sent]").forEach(form => delete form.dataset.sent));

document.addEventListener("click", event => {
  const door = event.target.closest("[data-select-all]");
  if (door) $$(`input[name="${door.dataset.selectAll}"]`).forEach(box => { box.checked = door.checked; });
  $$("details.menu[open],details.confirm[open]").forEach(open => { if (!open.contains(event.target)) open.open = false; });
});

const size = bytes => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1048576).toFixed(1)} MB`;
function prepareDrop(zone) {
  const field = $("input[type=file]", zone), list = $("output", zone);
  const show = () => { list.value = [...field.files].map(file => `${file.name} · ${size(file.size)}`).join("\n"); };
  field.addEventListener("change", show);
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, event => { event.preventDefault(); zone.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", event => {
    event.preventDefault();
    const kept = new DataTransfer();
    for (const file of field.multiple ? event.dataTransfer.files : [...event.dataTransfer.files].slice(0, 1)) kept.items.add(file);
    field.files = kept.files;
    show();
  });
}

// ---- live parts: <div id data-poll="/address" data-poll-ms="1000"> is replaced by the answer -------
// Waits 1 s, then 1.5 times longer up to 3 s while nothing changes; the answer without data-poll ends it;
// 204: nothing new; 30 s after errors.
function keepAlive(part) {
  let wait = Number(part.dataset.pollMs || 1000), failures = 0;
  const first = wait;
  const later = () => setTimeout(ask, wait);
  async function ask() {
    if (!part.isConnected) return;
    if (document.hidden) { later(); return; }
    try {
      const answer = await fetch(part.dataset.poll, { headers: { "X-Bole-Poll": "1", Accept: "text/html" }, credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      failures = 0;
      if (answer.status === 204) { wait = Math.min(3 * first, wait * 1.5); later(); return; }
      const text = (await answer.text()).trim();
      const shape = document.createElement("template");
      shape.innerHTML = text;
      const next = shape.content.firstElementChild;
      if (!next) return;
      wait = next.isEqualNode(part) ? Math.min(3 * first, wait * 1.5) : first;
      if (wait === first || !next.dataset.poll) swap(part, next);
      part = next.isConnected ? next : part;
      part.removeAttribute("data-stale");
      if (!part.dataset.poll) { part.dispatchEvent(new CustomEvent("bole:done", { bubbles: true })); return; }
    } catch {
      failures += 1;
      part.dataset.stale = "1";
      wait = Math.min(30000, first * 2 ** failures);
    }
    later();
  }
  later();
}

function swap(old, next) {
  const focus = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(next);
  if (focus) document.getElementById(focus)?.focus();
  window.htmx?.process(next);
  prepare(next, false);
}

function prepare(root, live = true) {
  $$("[data-drop]", root).forEach(prepareDrop);
  if (live) $$("[data-poll]", root).forEach(keepAlive);
}
prepare(document);
document.addEventListener("htmx:load", event => { if (event.target !== document.body) { prepare(event.target); $("#errors", event.target)?.focus(); } });
