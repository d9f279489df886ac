// Keys in a work list, for those whose hands are on the keyboard. Nothing is lost without them.

const links = [...document.querySelectorAll(".work .work__case")];

function typing(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

function move(step) {
  const at = links.indexOf(document.activeElement);
  const to = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
  links[Math.max(0, Math.min(links.length - 1, to))]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const row = document.activeElement.closest(".work tr");
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "x" && row) row.querySelector("input[type=checkbox]")?.click();
  else if (event.key === "/") document.getElementById("q")?.focus();
  else return;
  event.preventDefault();
});
