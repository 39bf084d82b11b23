// A chart of months that is wider than its place opens at the months that are shown, else at this month.
"use strict";

for (const place of document.querySelectorAll(".chart-scroll[data-first]")) {
  const { first, left, step } = place.dataset;
  const [year, month] = first.split("-").map(Number);
  const now = new Date();
  const months = (now.getFullYear() - year) * 12 + now.getMonth() + 1 - month;
  const shown = place.querySelector(".is-shown");
  const x = shown ? shown.x.baseVal.value : Number(left) + months * Number(step);
  place.scrollLeft = x - place.clientWidth / 2;
}
