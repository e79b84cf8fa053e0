// Package ftm knows the entities and statements of FollowTheMoney (version 4),
// how Sanad's things and claims become such, and what is lost. It must never
// pass over a loss in silence, or write a value that says more than the claim.
//
// What the schemata and properties are called stands in model.txt, what becomes
// what in map.txt, with the reasons. A statement is one value of one property of
// one entity in one dataset; its id is the SHA-1 of these, as
// followthemoney/statement computes it, so that the same claim has the same id
// whenever it is exported.
package ftm
