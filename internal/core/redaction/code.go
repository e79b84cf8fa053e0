package redaction

import "slices"

// Code is the rule under which something is hidden. It is written into the
// black box where no pseudonym is, so it tells a reader why and never what.
type Code string

// The codes with a letter and a number are those of the practice of the
// International Criminal Court (A: rule 81(2) of its Rules of Procedure and
// Evidence, B: rule 81(4)), written down from memory and compared with no text
// of the Chambers Practice Manual: no conformance is claimed. The others are for
// what that practice has no code for.
const (
	InterviewPlace Code = "A.1"
	FieldStaff     Code = "A.2"
	Interpreter    Code = "A.3"
	Investigator   Code = "A.4"
	Intermediary   Code = "A.5"
	Lead           Code = "A.6"
	Means          Code = "A.7"
	OtherInquiry   Code = "A.8"
	Whereabouts    Code = "B.1"
	Family         Code = "B.2"
	PersonAtRisk   Code = "B.3"
	ProtectedPlace Code = "B.4"
	OtherSafety    Code = "B.5"
	NoConsent      Code = "consent"
	ThirdPerson    Code = "third-person"
	Special        Code = "special-category"
	Security       Code = "security"
)

// Codes lists them.
func Codes() []Code {
	return []Code{
		InterviewPlace, FieldStaff, Interpreter, Investigator, Intermediary, Lead, Means, OtherInquiry,
		Whereabouts, Family, PersonAtRisk, ProtectedPlace, OtherSafety,
		NoConsent, ThirdPerson, Special, Security,
	}
}

// Means says in English what a code stands for; faces have words of their own.
func (c Code) Means() string {
	switch c {
	case InterviewPlace:
		return "where an interview was held"
	case FieldStaff:
		return "staff who travel to where witnesses are"
	case Interpreter:
		return "interpreters, writers of records and others who helped at an interview"
	case Investigator:
		return "investigators"
	case Intermediary:
		return "intermediaries"
	case Lead:
		return "leads and sources"
	case Means:
		return "how witnesses are reached"
	case OtherInquiry:
		return "something else that would harm an inquiry"
	case Whereabouts:
		return "where a witness is or was lately, and how to reach them"
	case Family:
		return "the family of a witness"
	case PersonAtRisk:
		return "another person who would be at risk"
	case ProtectedPlace:
		return "where a protected person is kept safe"
	case OtherSafety:
		return "something else on which somebody's safety hangs"
	case NoConsent:
		return "there is no consent to show it"
	case ThirdPerson:
		return "a person whom the matter does not concern"
	case Special:
		return "a property that is protected, such as belief or health"
	case Security:
		return "how the archive or those who work for it are kept safe"
	}
	return ""
}

// Known reports whether the code is one of Codes.
func (c Code) Known() bool { return slices.Contains(Codes(), c) }
