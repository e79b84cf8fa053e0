package count

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
	"sanad/internal/ground/canon"
)

// The most an estimate can say, and be made of.
const (
	MaxNote    = 64 << 10
	MaxReason  = 16 << 10
	MaxParts   = 201
	maxOptions = 16 << 10
	maxWord    = 4 << 10
	maxIDs     = 2000 // all together: databases index them
)

// Estimated says that somebody computed what the overlap of lists implies, of
// which tables, and what came of it. The tables and reports are kept beside the
// renditions under their sums, so that everybody reads the same ones and
// whoever has a table, the options and the seed computes the same report.
// Nothing of it is ever changed: a better estimate replaces it by name.
type Estimated struct {
	Estimate string   `json:"estimate"`
	Case     string   `json:"case"`
	Event    string   `json:"event,omitempty"` // only people of this event
	By       string   `json:"by,omitempty"`    // estimated by the strata of this field as well
	Question Question `json:"question"`
	Version  int      `json:"version"` // of the code that estimated, estimate.Version
	// Parts are the whole, and then, by a field, each of its strata.
	Parts     []Part      `json:"parts"`
	Seen      int64       `json:"seen"` // size of the ledger as it was when it was counted
	Note      string      `json:"note,omitempty"`
	Checklist Checklist   `json:"checklist"` // signed by the author
	Replaces  string      `json:"replaces,omitempty"`
	Label     guard.Label `json:"label"` // Sealed: counted with what lies under seal
	// Recorded: it was recorded first in another log.
	Recorded *ledger.Recorded `json:"recorded,omitempty"`
}

// Question is what was asked, so that it can be asked again.
type Question struct {
	Rule  string `json:"rule"`  // of the count
	Level string `json:"level"` // how sure linking had to be that two rows are one person
	// Calendar is that of strata which are months or years.
	Calendar string     `json:"calendar,omitempty"`
	Lists    []Listed   `json:"lists"`             // that were weighed
	Merged   [][]string `json:"merged,omitempty"`  // names of lists that were taken for one
	Methods  []string   `json:"methods,omitempty"` // all that there are if empty
	Seed     uint64     `json:"seed,string"`       // as text: readers of JSON lose digits of large numbers
	// Options are those of package estimate as it writes them, without what is
	// said here.
	Options  json.RawMessage `json:"options,omitempty"`
	Drawings int             `json:"drawings,omitempty"` // of who is one person, in every table
	Run      string          `json:"run,omitempty"`      // the linking they were drawn from
	// Judged is how many people the same lists document where only what people
	// judged makes rows one person: the documented minimum of these lists. It is
	// there where the level is another.
	Judged     int64       `json:"judged,omitempty"`
	Undecided  int64       `json:"undecided,omitempty"`  // pairs that could still lower the count
	Incomplete []string    `json:"incomplete,omitempty"` // lists whose import was interrupted
	Copies     [][2]string `json:"copies,omitempty"`     // lists said to be made one from the other, and not merged
}

// Listed is a list as it was counted: the version, and the bytes it rests on.
type Listed struct {
	List    string      `json:"list"`
	Name    string      `json:"name"`
	Version int         `json:"version"`
	Item    custody.Sum `json:"item"`
}

// Part is one table that was estimated, and its report.
type Part struct {
	Stratum    string      `json:"stratum,omitempty"` // its key; empty: the whole
	Of         string      `json:"of,omitempty"`      // what the stratum is made of, by the names of the count
	Label      string      `json:"label,omitempty"`   // of the stratum, for people
	Table      custody.Sum `json:"table"`
	Report     custody.Sum `json:"report"`
	Documented int64       `json:"documented"` // people of the part by name, at least
}

// Kind is count.estimated/1.
func (Estimated) Kind() ledger.Kind { return ledger.Kind{Name: "count.estimated", Version: 1} }

// Check refuses an estimate that nobody could follow back or make again.
func (f Estimated) Check() error {
	switch {
	case f.Estimate == "" || f.Case == "" || f.Version < 1 || f.Seen < 0:
		return errors.New("an estimate needs an id, a case, and what it was made with")
	case !isText(f.Estimate+f.Case+f.Event+f.By+f.Replaces, maxIDs) || !isText(f.Note, MaxNote):
		return fmt.Errorf("an estimate has a note of at most %d bytes, and no zero byte in it", MaxNote)
	case f.Replaces == f.Estimate:
		return errors.New("an estimate can't replace itself")
	}
	if err := f.Label.Check(); err != nil {
		return err
	}
	if err := f.Checklist.Check(); err != nil {
		return err
	}
	if err := f.Question.Check(); err != nil {
		return err
	}
	return f.checkParts()
}

func (f Estimated) checkParts() error {
	if len(f.Parts) == 0 || len(f.Parts) > MaxParts || f.By == "" && len(f.Parts) > 1 {
		return fmt.Errorf("an estimate is of the whole, and by a field of at most %d strata; this one has %d parts", MaxParts-1, len(f.Parts))
	}
	seen := map[string]bool{}
	for i, p := range f.Parts {
		switch {
		case (i == 0) != (p.Stratum == "") || seen[p.Stratum] || !isText(p.Stratum+p.Of+p.Label, maxWord):
			return fmt.Errorf("the stratum %q stands where it can't, or twice", p.Stratum)
		case p.Table.IsZero() || p.Report.IsZero() || p.Documented < 0:
			return fmt.Errorf("part %d of an estimate needs its table and its report", i)
		}
		seen[p.Stratum] = true
	}
	return nil
}

