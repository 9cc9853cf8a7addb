"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  for (const tools of all(".tools")) {
    tools.hidden = false;
    const search = tools.querySelector("[data-filter]");
    const status = tools.querySelector("[data-status]");
    const output = tools.querySelector("output");
    let items, texts;
    const apply = () => {
      items ??= all(search.dataset.filter);
      texts ??= items.map((item) => item.textContent.toLowerCase());
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const tag = status ? status.value : "";
      let shown = 0;
      items.forEach((item, i) => {
        const fits = words.every((word) => texts[i].includes(word)) &&
          (!tag || item.dataset.tags.split(" ").includes(tag));
        item.hidden = !fits;
        shown += fits;
      });
      output.textContent = shown === items.length ? "" : `${shown} of ${items.length} shown`;
    };
    search.addEventListener("input", apply);
    if (status) status.addEventListener("change", apply);
  }
  for (const table of all("table[data-sortable]")) {
    all("th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        all("th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const key = (row) => row.cells[column].dataset.key ?? row.cells[column].textContent;
        const compare = (a, b) => {
          const [x, y] = [key(a), key(b)];
          if (x === "" || y === "") return (x === "") - (y === "");
          const order = x - y;
          return (Number.isNaN(order) ? x.localeCompare(y) : order) * (down ? -1 : 1);
        };
        table.tBodies[0].append(...[...table.tBodies[0].rows].sort(compare));
      });
    });
  }
  const open = () => {
    let at = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!at) return;
    for (let up = at; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    at.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();
