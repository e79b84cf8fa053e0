package storetest

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"sanad/internal/core/claim"
	"sanad/internal/core/custody"
	"sanad/internal/core/disclosure"
	"sanad/internal/core/finding"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/core/person"
	"sanad/internal/core/text"
	"sanad/internal/flow"
	"sanad/internal/format/mapping"
)

// Nothing is a store of bytes that holds none.
type Nothing struct{}

// Put keeps nothing, and says so.
func (Nothing) Put(context.Context, io.Reader) (flow.Kept, error) {
	return flow.Kept{}, fmt.Errorf("this store keeps nothing")
}

// Settle has nothing to do.
func (Nothing) Settle(context.Context) error { return nil }

// Open finds nothing.
func (Nothing) Open(context.Context, custody.Sum) (io.ReadCloser, error) {
	return nil, custody.ErrNotKept
}

// Size finds nothing.
func (Nothing) Size(context.Context, custody.Sum) (int64, error) { return 0, custody.ErrNotKept }

// Drop has nothing to remove.
func (Nothing) Drop(context.Context, custody.Sum) error { return nil }

// Old has nothing old.
func (Nothing) Old(context.Context, time.Time, func(custody.Sum, int64) error) error { return nil }

// List has nothing to list.
func (Nothing) List(context.Context, func(custody.Sum, int64) error) error { return nil }

func sampleAccession(i int) custody.Opened {
	return custody.Opened{Accession: fmt.Sprintf("a-%d", i), Case: "main", Source: custody.Source{Name: "همسایه"}, Label: guard.Case}
}

// The things the samples speak of.
var (
	sampleItem      = func() custody.Sum { return custody.Sum{0xab, 0xcd, 1} }
	sampleSealed    = func() custody.Sum { return custody.Sum{0xab, 0xce, 2} }
	sampleRendition = func() custody.Sum { return custody.Sum{0x11, 1} }
	samplePassage   = func() text.Passage {
		return text.Passage{Item: sampleItem(), Rendition: sampleRendition(), Selector: text.Selector{Page: 2, Bytes: &text.Range{Start: 5, End: 19}}, Quote: "سه‌هزار نفر"}
	}
)

func sampleClaim(id, entity, property, value string, p text.Passage) claim.Made {
	return claim.Made{Claim: id, Case: "main", Entity: entity, Schema: "Person", Property: property, Value: value, Original: p.Quote, Lang: "fa",
		Passages: []text.Passage{p}, Says: []claim.Teller{{Who: "a neighbour", Verb: "said"}}, SourceGrade: "B", InfoGrade: "3", Flags: []string{"hearsay"}}
}

// sampleTyped makes a claim about an event, with more than a plain value.
func sampleTyped(id, property string, more func(*claim.Made)) claim.Made {
	m := sampleClaim(id, "e-2", property, "as read", samplePassage())
	m.Schema = "Event"
	more(&m)
	return m
}

// sampleVocabulary is a part, of two terms and of one, of an edition of two parts.
func sampleVocabulary(id, caseName, extends string, part int, code, broader string) claim.VocabularyImported {
	terms := []claim.Term{{Code: code, Broader: broader, Label: map[string]string{"en": "Deliberate killing " + code[:1], "fa": "کشتن " + code}, Note: "of " + broader}}
	if broader != "" && part == 1 {
		terms = append([]claim.Term{{Code: broader, Label: map[string]string{"en": "Life"}}}, terms...)
	}
	return claim.VocabularyImported{Vocabulary: id, Name: "mt4", Case: caseName, Extends: extends, Item: sampleItem(), Part: part, Parts: 2, Total: 3, Terms: terms}
}

func sampleBlind() person.Judged {
	j := person.Judge("m-1", "m-2", person.Different, "another face", "v-1")
	j.Blind, j.Run = true, "k-1"
	return j
}

func sampleLinked(run string, sealed *custody.Sum) person.Linked {
	return person.Linked{Run: run, Case: "main", Model: custody.Sum{5}, Outcome: custody.Sum{6}, Sealed: sealed, Seen: 60, Rows: 2, Pairs: 1, Clusters: 1}
}

