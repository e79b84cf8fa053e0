package desk

import (
	"context"
	"strings"
	"testing"
	"time"

	"sanad/internal/core/custody"
	"sanad/internal/core/guard"
	"sanad/internal/flow"
	"sanad/internal/ground/fail"
)

func (w *world) looks() (n int) {
	for _, e := range w.book.events {
		if e.Kind == (custody.Seen{}).Kind() {
			n++
		}
	}
	return n
}

func TestEveryPageOfASealedItemSaysThatItWasShown(t *testing.T) {
	w := newWorld(t, "")
	kian, item := w.as("kian"), "/items/"+w.secret.String()
	for _, step := range []struct {
		target string
		want   int // entries there are then
	}{
		{"/items/" + w.letter.String(), 0}, // open, though a sealed source gave it too
		{"/items/" + w.letter.String() + "/original", 0},
		{item, 2},
		{item + "/words", 2},
		{item + "/mentions", 2},
		{item + "/redact", 2},
		{item + "/original", 3},
		{item, 3},
	} {
		if r := kian.get(step.target); r.Code != 200 {
			t.Fatalf("%s: status %d", step.target, r.Code)
		}
		if got := w.looks(); got != step.want {
			t.Errorf("after %s there are %d entries of who saw what, want %d", step.target, got, step.want)
		}
	}
	lists := kian.page(item).find("ol.custody")
	rows := lists[len(lists)-1].find("li")
	if len(rows) != 3 || !strings.Contains(rows[0].text, "the original") || !strings.Contains(rows[0].text, "kian") {
		t.Errorf("the item's page tells of %d looks: %v", len(rows), rows)
	}
	w.as("rana").get(item)
	if w.looks() != 3 {
		t.Error("somebody who was shown nothing is recorded")
	}
}

func TestWhatWasNotRecordedIsNotShown(t *testing.T) {
	w := newWorld(t, "")
	w.book.full = fail.New(fail.Failed, "the disk is full")
	for _, page := range []string{"", "/words", "/mentions", "/original"} {
		r := w.as("kian").get("/items/" + w.secret.String() + page)
		if r.Code == 200 || strings.Contains(r.Body.String(), secretWords) {
			t.Errorf("%q is shown (status %d) although nobody can be told of it", page, r.Code)
		}
	}
}

func TestALookIsRecordedAnewTheNextDayAndForEachCase(t *testing.T) {
	w := newWorld(t, "")
	w.append("kian", guard.CaseOpened{Case: "other"}, custody.Opened{Accession: "a-other", Case: "other", Source: custody.Source{Name: "x"}, Label: guard.Sealed})
	_, again := w.take("a-other", "same.txt", "text/plain", "Told by "+secretWords+": Navid Kardan died in the yard.")
	w.append("kian", again)
	see := func(day int, what ...custody.Look) {
		t.Helper()
		var item custody.Item
		must(t, w.book.Look(t.Context(), func(ctx context.Context, s flow.State) (err error) {
			item, err = s.Item(ctx, w.secret)
			return err
		}))
		must(t, flow.See(t.Context(), w.archive, actor("kian"), item, time.Date(2031, 3, day, 23, 59, 0, 0, time.UTC), what...))
	}
	for i, want := range []int{2, 2, 4, 6} {
		see([]int{4, 4, 4, 5}[i], [][]custody.Look{{custody.LookText}, {custody.LookText}, {custody.LookText, custody.LookPicture}, {custody.LookText}}[i]...)
		if got := w.looks(); got != want {
			t.Errorf("after look %d there are %d entries, want %d: one for each case that holds it sealed", i+1, got, want)
		}
	}
}
