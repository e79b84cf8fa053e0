// Package tenure knows who held which post on a day, who commanded a unit then,
// and under whom it stood, as far as claims tell. It must never choose between
// sources that contradict each other, take silence for an answer (an end that
// no source gives is not "still in office"), or make two things one because
// they are called the same: where a name is all there is, it says so.
//
// It follows the method of Security Force Monitor: each end of a tenure, and
// each link of a chain of command, is a claim with its own sources and its own
// time.
package tenure
