package memorial

import (
	"crypto/sha256"
	"runtime"
	"testing"

	"sanad/internal/core/custody"
	"sanad/internal/flow"
)

// counted is a press that keeps no page, so that what is held is what the pages need.
type counted struct {
	was, drawn  map[string]custody.Sum
	files, kept int
	bytes       int64
}

func (p *counted) Unchanged(key string, inputs custody.Sum, paths ...string) (bool, error) {
	p.drawn[key] = inputs
	if p.was[key] != inputs {
		return false, nil
	}
	p.kept += len(paths)
	return true, nil
}

func (p *counted) Put(_ string, data []byte) error {
	p.files++
	p.bytes += int64(len(data))
	return nil
}

// benched is how many people the benchmarks have.
const benched = 10_000

// BenchmarkPages draws the pages of 10,000 people; BenchmarkPagesOfOne what is drawn
// when one of them changed.
func BenchmarkPages(b *testing.B) {
	s := many(benched)
	for b.Loop() {
		p := &counted{drawn: map[string]custody.Sum{}}
		if err := Pages(b.Context(), s, p); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(p.files), "files/op")
		b.ReportMetric(float64(p.bytes)/1e6, "MB/op")
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB-held")
}

func BenchmarkPagesOfOne(b *testing.B) {
	s := many(benched)
	p := &counted{drawn: map[string]custody.Sum{}}
	if err := Pages(b.Context(), s, p); err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		n++
		s.Cards[benched/2].Names = append(s.Cards[benched/2].Names[:2], flow.CardName{Text: "Another " + itoa(n), Lang: "en"})
		s.Cards[benched/2].Sum = sha256.Sum256([]byte(itoa(n)))
		next := &counted{was: p.drawn, drawn: map[string]custody.Sum{}}
		if err := Pages(b.Context(), s, next); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(next.files), "files/op")
		p = next
	}
}
