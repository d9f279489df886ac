// Small helps on top of pages that work without them.

// ── Error summary: it gets the focus, and its links lead into the field.
document.querySelector("[data-focus]")?.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest(".problems a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  (field.closest("[data-question]") ?? field).scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
});

// ── A second press while the first is on its way does nothing. After a while, or when the
// person comes back to the page, the form can be sent again.
const PATIENCE = 5000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent || saving.has(form)) {
    event.preventDefault();
    if (saving.has(form)) saving.set(form, event.submitter ?? true);
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  tellAboutFiles(form);
  setTimeout(() => release(form), PATIENCE);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

function tellAboutFiles(form) {
  for (const input of form.querySelectorAll("input[type=file]")) {
    const hint = input.closest(".upload")?.querySelector("[data-uploading]");
    if (hint && input.files.length) hint.textContent = hint.dataset.uploading;
  }
}

// ── A chosen file or photo is sent at once.
document.addEventListener("change", (event) => {
  const input = event.target.closest(".upload input[type=file]");
  if (!input?.files.length) return;
  input.form.requestSubmit(input.closest(".upload").querySelector(".upload__send"));
});

// ── What is typed is saved while one goes on. The page is sent only when the saving is done,
// so that the two never meet; files wait for the page itself.
const saving = new Map();
const savedForm = ({ target }) => (target.matches("form") ? target : null);  // not what a field asks
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = savedForm(event);
  if (!form) return;
  if (form.dataset.sent) event.preventDefault();
  else saving.set(form, null);
});
document.addEventListener("htmx:configRequest", (event) => {
  const { formData } = event.detail;
  for (const [name, value] of [...formData.entries()]) if (value instanceof File) formData.delete(name);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = savedForm(event);
  if (!form) return;
  const waiting = saving.get(form);
  saving.delete(form);
  if (!event.detail.successful) tellSaved(null);
  if (waiting) form.requestSubmit(waiting === true ? undefined : waiting);
});

function tellSaved(fresh) {
  const shown = document.getElementById("sparat");
  if (!shown) return;
  shown.classList.toggle("saved--not", !fresh);
  shown.querySelector("span").textContent = fresh?.textContent.trim() ?? shown.dataset.unsaved;
}

// ── An address that is chosen among the suggestions fills in its postal code and town too.
document.addEventListener("input", ({ target }) => {
  const chosen = [...(target.list?.options ?? [])].find((one) => one.value === target.value);
  if (!chosen?.dataset.street) return;
  for (const part of ["street", "postal_code", "city"]) {
    const field = target.form.elements.namedItem(target.name.replace(/street$/, part));
    if (field) field.value = chosen.dataset[part];
  }
});

// ── When an answer changes what is asked, only what is new or gone is touched: what was typed,
// chosen files and the focus stay where they are.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, serverResponse, xhr, requestConfig } = event.detail;
  if (target?.id !== "falt") return;
  event.detail.shouldSwap = false;
  const answer = new DOMParser().parseFromString(serverResponse, "text/html");
  const fresh = answer.getElementById(target.id);
  if (xhr.status !== 200 || !fresh) return;
  tellSaved(answer.getElementById("sparat"));
  if (merge(target, fresh, requestConfig.formData)) announce();
  drawMaps();
});

// ── Where a place is asked for or shown there is a map, fetched when one comes near it.
const near = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) if (isIntersecting) drawMap(target);
}, { rootMargin: "300px" });

function drawMap(around) {
  near.unobserve(around);
  const box = around.querySelector("[data-map-box]");
  import(box.dataset.script).then((map) => map.draw(box));
}

// The box itself is hidden until it is drawn, so what is watched is where it stands.
function drawMaps() {
  document.querySelectorAll("[data-map-box]").forEach((box) => near.observe(box.parentElement));
}
drawMaps();

function merge(target, fresh, sent) {
  target.querySelectorAll(":scope > input[type=hidden]").forEach((input) => input.remove());
  const known = new Map(questions(target).map((node) => [node.dataset.question, node]));
  const added = questions(fresh).filter((node) => !known.has(node.dataset.question)).length;
  const wanted = questions(fresh).map((node) => choose(known.get(node.dataset.question), node, sent));
  const kept = new Set(wanted);
  questions(target).forEach((node) => kept.has(node) || node.remove());
  place(target, wanted);
  target.prepend(...fresh.querySelectorAll(":scope > input[type=hidden]"));
  return added;
}

