package disclosure

import (
	"slices"
	"strings"

	"sanad/internal/core/ledger"
	"sanad/internal/ground/fail"
)

// ConditionLaid says under which condition alone something leaves. Conditions
// add up: what one of them holds back stays.
type ConditionLaid struct {
	Condition string   `json:"condition"`
	Case      string   `json:"case"`
	On        Ref      `json:"for"`
	Until     string   `json:"until,omitempty"`    // it stays inside up to and on this day
	Only      []string `json:"only,omitempty"`     // recipients that may have it; none named: any
	Never     []Body   `json:"never,omitempty"`    // bodies that may not
	Redacted  bool     `json:"redacted,omitempty"` // an item leaves as a redacted copy alone
	Nameless  bool     `json:"nameless,omitempty"` // an entity is met under a pseudonym
	Held      bool     `json:"held,omitempty"`     // it stays inside until the condition is lifted
	Reason    string   `json:"reason"`
}

// Kind is condition.laid/1.
func (ConditionLaid) Kind() ledger.Kind { return ledger.Kind{Name: "condition.laid", Version: 1} }

// Check refuses a condition that holds nothing back, or says no reason.
func (f ConditionLaid) Check() error {
	if f.Condition == "" || f.Case == "" {
		return fail.New(fail.Usage, "a condition needs an id and a case")
	}
	if err := f.On.check(); err != nil {
		return err
	}
	for _, b := range f.Never {
		if !slices.Contains(Bodies(), b) {
			return fail.New(fail.Usage, "%q is no kind of body", b).Do("use one of %v", Bodies())
		}
	}
	for _, r := range f.Only {
		if !shortName(r) {
			return fail.New(fail.Usage, "%q is no short name of a recipient", r)
		}
	}
	switch {
	case f.Until != "" && !isDay(f.Until):
		return fail.New(fail.Usage, "%q is no day", f.Until).Do("give it as YYYY-MM-DD")
	case f.Nameless && f.On.On != OnEntity:
		return fail.New(fail.Usage, "only an entity can be met under a pseudonym").Do("lay the condition on the person")
	case f.Redacted && f.On.On != OnItem && f.On.On != OnAccession && f.On.On != OnSource:
		return fail.New(fail.Usage, "only originals leave as redacted copies").Do("lay the condition on the item, its accession or its source")
	case f.Until == "" && len(f.Only) == 0 && len(f.Never) == 0 && !f.Redacted && !f.Nameless && !f.Held:
		return fail.New(fail.Usage, "the condition holds nothing back").Do("give --until, --only, --never, --redacted, --nameless or --held")
	case strings.TrimSpace(f.Reason) == "" || !isText(f.Reason):
		return fail.New(fail.Usage, "the condition needs a reason").Do("give --reason TEXT")
	}
	return nil
}

// ConditionLifted says that a condition holds no more.
type ConditionLifted struct {
	Condition string `json:"condition"`
	Reason    string `json:"reason"`
}

// Kind is condition.lifted/1.
func (ConditionLifted) Kind() ledger.Kind { return ledger.Kind{Name: "condition.lifted", Version: 1} }

// Check refuses a lifting without a reason.
func (f ConditionLifted) Check() error {
	if f.Condition == "" || strings.TrimSpace(f.Reason) == "" || !isText(f.Reason) {
		return fail.New(fail.Usage, "to lift a condition takes a reason").Do("give --reason TEXT")
	}
	return nil
}

// Condition is a condition as it stands now.
type Condition struct {
	ConditionLaid
	Lifted bool
	Index  int64
	Actor  string
}

// Protects reports whether the condition keeps something inside altogether, or
// somebody from being named: it is laid for who is in danger.
func (f ConditionLaid) Protects() bool { return f.Held || f.Nameless }

// MayLift refuses to lift what is lifted, and has a second person look at what
// protects: who laid such a condition is not the one to lift it.
func (c Condition) MayLift(actor string) error {
	switch id := c.ConditionLaid.Condition; {
	case c.Lifted:
		return fail.New(fail.Conflict, "the condition %s is lifted already", id)
	case c.Protects() && actor == c.Actor:
		return fail.New(fail.Refused, "%s laid the condition %s, which protects somebody, and can't lift it", actor, id).
			Do("a second person lifts it: sanad --as USER condition lift %s --reason TEXT", id)
	}
	return nil
}
