// The search box. It is a link to the library until somebody means to search; only then is anything loaded.
// Pagefind stems by the language of an index, so there is one index a language: all are asked, and the answers
// take turns, because their scores do not compare.
(() => {
  const box = document.querySelector(".aw-search");
  if (!box) return;
  const bundle = new URL(box.dataset.bundle, location.href);
  const shown = 12;
  const patience = 8000; // milliseconds until the plain list is better than waiting
  const longest = 200; // characters of a query that are looked for
  let indexes, dialog, input, list, status, asked = 0;

  const element = (tag, attributes = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), attributes);
    made.append(...children);
    return made;
  };

  const open_index = async (lang) => {
    const at = new URL(`${lang}/`, bundle);
    const pagefind = await import(new URL("pagefind.js", at).href);
    await pagefind.options({ bundlePath: at.pathname, baseUrl: new URL("..", bundle).pathname });
    await pagefind.init();
    return pagefind;
  };

  const load = () =>
    (indexes ??= (async () => {
      const answer = await fetch(new URL("languages.json", bundle));
      if (!answer.ok) throw new Error(`${answer.status}`);
      const here = document.documentElement.lang;
      const languages = (await answer.json()).sort((a, b) => (b === here) - (a === here));
      return Promise.all(languages.map(open_index));
    })());

  const in_turn = (answers) => {
    const longest_answer = Math.max(0, ...answers.map((results) => results.length));
    return [...Array(longest_answer).keys()].flatMap((rank) => answers.flatMap((results) => results.slice(rank, rank + 1)));
  };

  // An excerpt is text with marks: nothing else of it is put into the page.
  const marked = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html").body;
    return [...parsed.childNodes].map((node) =>
      node.nodeName === "MARK" ? element("mark", {}, node.textContent) : document.createTextNode(node.textContent));
  };

  const row = ({ url, meta, excerpt }) =>
    element("li", {},
      element("a", { href: url },
        element("strong", {}, meta.title || url),
        element("small", {}, [meta.outcome, meta.facts].filter(Boolean).join(" · ")),
        element("span", {}, ...marked(excerpt))));

  const say = (words) => status.replaceChildren(words);

  const search = async () => {
    const query = input.value.trim().slice(0, longest);
    const number = ++asked;
    if (!query) {
      list.replaceChildren();
      return say("");
    }
    say(box.dataset.searching);
    const answers = await Promise.all((await load()).map((index) => index.search(query)));
    if (number !== asked) return;
    const found = in_turn(answers.map((answer) => answer.results));
    const pages = await Promise.all(found.slice(0, shown).map((result) => result.data()));
    if (number !== asked) return;
    list.replaceChildren(...pages.map(row));
    say(pages.length ? box.dataset.found.replace("#", found.length) : box.dataset.nothing);
  };

  const plainly = () => {
    say("");
    list.replaceChildren(element("li", {}, element("a", { href: box.href }, box.dataset.plainly)));
  };

  const build = () => {
    input = element("input", { type: "text", inputMode: "search", enterKeyHint: "search", autocomplete: "off", placeholder: box.dataset.placeholder });
    input.setAttribute("aria-label", box.dataset.placeholder);
    status = element("p", { className: "aw-dialog__status" });
    status.setAttribute("role", "status");
    list = element("ol", {});
    const close = element("button", { type: "button", className: "aw-dialog__close" }, "×");
    close.setAttribute("aria-label", box.dataset.close);
    dialog = element("dialog", { className: "aw-dialog md-typeset" }, element("div", {}, input, close), status, list);
    dialog.setAttribute("aria-label", box.dataset.placeholder);
    let typed;
    input.addEventListener("input", () => {
      clearTimeout(typed);
      typed = setTimeout(() => search().catch(plainly), 120);
    });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("keydown", walk);
    document.body.append(dialog);
  };

  // Arrows go through the results and back to the box; Enter follows the first result from the box.
  const walk = (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter" && document.activeElement === input && links.length) links[0].click();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? input : links[Math.min(next, links.length - 1)] ?? input).focus();
  };

  const open = () => {
    if (!dialog) build();
    if (!dialog.open) dialog.showModal();
    input.select();
    const late = new Promise((_, reject) => setTimeout(reject, patience));
    Promise.race([load(), late]).catch(plainly);
  };

  const quietly = () => load().catch(() => {});
  box.addEventListener("pointerenter", quietly, { once: true });
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
