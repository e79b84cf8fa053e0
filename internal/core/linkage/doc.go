// Package linkage knows how likely it is that two rows of tables speak of one
// human being, and which rows together do: by the model of Fellegi and Sunter
// (A Theory for Record Linkage, JASA 64, 1969), with a third class for close
// relatives. It must never decide that two rows are one person: it proposes,
// with every bit of a score accounted for, and people judge.
//
// The same table, spec, constraints and seed give the same result on every
// machine. Work and memory are bounded by the options, whatever the table
// holds: what was left out because of a bound is counted and named.
package linkage
