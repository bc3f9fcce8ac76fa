// The search box. It is a link to the library until somebody means to search; only then is Pagefind loaded.
(() => {
  const box = document.querySelector(".aw-search");
  if (!box) return;
  const bundle = new URL(box.dataset.bundle, location.href);
  const patience = 8000; // milliseconds until the plain list is better than waiting
  let ready;

  const add = (tag, attributes) =>
    new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });

  const build = () => {
    const config = document.createElement("pagefind-config");
    config.setAttribute("bundle-path", bundle.pathname);
    config.setAttribute("base-url", new URL("..", bundle).pathname);
    config.setAttribute("lang", document.documentElement.lang || "en");
    const modal = document.createElement("pagefind-modal");
    modal.setAttribute("reset-on-close", "");
    document.body.append(config, modal);
    return modal;
  };

  const load = () =>
    (ready ??= Promise.all([
      add("link", { rel: "stylesheet", href: new URL("pagefind-component-ui.css", bundle).href }),
      add("script", { type: "module", src: new URL("pagefind-component-ui.js", bundle).href }),
      customElements.whenDefined("pagefind-modal"),
    ]).then(build));

  const open = async () => {
    const late = new Promise((_, reject) => setTimeout(reject, patience));
    try {
      (await Promise.race([load(), late])).open();
    } catch {
      location.href = box.href;
    }
  };

  const quietly = () => load().catch(() => {});
  box.addEventListener("pointerenter", quietly, { once: true });
  box.addEventListener("focus", quietly, { once: true });
  box.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("input, textarea, select, [contenteditable]");
    const typing = field?.checkVisibility(); // a closed dialog can keep the focus in its box
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const chord = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !chord) return;
    event.preventDefault();
    open();
  });
})();
