// The controls of a graph view: search, choosing by mouse and keys, zoom, saving as PNG and SVG. What is chosen
// stands in the address, so that the address restores it.
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

  let drawn = drawGraph(frame, data, graphPicture);
  if (!drawn) {
    const places = data.nodes.map(({ x, y }) => ({ x, y }));
    const image = document.createElement("img");
    image.className = "net-still";
    image.alt = frame.getAttribute("aria-label");
    image.src = URL.createObjectURL(new Blob([graphPicture.svg(data, places).text], { type: "image/svg+xml" }));
    frame.append(image);
    frame.dataset.drawn = "still";
    get("net-plain").hidden = false;
    const none = () => {};
    drawn = { places: () => places, fit: none, zoom: none, centre: none, onChoose: none, onOpen: none, choose: none, move: none };
  }

  let chosen = -1;
  const place = new Map(data.nodes.map((node, index) => [node.id, index]));

  function remember(id) {
    const field = get("n-focus");
    if (field) {
      field.value = id < 0 ? "" : data.nodes[id].id;
      field.disabled = id < 0;
    }
    if (location.protocol === "file:") return;
    const told = (address) => {
      const url = new URL(address, location.href);
      if (id < 0) url.searchParams.delete("focus");
      else url.searchParams.set("focus", data.nodes[id].id);
      return url.pathname + url.search + url.hash;
    };
    history.replaceState(null, "", told(location.href));
    for (const link of document.querySelectorAll(".languages a, #net-file")) {
      link.setAttribute("href", told(link.href));
    }
  }

  function show(id) {
    const box = get("net-chosen");
    box.hidden = id < 0;
    if (id < 0) return;
    const node = data.nodes[id];
    get("net-chosen-name").textContent = node.label;
    get("net-chosen-text").textContent = node.said ?? "";
    const ties = data.ties[id].map((tie) => data.links[tie]);
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
    if (centred && id >= 0) drawn.centre(id);
    show(id);
    frame.dataset.chosen = id < 0 ? "" : data.nodes[id].id;
    if (told) remember(id);
  }

  drawn.onChoose((id) => choose(id));
  drawn.onOpen((id) => {
    if (data.nodes[id].page && get("net-chosen-page")) location.assign(data.nodes[id].page);
  });
  if (place.has(data.focus) && data.nodes[place.get(data.focus)].kind !== "focus") {
    choose(place.get(data.focus), data.nodes.length > 60, false);
  }

  frame.addEventListener("keydown", (event) => {
    const webgl = frame.dataset.renderer === "webgl";
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key === "n" || event.key === "p") {
      const step = event.key === "n" ? 1 : -1;
      choose((chosen + step + data.nodes.length + (chosen < 0 && step < 0 ? 1 : 0)) % data.nodes.length, true);
    } else if (event.key === "Escape") {
      choose(-1);
    } else if (event.key === "Enter" && chosen >= 0 && data.nodes[chosen].page && get("net-chosen-page")) {
      location.assign(data.nodes[chosen].page);
    } else if (event.key === "0") {
      drawn.fit();
    } else if (webgl && (event.key === "+" || event.key === "-")) {
      drawn.zoom(event.key === "+" ? 1.25 : 0.8);
    } else if (webgl && event.key in moves) {
      drawn.move(...moves[event.key]);
      event.preventDefault();
    }
  });

  get("net-fit").addEventListener("click", () => drawn.fit());
  get("net-in").addEventListener("click", () => drawn.zoom(1.25));
  get("net-out").addEventListener("click", () => drawn.zoom(0.8));

  // The search box: names without marks will do; arrow down goes into the list, Enter takes the first.
  const box = get("net-search");
  const list = get("net-found");
  const names = data.nodes.map((node) => fold(node.label));
  function find() {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    const found = [];
    if (words.length) {
      for (let id = 0; id < names.length && found.length < 8; id += 1) {
        if (words.every((word) => names[id].includes(word))) found.push(id);
      }
    }
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

  function save(blob, ending) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${data.file}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  const asSvg = () => {
    const made = graphPicture.svg(data, drawn.places());
    return { ...made, blob: new Blob([made.text], { type: "image/svg+xml" }) };
  };
  get("net-svg").addEventListener("click", () => save(asSvg().blob, "svg"));
  get("net-png").addEventListener("click", () => {
    const { blob, width, height } = asSvg();
    const image = new Image();
    image.addEventListener("load", () => {
      const scale = Math.min(2, 8000 / Math.max(width, height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.ceil(width * scale);
      canvas.height = Math.ceil(height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(image.src);
      canvas.toBlob((made) => save(made, "png"), "image/png");
    });
    image.src = URL.createObjectURL(blob);
  });
})();
