// Package uwazi knows the tables that Uwazi writes and takes: an entity a row, a
// property a column headed by its label, translations in columns headed
// "label__language", several values in a cell parted by "|", sub-terms behind
// "::", dates as days, spans or seconds. It must never guess a property from part
// of a heading: a column whose heading says nothing certain is left, and named.
//
// A template is taken for a kind of thing by its name, in English, Spanish,
// Persian or Arabic; a table made for Uwazi has no template, and is taken for one
// of persons if its headings are.
package uwazi
