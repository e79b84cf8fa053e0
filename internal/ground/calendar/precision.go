package calendar

// Precision is the finest part of a date that is given.
type Precision int

// The precisions, coarse to fine.
const (
	PrecisionNone Precision = iota
	PrecisionCentury
	PrecisionDecade
	PrecisionYear
	PrecisionHalf // of a year
	PrecisionSeason
	PrecisionMonth
	PrecisionPart // the first days, the middle or the last days of something
	PrecisionDay
)

// String gives the name of the precision in JSON, such as month.
func (p Precision) String() string {
	return [...]string{"none", "century", "decade", "year", "half", "season", "month", "part", "day"}[p]
}

func (p point) precision() Precision {
	given := func(which int) bool { return p.partOr(which, "XX") != "XX" }
	switch {
	case p.kind == pointOpen:
		return PrecisionNone
	case p.kind == pointLongYear:
		return PrecisionYear
	case p.kind == pointSeason && p.season >= 40:
		return PrecisionHalf
	case p.kind == pointSeason:
		return PrecisionSeason
	case given(2):
		return PrecisionDay
	case given(1):
		return PrecisionMonth
	case p.part[0] == "XXXX":
		return PrecisionNone
	case p.part[0][2:] == "XX":
		return PrecisionCentury
	case p.part[0][3:] == "X":
		return PrecisionDecade
	}
	return PrecisionYear
}
