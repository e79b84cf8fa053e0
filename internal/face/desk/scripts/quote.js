// Words that are selected in the text of an item are put into the form that cites
// it. What somebody wrote there themselves is left alone; a selection that is
// given up leaves what it put there.
const text = document.querySelector("[data-quotable]");
const quote = document.querySelector("#quote");

if (text && quote) {
  let put = "";
  document.querySelector("[data-selects]").hidden = false;
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed || !text.contains(chosen.getRangeAt(0).commonAncestorContainer)) return;
    if (document.activeElement === quote || (quote.value && quote.value !== put)) return;
    put = chosen.toString().trim();
    quote.value = put;
  });
}
