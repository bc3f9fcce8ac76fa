// The search box is a link to the library until somebody means to search; only then is anything of search loaded.
(() => {
  const box = document.querySelector(".aw-search");
  if (!box) return;
  const at = new URL("find/dialog.js", document.currentScript.src).href;
  let loaded;
  let typed = null; // while the dialog is on its way: what is typed meanwhile

  const load = () => (loaded ??= import(at).then(({ dialog }) => dialog(box)));
  const open = () => {
    typed ??= "";
    load().then((dialog) => dialog.open(typed)).catch(() => location.assign(box.href)).finally(() => { typed = null; });
  };

  box.addEventListener("pointerenter", () => load().then((dialog) => dialog.warm()).catch(() => {}), { once: true });
  box.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    if (typed !== null && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation(); // the theme goes to the next page by n
      typed += event.key;
      return;
    }
    const field = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const typing = field?.checkVisibility(); // a closed dialog can keep the focus in its box
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const chord = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!slash && !chord) return;
    event.preventDefault();
    open();
  });
})();
