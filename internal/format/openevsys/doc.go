// Package openevsys knows the tables of OpenEvSys (the events standard formats of
// HURIDOCS): events, persons, acts, involvements, information, interventions and
// what tells more of them, each table a file of comma separated values with a row
// of headings, named like the table. It must never take a person for a group, nor
// a code for a word: terms are given by code and list, and in words where the
// table of terms came along.
//
// The tables of links (mlt_act_method_of_violence ...) give the further values of
// a field; arrest, killing, torture and destruction tell more of an act, address
// of a person. Which column becomes what stands in tables.go; columns and tables
// that are not there are named as left.
package openevsys
