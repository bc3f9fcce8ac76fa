// Keyboard access to what browsers and the theme leave to the mouse.
(() => {
  // What is wider than the screen takes the focus, so that arrow keys scroll it; what fits does not.
  const updateFocusability = () => {
    for (const box of document.querySelectorAll(".aw-scroll, .aw-chart, .md-typeset__scrollwrap")) {
      box.toggleAttribute("tabindex", box.scrollWidth > box.clientWidth);
      if (box.hasAttribute("tabindex")) box.tabIndex = 0;
    }
  };
  // In the menu of a narrow screen these labels lead back from a section; Material follows a label on Enter.
  for (const label of document.querySelectorAll(".md-nav--primary .md-nav .md-nav__title[for]")) label.tabIndex = 0;
  addEventListener("load", updateFocusability);
  addEventListener("resize", updateFocusability);
  document.addEventListener("toggle", updateFocusability, true); // what was folded away had no width
})();
