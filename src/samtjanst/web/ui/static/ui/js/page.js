// Small helps on top of pages that work without them.

const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

// A second press while the first is on its way does nothing; a retry after coming back works.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// The code to scan is a new one every second.
setInterval(() => {
  const box = document.querySelector("[data-qr]");
  if (!box || document.hidden) return;
  const image = box.querySelector("img");
  image.src = `${box.dataset.qr}?t=${Date.now()}`;
}, 1000);
