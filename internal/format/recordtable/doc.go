// Package recordtable knows how records with several values a field stand as a
// table that a mapping describes: a column for each value a field has at most,
// headed "field", "field 2", "field 3". Each value keeps the number of its place
// in the file, so that whoever makes claims of it can cite that. It must never
// leave a value out that its fields name, but for those over MostValues, which it
// counts.
package recordtable
