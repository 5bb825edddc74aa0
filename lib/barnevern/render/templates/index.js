(function () {
  "use strict";
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function field(id) { return document.getElementById(id); }
  var words = field("words"), county = field("county"), group = field("group"), state = field("state");
  var sections = all("#pages > section").map(function (section) {
    return { element: section, county: section.dataset.county, places: all(".places > li", section) };
  });
  var tiles = all(".map a");

  function apply() {
    var sought = words.value.toLowerCase().split(/\s+/);
    var hits = 0;
    sections.forEach(function (section) {
      var inside = 0;
      section.places.forEach(function (place) {
        var hit = (!county.value || section.county === county.value) && (!group.value || place.dataset.group === group.value) &&
          (!state.value || place.dataset.state === state.value) &&
          sought.every(function (word) { return place.dataset.words.indexOf(word) !== -1; });
        place.hidden = !hit;
        if (hit) { inside += 1; }
      });
      section.element.hidden = inside === 0;
      hits += inside;
    });
    tiles.forEach(function (tile) {
      if (county.value === tile.dataset.county) { tile.setAttribute("aria-current", "true"); } else { tile.removeAttribute("aria-current"); }
    });
    var chosen = words.value.trim() || county.value || group.value || state.value;
    field("hits").textContent = chosen ? hits + " treff" : "";
  }

  function clear() { words.value = ""; county.value = ""; group.value = ""; state.value = ""; }

  words.addEventListener("input", apply);
  [county, group, state].forEach(function (one) { one.addEventListener("change", apply); });
  field("everything").addEventListener("click", function () { clear(); apply(); words.focus(); });
  tiles.forEach(function (tile) {
    // What was searched for before would hide the county that the link leads to.
    tile.addEventListener("click", function () { clear(); county.value = tile.dataset.county; apply(); });
  });
  field("search").hidden = false;
  apply();
})();
