package sql

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// errNext is what is told that has enough of a thing, and wants the next.
var errNext = errors.New("no more of this thing")

// lookup finds claims by what they have or rest on, such as items. Both its
// queries give the columns that scan reads.
type lookup[T any] struct {
	// many is a query for any number of things: %s stands for their list.
	many string
	// single asks for what one thing has: $1 is the thing, $2 where to start
	// after, $3 how many rows; in the order of what at gives. It MUST be
	// answered from an index, for it is asked page by page.
	single  string
	start   any
	at      func(T) any
	scan    func(scanner) (T, error)
	compare func(a, b T) int // the order in which rows are told
}

// claimsPage is how many rows a lookup holds in memory at most.
const claimsPage = 2000

// each tells the rows of all things, in parts. Most things have few and are
// asked for together; where together they have more than is held, they are
// asked for by halves, and one that alone has more by itself, from row to row:
// nothing is sorted in the database, and nothing read twice but the parts that
// turned out too large.
func each[T any](ctx context.Context, s *state, l lookup[T], things []any, tell func([]T) error) error {
	waiting := [][]any{}
	for part := range slices.Chunk(things, 200) {
		waiting = append(waiting, part)
	}
	slices.Reverse(waiting)
	for len(waiting) > 0 {
		last := len(waiting) - 1
		part := waiting[last]
		waiting = waiting[:last]
		if len(part) == 1 {
			if err := eachOf(ctx, s, l, part[0], tell); err != nil {
				return err
			}
			continue
		}
		rows, err := together(ctx, s, l, part)
		if err != nil {
			return err
		}
		if len(rows) > claimsPage {
			waiting = append(waiting, part[len(part)/2:], part[:len(part)/2])
			continue
		}
		slices.SortFunc(rows, l.compare)
		if err := tell(rows); err != nil && !errors.Is(err, errNext) {
			return err
		}
	}
	return nil
}

func together[T any](ctx context.Context, s *state, l lookup[T], things []any) (rows []T, err error) {
	err = s.inChunks(things, func(in string, chunk []any) error {
		rows, err = collect(ctx, s.q, l.scan, fmt.Sprintf(l.many, in, claimsPage+1), chunk...)
		return err
	})
	return rows, err
}

// eachOf tells the rows of one thing, page by page.
func eachOf[T any](ctx context.Context, s *state, l lookup[T], thing any, tell func([]T) error) error {
	for after := l.start; ; {
		rows, err := collect(ctx, s.q, l.scan, l.single, thing, after, pageSize)
		if err == nil && len(rows) > 0 {
			after = l.at(rows[len(rows)-1])
			err = tell(rows)
		}
		if errors.Is(err, errNext) {
			return nil
		}
		if err != nil || len(rows) < pageSize {
			return err
		}
	}
}
