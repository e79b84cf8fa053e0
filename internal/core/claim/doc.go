// Package claim knows who said what about whom, and exactly where. It must
// never hold a value without a passage, decide between rivals, or change a
// claim that was made: a correction is a new claim, and withdrawal, preference,
// acceptance, dispute, grade and flag are events of their own.
//
// It follows the statement model of FollowTheMoney (one row a value, with what
// it rests on) and the source-citation-claim method of Security Force Monitor;
// grades are those of the Admiralty code, source and information apart.
package claim
