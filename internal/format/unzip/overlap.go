package unzip

import (
	"cmp"
	"errors"
	"slices"
)

// errEnough ends a walk early.
var errEnough = errors.New("enough")

// place is the least room that a member takes: its header, name and bytes.
type place struct{ n, from, to int64 }

// overlaps finds the entries whose bytes belong to another as well, by number.
// Such files unpack to far more than any honest compression could
// (D. Fifield, "A better zip bomb", WOOT 2019). Of those that share bytes the
// first in the file is kept. It looks at most+1 entries.
func overlaps(dir directory, most int64) (map[int64]bool, error) {
	var places []place
	err := dir.each(func(n int64, e entry) error {
		if n > most {
			return errEnough
		}
		if !e.isFolder() && e.offset >= 0 && e.packed >= 0 {
			places = append(places, place{n, e.offset, e.offset + lenLocal + int64(len(e.raw)) + e.packed})
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.n, b.n)) })
	double := make(map[int64]bool)
	var taken int64
	for _, p := range places {
		if p.from < taken {
			double[p.n] = true
		} else if p.to <= dir.start-dir.base {
			taken = p.to // one that reaches into the directory lies about its length
		}
	}
	return double, nil
}
