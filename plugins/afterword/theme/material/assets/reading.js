// What a keyboard cannot do by itself. A table that is wider than the screen can be scrolled by keyboard: it takes the focus, only while it has to.
(() => {
  const wide = () => {
    for (const box of document.querySelectorAll(".aw-scroll, .aw-chart, .md-typeset__scrollwrap")) {
      box.toggleAttribute("tabindex", box.scrollWidth > box.clientWidth);
      if (box.hasAttribute("tabindex")) box.tabIndex = 0;
    }
  };
  // The way back from a section in the menu of a narrow screen; Material follows a label on Enter.
  for (const back of document.querySelectorAll(".md-nav--primary .md-nav .md-nav__title[for]")) back.tabIndex = 0;
  addEventListener("load", wide);
  addEventListener("resize", wide);
  document.addEventListener("toggle", wide, true); // what was folded away had no width
})();
