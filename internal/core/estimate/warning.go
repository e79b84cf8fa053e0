package estimate

// Code names a warning or a standing statement. Faces have words for each in
// their languages; the numbers and lists are in the warning.
type Code string

// The warnings, and the two statements that stand with every estimate.
const (
	FewLists        Code = "M01"
	FewPeople       Code = "M02"
	NeverMeet       Code = "M03"
	NoMaximum       Code = "M04"
	MostlyOnce      Code = "M05"
	BadFit          Code = "M06"
	PriorDriven     Code = "M07"
	MassAtEnd       Code = "M08"
	ChainsDisagree  Code = "M09"
	MethodsDisagree Code = "M10"
	OneListDecides  Code = "M11"
	BackTestFailed  Code = "M12"
	StrataDisagree  Code = "M13"
	SingleLinkage   Code = "M14"
	ListsDepend     Code = "M15"
	NoUpperLimit    Code = "M16"
	NeverListable   Code = "S01"
	SamePopulation  Code = "S02"
)

// Says is what a warning of this code means, without its numbers.
func (c Code) Says() string {
	switch c {
	case FewLists:
		return "fewer than three lists hold anybody: what their overlap implies is a sensitivity figure, not an estimate"
	case FewPeople:
		return "too few people, or too few on more than one list, for any estimate"
	case NeverMeet:
		return "two lists share nobody: models can't tell chance from design there"
	case NoMaximum:
		return "some models have no best fit on this table and were left out"
	case MostlyOnce:
		return "nearly everybody is on one list only: the interval comes mostly from the model, not from the lists"
	case BadFit:
		return "the best log-linear model does not fit the table"
	case PriorDriven:
		return "the estimate over graphs follows its prior, not the table"
	case MassAtEnd:
		return "the estimate over graphs is not bounded above"
	case ChainsDisagree:
		return "chains of the latent class model disagree, so that it gives no number"
	case MethodsDisagree:
		return "methods that each fit the table disagree: only the range of all of them may be given"
	case OneListDecides:
		return "without one of the lists the estimate would be another"
	case BackTestFailed:
		return "from the other lists, the known sizes of most lists were not found"
	case StrataDisagree:
		return "the parts do not add up to the whole: parts must not be subtracted from each other"
	case SingleLinkage:
		return "that it is uncertain who is one person is not in the interval: 5 % of matches missed raise an estimate by about 12 %"
	case ListsDepend:
		return "two lists share far more or far fewer people than chance would: does one copy or feed the other? copied lists must be merged"
	case NoUpperLimit:
		return "no upper limit can be given"
	case NeverListable:
		return "people who had no chance to be on any list are in no interval"
	case SamePopulation:
		return "the lists must be about the same population, period, place and violation"
	}
	return ""
}

// Warning is one thing to know before an estimate is used.
type Warning struct {
	Code   Code
	Method Method   // the method it is about; empty if about the table or all
	Lists  []string // the lists it is about
	Text   string   // with its numbers, in English
}

// Method names a way to estimate.
type Method string

// The methods of which the headline is made, and those that stand beside it.
const (
	LogLinear   Method = "loglinear"
	Graphs      Method = "dga"
	Classes     Method = "lcmcr"
	ChaoBound   Method = "chao"
	NoHighestOf Method = "nhoi"
	Chapman     Method = "chapman"
)

// Standing are the statements that stand with every estimate.
func Standing() []Warning {
	return []Warning{
		{Code: NeverListable, Text: NeverListable.Says()},
		{Code: SamePopulation, Text: SamePopulation.Says()},
	}
}
