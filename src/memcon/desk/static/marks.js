// A field of the record lights its words, the words light their field; j and k step through the events' evidence.
const keyed = [...document.querySelectorAll("[data-k]")];
const by = new Map();
for (const one of keyed) for (const key of one.dataset.k.split(" ")) by.set(key, [...(by.get(key) || []), one]);
const cards = [...document.querySelectorAll("[data-event]")];
let at = cards.findIndex((c) => location.hash === "#e-" + c.dataset.event);

function light(keys) {
  for (const one of document.querySelectorAll(".lit")) one.classList.remove("lit");
  for (const key of keys) for (const one of by.get(key) || []) one.classList.add("lit");
}

function point(event) {
  const one = event.target.closest?.("[data-k]");
  if (!one) return;
  const keys = one.dataset.k.split(" ");
  if (one.closest(".text")) {
    // the narrowest mark in the text, everything that rests on these words in the record
    light([keys.at(-1)]);
    for (const key of keys) for (const other of by.get(key)) if (!other.closest(".text")) other.classList.add("lit");
  } else light(keys);
}

function step(by) {
  if (!cards.length) return;
  at = (at + by + cards.length) % cards.length;
  const card = cards[at];
  light(card.dataset.k.split(" "));
  for (const one of cards) one.classList.toggle("at", one === card);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  document.getElementById("e-" + card.dataset.event)?.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  history.replaceState(null, "", "#e-" + card.dataset.event);
}

// what scrolls under a pointer that rests is not pointed at
let rest = "";
document.addEventListener("pointermove", (event) => {
  const now = event.screenX + " " + event.screenY;
  if (now !== rest) point(event);
  rest = now;
});
document.addEventListener("focusin", point);
document.addEventListener("click", point);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(at < 0 ? cards.length : -1);
  else if (event.key === "Escape") { light([]); for (const one of cards) one.classList.remove("at"); at = -1; }
  else return;
  event.preventDefault();
});