// Check refuses a question that does not say what was asked of what.
func (q Question) Check() error {
	if q.Rule == "" || q.Level == "" || len(q.Lists) == 0 || len(q.Lists) > MaxLists || q.Drawings < 0 || q.Undecided < 0 || q.Judged < 0 {
		return fmt.Errorf("a question is of a rule, a level and 1 to %d lists", MaxLists)
	}
	names := map[string]bool{}
	for _, l := range q.Lists {
		if l.List == "" || names[l.Name] || l.Version < 1 || l.Item.IsZero() || !isText(l.List+l.Name, maxWord) {
			return fmt.Errorf("the list %q is named twice, or without its version and its bytes", l.Name)
		}
		names[l.Name] = true
	}
	merged := map[string]bool{}
	for _, group := range q.Merged {
		for _, name := range group {
			if !names[name] || merged[name] || len(group) < 2 {
				return fmt.Errorf("the list %q is merged twice, with nothing, or was not weighed", name)
			}
			merged[name] = true
		}
	}
	for _, pair := range q.Copies {
		if !names[pair[0]] || !names[pair[1]] {
			return fmt.Errorf("%q and %q are said to be one made from the other, and were not weighed", pair[0], pair[1])
		}
	}
	if !isText(strings.Join(slices.Concat(q.Methods, q.Incomplete, []string{q.Rule, q.Level, q.Calendar, q.Run}), ""), MaxNote) {
		return errors.New("a question has a zero byte in it, or is too long")
	}
	if len(q.Options) > maxOptions || len(q.Options) > 0 && (!json.Valid(q.Options) || q.Options[0] != '{') {
		return errors.New("the options of an estimate are no object")
	}
	return nil
}

// Blobs gives what the estimate names among the renditions.
func (f Estimated) Blobs() []custody.Sum {
	var sums []custody.Sum
	for _, p := range f.Parts {
		sums = append(sums, p.Table, p.Report)
	}
	return sums
}

// Sum names what is reviewed: every word and figure of the estimate.
func (f Estimated) Sum() string {
	f.Recorded = nil
	body, err := json.Marshal(f)
	if err != nil {
		return "" // refused by Reviewed.Check
	}
	return canon.ID("v", "sanad/estimate/v1", body)
}

// Verdict is what a second person makes of an estimate.
type Verdict string

// The verdicts.
const (
	Confirms Verdict = "confirmed"
	Disputes Verdict = "disputed"
)

// Reviewed says that a person other than the author weighed an estimate and
// agrees with just what it says, or does not. They sign the checklist too.
type Reviewed struct {
	Estimate  string           `json:"estimate"`
	Sum       string           `json:"sum"` // of what was reviewed
	Verdict   Verdict          `json:"verdict"`
	Reason    string           `json:"reason"`
	Checklist Checklist        `json:"checklist"`
	Recorded  *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is count.reviewed/1.
func (Reviewed) Kind() ledger.Kind { return ledger.Kind{Name: "count.reviewed", Version: 1} }

// Check refuses a review without a reason, and a confirmation that contradicts
// itself: lists about different things imply no number.
func (f Reviewed) Check() error {
	switch {
	case f.Estimate == "" || f.Sum == "" || !isText(f.Estimate+f.Sum, maxIDs):
		return errors.New("a review names the estimate and what it said")
	case f.Verdict != Confirms && f.Verdict != Disputes:
		return fmt.Errorf("there is no verdict %q on an estimate: say %s or %s", f.Verdict, Confirms, Disputes)
	case strings.TrimSpace(f.Reason) == "" || !isText(f.Reason, MaxReason):
		return fmt.Errorf("a review needs a reason of at most %d bytes: give --reason TEXT", MaxReason)
	}
	if err := f.Checklist.Check(); err != nil {
		return err
	}
	if denied := f.Checklist.Denied(); f.Verdict == Confirms && len(denied) > 0 {
		return fmt.Errorf("who says that the lists are not about the same %s can't confirm what their overlap implies: dispute it", wordsOf(denied))
	}
	return nil
}

// Withdrawn says that an estimate no longer holds. It stays readable.
type Withdrawn struct {
	Estimate string           `json:"estimate"`
	Reason   string           `json:"reason"`
	Recorded *ledger.Recorded `json:"recorded,omitempty"`
}

// Kind is count.withdrawn/1.
func (Withdrawn) Kind() ledger.Kind { return ledger.Kind{Name: "count.withdrawn", Version: 1} }

// Check refuses a withdrawal without a reason.
func (f Withdrawn) Check() error {
	if f.Estimate == "" || strings.TrimSpace(f.Reason) == "" || !isText(f.Estimate, maxIDs) || !isText(f.Reason, MaxReason) {
		return fmt.Errorf("withdrawing an estimate needs its id and a reason of at most %d bytes: give --reason TEXT", MaxReason)
	}
	return nil
}