func sampleRegion() text.Passage {
	return text.Passage{Item: sampleItem(), Rendition: sampleRendition(), Quote: "said twice", Selector: text.Selector{
		Page: 3, Region: &text.Box{X0: 10, Y0: 20.5, X1: 99.9, Y1: 31}, Time: &text.Stretch{Start: 1500, End: 4000}}}
}

// sampleAccounts are of accounts, their roles and how they sign in.
func sampleAccounts() []ledger.Fact {
	return []ledger.Fact{
		guard.PasswordSet{User: "first"},
		guard.FactorSet{User: "first"},
		guard.FactorRemoved{User: "first"},
		guard.FactorReset{User: "first"},
		guard.SessionsRevoked{User: "first"},
		guard.UserAdded{User: "second", Roles: []guard.Role{guard.Reader, guard.Publisher}},
		guard.UserAdded{User: "gone", Roles: []guard.Role{guard.Reader}},
		guard.UserDisabled{User: "gone", Reason: "left"},
		guard.CaseOpened{Case: "other"},
		guard.RolesGiven{User: "member", Case: "other", Roles: []guard.Role{guard.Custodian, guard.Reader}},
		guard.RolesGiven{User: "member", Case: "main", Roles: []guard.Role{guard.Reader}},
		guard.RolesGiven{User: "second", Case: "other", Roles: []guard.Role{guard.Reviewer}},
		guard.RolesGiven{User: "member", Roles: []guard.Role{guard.Auditor}},
		guard.RolesGiven{User: "member"},
		guard.RolesGiven{User: "member", Case: "main"},
	}
}

