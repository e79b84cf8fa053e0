package flow

import (
	"context"
	"strings"
	"testing"

	"sanad/internal/core/guard"
	"sanad/internal/core/seal"
	"sanad/internal/ground/fail"
)

// holding is a state that knows holders and thresholds alone.
type holding struct {
	State
	holders []guard.Holder
	set     []guard.ThresholdSet
	former  []guard.Holder
}

func (h holding) FormerHolders(context.Context) ([]guard.Holder, error) { return h.former, nil }

func (h holding) Holders(context.Context) ([]guard.Holder, error)          { return h.holders, nil }
func (h holding) Thresholds(context.Context) ([]guard.ThresholdSet, error) { return h.set, nil }

func TestACaseIsSealedToItsOwnHoldersElseToThoseOfTheArchive(t *testing.T) {
	all := []guard.Holder{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "x", Case: "own"}, {Name: "y", Case: "own"}, {Name: "z", Case: "single"}}
	s := holding{holders: all, set: []guard.ThresholdSet{{Need: 3}, {Case: "other", Need: 1}}}
	for caseName, want := range map[string]string{"main": "abc 3", "own": "xy 2", "single": "z 1", "": "abc 3", "other": "abc 3"} {
		holders, need, err := HoldersOf(context.Background(), s, caseName)
		var names strings.Builder
		for _, h := range holders {
			names.WriteString(h.Name)
		}
		if got := names.String() + " " + string(rune('0'+need)); err != nil || got != want {
			t.Errorf("of %q: %s, %v; want %s", caseName, got, err, want)
		}
	}
}

func TestNothingIsSealedToTooFew(t *testing.T) {
	for what, s := range map[string]holding{
		"nobody":             {},
		"another":            {holders: []guard.Holder{{Name: "x", Case: "own"}}},
		"whose own are gone": {holders: []guard.Holder{{Name: "a"}}, former: []guard.Holder{{Name: "x", Case: "main"}}},
		"too few":            {holders: []guard.Holder{{Name: "a"}}, set: []guard.ThresholdSet{{Need: 2}}},
	} {
		if _, _, err := HoldersOf(context.Background(), s, "main"); fail.Of(err) != fail.Refused {
			t.Errorf("%s: %v, want refused", what, err)
		}
	}
}

// asked is a state that knows requests alone.
type asked struct {
	State
	requests []seal.Request
}

func (a asked) Unsealings(_ context.Context, f UnsealFilter, yield func(seal.Request) error) error {
	for _, r := range a.requests {
		if r.Record != f.Record {
			continue
		}
		if err := yield(r); err != nil {
			return err
		}
	}
	return nil
}

func TestAnOldSlipCantPassForAYesToANewRequest(t *testing.T) {
	s := asked{requests: []seal.Request{{Requested: seal.Requested{Request: "u-1", Record: "k-1", Recipient: "one"}}}}
	for _, c := range []struct {
		record, key string
		refused     bool
	}{{"k-1", "one", true}, {"k-1", "another", false}, {"k-2", "one", false}} {
		err := freshKey(context.Background(), s, seal.Requested{Record: c.record, Recipient: c.key})
		if c.refused != (fail.Of(err) == fail.Refused) || !c.refused && err != nil {
			t.Errorf("%s with the key %q: %v", c.record, c.key, err)
		}
	}
}
