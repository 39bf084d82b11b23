// The controls of a graph view: search, choosing by mouse and keys, zoom, saving as PNG and SVG. What is chosen,
// in sight and dragged stands in the address, so that the address restores it.
"use strict";

(() => {
  const data = graphPicture.prepare(JSON.parse(document.getElementById("network-data").textContent));
  const frame = document.getElementById("network");
  const get = (id) => document.getElementById(id);
  const fold = (text) =>
    text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[đĐ]/g, "d")
      .toLowerCase();

  const drawn = drawGraph(frame, data, graphPicture);
  let chosen = -1;
  const place = new Map(data.nodes.map((node, index) => [node.id, index]));

  // What of the picture was moved: the part in sight, and nodes that were dragged, each under a short hash of its IRI,
  // so that it is found again in a later snapshot or not at all.
  const MOST_MOVED = 100;
  const MOST_FOUND = 8;
  const moved = new Map();
  let sight = "";
  const hash = (text) => {
    let sum = 0x811c9dc5; // FNV-1a, 32 bits
    for (let index = 0; index < text.length; index += 1) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
    return (sum >>> 0).toString(36);
  };
  let hashes = null;
  function byHash(wanted) {
    if (!hashes) {
      hashes = new Map();
      data.nodes.forEach((node, id) => hashes.set(hash(node.id), hashes.has(hash(node.id)) ? -1 : id));
    }
    return hashes.get(wanted) ?? -1;
  }

  let later = 0;
  const soon = () => {
    clearTimeout(later);
    later = setTimeout(remember, 120);
  };

  function remember() {
    clearTimeout(later);
    const focus = chosen < 0 ? "" : data.nodes[chosen].id;
    const field = get("n-focus");
    if (field) {
      field.value = focus;
      field.disabled = !focus;
    }
    get("net-most").hidden = moved.size <= MOST_MOVED;
    frame.dataset.sight = sight;
    if (location.protocol === "file:") return;
    const kept = [...moved].slice(-MOST_MOVED).map(([id, [x, y]]) => `${hash(data.nodes[id].id)}_${x}_${y}`);
    const told = (address) => {
      const url = new URL(address, location.href);
      for (const [name, value] of [["focus", focus], ["view", sight], ["moved", kept.join("*")]]) {
        if (value) url.searchParams.set(name, value);
        else url.searchParams.delete(name);
      }
      return url.pathname + url.search + url.hash;
    };
    history.replaceState(null, "", told(location.href));
    for (const link of document.querySelectorAll(".languages a, .pager a, #net-file")) {
      link.setAttribute("href", told(link.href));
    }
  }

  // What is shown is what the address can say, so that the address restores it to the pixel.
  function looked() {
    const now = drawn.view();
    const [x, y, zoom] = [now.x.toFixed(1), now.y.toFixed(1), now.zoom.toPrecision(4)].map(Number);
    sight = [x, y, zoom].join("_");
    drawn.look({ x, y, zoom });
    soon();
  }

  function look(changes) {
    const now = drawn.view();
    drawn.look({ ...now, ...changes(now) });
    looked();
  }
  const zoom = (factor) => look((now) => ({ zoom: Math.min(Math.max(now.zoom * factor, 0.02), 8) }));
  function centre(id) {
    const least = data.nodes.length > 300 ? 0.6 : 0.8;
    look((now) => ({ ...drawn.places()[id], zoom: Math.max(now.zoom, least) }));
  }
  function fit() {
    drawn.fit();
    sight = "";
    soon();
  }

  const figures = (text, count) => {
    const found = text.split("_").map(Number);
    return found.length === count && text && found.every(Number.isFinite) ? found : null;
  };
  for (const part of data.moved.split("*").slice(0, MOST_MOVED)) {
    const cut = part.indexOf("_");
    const [id, at] = [byHash(part.slice(0, cut)), figures(part.slice(cut + 1), 2)];
    if (id < 0 || !at || cut < 0) continue;
    moved.set(id, at);
    drawn.put(id, ...at);
  }
  const wanted = figures(data.view, 3);
  if (wanted && wanted[2] > 0) {
    sight = data.view;
    drawn.look({ x: wanted[0], y: wanted[1], zoom: Math.min(Math.max(wanted[2], 0.02), 8) });
    frame.dataset.sight = sight;
  }

  function show(id) {
    const box = get("net-chosen");
    box.hidden = id < 0;
    if (id < 0) return;
    const node = data.nodes[id];
    get("net-chosen-name").textContent = node.label;
    get("net-chosen-text").textContent = node.said ?? "";
    const ties = data.ties[id].map((tie) => data.links[tie]);
    const relations = new Map(data.legend.filter(([sign]) => sign.startsWith("edge ")));
    ties.sort((a, b) => b.weight - a.weight);
    get("net-chosen-ties").replaceChildren(
      ...ties.slice(0, 8).map((link) => {
        const other = link.source === id ? link.target : link.source;
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "plain";
        const arrow = !link.arrow ? "" : link.source === id ? "→ " : "← ";
        button.textContent = arrow + data.nodes[other].label;
        button.addEventListener("click", () => choose(other, true));
        item.append(button);
        if (data.look === "network" || data.look === "ego") item.append(` ${link.weight}`);
        else if (relations.has(`edge is-${link.kind}`)) item.append(` ${relations.get(`edge is-${link.kind}`)}`);
        return item;
      }),
    );
    for (const [name, address] of [["net-chosen-page", node.page], ["net-chosen-network", node.centre]]) {
      const link = get(name);
      if (!link) continue;
      link.hidden = !address;
      if (address) link.setAttribute("href", address);
    }
  }

  function choose(id, centred = false, told = true) {
    chosen = id;
    const near = new Set(id < 0 ? [] : [id]);
    for (const tie of id < 0 ? [] : data.ties[id]) {
      near.add(data.links[tie].source);
      near.add(data.links[tie].target);
    }
    drawn.choose(id, near);
    if (centred && id >= 0) centre(id);
    show(id);
    frame.dataset.chosen = id < 0 ? "" : data.nodes[id].id;
    if (told) remember();
  }

  drawn.onMove((id) => {
    if (id < 0) {
      looked();
      return;
    }
    const at = drawn.places()[id];
    moved.delete(id); // the latest stands last
    moved.set(id, [Math.round(at.x), Math.round(at.y)]);
    drawn.put(id, ...moved.get(id));
    looked();
  });
  drawn.onChoose((id) => choose(id));
  drawn.onOpen((id) => {
    if (data.nodes[id].page && get("net-chosen-page")) location.assign(data.nodes[id].page);
  });
  if (place.has(data.focus)) {
    choose(place.get(data.focus), false, false);
    if (!sight && data.nodes.length > 60) {
      drawn.look({ ...drawn.view(), ...drawn.places()[chosen], zoom: Math.max(drawn.view().zoom, 0.6) });
    }
  }

  frame.addEventListener("keydown", (event) => {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key === "n" || event.key === "p") {
      const step = event.key === "n" ? 1 : -1;
      choose((chosen + step + data.nodes.length + (chosen < 0 && step < 0 ? 1 : 0)) % data.nodes.length, true);
    } else if (event.key === "Escape") {
      choose(-1);
    } else if (event.key === "Enter" && chosen >= 0 && data.nodes[chosen].page && get("net-chosen-page")) {
      location.assign(data.nodes[chosen].page);
    } else if (event.key === "0") {
      fit();
    } else if (event.key === "+" || event.key === "-") {
      zoom(event.key === "+" ? 1.25 : 0.8);
    } else if (event.key in moves) {
      const [dx, dy] = moves[event.key];
      look((now) => ({ x: now.x + (60 * dx) / now.zoom, y: now.y + (60 * dy) / now.zoom }));
      event.preventDefault();
    }
  });

  get("net-fit").addEventListener("click", fit);
  get("net-in").addEventListener("click", () => zoom(1.25));
  get("net-out").addEventListener("click", () => zoom(0.8));

  // The search box: names without marks will do, those that have the words side by side and early stand first;
  // arrow down goes into the list, Enter takes the first.
  const box = get("net-search");
  const list = get("net-found");
  let names = null;
  function find() {
    names ??= data.nodes.map((node) => fold(node.label));
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    const phrase = words.join(" ");
    const rank = (id) => (names[id].includes(phrase) ? names[id].indexOf(phrase) : Infinity);
    const near = (one, other) => (rank(one) === rank(other) ? names[one].length - names[other].length : rank(one) - rank(other));
    const found = words.length ? data.nodes.map((_, id) => id).filter((id) => words.every((word) => names[id].includes(word))) : [];
    found.sort(near).splice(MOST_FOUND);
    list.replaceChildren(
      ...found.map((id) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "plain said";
        button.lang = "vi";
        button.textContent = data.nodes[id].label;
        button.addEventListener("click", () => {
          list.hidden = true;
          choose(id, true);
          frame.focus({ preventScroll: true });
        });
        item.append(button);
        return item;
      }),
    );
    list.hidden = !found.length;
    const none = get("net-none");
    none.textContent = words.length && !found.length ? none.dataset.none : "";
    none.classList.toggle("visually-hidden", !none.textContent);
  }
  box.addEventListener("input", find);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      list.querySelector("button")?.click();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      list.querySelector("button")?.focus();
    } else if (event.key === "Escape") {
      list.hidden = true;
    }
  });
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const here = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      (buttons[here + (event.key === "ArrowDown" ? 1 : -1)] ?? box).focus();
    } else if (event.key === "Escape") {
      list.hidden = true;
      box.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".net-find")) list.hidden = true;
  });

  const made = () => pictureFile.svg(data, drawn.places());
  get("net-svg").addEventListener("click", () => pictureFile.saveSvg(made(), data.file));
  get("net-png").addEventListener("click", () => pictureFile.savePng(made(), data.file));
})();
