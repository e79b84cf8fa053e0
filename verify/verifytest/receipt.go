package verifytest

import (
	"slices"

	"sanad/internal/core/intake"
)

// Receipt is the text of the receipt of an event in the log of that size.
func (l *Log) Receipt(index, size int64) string {
	fields, _ := intake.Opens(l.events[index].Kind.String())
	d := l.Disclose(index, func(field string) bool { return slices.Contains(fields, field) })
	d.Path = must(l.tree.ProveInclusion(index, size))
	return must(intake.Proof{Key: l.Key, Event: d, Checkpoint: l.Checkpoint(size)}.Text())
}
