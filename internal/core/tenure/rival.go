package tenure

import (
	"slices"

	"sanad/internal/ground/calendar"
)

// seatClass is what makes two certain holders of one post on a day meet or
// only hand over: whether the day is the last of the one, or the first of the
// other.
type seatClass struct {
	post       string
	ends, open bool
}

// markRivals flags those who are certain in one and the same post (one record,
// or one name within the unit) on the same day as somebody else. A deputy
// stands beside a holder and is no rival, nor is who takes over on that day, nor
// a record of the same name: two lists may tell of one person.
func markRivals(out []Holding, asked calendar.Span) {
	first, last := firstDay(asked), lastDay(asked)
	holders := map[seatClass][]Said{} // two different ones of a class tell as much as all
	class := func(h *Holding) (seatClass, bool) {
		if h.Certainty != Certain || h.Holder.Claim == "" || slices.Contains(h.Flags, FlagActing) {
			return seatClass{}, false
		}
		start, end := h.Tenure.sure()
		return seatClass{h.Tenure.postKey(), end <= last && first == last, start >= first && first == last}, true
	}
	for i := range out {
		c, ok := class(&out[i])
		known := holders[c]
		if ok && len(known) < 2 && !slices.ContainsFunc(known, func(s Said) bool { return s.mayBe(out[i].Holder.Named) }) {
			holders[c] = append(known, out[i].Holder)
		}
	}
	for i := range out {
		c, ok := class(&out[i])
		if ok && c.meets(holders, out[i].Holder.Named) {
			out[i].Flags = append(out[i].Flags, FlagRival)
		}
	}
}

// meets reports whether somebody else is among the holders of the post that do
// not just hand over to those of the class, or take over from them.
func (c seatClass) meets(holders map[seatClass][]Said, who Named) bool {
	for _, ends := range []bool{false, true} {
		for _, open := range []bool{false, true} {
			if c.ends && open || c.open && ends {
				continue
			}
			if slices.ContainsFunc(holders[seatClass{c.post, ends, open}], func(s Said) bool { return !s.mayBe(who) }) {
				return true
			}
		}
	}
	return false
}
