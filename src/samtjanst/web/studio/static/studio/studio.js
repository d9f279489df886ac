// Small helps on top of a studio that works without them.

// ── After a save in the background every form on the page knows the new revision, and the
// phone beside shows what was saved.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target.id !== "revision") return;
  const now = document.getElementById("revision");
  document.querySelectorAll("[data-revision]").forEach((input) => (input.value = now.value));
  const phone = document.getElementById("mobil");
  if (phone) phone.contentWindow.location.reload();
});

// ── A file of the browser's own undo is left to text fields; elsewhere Ctrl+Z undoes a change.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const act = event.shiftKey ? "redo" : "undo";
  const button = document.querySelector(`#laget button[value="${act}"]:not(:disabled)`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// ── The phone shows the question that is being edited, without moving the page around it.
const phone = document.getElementById("mobil");
function showNow() {
  const now = phone.contentDocument?.querySelector("[data-now]");
  if (now) phone.contentWindow.scrollTo(0, Math.max(0, now.offsetTop - 80));
}
phone?.addEventListener("load", showNow);
if (phone?.contentDocument?.readyState === "complete") showNow();

// ── Questions can be dragged in the outline, within a page and between pages. The buttons and
// the keyboard do the same.
async function letDrag() {
  const lists = document.querySelectorAll(".outline__questions[data-page]");
  const form = document.querySelector(".outline__add");
  if (!lists.length || !form) return;
  const { default: Sortable } = await import(form.dataset.sortable);
  lists.forEach((list) => Sortable.create(list, { group: "questions", animation: 0, onEnd: moved }));
  document.getElementById("disposition").dataset.draggable = "";
}

async function moved({ item, to, newIndex }) {
  const form = document.querySelector(".outline__add");
  const data = new FormData(form);
  data.set("question", item.dataset.questionId);
  data.set("page", to.dataset.page);
  data.set("place", newIndex);
  const done = await fetch(form.dataset.order, { method: "POST", body: data });
  // What stands on the page was made before the move: show it as it is now, or as it was.
  if (done.redirected || !done.ok) location.reload();
  else location.replace(location.pathname);
}

letDrag();
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target.id === "disposition") letDrag();
});
