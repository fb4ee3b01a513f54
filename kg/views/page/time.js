/* Time: how many relations each year has, the span of years that is shown, and a span that moves. */

const MOST_YEARS = 60; // bars of the histogram; of more, the last ones
const BEAT = 900; // milliseconds of each step

const time = { first: 0, last: 0, bars: [], timer: 0 };

function buildTime() {
  const years = graph.edges.flatMap((edge) => edge.years ?? []);
  byId("year").hidden = new Set(years).size < 2;
  if (!years.length) return;
  time.last = years.reduce((a, b) => Math.max(a, b));
  time.first = Math.max(years.reduce((a, b) => Math.min(a, b)), time.last - MOST_YEARS + 1);
  time.bars = [];
  for (let year = time.first; year <= time.last; year += 1) {
    const bar = button("bar", "", () => setYears(isOnly(year) ? null : [year, year]));
    bar.tabIndex = -1;
    bar.append(element("span"));
    time.bars.push(bar);
  }
  byId("bars").replaceChildren(...time.bars);
  for (const id of ["year-from", "year-to"]) {
    byId(id).min = String(time.first);
    byId(id).max = String(time.last);
    byId(id).oninput = () => {
      const [a, b] = [Number(byId("year-from").value), Number(byId("year-to").value)];
      stopTime();
      setYears([Math.min(a, b), Math.max(a, b)]);
    };
  }
  byId("undated").onchange = () => {
    view.undated = byId("undated").checked;
    filtersChanged();
  };
  byId("play").onclick = playTime;
  byId("all-year").onclick = () => {
    stopTime();
    setYears(null);
  };
}

function isOnly(year) {
  return view.years !== null && view.years[0] === year && view.years[1] === year;
}

/* Shows the relations of a span of years; of all where the span is all. */
function setYears(span) {
  view.years = span && (span[0] > time.first || span[1] < time.last) ? span : null;
  filtersChanged();
}

/* Plays from the first year on, adding year by year; a span that was chosen moves on as it is. */
function playTime() {
  if (time.timer) {
    stopTime();
    return;
  }
  if (!time.bars.length) return;
  const width = view.years && view.years[1] < time.last ? view.years[1] - view.years[0] : -1;
  let [from, to] = view.years && view.years[1] < time.last ? view.years : [time.first, time.first];
  const step = () => {
    view.years = [from, to];
    filtersChanged();
    if (to >= time.last) {
      stopTime();
      return;
    }
    to += 1;
    if (width >= 0) from = to - width;
  };
  time.timer = setInterval(step, BEAT);
  byId("play").textContent = say("pause");
  byId("play").setAttribute("aria-pressed", "true");
  step();
}

function stopTime() {
  clearInterval(time.timer);
  time.timer = 0;
  byId("play").textContent = say("play");
  byId("play").setAttribute("aria-pressed", "false");
}

function showTime() {
  if (!time.bars.length) return;
  const numbers = edgeCounts("year", time.bars.length, (edge) => (edge.years ?? []).map((year) => year - time.first).filter((place) => place >= 0));
  const most = Math.max(...numbers, 1);
  const [from, to] = view.years ?? [time.first, time.last];
  time.bars.forEach((bar, place) => {
    const year = time.first + place;
    bar.firstChild.style.height = `${numbers[place] ? Math.max(Math.sqrt(numbers[place] / most) * 100, 6) : 0}%`;
    bar.classList.toggle("off", year < from || year > to);
    bar.title = say("yearBar", year, numbers[place]);
    bar.setAttribute("aria-label", bar.title);
  });
  byId("year-from").value = String(from);
  byId("year-to").value = String(to);
  byId("year-told").textContent = view.years === null ? say("allYears") : from === to ? say("oneYear", from) : say("yearSpan", from, to);
  const undated = graph.edges.filter((edge, index) => !edge.years && !(view.failed[index] & ~FACET.year)).length;
  byId("undated").checked = view.undated;
  byId("undated-told").textContent = say("undated", count(undated));
  byId("undated").closest("label").hidden = view.years === null;
  byId("all-year").hidden = view.years === null;
  if (!time.timer) byId("play").textContent = say("play");
}
