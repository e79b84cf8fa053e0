package estimate

// Code names a warning or a standing statement. Faces have words for each in
// their languages; the numbers and lists are in the warning.
type Code string

// The warnings, and the two statements that stand with every estimate. Behind
// each stand what a Warning of it has besides its text: the forms that it has,
// if more than one, and of each its numbers. Shares are of one, not of a
// hundred.
const (
	// M01: lists. The lists that hold anybody.
	FewLists Code = "M01"
	// M02: FormPeople: people, least. FormShared (on more than one list):
	// shared, least. FormThin: shared, least; the list is one of only three.
	// FormList: the same; the list was left aside, and the rest may be estimated.
	FewPeople Code = "M02"
	// M03: no numbers. The two lists.
	NeverMeet Code = "M03"
	// M04: models, tried.
	NoMaximum Code = "M04"
	// M05: once, people, share.
	MostlyOnce Code = "M05"
	// M06: FormUntestable: no numbers. FormMisfit: deviance, degrees, p.
	BadFit Code = "M06"
	// M07: FormSaturated: share. FormPrior: factor, median (with the prior so
	// many times as strong), usual (with the prior as it is).
	PriorDriven Code = "M07"
	// M08: share, most.
	MassAtEnd Code = "M08"
	// M09: rhat, effective, least (of effective), astray, chains, low, high (the
	// chains' medians). FormPlaces: they found different places, so that no
	// method's number is given. FormDraws: they were too short to be sure, and
	// none is astray. No form: some are astray.
	ChainsDisagree Code = "M09"
	// M10: low, high (the methods' medians). Both methods, the lower first.
	MethodsDisagree Code = "M10"
	// M11: median, low, high (of the headline), documented (without the list).
	// The list. FormNone: without (runs that have no estimate), tried; without
	// most lists there is no estimate, so that none is given.
	OneListDecides Code = "M11"
	// M12: covered, tested.
	BackTestFailed Code = "M12"
	// M13: FormMissing: without, parts. FormApart: low, high (of the parts'
	// sum), whole_low, whole_high. FormUnplaced: unplaced, people; so many of
	// them are in no part.
	StrataDisagree Code = "M13"
	// M14: drawings, least.
	SingleLinkage Code = "M14"
	// M15: FormWithin: people; all of the first list are on the second.
	// FormMore and FormLess: odds, how many times higher, or lower, the odds of
	// being on the second list are for who is on the first. FormCopied: no numbers; one
	// of the two is said to be made from the other, which no table shows.
	ListsDepend Code = "M15"
	// M16: no numbers.
	NoUpperLimit Code = "M16"
	// M17: passed, tried.
	FewMethods Code = "M17"
	// S01, S02: no numbers.
	NeverListable  Code = "S01"
	SamePopulation Code = "S02"
)

// Form tells the sentences of one code from each other.
type Form string

// The forms, by the codes that have several.
const (
	FormPeople     Form = "people"     // M02
	FormShared     Form = "shared"     // M02
	FormThin       Form = "thin"       // M02
	FormList       Form = "list"       // M02
	FormUntestable Form = "untestable" // M06
	FormMisfit     Form = "misfit"     // M06
	FormSaturated  Form = "saturated"  // M07
	FormPrior      Form = "prior"      // M07
	FormPlaces     Form = "places"     // M09
	FormDraws      Form = "draws"      // M09
	FormNone       Form = "none"       // M11
	FormMissing    Form = "missing"    // M13
	FormApart      Form = "apart"      // M13
	FormUnplaced   Form = "unplaced"   // M13
	FormWithin     Form = "within"     // M15
	FormMore       Form = "more"       // M15
	FormLess       Form = "less"       // M15
	FormCopied     Form = "copied"     // M15
)

// Codes are all codes, in their order, the standing statements last.
func Codes() []Code {
	return []Code{FewLists, FewPeople, NeverMeet, NoMaximum, MostlyOnce, BadFit, PriorDriven, MassAtEnd, ChainsDisagree, MethodsDisagree,
		OneListDecides, BackTestFailed, StrataDisagree, SingleLinkage, ListsDepend, NoUpperLimit, FewMethods, NeverListable, SamePopulation}
}

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
		return "the parts do not make up the whole: parts must not be subtracted from each other"
	case SingleLinkage:
		return "that it is uncertain who is one person is not in the interval: 5 % of matches missed raise an estimate by about 12 %"
	case ListsDepend:
		return "two lists share far more or far fewer people than chance would: does one copy or feed the other? copied lists must be merged"
	case NoUpperLimit:
		return "no upper limit can be given"
	case FewMethods:
		return "fewer than two methods passed: one alone is no check of itself, and no number may be given"
	case NeverListable:
		return "people who had no chance to be on any list are in no interval"
	case SamePopulation:
		return "the lists must be about the same population, period, place and violation"
	}
	return ""
}

// Warning is one thing to know before an estimate is used.
type Warning struct {
	Code    Code               `json:"code"`
	Form    Form               `json:"form,omitempty"`    // which of the code's sentences it is, where there are several
	Methods []Method           `json:"methods,omitempty"` // those it is about; none if about the table or all
	Lists   []string           `json:"lists,omitempty"`   // those it is about
	Numbers map[string]float64 `json:"numbers,omitempty"` // as said at its code
	Text    string             `json:"text"`              // with its numbers, in English
}

// numbers are what a warning says, by name.
type numbers = map[string]float64

// forbids says that no estimate may be given.
func (w Warning) forbids() bool {
	return w.Code == FewLists || w.Code == FewPeople && w.Form != FormList
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
