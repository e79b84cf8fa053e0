package ledger

import (
	"fmt"
	"testing"
)

// BenchmarkAppend adds batches to a log of 100,000 entries whose tiles are
// stored; a batch ends with the root, as a transaction does.
func BenchmarkAppend(b *testing.B) {
	base := grownTo(b, 100_000)
	for _, batch := range []int{1, 10, 100, 1000} {
		b.Run(fmt.Sprintf("batch=%d", batch), func(b *testing.B) {
			entry := make([]byte, EntrySize)
			for b.Loop() {
				tree := NewTree(base.Size(), base)
				for range batch {
					if _, err := tree.Append(entry); err != nil {
						b.Fatal(err)
					}
				}
				if _, err := tree.Root(tree.Size()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*batch), "ns/entry")
		})
	}
}

func BenchmarkEntryOfTenFields(b *testing.B) {
	e := seenEvent(b, 1, wide(7))
	for b.Loop() {
		if _, err := e.Entry(testSecret(1)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProveInclusion(b *testing.B) {
	tree := grownTo(b, 100_000)
	i := int64(0)
	for b.Loop() {
		if _, err := tree.ProveInclusion(i%100_000, 100_000); err != nil {
			b.Fatal(err)
		}
		i += 7919
	}
}

func BenchmarkCheckDisclosure(b *testing.B) {
	tree := grownTo(b, 100_000)
	e, secret := seenEvent(b, 100_000, wide(7)), testSecret(1)
	entry, err := e.Entry(secret)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := tree.Append(entry); err != nil {
		b.Fatal(err)
	}
	root, err := tree.Root(tree.Size())
	if err != nil {
		b.Fatal(err)
	}
	c := Checkpoint{testOrigin, tree.Size(), root}
	d, err := Disclose(e, secret, func(string) bool { return true })
	if err != nil {
		b.Fatal(err)
	}
	if d.Path, err = tree.ProveInclusion(e.Index, c.Size); err != nil {
		b.Fatal(err)
	}
	line, err := d.Marshal()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		read, err := ParseDisclosure(line)
		if err != nil {
			b.Fatal(err)
		}
		entry, err := read.Entry()
		if err != nil {
			b.Fatal(err)
		}
		if err := CheckInclusion(c, read.Index, entry, read.Path); err != nil {
			b.Fatal(err)
		}
	}
}
