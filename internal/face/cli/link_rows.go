package cli

import "sanad/internal/core/linkage"

// rowsAhead is how many rows are read or invented before they are given to a
// table, which takes them in while the next are made.
const rowsAhead = 4096

// rowBatch is rows on their way into a table.
type rowBatch struct {
	cells []string
	ends  []int // of each row in cells
	lists []int
}

func (b *rowBatch) rows() [][]string {
	out := make([][]string, len(b.ends))
	from := 0
	for i, to := range b.ends {
		out[i] = b.cells[from:to:to]
		from = to
	}
	return out
}

// rowFeed gives rows to a table, batch by batch, in their order.
type rowFeed struct {
	now       *rowBatch
	full, out chan *rowBatch // to the table, and back
	failed    chan error
}

func feedRows(t *linkage.Table) *rowFeed {
	f := &rowFeed{now: &rowBatch{}, full: make(chan *rowBatch), out: make(chan *rowBatch, 2), failed: make(chan error, 1)}
	f.out <- &rowBatch{}
	go func() {
		var err error
		for b := range f.full {
			if err == nil {
				err = t.AddAll(b.rows(), b.lists)
			}
			f.out <- b
		}
		f.failed <- err
	}()
	return f
}

func (f *rowFeed) add(row []string, list int) {
	b := f.now
	b.cells, b.lists = append(b.cells, row...), append(b.lists, list)
	b.ends = append(b.ends, len(b.cells))
	if len(b.ends) < rowsAhead {
		return
	}
	f.full <- b
	f.now = <-f.out
	clear(f.now.cells) // so that no text is held longer than needed
	f.now.cells, f.now.ends, f.now.lists = f.now.cells[:0], f.now.ends[:0], f.now.lists[:0]
}

// end waits until the table has all rows.
func (f *rowFeed) end() error {
	f.full <- f.now
	close(f.full)
	return <-f.failed
}