// Samples gives at least one fact of every kind, such that no view stays
// empty. They follow ArchiveMade, UserAdded("first") and CaseOpened("main").
func Samples() []ledger.Fact {
	parent := sampleItem()
	link := custody.NameOf("/elsewhere")
	cell := text.Passage{Item: sampleItem(), Rendition: sampleRendition(), Selector: text.Selector{Cell: "B2"}, Quote: "نام"}
	sealed := text.Passage{Item: sampleSealed(), Rendition: sampleRendition(), Selector: text.Selector{Page: 1}, Quote: "sealed words"}
	all := slices.Concat(sampleAccounts(), sampleHolders(), []ledger.Fact{
		sampleAccession(1),
		custody.Opened{Accession: "a-2", Case: "other", Source: custody.Source{Sealed: []byte{1, 2, 3}}, Note: "night", Label: guard.Sealed},
		custody.Acquired{Accession: "a-1", Item: sampleItem(), Bytes: 19, MediaType: "text/plain", Name: custody.NameOf("letters/\xff.txt"), Modified: time.UnixMicro(1700000000000000)},
		custody.Acquired{Accession: "a-2", Item: sampleSealed(), Bytes: 7, MediaType: "text/csv", Name: custody.NameOf("list.csv"), Parent: &parent, Role: "attachment", Part: "part 2", By: "sanad-mail 2"},
		custody.Acquired{Accession: "a-1", Item: sampleItem(), Bytes: 19, MediaType: "text/plain", Name: custody.NameOf("copy.txt")},
		custody.PassedOver{Accession: "a-1", Name: custody.NameOf("link"), What: "symlink", Target: &link},
		custody.Failed{Accession: "a-1", Name: custody.NameOf("closed"), Error: "permission denied"},
		custody.Closed{Accession: "a-1", Items: 2, Bytes: 38, Failed: 1},
		custody.Exported{Accession: "a-1", Form: "bagit", Items: 2},
		custody.HashClaimed{Item: sampleItem(), Algorithm: "md5", Claimed: "d41d8cd98f00b204e9800998ecf8427e", Verdict: "different", File: sampleSealed(), Line: 7, Name: "letters/x"},
		custody.HashClaimed{Item: sampleItem(), Algorithm: "sha384", Claimed: strings.Repeat("ab", 48), Verdict: "salted", File: sampleItem(), Project: "harbour"},
		custody.Seen{Item: sampleSealed(), Case: "other", What: custody.LookPage, Day: "2031-03-04"},
		custody.Seen{Item: sampleSealed(), Case: "other", What: custody.LookText, Day: "2031-03-05"},
		text.Unread{Item: sampleItem(), Step: "read", Error: "first try"},
		text.Read{Item: sampleItem(), Engine: "sanad-plain", Version: "1", Rendition: sampleRendition(), Form: text.Pages, Parts: 2, Encoding: "utf-8",
			Gaps: []text.Gap{{Part: "page 3", Reason: "it is torn", Limit: "pages"}}, MoreGaps: 4},
		text.Read{Item: sampleItem(), Step: text.StepOCR, Engine: "tesseract", Version: "5", Rendition: sampleRendition(), Form: text.Pages, Parts: 1, Health: 71},
		text.Unread{Item: sampleItem(), Step: text.StepOCR, Error: "page 9 broke off", Limit: "pixels"},
		text.Unread{Item: sampleSealed(), Step: "identify", Error: "no reader"},
		text.Cited{Passage: samplePassage(), Note: "a figure"},
		text.Cited{Passage: sampleRegion()},
		sampleClaim("c-1", "e-1", "name", "نخست", samplePassage()),
		sampleClaim("c-2", "e-1", "name", "دوم", cell),
		sampleClaim("c-3", "e-1", "birth_date", "1340", cell),
		sampleClaim("c-4", "m-1", "name", "سوم", cell),
		sampleClaim("c-5", "m-2", "name", "سوم", sealed),
		sampleTyped("c-6", "figure", func(m *claim.Made) {
			low := int64(3000)
			m.Quantity = &claim.Quantity{Kind: "killed", Comparator: claim.AtLeast, Low: &low, Unit: "persons", Scope: "in one prison"}
			m.Says = []claim.Teller{{Who: "A Widow", Verb: "said", Entity: "e-1", Medium: "letter", Date: "1983-05"}, {Who: "the reporter"}}
		}),
		sampleTyped("c-7", "date", func(m *claim.Made) {
			m.Date = &claim.Date{EDTF: "1982-10-13/1982-11-11", Calendar: "solar", Native: "1361-07-21/1361-08-20"}
			m.Valid = &claim.Valid{AsOf: "1983"}
			m.Flags = append(m.Flags, claim.FlagGraphic)
			m.Grounds = []claim.Ground{{Flag: "hearsay", Text: "she was not there"}}
		}),
		sampleTyped("c-8", "participant", func(m *claim.Made) { m.ValueEntity, m.Note, m.Replaces = "e-1", "by her letter", "c-3" }),
		sampleTyped("c-9", "place", func(m *claim.Made) {
			m.Shape = &claim.Shape{Form: claim.Point, Points: [][2]float64{{51.25, 35.5}}, Precision: 500}
			m.Recorded = &claim.Recorded{Log: "elsewhere", Index: 7, By: "them", At: time.UnixMicro(1700000000000000).UTC()}
		}),
		claim.Accepted{Claim: "c-6", Reason: "read again"},
		claim.Disputed{Claim: "c-7", Reason: "the diary says otherwise"},
		claim.Graded{Claim: "c-6", SourceGrade: "C", InfoGrade: "2", Reason: "known since"},
		claim.Flagged{Claim: "c-6", Flag: claim.FlagDuress, Reason: "on state television"},
		claim.Flagged{Claim: "c-6", Flag: claim.FlagHearsay, Lifted: true, Reason: "she was there"},
		claim.Preferred{Claim: "c-2", Reason: "the better copy"},
		claim.Withdrawn{Claim: "c-3", Reason: "a slip"},
		finding.Made{Finding: "n-1", Case: "main", About: []string{"e-1"}, Conclusion: "At least 3,000 were killed.", Standard: finding.Grounds,
			Claims: []string{"c-6", "c-7"}, Against: []string{"c-1"}, Needs: 1},
		finding.Made{Finding: "n-2", Case: "main", Conclusion: "Nobody was.", Standard: finding.Suspicion, Claims: []string{"c-5"}},
		finding.Confirmed{Finding: "n-1", Sum: "v-1", Reason: "agreed"},
		finding.Withdrawn{Finding: "n-2", Reason: "no ground"},
		sampleVocabulary("o-1", "", "act", 1, "010101000000", "010000000000"),
		sampleVocabulary("o-1", "", "act", 2, "010101030000", "010101000000"),
		sampleVocabulary("o-2", "main", "method", 1, "x.1", ""),
		person.ListImported{List: "l-1", Name: "the list", Case: "main", Item: sampleItem(), Mapping: "list: the list\ncolumns:\n  A: name\n", Fingerprint: "f-1", Rows: 2},
		person.Mentioned{Mention: "m-1", List: "l-1", Row: 2, RowID: "1", Name: "سوم"},
		person.Mentioned{Mention: "m-2", List: "l-1", Row: 3, Name: "سوم"},
		person.ListCompleted{List: "l-1", Records: 2},
		person.ListDescribed{List: "l-1", About: mapping.About{MadeBy: "the committee", Copies: []string{"another"}}},
		person.ListRevised{List: "l-1", Version: 2, Item: sampleItem(), Mapping: "list: the list\ncolumns:\n  B: name\n", Fingerprint: "f-2", Rows: 3},
		person.Mentioned{Mention: "m-3", List: "l-1", Row: 4, Name: "چهارم", Version: 2, Key: "n:9", Digest: "d-9"},
		person.Revised{Mention: "m-1", List: "l-1", Version: 2, Row: 3, RowID: "1", Name: "سوم", Key: "n:1", Digest: "d-1"},
		person.Mentioned{Mention: "m-4", List: "l-1", Row: 9, Name: "پنجم"},
		person.Retired{Mention: "m-4", List: "l-1", Version: 2},
		person.ListCompleted{List: "l-1", Records: 3, Version: 2},
		person.Judge("m-2", "m-1", person.Unsure, "little to go by", "v-1"),
		person.Judge("m-1", "m-2", person.Same, "a photograph", "v-1"),
		sampleBlind(),
		sampleLinked("k-1", nil),
		person.JudgeRelative("m-3", "m-1", "child", "the list says so", "v-4"),
		sampleLinked("k-2", &custody.Sum{7}),
		person.GroupNames([]string{"کیوان", "Keyvan", "Kayvan"}, false, "one name in two scripts"),
		person.GroupNames([]string{"Nadia", "Nadja"}, false, "one name"),
		person.GroupNames([]string{"Nadja", "Nadia"}, true, "two names after all"),
		person.GroupNames([]string{"Karim", "Karimi"}, true, "two names"),
		person.NamesGrouped{Names: []string{"Karim", "Karimi"}, Apart: true, Lifted: true, Reason: "so it is in the dictionary"},
		text.Mentioned{Passage: cell, Entity: "e-1", Verdict: text.Declined},
		text.Mentioned{Passage: cell, Entity: "e-1", Verdict: text.Accepted},
		claim.Exported{Form: "graph", Case: "main"},
		disclosure.Requested{Release: "r-1", Case: "main", Title: "t", Audience: "court", Claims: 4, Items: 1, Withheld: 1, Plan: custody.Sum{9}},
		disclosure.Approved{Release: "r-1", Plan: custody.Sum{9}},
		disclosure.Built{Release: "r-1", Manifest: custody.Sum{8}, Files: 3, Bytes: 33},
		disclosure.ExhibitNumbered{Case: "main", Item: sampleItem(), Version: disclosure.AsOriginal, Prefix: "VAR", First: 1, Pages: 12},
		disclosure.ExhibitNumbered{Case: "main", Item: sampleItem(), Version: disclosure.AsCopy, Prefix: "VAR", First: 13, Pages: 2},
	}, samplePosts(), sampleEstimates(), sampleSealings(), sampleIntake(), sampleTerms(), sampleRedactions())
	all = append(all, samplePetitions(int64(len(all))+3)...)
	return append(all, sampleVouched()...)
}
