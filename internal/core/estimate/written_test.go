package estimate

import (
	"bytes"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"sanad/internal/core/count"
)

// full is a report in which everything that can be there is.
func full(t *testing.T) Report {
	t.Helper()
	o := quick(1<<63 + 1)
	o.Quick, o.Checks = false, o.Classes
	o.Checks.Chains = 2
	o.Progress = func(Stage, int, int) {}
	for range FewReplicates {
		o.Linkage = append(o.Linkage, table(t, kosovo))
	}
	return run(t, kosovo, o)
}

func TestAReportIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	for _, r := range []Report{
		full(t),
		run(t, "A,B,count\n1,0,80\n0,1,60\n1,1,20\n", Options{Seed: 3}),
		run(t, "A,B,C,count\n1,0,0,8\n0,1,0,6\n0,0,1,3\n1,1,1,6\n", Options{Methods: []Method{Graphs}}),
	} {
		data, err := r.Written()
		if err != nil {
			t.Fatal(err)
		}
		back, err := ReadReport(data)
		if err != nil || !reflect.DeepEqual(back, r) {
			t.Errorf("%v: read %+v, wrote %+v", err, back, r)
		}
		again, err := back.Written()
		if err != nil || !bytes.Equal(again, data) {
			t.Errorf("%v: written again it is\n%s\nand was\n%s", err, again, data)
		}
		for _, name := range regexp.MustCompile(`[{,]"([^"\\]*)":`).FindAllStringSubmatch(string(data), -1) {
			if !regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(name[1]) {
				t.Errorf("the name %q", name[1])
			}
		}
		if bytes.Contains(data, []byte("null")) {
			t.Errorf("something is null: %s", data)
		}
	}
}

func TestAReportWithMoreThanIsKnownIsRefused(t *testing.T) {
	for _, data := range []string{`{"version":1,"certainty":5}`, `{"version":1} {}`, `{"version":`, ``, `{"options":{"seed":7}}`} {
		if _, err := ReadReport([]byte(data)); err == nil {
			t.Errorf("%q was read", data)
		}
	}
}

func TestOptionsSayWhatMakesTheReportAgain(t *testing.T) {
	for want, o := range map[string]Options{
		`{"seed":"0"}`: {Progress: func(Stage, int, int) {}, Linkage: []count.Table{table(t, spina)}, Classes: ClassOptions{Seed: 5}},
		`{"seed":"18446744073709551615","methods":["dga"],"dga":{"delta":0.5,"saturated":true},"lcmcr":{"chains":8,"longer":-1},"checks":{"draws":60},"quick":true}`: {
			Seed: 1<<64 - 1, Methods: []Method{Graphs}, Graphs: GraphOptions{Delta: 0.5, Saturated: true}, Classes: ClassOptions{Chains: 8, Longer: -1}, Checks: ClassOptions{Draws: 60}, Quick: true},
	} {
		data, err := o.Written()
		if err != nil || string(data) != want {
			t.Errorf("%v: wrote %s, want %s", err, data, want)
		}
		back, err := ReadOptions(data)
		if err != nil || !reflect.DeepEqual(back, o.written()) {
			t.Errorf("%v: read %+v", err, back)
		}
	}
	if _, err := ReadOptions([]byte(`{"seed":"0","sead":"1"}`)); err == nil {
		t.Error("a name that none has was passed over")
	}
}

func TestAReportMadeAgainFromItsOptionsIsTheSame(t *testing.T) {
	t.Parallel()
	o := quick(77)
	o.Methods = []Method{LogLinear, Classes}
	first := run(t, spina, o)
	data, err := first.Options.Written()
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadOptions(data)
	if err != nil {
		t.Fatal(err)
	}
	if second := run(t, spina, again); !reflect.DeepEqual(first, second) {
		t.Errorf("%+v, and again %+v", first, second)
	}
}

// Words in other languages are made of forms and numbers: what the English
// says must be in them.
func TestWarningsCarryTheirNumbers(t *testing.T) {
	t.Parallel()
	r := full(t)
	seen := map[Code]bool{}
	all := r.Warnings
	for _, text := range []string{
		"A,B,C,count\n1,0,0,8\n0,1,0,6\n0,0,1,3\n1,1,1,6\n",
		"A,B,count\n1,0,80\n0,1,60\n1,1,20\n",
		kingdom,
		"A,B,C,count\n0,1,0,60\n0,0,1,30\n0,1,1,40\n1,1,0,20\n1,1,1,25\n",
	} {
		warnings, err := Check(table(t, text))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, warnings...)
	}
	f := fits{o: quick(1), gates: strict}
	if err := f.run(t.Context(), table(t, netherlands)); err != nil {
		t.Fatal(err)
	}
	for _, w := range append(all, f.warnings...) {
		seen[w.Code] = true
		for _, number := range regexp.MustCompile(`(?:^|\s)(\d+(?:\.\d+)?)(?:[ ,:]|$)`).FindAllStringSubmatch(w.Text, -1) {
			if w.Code != SingleLinkage && !carries(w.Numbers, number[1]) {
				t.Errorf("%s %s says %q and carries %v", w.Code, w.Form, w.Text, w.Numbers)
			}
		}
		for _, name := range w.Lists {
			if !strings.Contains(w.Text, name) && w.Code != FewLists {
				t.Errorf("%s is about %q and says %q", w.Code, name, w.Text)
			}
		}
	}
	for _, c := range []Code{FewLists, FewPeople, NeverMeet, MostlyOnce, ChainsDisagree, ListsDepend, PriorDriven, OneListDecides} {
		if !seen[c] {
			t.Errorf("%s was not tried", c)
		}
	}
}

// carries says whether one of the numbers, or its hundredfold, is written so.
func carries(all map[string]float64, text string) bool {
	digits := 0
	if _, after, found := strings.Cut(text, "."); found {
		digits = len(after)
	}
	for _, n := range all {
		for _, n := range []float64{n, 100 * n, float64(int64(n))} {
			if strconv.FormatFloat(n, 'f', digits, 64) == text {
				return true
			}
		}
	}
	return false
}