// A node that already stands right is not moved: moving it would take the focus away.
function place(target, wanted) {
  let before = target.firstElementChild;
  for (const node of wanted) {
    if (node === before) before = before.nextElementSibling;
    else target.insertBefore(node, before);
  }
}

function choose(old, fresh, sent) {
  const same = old && (busy(old, sent) || wording(old) === wording(fresh));
  if (same) fillIn(old, fresh, sent);
  return same ? old : fresh;
}

// Somebody stands in it, or has answered it anew since this save began: the next save tells.
function busy(node, sent) {
  if (node.contains(document.activeElement)) return true;
  const form = node.closest("form");
  const now = form ? new FormData(form) : sent;
  const names = new Set([...node.querySelectorAll("[name]")].map((field) => field.name));
  return [...names].some((name) => words(now, name) !== words(sent, name));
}

function words(data, name) {
  return data.getAll(name).filter((value) => !(value instanceof File)).join("\u0000");
}

// What a register has filled in meanwhile is shown where nothing stood; what was typed stays, and
// what was taken away since this save began does too.
function fillIn(old, fresh, sent) {
  for (const given of fresh.querySelectorAll("input[value]:not([type=hidden])")) {
    const field = old.querySelector(`[name="${CSS.escape(given.name)}"]`);
    const open = field && !field.value && !sent.get(given.name) && field !== document.activeElement;
    if (open && TYPED.has(field.type)) field.value = given.value;
  }
}
const TYPED = new Set(["text", "email", "tel", "date"]);

// What a question says, without what the person has given or done wrong.
function wording(node) {
  const copy = node.cloneNode(true);
  copy.querySelectorAll(".error, .files, .hint, .map, textarea, noscript").forEach((part) => part.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function questions(node) {
  return [...node.querySelectorAll(":scope > [data-question]")];
}

function announce() {
  const live = document.getElementById("besked");
  live.textContent = "";
  setTimeout(() => (live.textContent = live.dataset.new), 100);
}

// ── e-ID: the code to scan is new every second, and the state is asked for every other.
const eid = () => document.getElementById("eid");
if (eid()?.dataset.poll) {
  setInterval(renewCode, 1000);
  setTimeout(follow, 2000);
}

function renewCode() {
  const box = document.querySelector("[data-qr]");
  if (!box || document.hidden) return;
  const next = new Image();
  next.onload = () => (box.querySelector("img").src = next.src);
  next.src = `${box.dataset.qr}?t=${Date.now()}`;
}

async function follow() {
  const address = eid()?.dataset.poll;
  if (!address) return;
  try {
    show(await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" }));
  } catch {
    // The network is away for a moment: ask again.
  }
  setTimeout(follow, 2000);
}

async function show(response) {
  // Over, one way or the other: the page itself tells how, and goes on.
  if (response.headers.get("HX-Refresh")) return location.reload();
  if (response.status !== 200) return;
  const answer = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = answer.getElementById("eid");
  if (fresh) update(eid(), fresh);
}

function update(old, fresh) {
  const says = (node) => node.querySelector(".eid__status");
  if (says(old).textContent !== says(fresh).textContent) {
    says(old).textContent = says(fresh).textContent;
  }
  const code = (node) => node.querySelector("[data-qr]")?.closest("section");
  if (!code(fresh)) code(old)?.remove();
  else if (!code(old)) old.querySelector(".eid__ways")?.prepend(code(fresh));
}

// ── The copy card: a press copies a value, ticks it and moves on to the next.
for (const card of document.querySelectorAll("[data-copy-card]")) {
  const buttons = [...card.querySelectorAll("[data-copy]")];
  buttons.forEach((button) => (button.hidden = false));
  card.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const value = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(value.textContent);
    } catch {
      getSelection().selectAllChildren(value);
      return;
    }
    button.closest("tr").querySelector("[name=copied]").checked = true;
    const told = card.querySelector("[data-copied]");
    told.textContent = `${told.dataset.copied} ${button.closest("tr").cells[0].textContent}`;
    const next = buttons[buttons.indexOf(button) + 1] ?? card.querySelector("[type=submit]");
    next?.focus();
  });
}
