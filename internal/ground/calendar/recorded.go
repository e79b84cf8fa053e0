package calendar

import (
	"slices"
	"strings"
)

// RecordedSpan gives the days a recorded date may fall on, from its EDTF and the
// flags it was read with; false if there is no date. A Hijri day by rule may be
// a day off at each end. Of a date without a year no day is known: in EDTF it
// spans ten thousand years, which says nothing.
func RecordedSpan(edtf string, flags []string) (Span, bool) {
	if edtf == "" {
		return Span{}, false
	}
	if strings.HasPrefix(edtf, "XXXX") || slices.Contains(flags, string(FlagNoYear)) {
		return Always(), true
	}
	e, err := ParseEDTF(edtf)
	if err != nil {
		return Span{}, false
	}
	span := e.Span()
	if slices.Contains(flags, string(FlagVariant)) {
		span = span.Widen(1)
	}
	return span, true
}
