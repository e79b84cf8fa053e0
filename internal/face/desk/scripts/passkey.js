// Asks the browser for a passkey and puts the
// answer into the form, which is sent as any other. Without it the same page
// says what else will do. See decision 33.
const form = document.querySelector("form[data-passkey]");

if (form && window.PublicKeyCredential) {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const made = async (options) => {
    const key = await navigator.credentials.create({ publicKey: {
      ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: named(options.excludeCredentials),
    } });
    return { id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: {}, response: {
      clientDataJSON: text(key.response.clientDataJSON), attestationObject: text(key.response.attestationObject),
    } };
  };

  const signed = async (options) => {
    const key = await navigator.credentials.get({ publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) } });
    return { id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: {}, response: {
      clientDataJSON: text(key.response.clientDataJSON), authenticatorData: text(key.response.authenticatorData), signature: text(key.response.signature),
      userHandle: key.response.userHandle ? text(key.response.userHandle) : undefined,
    } };
  };

  form.hidden = false;
  for (const without of document.querySelectorAll("[data-without]")) without.hidden = true;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    try {
      const options = JSON.parse(form.dataset.options);
      form.elements.answer.value = JSON.stringify(await (form.dataset.passkey === "make" ? made : signed)(options));
      form.submit();
    } catch {
      form.querySelector("[role=alert]").hidden = false;
    }
  });
}
