// Single keys on pages with lists: j and k go from one row to the next, a number
// chooses the answer that has it, ? shows what there is. They never act while
// somebody writes, and are off where the account says so: then this file is not
// sent. Everything they do is also a link, a field or a button.
const rows = () => [...document.querySelectorAll("main tbody tr, main ol.hits > li, main li.card, main li.moment")].filter((row) => row.querySelector("a[href]") && row.checkVisibility());

const writes = (target) => target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])");

// letter is the key's own letter, or the one at its place where the keyboard
// writes another script; number reads the digits of three scripts.
const letter = (event) => (/^[a-z]$/i.test(event.key) ? event.key : (event.code.match(/^Key([A-Z])$/) || [""])[1] || "").toLowerCase();
const number = (event) => {
  const at = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹".indexOf(event.key);
  return at < 0 || event.key.length !== 1 ? -1 : at % 10;
};

const move = (by) => {
  const all = rows();
  if (!all.length) return false;
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + by));
  all[next].querySelector("a[href]").focus();
  return true;
};

const answer = (n) => {
  const choice = document.querySelector(`main [accesskey="${n}"]`);
  if (!choice) return false;
  choice.focus();
  choice.click();
  return true;
};

const help = document.querySelector("dialog#keys");
if (help) help.querySelector("button").addEventListener("click", () => help.close());

const act = (event) => {
  if (event.key === "?" || event.key === "؟") {
    if (help) help.showModal();
    return Boolean(help);
  }
  if (number(event) > 0) return answer(number(event));
  if (letter(event) === "j") return move(1);
  if (letter(event) === "k") return move(-1);
  return false;
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented || writes(event.target) || (help && help.open)) return;
  if (act(event)) event.preventDefault();
});
