// Go from screen to screen by the keys of a keyboard or a presenter. Without this script, the links below screens do it.
const screens = [...document.querySelectorAll(".aw-screen")];
const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -Infinity, End: Infinity };

const findNearestScreen = () => {
  const distances = screens.map((screen) => Math.abs(screen.getBoundingClientRect().top));
  return distances.indexOf(Math.min(...distances));
};

document.addEventListener("keydown", (event) => {
  const step = steps[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, dialog")) return;
  const number = findNearestScreen();
  const { top, bottom } = screens[number].getBoundingClientRect();
  const isCutOff = step === 1 ? bottom > innerHeight * 1.1 : step === -1 && top < innerHeight * -0.1;
  if (isCutOff) return; // scroll within the screen first
  event.preventDefault();
  const nextScreen = screens[Math.max(0, Math.min(screens.length - 1, number + step))];
  nextScreen.focus({ preventScroll: true });
  nextScreen.scrollIntoView();
});
