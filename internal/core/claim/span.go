package claim

import (
	"slices"

	"sanad/internal/ground/calendar"
)

// Span gives the days the date may fall on; false if there is no date that was
// read. A Hijri day by rule may be a day off at each end.
func (d *Date) Span() (calendar.Span, bool) {
	if d == nil {
		return calendar.Span{}, false
	}
	e, err := calendar.ParseEDTF(d.EDTF)
	if err != nil {
		return calendar.Span{}, false
	}
	span := e.Span()
	if slices.Contains(d.Flags, DateVariant) {
		span = span.Widen(1)
	}
	return span, true
}
