// The page of a job that goes on shows how far it is without being loaded anew,
// and is loaded once it is over. Without this file it loads itself from time to
// time; who stopped that is left in peace.
const live = document.querySelector("[data-live]");
const often = 2000, seldom = 30000;
let wait = often;

const show = (job) => {
  const state = live.querySelector("[role=status] .tag"), bar = document.querySelector("main progress");
  if (state.textContent !== job.state) state.textContent = job.state; // which is read out
  live.querySelector("[data-said]").textContent = job.said;
  if (bar && job.percent > 0) {
    bar.value = job.percent;
    bar.parentElement.hidden = false;
  }
};

const ask = async () => {
  try {
    const answer = await fetch(location.pathname, { headers: { Accept: "application/json" }, redirect: "error" });
    if (!answer.ok) throw new Error(answer.statusText);
    const job = await answer.json();
    if (job.over) return location.reload();
    show(job);
    wait = often;
  } catch {
    wait = Math.min(seldom, wait * 2);
  }
  setTimeout(later, wait);
};

// later asks at once, or when the page is looked at again.
const later = () => (document.hidden ? document.addEventListener("visibilitychange", later, { once: true }) : ask());

if (live) setTimeout(later, often);
