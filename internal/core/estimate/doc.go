// Package estimate knows what the overlaps of lists imply about people who are
// on none: several models that fit the same table, how far they agree, and
// when no number may be given. It must never give one number alone, never one
// below what is documented, and never an estimate without the warnings that
// belong to it.
//
// Everything is computed from the table, the options and the seed. The same
// three give the same bits on every machine, with however many processors:
// functions come from ground/steady, draws from ground/chance, parallel parts
// are put together by their number, and no product stands beside a sum without
// a conversion between them (a test reads this source for that).
package estimate
