package app

import (
	"bytes"
	"context"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"

	"sanad/internal/flow"
)

const hostileMapping = "list: LIST\nrow_id: no\ncolumns: {name: name, father: father_name, born: birth_date, died: death_date, place: birth_place}\n"

// hostileTable is a list that is as bad as lists are: rows without a name, names
// of one word, one name that hundreds share, rows equal in everything, dates in
// three calendars and in none, deaths before births, texts of a book's length,
// and signs that turn the direction of a line.
func hostileTable(t *testing.T) []byte {
	t.Helper()
	rows := [][]string{{"no", "name", "father", "born", "died", "place"}}
	add := func(cells ...string) { rows = append(rows, append([]string{strconv.Itoa(len(rows))}, cells...)) }
	for range 600 {
		add("نوید کاردان", "بهرام", "", "", "")
	}
	for range 40 {
		add("", "", "", "", "")
		add("Ali", "", "", "", "")
		add("", "", "1340", "", "سنگاب")
	}
	for i := range 60 {
		add("Sara Zamani", "Ali", []string{"1340", "1961", "1381", "۱۳۴۰/۵/۱", "no idea", "1340-13-45"}[i%6], "", "")
	}
	add("Omid Sool", "Reza", "1975", "1961", "")
	add(strings.Repeat("محمد ", 4000), "x", "", "", "")
	add("\u202eevil\u202c Rostami", "\u2066x\u2069", "", "", "")
	add("12345", "!!!", "???", "---", "...")
	add("؟؟؟", "نامعلوم", "", "", "")
	var out bytes.Buffer
	if err := csv.NewWriter(&out).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Nothing that a list can hold stops linking, or makes its work grow with the
// square of the rows; what it could do little with is named.
func TestListsAsBadAsTheyComeAreLinked(t *testing.T) {
	p, ctx := benchArchive(t), context.Background()
	item := takeTable(t, p, hostileTable(t))
	for _, list := range []string{"one", "the same again"} { // a list linked with itself
		req := flow.ImportRequest{Item: item, Mapping: strings.Replace(hostileMapping, "LIST", list, 1)}
		if _, err := flow.Import(ctx, p.archive, founder(), req, func(string, int64, int64) {}); err != nil {
			t.Fatal(err)
		}
	}
	run, err := flow.Link(ctx, p.archive, p.archive, founder(), flow.LinkRequest{Case: flow.DefaultCase}, nil)
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]int{}
	l, err := (&demonstration{p: p}).linked(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range l.Odd {
		named[o.What] = o.Rows
	}
	for _, what := range []string{flow.OddOneWord, flow.OddNameless, flow.OddDied, flow.OddShared, flow.OddCopied} {
		if named[what] == 0 {
			t.Errorf("%q is not named: %v", what, named)
		}
	}
	if all := run.Rows * (run.Rows - 1) / 2; run.Report.Compared > all/2 {
		t.Errorf("%d pairs of %d were compared", run.Report.Compared, all)
	}
	(&peopled{t: t, p: p}).nested(l)
	if len((&peopled{t: t, p: p}).queue(l)) == 0 {
		t.Error("nothing is asked")
	}
}
