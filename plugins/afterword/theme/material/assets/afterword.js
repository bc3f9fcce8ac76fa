// The search box is a link to the library. Nothing of search is loaded until somebody is about to search.
(() => {
  const link = document.querySelector(".aw-search");
  if (!link) return;
  const dialogUrl = new URL("find/dialog.js", document.currentScript.src).href;
  let dialogPromise;
  let typedText = null; // what is typed while the dialog is loading

  const loadDialog = () => (dialogPromise ??= import(dialogUrl).then(({ createDialog }) => createDialog(link)));
  const openDialog = () => {
    typedText ??= "";
    loadDialog().then((dialog) => dialog.open(typedText)).catch(() => location.assign(link.href))
      .finally(() => { typedText = null; });
  };
  const hasModifier = (event) => event.ctrlKey || event.metaKey || event.altKey;

  const prefetch = () => loadDialog().then((dialog) => dialog.prefetch()).catch(() => {});
  link.addEventListener("pointerenter", prefetch, { once: true });
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    openDialog();
  });
  document.addEventListener("keydown", (event) => {
    if (typedText !== null && event.key.length === 1 && !hasModifier(event)) {
      event.preventDefault();
      event.stopPropagation(); // the theme goes to the next page by n
      typedText += event.key;
      return;
    }
    const field = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const isTyping = field?.checkVisibility(); // a closed dialog can keep the focus in its box
    const isSlash = event.key === "/" && !isTyping && !hasModifier(event);
    const isShortcut = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (!isSlash && !isShortcut) return;
    event.preventDefault();
    openDialog();
  });
})();
