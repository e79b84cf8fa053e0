package desk

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"sanad/internal/core/count"
	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/core/ledger"
)

// walk follows a list from part to part, and gives what a selector finds.
func (b *browser) walk(target, selector string) []string {
	b.t.Helper()
	var all []string
	for parts := 0; target != ""; parts++ {
		if parts > 50 {
			b.t.Fatalf("the list at %s never ends", target)
		}
		page := b.page(target)
		for _, n := range page.find(selector) {
			all = append(all, n.text)
		}
		target = ""
		for _, a := range page.find(".pager a") {
			if a.attrs["rel"] == "next" {
				target = a.attrs["href"]
			}
		}
	}
	return all
}

// manyWorld holds more of everything than one part of a list shows, with
// sealed things between.
func manyWorld(t *testing.T, n int) *world {
	w := newWorld(t, "")
	var facts []ledger.Fact
	for i := range n {
		facts = append(facts, custody.Opened{Accession: fmt.Sprintf("a-%04d", i), Case: "main", Source: custody.Source{Name: "x"}, Label: guard.Label(i % 3)})
		_, f := w.take(fmt.Sprintf("a-%04d", i), fmt.Sprintf("file %04d", i), "text/plain", fmt.Sprintf("text %d", i))
		facts = append(facts, f)
	}
	w.append("kian", facts...)
	table := "no;name;father;born\n"
	for i := range n {
		table += fmt.Sprintf("%d;Person%04d Name%04d;;\n", i, i, i)
	}
	list, f := w.take(w.openID, "many.csv", "text/csv", table)
	w.append("kian", f, w.rows(list, table))
	w.importList(list, `"many"`)
	for i := range n {
		from := w.cited
		if i%4 == 0 {
			from = w.sealedCited
		}
		w.claim("", "name", fmt.Sprintf("somebody %04d", i), from)
	}
	return w
}

func TestEveryListShowsEachThingOnceAndAllOfThem(t *testing.T) {
	const n = 130
	w := manyWorld(t, n)
	opened := n - (n+2)/3
	for _, c := range []struct {
		who, target, selector string
		want                  int
	}{
		{"kian", "/items", "tbody td.text", n + 6 + 3}, {"rana", "/items", "tbody td.text", opened + 6},
		{"kian", "/accessions", "tbody tr", n + 2}, {"rana", "/accessions", "tbody tr", opened + 1},
		{"kian", "/entities", "tbody tr", 8 + 2 + n + n}, {"rana", "/entities", "tbody tr", 6 + 1 + n + n - (n+3)/4},
		{"rana", "/lists/" + w.listOf("many"), "#rows tbody tr", n},
		{"kian", "/ledger", "tbody tr", len(w.book.events)},
	} {
		got := w.as(c.who).walk(c.target, c.selector)
		seen := map[string]int{}
		for _, line := range got {
			seen[line]++
		}
		if len(got) != c.want {
			t.Errorf("%s finds %d things at %s, want %d", c.who, len(got), c.target, c.want)
		}
	}
	if claims := w.as("rana").walk("/claims", "tbody tr"); int64(len(claims)) != w.claimsShown("rana") {
		t.Errorf("a reader walks over %d claims", len(claims))
	}
}

func TestALongReadingIsShownInParts(t *testing.T) {
	w := manyWorld(t, 130)
	b := w.as("rana")
	id := b.page("/lists/" + w.listOf("many")).find("dl a")[0].attrs["href"]
	last := b.page(id + "?part=3")
	rows := last.find("table.sheet tbody tr")
	if len(rows) != 31 || !strings.Contains(rows[30].text, "Person0129") {
		t.Errorf("the last part holds %d rows", len(rows))
	}
	if len(last.find(".pager a")) != 1 || len(b.page(id).find("table.sheet tbody tr")) != rowsShown {
		t.Error("the parts do not lead to each other")
	}
	passage := b.page("/entities/" + w.mention(w.sumOf(id), 120)).find(".card p a")[0].attrs["href"]
	page := b.page(strings.Split(passage, "#")[0])
	if marks := page.find("mark.asked"); len(marks) != 1 || marks[0].text != "Person0118 Name0118" {
		t.Errorf("the passage leads to a page that marks %v", marks)
	}
}

func (w *world) sumOf(path string) custody.Sum {
	sum, err := custody.ParseSum(strings.TrimPrefix(path, "/items/"))
	must(w.t, err)
	return sum
}

func TestManyReadersAndWritersAtOnce(t *testing.T) {
	w := newWorld(t, "")
	browsers := map[string]*browser{}
	for handle := range roles {
		browsers[handle] = w.as(handle)
	}
	var wg sync.WaitGroup
	for handle, b := range browsers {
		wg.Go(func() {
			for i := range 6 {
				for _, target := range []string{"/", "/ledger", "/people", "/count", "/items", "/releases/" + w.release} {
					b.get(target)
				}
				if actor(handle).May(guard.ToClaim) == nil {
					b.posted("/claims", url.Values{"passage": {w.cited}, "kind": {"Person"}, "property": {"status"}, "value": {fmt.Sprintf("%s %d", handle, i)}})
				}
			}
		})
	}
	wg.Wait()
	w.serve() // the first page counts anew now and then only
	w.claimsShown("rana")
	w.claimsShown("kian")
}

func TestAChartStandsWithinItsFrameInBothDirections(t *testing.T) {
	table := count.Table{Patterns: map[uint32]int64{}}
	for i := range 6 {
		table.Lists = append(table.Lists, fmt.Sprintf("a list with a rather long name %d", i))
	}
	for p := uint32(1); p < 64; p++ {
		table.Patterns[p] = int64(p) * 3
	}
	if newChart(count.Table{}, false) != nil {
		t.Error("a chart of nothing")
	}
	for _, rtl := range []bool{false, true} {
		c := newChart(table, rtl)
		if c.More != 63-chartMost || len(c.Columns) != chartMost || len(c.Rows) != 6 {
			t.Fatalf("%d columns, %d left out, %d rows", len(c.Columns), c.More, len(c.Rows))
		}
		for i, col := range c.Columns {
			if col.X < 0 || col.X+chartBar > c.Width || col.Y < 0 || col.Y+col.H != c.Top || len(col.Dots) != 6 {
				t.Errorf("column %d stands at %+v in a chart of %d by %d", i, col, c.Width, c.Height)
			}
			if i > 0 && (c.Columns[i-1].Count < col.Count || (c.Columns[i-1].X < col.X) == rtl) {
				t.Errorf("column %d is out of order", i)
			}
			for r, dot := range col.Dots { // a name stands above its dots
				if row := c.Rows[r]; dot.Y-dotSize < row.TextY || dot.Y+dotSize > row.Y+row.High {
					t.Errorf("the dot of column %d in row %d covers a name", i, r)
				}
			}
		}
		if last := c.Rows[5]; last.Y+chartRowGap > c.Height {
			t.Errorf("the last row ends at %d of %d", last.Y+chartRowGap, c.Height)
		}
	}
}
