"use strict";
// Filters, sorting and links into what is folded; without it the page shows everything, in its order.
const form = document.querySelector(".filters");
const findings = [...document.querySelectorAll(".finding")];
const groups = [...document.querySelectorAll(".group, details.project")];
const texts = new Map();

for (const part of document.querySelectorAll(".js:not(#nothing)")) part.hidden = false;

function words(finding) {
  if (!texts.has(finding)) {
    const project = finding.closest("details.project");
    const title = project ? project.querySelector("summary").textContent : "";
    texts.set(finding, (finding.textContent + " " + finding.dataset.targets + " " + title).toLowerCase());
  }
  return texts.get(finding);
}

function apply() {
  const asked = new FormData(form);
  const severities = new Set(asked.getAll("severity"));
  const sought = asked.get("text").toLowerCase().split(/\s+/).filter(Boolean);
  const [target, service, code] = ["target", "service", "code"].map((name) => asked.get(name) || "");
  let shown = 0;
  for (const finding of findings) {
    const data = finding.dataset;
    const fits = severities.has(data.severity) && (!target || data.targets.split(" ").includes(target)) &&
      (!service || data.service === service) && (!code || data.code === code) &&
      sought.every((word) => words(finding).includes(word));
    finding.hidden = !fits;
    shown += fits;
  }
  const all = shown === findings.length;
  for (const group of groups) group.hidden = !all && !group.querySelector(".finding:not([hidden])");
  form.querySelector("output").textContent = all ? `All ${shown}` : `${shown} of ${findings.length}`;
  document.getElementById("nothing").hidden = shown > 0 || all;
}

let waiting;
form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
form.addEventListener("reset", () => setTimeout(apply));
form.addEventListener("submit", (event) => event.preventDefault());
apply();

for (const link of document.querySelectorAll("[data-only]")) {
  link.addEventListener("click", () => {
    form.reset();
    form.elements[link.dataset.filter].value = link.dataset.only;
    setTimeout(() => {
      apply();
      const first = document.querySelector("details.project:not([hidden])");
      if (first) first.open = true;
    });
  });
}

function unfold() {
  const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = named && named.closest("details");
  if (!folded || folded.open) return;
  folded.open = true;
  named.scrollIntoView();
}
addEventListener("hashchange", unfold);
unfold();

function key(row, column) {
  const cell = row.cells[column];
  const text = cell.dataset.key ?? cell.textContent.trim();
  return text.split(" ").every((part) => /^-?\d+$/.test(part)) ? text.split(" ").map(Number) : text.toLowerCase();
}

function compare(one, other) {
  if (!Array.isArray(one)) return one < other ? -1 : one > other ? 1 : 0;
  const differing = one.findIndex((number, index) => number !== other[index]);
  return differing < 0 ? 0 : one[differing] - other[differing];
}

for (const table of document.querySelectorAll("table.sortable")) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending" || (!head.ariaSort && column > 0);
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows].map((row) => [key(row, column), row]);
      rows.sort((one, other) => compare(one[0], other[0]) * (descending ? -1 : 1));
      table.tBodies[0].append(...rows.map(([, row]) => row));
    });
  });
}

let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open])")];
  for (const part of unfolded) part.open = true;
});
addEventListener("afterprint", () => { for (const part of unfolded) part.open = false; });
