package desk

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"sanad/internal/core/claim"
	"sanad/internal/core/text"
	"sanad/internal/flow"
)

// dated adds dates of one summer, a year alone, and one on sealed material.
func (w *world) dated() {
	w.t.Helper()
	var open, sealed text.Passage
	must(w.t, w.book.Look(w.t.Context(), func(ctx context.Context, s flow.State) (err error) {
		if open, err = s.Passage(ctx, w.cited); err == nil {
			sealed, err = s.Passage(ctx, w.sealedCited)
		}
		return err
	}))
	for i, d := range []struct {
		edtf string
		p    text.Passage
	}{{"1988-07-27", open}, {"1988-07-28", open}, {"1988-08-03", open}, {"1988", open}, {"1988-09-01", sealed}} {
		id := "c-dated" + strconv.Itoa(i)
		w.append("kian", claim.Made{Claim: id, Case: "main", Entity: "e-dated", Schema: "Event", Property: "date", Value: d.edtf, Original: d.p.Quote,
			Date: &claim.Date{EDTF: d.edtf, Calendar: "gregorian"}, Passages: []text.Passage{d.p}})
	}
}

func TestATimelineIsDrawnByMonthAndSaidInATable(t *testing.T) {
	w := newWorld(t, "")
	w.dated()
	rows := func(handle, target string) (out []string) {
		page := w.as(handle).page(target)
		if len(page.find("svg.density")) != 1 {
			t.Fatalf("%s: no picture", target)
		}
		for _, r := range page.find("details table tbody tr") {
			cells := r.find("td")
			out = append(out, strings.Join([]string{cells[0].text, cells[1].text, cells[2].text}, "/"))
		}
		return out
	}
	if got := strings.Join(rows("rana", "/timeline?property=date&from=1988&to=1988"), " "); got != "January 1988/1/1 July 1988/2/0 August 1988/1/0" {
		t.Errorf("a reader's months: %s", got)
	}
	if got := strings.Join(rows("kian", "/timeline?property=date"), " "); !strings.Contains(got, "September 1988/1/0") {
		t.Errorf("a custodian's months: %s", got)
	}
	if got := strings.Join(rows("rana", "/timeline?property=date&calendar=solar"), " "); !strings.Contains(got, "Mordad 1367/3/0") {
		t.Errorf("in the Solar Hijri calendar: %s", got)
	}
	page := w.as("rana").page("/timeline?property=date")
	narrowed := w.as("rana").page(page.find("details table a")[1].attrs["href"])
	if got := len(narrowed.find("li.moment")); got != 3 { // two days of July, and the year that they may be of
		t.Errorf("July has %d moments", got)
	}
}
