// A passkey is made or shown by the browser; the form carries what it says. Without this script
// the page offers the other ways to log in.

const form = document.querySelector("form[data-passkey]");
const told = (name) => form.querySelector(`[data-passkey-${name}]`);
let busy = false;

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const written = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function asked() {
  const { publicKey } = JSON.parse(form.dataset.options);
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  for (const list of [publicKey.excludeCredentials, publicKey.allowCredentials]) {
    for (const one of list ?? []) one.id = bytes(one.id);
  }
  return { publicKey };
}

function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = written(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id, rawId: written(credential.rawId), type: credential.type, response,
    clientExtensionResults: {},
  });
}

async function ask() {
  if (busy) return;
  busy = true;
  told("failed").hidden = true;
  try {
    const make = form.dataset.passkey === "make";
    const credential = await navigator.credentials[make ? "create" : "get"](asked());
    form.elements.answer.value = answered(credential);
    form.submit();
  } catch {
    told("failed").hidden = false;
    busy = false;
  }
}

if (form && window.PublicKeyCredential) {
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  ask();
} else if (form) {
  told("missing").hidden = false;
  form.querySelector("button").disabled = true;
}
// Whoever comes back to the page with the browser's button begins anew.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
