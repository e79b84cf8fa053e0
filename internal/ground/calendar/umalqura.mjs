// Prints the numbers of umalqura_table.go from the ICU that node carries:
//
//	node umalqura.mjs
//
// A number a year, from 1300 to 1600 AH; bit m-1 is set where month m has
// thirty days.
const form = new Intl.DateTimeFormat("en-u-ca-islamic-umalqura-nu-latn", {
  timeZone: "UTC", year: "numeric", month: "numeric", day: "numeric",
});
const dateOf = (jdn) =>
  Object.fromEntries(form.formatToParts(new Date((jdn - 2440588) * 86400000)).map((p) => [p.type, +p.value]));

const years = [];
let long = 0;
for (let jdn = 2408762 + 29; years.length < 301; ) {
  const turned = dateOf(jdn).day === 1; // the month before had 29 days
  const last = dateOf(jdn - 1);
  if (!turned) long |= 1 << (last.month - 1);
  if (last.month === 12) {
    years.push("0x" + long.toString(16).padStart(3, "0"));
    long = 0;
  }
  jdn += turned ? 29 : 30;
}
for (let i = 0; i < years.length; i += 10) {
  console.log("\t" + years.slice(i, i + 10).join(", ") + ", // " + (1300 + i));
}
