// Package calendar knows how people write dates in Persian, Arabic and English,
// which days they may mean in the Gregorian, the Solar Hijri and the Hijri
// calendars, and how EDTF (ISO 8601-2:2019) writes that down. It must never
// choose in silence: where words can mean several days it gives every reading,
// says which it prefers and why, and it refuses a date that does not exist.
//
// A Day is a Julian Day Number. All calendars are carried back and forth over
// it; each file says the rule it follows and for which years it holds.
package calendar
