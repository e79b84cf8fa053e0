// Package amount knows how people write how many there were, in English,
// Persian and Arabic: digits of any script, number words, ranges, bounds and
// orders of magnitude. It must never guess: where a text can be read as two
// different numbers it says so, for a false figure is worse than none.
//
// # What is read
//
// One amount to a text. Digits may be grouped by threes with a comma, a point,
// an apostrophe, a space or their Arabic cousins (30,000 30.000 ۳۰٬۰۰۰ 30'000
// 30 000); a separator that groups no thousands is a decimal point, and then a
// scale has to make the number whole (1.5 million). Number words go up to
// trillions of the short scale; milliard and میلیارد are 10^9.
//
// In a range the first number takes the scale of the second when it has none of
// its own and is the smaller of the two without it: "4 to 5 thousand" is 4,000
// to 5,000, "800 to 2 thousand" is 800 to 2,000.
//
// # Orders of magnitude
//
// A word that tells an order of magnitude alone gets these bounds, always:
//
//	dozens                  24 to 99
//	scores                  40 to 99
//	tens, ده‌ها, عشرات       20 to 99
//	hundreds, صدها, مئات    200 to 999
//	thousands, هزاران, آلاف  2,000 to 9,999
//	tens of thousands       20,000 to 99,999
//	hundreds of thousands   200,000 to 999,999
//	millions                2,000,000 to 9,999,999, and so on
//
// A plural is at least two of its kind, and who means ten of it has the next
// word to say it with. The bounds are a convention for comparing sources, no
// statement of the source; keep the word beside them. "Several thousand" and
// چند هزار are read as thousands. Under "at least" only the lower bound of the
// word is kept, under "at most" only the upper.
package amount
