package app

import (
	"bytes"
	"context"
	"testing"
	"time"

	"sanad/internal/fiction"
	"sanad/internal/flow"
)

// BenchmarkLink links three lists of invented people in an archive, from the
// claims to the recorded run, then asks what a reviewer asks at each step: the
// queue with its first pair explained, and the count by prison.
func BenchmarkLink(b *testing.B) {
	people := 25_000
	if testing.Short() {
		people = 1_000
	}
	p, c, ctx := benchArchive(b), fiction.Make(3, people), context.Background()
	for _, list := range c.Lists {
		var data bytes.Buffer
		if err := list.WriteCSV(&data); err != nil {
			b.Fatal(err)
		}
		req := flow.ImportRequest{Item: takeTable(b, p, data.Bytes()), Mapping: list.Mapping}
		if _, err := flow.Import(ctx, p.archive, founder(), req, func(string, int64, int64) {}); err != nil {
			b.Fatal(err)
		}
	}
	d := demonstration{p: p, c: c}
	for b.Loop() {
		began := time.Now()
		run, err := flow.Link(ctx, p.archive, p.archive, founder(), flow.LinkRequest{Case: flow.DefaultCase}, nil)
		if err != nil {
			b.Fatal(err)
		}
		linked := time.Since(began)
		began = time.Now()
		l, err := d.linked(ctx)
		if err != nil {
			b.Fatal(err)
		}
		err = p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
			queue, err := l.Queue(ctx, s)
			if err == nil {
				_, err = l.Compare(ctx, s, queue[0].Left, queue[0].Right)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		asked := time.Since(began)
		began = time.Now()
		err = p.book.Look(ctx, func(ctx context.Context, s flow.State) error {
			_, err := flow.Count(ctx, p.archive, s, flow.CountRequest{By: "prison"})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		counted := time.Since(began)
		truth, err := d.whoIsWho(ctx)
		if err != nil {
			b.Fatal(err)
		}
		got := matchedBy(l.At("probable"), truth)
		b.ReportMetric(float64(run.Rows), "rows")
		b.ReportMetric(linked.Seconds(), "s/link")
		b.ReportMetric(asked.Seconds(), "s/question")
		b.ReportMetric(counted.Seconds(), "s/count")
		b.ReportMetric(got.Precision, "precision")
		b.ReportMetric(got.Recall, "recall")
	}
}
