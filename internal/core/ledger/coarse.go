package ledger

import "time"

// Coarse is a fact of which no more than the hour is written: what strangers do
// is recorded so, for a time to the microsecond can be laid beside a provider's
// list of who was on the network then. The order of entries stays exact, and an
// entry that stands between two exact ones is bounded by them.
type Coarse interface {
	Fact
	// Coarse is called by nobody: to have it is what asks for the hour.
	Coarse()
}

// CoarseTo is how exact the time of a coarse fact is.
const CoarseTo = time.Hour

// TimeOf gives the time that is written with a fact.
func TimeOf(f Fact, now time.Time) time.Time {
	if _, ok := f.(Coarse); ok {
		return now.UTC().Truncate(CoarseTo)
	}
	return now.UTC().Truncate(time.Microsecond)
}

// Until gives the latest moment that a written time can stand for: a time on
// the hour may be a coarse one.
func Until(written time.Time) time.Time {
	if written.Equal(written.Truncate(CoarseTo)) {
		return written.Add(CoarseTo)
	}
	return written
}
