// Suggestions under a search box while somebody types: a combobox with a list (WAI-ARIA 1.2). Arrow keys choose,
// Enter opens what is chosen, Escape closes the list. A box with `data-fill` names kinds of things: it suggests these
// alone, and takes the name of the one chosen. Without this script the box sends its form as ever.
"use strict";

const MOST = 8;
const PAUSE = 120; // milliseconds after the last key before the server is asked

function suggest(box) {
  const list = document.createElement("ul");
  list.id = `${box.id}-list`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggest);
  list.hidden = true;
  box.parentElement.classList.add("has-suggestions");
  box.parentElement.append(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);
  box.autocomplete = "off";
  const kinds = box.dataset.fill?.split(",") ?? [];
  if (kinds.length) box.removeAttribute("list"); // it suggests the same without this script
  let waiting = 0;
  let asking = null;
  let chosen = -1;

  function close() {
    clearTimeout(waiting);
    asking?.abort();
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    const options = list.children;
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = number < -1 ? options.length - 1 : number >= options.length ? -1 : number;
    if (chosen < 0) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[chosen].id);
  }

  function take(option) {
    if (!kinds.length) {
      location.assign(option.dataset.page);
      return;
    }
    box.value = option.dataset.label;
    close();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function piece(tag, text, name) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  function label(hit) {
    const made = piece("span", "", "said");
    made.lang = "vi";
    const letters = Array.from(hit.label); // places count code points, not UTF-16 units
    let at = 0;
    for (const [start, end] of hit.highlights.filter(([, last]) => last <= 160)) {
      made.append(letters.slice(at, start).join(""), piece("mark", letters.slice(start, end).join("")));
      at = end;
    }
    made.append(letters.slice(at, 160).join("") + (letters.length > 160 ? "…" : ""));
    return made;
  }

  function show(hits) {
    const page = list.children[chosen]?.dataset.page; // who chose while the next letters were looked up keeps that
    list.replaceChildren(
      ...hits.filter((hit) => hit.page).map((hit, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.page = hit.page;
        option.dataset.label = hit.label;
        option.append(label(hit), " ", piece("span", hit.kind_label, "tag"));
        const other = hit.matched && !["label", "context"].includes(hit.matched.field) ? hit.matched.text : "";
        const beside = [other.slice(0, 80), hit.context?.label].filter(Boolean).join(" · ");
        if (beside) option.append(piece("span", beside, "beside"));
        return option;
      }),
    );
    chosen = -1;
    list.hidden = !list.children.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    const again = page ? [...list.children].findIndex((option) => option.dataset.page === page) : -1;
    if (again >= 0) choose(again);
  }

  async function ask() {
    const typed = box.value.trim();
    asking?.abort();
    if (typed.length < 2) {
      close();
      return;
    }
    asking = new AbortController();
    const address = new URLSearchParams({ q: typed, limit: MOST, lang: document.documentElement.lang });
    for (const kind of kinds) address.append("kind", kind);
    try {
      const answer = await fetch(`/api/search?${address}`, { signal: asking.signal });
      if (answer.ok && document.activeElement === box) show((await answer.json()).hits);
      else close();
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      clearTimeout(waiting); // what is being chosen from stays as it is
      asking?.abort();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  box.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-page]");
    if (option) take(option);
  });
}

for (const box of document.querySelectorAll("[data-suggest]")) suggest(box);
