(function () {
  "use strict";
  var field = document.getElementById("search");
  var hits = document.getElementById("hits");
  var rows = Array.prototype.slice.call(document.getElementById("pages").rows);
  field.parentNode.hidden = false;
  field.addEventListener("input", function () {
    var words = field.value.toLowerCase().split(/\s+/);
    var shown = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      var hit = words.every(function (word) { return text.indexOf(word) !== -1; });
      row.hidden = !hit;
      if (hit) { shown += 1; }
    });
    hits.textContent = field.value ? shown + " treff" : "";
  });
})();
