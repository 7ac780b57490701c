// Forms that are sent with what a passkey answered. Browsers offer passkeys to scripts alone.

const TROUBLE = {
  NotAllowedError: "Nothing was sent: you said no, or it took too long. You can try again.",
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "Passkeys do not work at this address. Nothing was sent.",
};
const NUMERIC_ADDRESS = /^[\d.]+$|^\[/;

function whyNot() {
  if (!window.PublicKeyCredential) return "This browser cannot use passkeys, or the connection is not secure.";
  if (NUMERIC_ADDRESS.test(location.hostname)) return "Passkeys need a name in the address, such as localhost; they do not work with a number.";
  return "";
}

function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function textOf(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const withBytes = (keys) => (keys || []).map((key) => ({ ...key, id: bytesOf(key.id) }));

async function create(wanted) {
  // A passkey that is found without a name and asks for more than a touch: it opens the door by itself.
  const authenticatorSelection = { ...wanted.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const user = { ...wanted.user, id: bytesOf(wanted.user.id) };
  const excludeCredentials = withBytes(wanted.excludeCredentials);
  return navigator.credentials.create({ publicKey: { ...wanted, challenge: bytesOf(wanted.challenge), user, excludeCredentials, authenticatorSelection } });
}

async function get(wanted) {
  const allowCredentials = withBytes(wanted.allowCredentials);
  return navigator.credentials.get({ publicKey: { ...wanted, challenge: bytesOf(wanted.challenge), allowCredentials } });
}

function plainOf(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = textOf(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function askedOf(form) {
  const own = form.querySelector("#passkey-options");
  if (own) return JSON.parse(own.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error("The server did not answer. Nothing was sent; try again in a minute.");
  return answer.json();
}

async function answerWith(form) {
  const asked = await askedOf(form);
  const credential = form.dataset.passkey === "create" ? await create(asked.creation_options.publicKey) : await get(asked.request_options.publicKey);
  form.elements.credential.value = JSON.stringify(plainOf(credential));
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const note = form.querySelector("[data-passkey-note]");
  const button = form.querySelector("button[type=submit]");
  note.textContent = whyNot();
  button.disabled = Boolean(note.textContent);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    note.textContent = "Your browser asks you now.";
    try {
      await answerWith(form);
    } catch (error) {
      note.textContent = TROUBLE[error.name] || error.message;
      button.disabled = false;
    }
  });
}
