// Keys in a work list, for those whose hands are on the keyboard. Nothing is lost without them,
// and whoever speaks to the computer, or touches keys by mistake, turns them off (WCAG 2.1.4).

const KEPT = "samtjanst.keys-in-lists";
const links = [...document.querySelectorAll(".work .work__case")];
const help = document.getElementById("tangenter");
const state = document.getElementById("tangenter-av");

function kept() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

let on = kept();

function typing(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
}

function move(step) {
  const at = links.indexOf(document.activeElement);
  const to = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
  links[Math.max(0, Math.min(links.length - 1, to))]?.focus();
}

function showHelp() {
  help.open = true;
  help.querySelector("summary").focus();
}

if (help) {
  help.hidden = false;
  state.checked = !on;
  state.addEventListener("change", () => {
    on = !state.checked;
    try {
      localStorage.setItem(KEPT, on ? "on" : "off");
    } catch {
      // Where nothing may be kept it holds for this page.
    }
  });
}

document.addEventListener("keydown", (event) => {
  if (!on || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const row = document.activeElement.closest(".work tr");
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "x" && row) row.querySelector("input[type=checkbox]")?.click();
  else if (event.key === "/") document.getElementById("q")?.focus();
  else if (event.key === "?" && help) showHelp();
  else return;
  event.preventDefault();
});
