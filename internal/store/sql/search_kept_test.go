package sql

import (
	"context"
	"testing"
)

// What a question counted is kept for the very same question of one who sees the
// same, and not longer than the index stays as it is.
func TestWhatWasCountedIsForTheSameQuestionAndIndexAlone(t *testing.T) {
	k := &keptCounts{}
	asked := 0
	ask := func(at stampRow, text string, args ...any) {
		t.Helper()
		_, err := counted(context.Background(), k, at, func() map[keptKey]int64 { return k.totals }, func(int64) bool { return true }, text, args,
			func(context.Context) (int64, error) { asked++; return int64(asked), nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	now, later := stampRow{made: 1}, stampRow{made: 2}
	for i, want := range []struct {
		at   stampRow
		text string
		args []any
		n    int
	}{
		{now, "q", []any{"a", int64(1)}, 1},
		{now, "q", []any{"a", int64(1)}, 1},
		{now, "q", []any{"a", int64(2)}, 2},     // another's cases
		{now, "q", []any{"a", "1"}, 3},          // a word that is written as a number
		{now, "q", []any{`a" "b`}, 4},           // one word that is written as two
		{now, "q", []any{"a", "b"}, 5},          //
		{later, "q", []any{"a", int64(1)}, 6},   // the index changed
		{now, "q", []any{"a", int64(1)}, 7},     // whoever still sees it as it was
		{now, "other", []any{"a", int64(1)}, 8}, // another statement
	} {
		if ask(want.at, want.text, want.args...); asked != want.n {
			t.Errorf("question %d: %d were counted, want %d", i, asked, want.n)
		}
	}
	for i := range int64(3 * keptStatements) {
		ask(now, "many", i)
	}
	if len(k.totals) > keptStatements {
		t.Errorf("%d are kept", len(k.totals))
	}
}
