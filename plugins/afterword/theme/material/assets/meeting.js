// From screen to screen by the keys of a keyboard or a presenter. Without this the links below each screen do it.
const screens = [...document.querySelectorAll(".aw-screen")];
const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -Infinity, End: Infinity };

const nearest = () => {
  const tops = screens.map((screen) => Math.abs(screen.getBoundingClientRect().top));
  return tops.indexOf(Math.min(...tops));
};

document.addEventListener("keydown", (event) => {
  const step = steps[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, dialog")) return;
  const here = screens[nearest()];
  const { top, bottom } = here.getBoundingClientRect();
  const isLonger = step === 1 ? bottom > innerHeight * 1.1 : step === -1 && top < innerHeight * -0.1;
  if (isLonger) return; // what does not fit is scrolled first
  event.preventDefault();
  const next = screens[Math.max(0, Math.min(screens.length - 1, nearest() + step))];
  next.focus({ preventScroll: true });
  next.scrollIntoView();
});
